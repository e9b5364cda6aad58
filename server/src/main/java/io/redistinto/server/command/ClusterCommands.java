package io.redistinto.server.command;

/** What is asked of a cluster's node, which no server here is. */
final class ClusterCommands {
  private ClusterCommands() {}

  static void disabled(Call call) {
    throw new CommandException("ERR This instance has cluster support disabled");
  }
}
