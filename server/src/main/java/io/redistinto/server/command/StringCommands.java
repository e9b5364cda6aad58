package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_DEADLINE;
import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.Keyspace;

/** Commands that set or get whole strings. */
final class StringCommands {
  private StringCommands() {}

  static void get(Call call) {
    call.replyString(call.readString(1));
  }

  static void set(Call call) {
    set(call, call.argc() == 3 ? SetOptions.NONE : SetOptions.parse(call, 3));
  }

  /** {@code UPDATE key value} is {@code SET key value XX}. */
  static void update(Call call) {
    set(call, SetOptions.ONLY_IF_PRESENT);
  }

  private static void set(Call call, SetOptions options) {
    Keyspace keyspace = call.keyspace();
    long deadlineMillis = options.deadlineMillis(call);
    int record;
    if (options.replyOldValue()) {
      record = call.readString(1);
      call.replyString(record);
    } else {
      record = call.find(1);
    }
    boolean present = record != NO_KEY;
    if (!options.allow(present)) {
      if (present) {
        keyspace.touch(record);
      }
      if (!options.replyOldValue()) {
        call.reply().nullBulk();
      }
      return;
    }
    if (options.keepDeadline() && present) {
      deadlineMillis = keyspace.deadline(record);
    }
    if (deadlineMillis == NO_DEADLINE || deadlineMillis > call.services().clock().millis()) {
      call.setString(record, 1, 2, deadlineMillis);
      tellSet(call, options.hasDeadline());
    } else {
      setExpired(call, record);
    }
    if (!options.replyOldValue()) {
      call.reply().ok();
    }
  }

  private static void tellSet(Call call, boolean withDeadline) {
    call.event(EventClass.STRING, "set", 1);
    if (withDeadline) {
      call.event(EventClass.GENERIC, "expire", 1);
    }
  }

  /** What is set to have expired already is gone at once, but was there. */
  private static void setExpired(Call call, int record) {
    if (record == NO_KEY) {
      call.event(EventClass.NEW, "new", 1);
    } else {
      call.keyspace().delete(record);
    }
    tellSet(call, /* withDeadline= */ true);
    call.event(EventClass.EXPIRED, "expired", 1);
  }

  static void setnx(Call call) {
    int record = call.find(1);
    if (record == NO_KEY) {
      call.setString(record, 1, 2, NO_DEADLINE);
      tellSet(call, /* withDeadline= */ false);
    } else {
      call.keyspace().touch(record);
    }
    call.reply().integer(record == NO_KEY ? 1 : 0);
  }

  static void setex(Call call) {
    setExpiring(call, ExpiryForm.SECONDS);
  }

  static void psetex(Call call) {
    setExpiring(call, ExpiryForm.MILLIS);
  }

  private static void setExpiring(Call call, ExpiryForm form) {
    long deadlineMillis = form.positiveDeadlineMillis(call, 2);
    call.setString(call.find(1), 1, 3, deadlineMillis);
    tellSet(call, /* withDeadline= */ true);
    call.reply().ok();
  }

  static void getset(Call call) {
    int record = call.readString(1);
    call.replyString(record);
    call.setString(record, 1, 2, NO_DEADLINE);
    tellSet(call, /* withDeadline= */ false);
  }

  static void getdel(Call call) {
    int record = call.readString(1);
    call.replyString(record);
    if (record != NO_KEY) {
      call.delete(record, 1);
    }
  }

  static void getex(Call call) {
    SetOptions options = SetOptions.parseGetEx(call, 2);
    int record = call.readString(1);
    if (record == NO_KEY) {
      call.reply().nullBulk();
      return;
    }
    long deadlineMillis = options.deadlineMillis(call);
    call.replyValue(record);
    if (options.dropDeadline()) {
      if (call.keyspace().persist(record)) {
        call.event(EventClass.GENERIC, "persist", 1);
      }
    } else if (deadlineMillis > call.services().clock().millis()) {
      call.keyspace().expireAt(record, deadlineMillis);
      call.event(EventClass.GENERIC, "expire", 1);
    } else if (deadlineMillis != NO_DEADLINE) {
      call.delete(record, 1);
    }
  }
}
