package io.redistinto.server.command;

import io.redistinto.server.config.Directives;

/** Commands on whole databases. */
final class DatabaseCommands {
  private DatabaseCommands() {}

  static void dbsize(Call call) {
    call.reply().integer(call.keyspace().size(call.database()));
  }

  static void select(Call call) {
    long number = call.integer(1, Integer.MIN_VALUE, Integer.MAX_VALUE);
    call.client().database(existing(call, number));
    call.reply().ok();
  }

  static void swapdb(Call call) {
    long first = number(call, 1, "ERR invalid first DB index");
    long second = number(call, 2, "ERR invalid second DB index");
    int one = existing(call, first);
    int other = existing(call, second);
    if (one != other) {
      call.keyspace().swap(one, other);
    }
    call.reply().ok();
  }

  private static long number(Call call, int arg, String error) {
    return call.integer(arg, Integer.MIN_VALUE, Integer.MAX_VALUE, error);
  }

  private static int existing(Call call, long number) {
    if (number < 0 || number >= call.services().config().get(Directives.DATABASES)) {
      throw new CommandException("ERR DB index is out of range");
    }
    return (int) number;
  }

  static void flushdb(Call call) {
    checkFlushMode(call);
    call.keyspace().flush(call.database());
    call.reply().ok();
  }

  static void flushall(Call call) {
    checkFlushMode(call);
    call.keyspace().flushAll();
    call.reply().ok();
  }

  /** ASYNC and SYNC do the same: to free entries is no work worth another thread. */
  private static void checkFlushMode(Call call) {
    boolean known =
        call.argc() == 1 || (call.argc() == 2 && (call.is(1, "ASYNC") || call.is(1, "SYNC")));
    if (!known) {
      throw call.syntaxError();
    }
  }
}
