package io.redistinto.resp;

/**
 * What a client may send, with Redis's own figures.
 *
 * <p>One object serves all connections. The two limits that a running server may change can be set
 * and read by any thread.
 */
public final class RespLimits {
  /** The most arguments a request may announce. */
  public static final int MAX_ARGS = Integer.MAX_VALUE;

  /**
   * The most that may have come of a line without its end: of an inline request, or of a header
   * such as {@code *3}.
   */
  public static final int MAX_LINE_BYTES = 64 * 1024;

  /** The most arguments a request may announce before its client is authenticated. */
  public static final int UNAUTHENTICATED_MAX_ARGS = 10;

  /** The longest argument a client may announce before it is authenticated. */
  public static final int UNAUTHENTICATED_MAX_BULK_BYTES = 16 * 1024;

  /** The least that either of the changeable limits may be set to. */
  public static final long LEAST_LIMIT_BYTES = 1024 * 1024;

  /** The most that takes effect, a little less than a buffer can hold. */
  public static final int GREATEST_LIMIT_BYTES = Integer.MAX_VALUE - 64 * 1024;

  private volatile int maxBulkBytes = 512 * 1024 * 1024;
  private volatile int maxQueryBufferBytes = 1024 * 1024 * 1024;

  /** Makes the limits that Redis starts with. */
  public RespLimits() {}

  /** The longest argument ({@code proto-max-bulk-len}): 512 MiB if not set. */
  public int maxBulkBytes() {
    return maxBulkBytes;
  }

  /**
   * Sets the longest argument.
   *
   * @throws IllegalArgumentException if below {@link #LEAST_LIMIT_BYTES}
   */
  public void maxBulkBytes(long bytes) {
    maxBulkBytes = effective(bytes);
  }

  /**
   * The most that is kept of what a client sent and was not executed ({@code
   * client-query-buffer-limit}), with the table of its arguments: 1 GiB if not set.
   */
  public int maxQueryBufferBytes() {
    return maxQueryBufferBytes;
  }

  /**
   * Sets how much is kept of what a client sent and was not executed.
   *
   * @throws IllegalArgumentException if below {@link #LEAST_LIMIT_BYTES}
   */
  public void maxQueryBufferBytes(long bytes) {
    maxQueryBufferBytes = effective(bytes);
  }

  private static int effective(long bytes) {
    if (bytes < LEAST_LIMIT_BYTES) {
      throw new IllegalArgumentException(
          "a limit of " + bytes + " bytes is less than " + LEAST_LIMIT_BYTES);
    }
    return (int) Math.min(bytes, GREATEST_LIMIT_BYTES);
  }
}
