package io.redistinto.server.command;

/** MODULE: there are none. */
final class ModuleCommands {
  private ModuleCommands() {}

  static void list(Call call) {
    call.reply().array(0);
  }

  /** Loading and unloading. */
  static void refuse(Call call) {
    throw new CommandException("ERR modules are not supported by this server");
  }
}
