package io.redistinto.server.command;

import io.redistinto.resp.Request;

/** Commands on the connection itself. */
final class ConnectionCommands {
  private ConnectionCommands() {}

  static void ping(Call call) {
    if (call.argc() > 2) {
      throw new CommandException("ERR wrong number of arguments for 'ping' command");
    }
    if (call.argc() == 1) {
      call.reply().pong();
    } else {
      Request request = call.request();
      call.reply().bulk(request.bytes(), request.offset(1), request.length(1));
    }
  }
}
