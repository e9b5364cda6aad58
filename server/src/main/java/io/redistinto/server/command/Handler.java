package io.redistinto.server.command;

/** What a command does. */
@FunctionalInterface
public interface Handler {
  /**
   * Runs the command and writes one reply.
   *
   * @throws CommandException if the request is wrong; what was written of the reply is taken back
   */
  void run(Call call);
}
