package io.redistinto.storage.hyperloglog;

/** A string looks like a HyperLogLog, but its registers are not as many as they must be. */
public final class CorruptHyperLogLogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CorruptHyperLogLogException() {
    super("not " + HyperLogLog.REGISTERS + " registers", null, false, false);
  }
}
