package io.redistinto.resp;

/**
 * Says that a reply would be larger than its {@link ReplyWriter} may hold. The writer still holds
 * what was written before the call that failed.
 */
public final class ReplyTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception for a writer of the given limit. */
  public ReplyTooLargeException(int limitBytes) {
    super("a reply is larger than " + limitBytes + " bytes");
  }
}
