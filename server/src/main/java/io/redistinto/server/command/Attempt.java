package io.redistinto.server.command;

/** Serves a client that waits for keys, if it can be served now. */
@FunctionalInterface
public interface Attempt {
  /**
   * Does what the request asks for, as if it came now, or nothing.
   *
   * @param call the request that waits
   * @param keyArg the argument whose key was written
   * @return whether the reply was written; if not, nothing was, and the client goes on waiting
   * @throws CommandException if the wait is over and was in vain; the message is the reply
   */
  boolean run(Call call, int keyArg);
}
