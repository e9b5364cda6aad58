package io.redistinto.persistence;

/**
 * The files in the dump directory cannot all be loaded; the message is one line that names the file
 * and the problem. Nothing on disk was lost.
 */
public final class RecoveryException extends DumpDirectoryException {
  public RecoveryException(Object file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }

  public RecoveryException(Object file, String problem) {
    this(file, problem, null);
  }
}
