package io.redistinto.storage;

/**
 * A write that the engine refuses; nothing has changed. The message is the error that a client
 * gets, with its code word first. Thrown often by a full arena, so it carries no stack trace.
 */
public final class RefusedException extends RuntimeException {
  /** What a full arena answers, and one whose limit is reached. */
  public static final String OUT_OF_ENTRIES =
      "OOM command not allowed when used memory > 'maxmemory'.";

  private static final long serialVersionUID = 1L;

  private RefusedException(String message) {
    super(message, null, false, false);
  }

  static RefusedException outOfEntries() {
    return new RefusedException(OUT_OF_ENTRIES);
  }

  static RefusedException valueTooLarge(int entriesNeeded, int entryCount) {
    return new RefusedException(
        "OOM the value needs "
            + entriesNeeded
            + " entries and the arena has "
            + entryCount
            + " (see 'entries' and 'entry-size')");
  }

  static RefusedException keyTooLong(int maxKeyBytes) {
    return new RefusedException(
        "ERR the key is longer than 'max-key-length' allows (" + maxKeyBytes + " bytes)");
  }
}
