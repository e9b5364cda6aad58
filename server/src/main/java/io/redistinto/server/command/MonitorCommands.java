package io.redistinto.server.command;

import io.redistinto.server.client.Client;

/** MONITOR: every command that runs, as it runs. */
final class MonitorCommands {
  private MonitorCommands() {}

  /** {@code MONITOR}; who is one already gets no reply, as in Redis. */
  static void monitor(Call call) {
    Client client = call.client();
    if (client.isBlockingDenied()) {
      throw new CommandException("ERR MONITOR isn't allowed for DENY BLOCKING client");
    }
    if (!client.isMonitor()) {
      call.services().monitors().add(client);
      call.reply().ok();
    }
  }
}
