package io.redistinto.storage;

/**
 * A command needs a compaction so long that commands must wait in the queue for it. The command has
 * changed nothing, though others' values may have been replaced to make its room: it is to be run
 * again after the pause, and finds that room. Control flow, so it carries no stack trace.
 */
public final class PauseRequiredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("StaticAssignmentOfThrowable")
  public static final PauseRequiredException INSTANCE = new PauseRequiredException();

  private PauseRequiredException() {
    super("a compaction must run first", null, false, false);
  }
}
