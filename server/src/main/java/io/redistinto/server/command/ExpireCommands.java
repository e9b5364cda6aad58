package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_DEADLINE;
import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.server.pubsub.EventClass;
import java.util.EnumSet;
import java.util.Set;

/** Commands on the times at which keys expire. */
final class ExpireCommands {
  private static final int NO_SUCH_KEY = -2;
  private static final int NEVER = -1;

  private ExpireCommands() {}

  // ---- Setting the time

  /** Whether a new deadline may take the place of the one there is, or of none. */
  private enum Condition {
    NX {
      @Override
      boolean allows(long current, long wanted) {
        return current == NO_DEADLINE;
      }
    },
    XX {
      @Override
      boolean allows(long current, long wanted) {
        return current != NO_DEADLINE;
      }
    },
    /** Later; a key that does not expire lives longer than any other. */
    GT {
      @Override
      boolean allows(long current, long wanted) {
        return current != NO_DEADLINE && wanted > current;
      }
    },
    /** Earlier. */
    LT {
      @Override
      boolean allows(long current, long wanted) {
        return current == NO_DEADLINE || wanted < current;
      }
    };

    private static final Condition[] ALL = values();

    abstract boolean allows(long current, long wanted);
  }

  static void expire(Call call) {
    expire(call, ExpiryForm.SECONDS);
  }

  static void pexpire(Call call) {
    expire(call, ExpiryForm.MILLIS);
  }

  static void expireat(Call call) {
    expire(call, ExpiryForm.UNIX_SECONDS);
  }

  static void pexpireat(Call call) {
    expire(call, ExpiryForm.UNIX_MILLIS);
  }

  private static void expire(Call call, ExpiryForm form) {
    Set<Condition> conditions = conditions(call);
    long wantedMillis = form.deadlineMillis(call, 2);
    int record = call.find(1);
    if (record == NO_KEY) {
      call.reply().integer(0);
      return;
    }
    long currentMillis = call.keyspace().deadline(record);
    for (Condition condition : conditions) {
      if (!condition.allows(currentMillis, wantedMillis)) {
        call.keyspace().touch(record);
        call.reply().integer(0);
        return;
      }
    }
    if (wantedMillis > call.services().clock().millis()) {
      call.keyspace().expireAt(record, wantedMillis);
      call.reply().integer(1);
      call.event(EventClass.GENERIC, "expire", 1);
    } else {
      call.delete(record, 1);
      call.reply().integer(1);
    }
  }

  private static Set<Condition> conditions(Call call) {
    Set<Condition> conditions = EnumSet.noneOf(Condition.class);
    for (int arg = 3; arg < call.argc(); arg++) {
      conditions.add(condition(call, arg));
    }
    if (conditions.contains(Condition.NX) && conditions.size() > 1) {
      throw new CommandException(
          "ERR NX and XX, GT or LT options at the same time are not compatible");
    }
    if (conditions.contains(Condition.GT) && conditions.contains(Condition.LT)) {
      throw new CommandException("ERR GT and LT options at the same time are not compatible");
    }
    return conditions;
  }

  private static Condition condition(Call call, int arg) {
    for (Condition condition : Condition.ALL) {
      if (call.is(arg, condition.name())) {
        return condition;
      }
    }
    throw new CommandException("ERR Unsupported option " + call.shown(arg));
  }

  static void persist(Call call) {
    int record = call.find(1);
    boolean persisted = record != NO_KEY && call.keyspace().persist(record);
    if (persisted) {
      call.event(EventClass.GENERIC, "persist", 1);
    } else if (record != NO_KEY) {
      call.keyspace().touch(record);
    }
    call.reply().integer(persisted ? 1 : 0);
  }

  // ---- Asking for the time

  static void ttl(Call call) {
    replySeconds(call, millisLeft(call));
  }

  static void pttl(Call call) {
    call.reply().integer(millisLeft(call));
  }

  static void expiretime(Call call) {
    replySeconds(call, deadlineMillis(call));
  }

  static void pexpiretime(Call call) {
    call.reply().integer(deadlineMillis(call));
  }

  private static long deadlineMillis(Call call) {
    int record = call.peek(1);
    if (record == NO_KEY) {
      return NO_SUCH_KEY;
    }
    long deadlineMillis = call.keyspace().deadline(record);
    return deadlineMillis == NO_DEADLINE ? NEVER : deadlineMillis;
  }

  private static long millisLeft(Call call) {
    long deadlineMillis = deadlineMillis(call);
    return deadlineMillis < 0 ? deadlineMillis : deadlineMillis - call.services().clock().millis();
  }

  /** Rounds to the nearest second, the greatest time too. */
  private static void replySeconds(Call call, long millis) {
    call.reply().integer(millis < 0 ? millis : Long.divideUnsigned(millis + 500, 1000));
  }
}
