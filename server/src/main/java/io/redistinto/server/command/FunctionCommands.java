package io.redistinto.server.command;

import io.redistinto.storage.rdb.DumpPayload;
import java.util.Arrays;
import java.util.HexFormat;

/** FUNCTION, on no libraries: there is no interpreter yet that could load one. */
final class FunctionCommands {
  /** No libraries in Redis's serialisation: RDB version 10, then the checksum of that. */
  private static final byte[] NO_LIBRARIES = HexFormat.of().parseHex("0a005d9b5c400f7fa2da");

  private FunctionCommands() {}

  static void load(Call call) {
    for (int arg = 2; arg < call.argc() - 1; arg++) {
      if (!call.is(arg, "REPLACE")) {
        throw new CommandException("ERR Unknown option given: " + call.shown(arg));
      }
    }
    throw new CommandException(ScriptCommands.NO_INTERPRETER);
  }

  /** {@code FUNCTION LIST [LIBRARYNAME pattern] [WITHCODE]}: an empty array. */
  static void list(Call call) {
    boolean named = false;
    boolean withCode = false;
    for (int arg = 2; arg < call.argc(); arg++) {
      if (!withCode && call.is(arg, "WITHCODE")) {
        withCode = true;
      } else if (!named && call.is(arg, "LIBRARYNAME")) {
        named = true;
        arg++;
        if (arg == call.argc()) {
          throw new CommandException("ERR library name argument was not given");
        }
      } else {
        throw new CommandException("ERR Unknown argument " + call.shown(arg));
      }
    }
    call.reply().array(0);
  }

  static void flush(Call call) {
    if (call.argc() > 3) {
      throw call.unknownSubcommandOrArity();
    }
    if (call.argc() == 3 && !call.is(2, "SYNC") && !call.is(2, "ASYNC")) {
      throw new CommandException("ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
    }
    call.reply().ok();
  }

  /** {@code FUNCTION STATS}: nothing runs; of each engine how much is loaded. */
  static void stats(Call call) {
    call.reply().map(2);
    call.reply().bulkText("running_script");
    call.reply().nullBulk();
    call.reply().bulkText("engines");
    call.reply().map(1);
    call.reply().bulkText("LUA");
    call.reply().map(2);
    call.reply().bulkText("libraries_count");
    call.reply().integer(0);
    call.reply().bulkText("functions_count");
    call.reply().integer(0);
  }

  static void dump(Call call) {
    call.reply().bulk(NO_LIBRARIES);
  }

  /** {@code FUNCTION RESTORE payload [FLUSH|APPEND|REPLACE]}: only of no libraries. */
  static void restore(Call call) {
    if (call.argc() > 4) {
      throw call.unknownSubcommandOrArity();
    }
    if (call.argc() == 4
        && !call.is(3, "FLUSH")
        && !call.is(3, "APPEND")
        && !call.is(3, "REPLACE")) {
      throw new CommandException(
          "ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.");
    }
    byte[] payload = call.request().toBytes(2);
    if (!DumpPayload.isIntact(payload)) {
      throw new CommandException(DumpCommands.NOT_INTACT);
    }
    if (!Arrays.equals(payload, NO_LIBRARIES)) {
      throw new CommandException(ScriptCommands.NO_INTERPRETER);
    }
    call.reply().ok();
  }
}
