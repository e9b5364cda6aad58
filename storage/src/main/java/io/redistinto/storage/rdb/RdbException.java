package io.redistinto.storage.rdb;

/** Bytes are no serialised value. Any client can cause it, so it has no stack trace. */
public final class RdbException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RdbException(String message) {
    super(message, null, false, false);
  }

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new RdbException(otherwise);
    }
  }
}
