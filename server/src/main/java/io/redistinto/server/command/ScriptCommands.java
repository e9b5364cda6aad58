package io.redistinto.server.command;

/**
 * Scripts, for which there is no interpreter yet. What holds of a server that has no scripts is
 * answered as such a server does; what would need an interpreter says that there is none.
 */
final class ScriptCommands {
  static final String NO_INTERPRETER =
      "ERR scripting is not supported: this server has no script interpreter";
  private static final int SHA1_DIGITS = 40;

  private ScriptCommands() {}

  /** {@code EVAL script numkeys [key ...] [arg ...]}, and EVAL_RO. */
  static void eval(Call call) {
    checkKeyCount(call);
    throw new CommandException(NO_INTERPRETER);
  }

  /** {@code EVALSHA sha1 numkeys [key ...] [arg ...]}, and EVALSHA_RO: no script is known. */
  static void evalsha(Call call) {
    if (call.request().length(1) == SHA1_DIGITS) {
      checkKeyCount(call);
    }
    throw new CommandException("NOSCRIPT No matching script. Please use EVAL.");
  }

  private static void checkKeyCount(Call call) {
    long keys = call.integer(2);
    if (keys > call.argc() - 3) {
      throw new CommandException("ERR Number of keys can't be greater than number of args");
    }
    if (keys < 0) {
      throw new CommandException("ERR Number of keys can't be negative");
    }
  }

  // ---- SCRIPT

  /** {@code SCRIPT EXISTS sha1 [sha1 ...]}: none does. */
  static void exists(Call call) {
    call.reply().array(call.argc() - 2);
    for (int arg = 2; arg < call.argc(); arg++) {
      call.reply().integer(0);
    }
  }

  static void flush(Call call) {
    boolean known = call.argc() == 2 || call.is(2, "SYNC") || call.is(2, "ASYNC");
    if (!known || call.argc() > 3) {
      throw new CommandException("ERR SCRIPT FLUSH only support SYNC|ASYNC option");
    }
    call.reply().ok();
  }

  static void debug(Call call) {
    if (call.is(2, "YES") || call.is(2, "SYNC")) {
      throw new CommandException(NO_INTERPRETER);
    }
    if (!call.is(2, "NO")) {
      throw new CommandException("ERR Use SCRIPT DEBUG YES/SYNC/NO");
    }
    call.reply().ok();
  }
}
