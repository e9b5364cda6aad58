package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_DEADLINE;
import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.Request;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.ValueType;

/** Commands on string values. */
final class StringCommands {
  private StringCommands() {}

  static void get(Call call) {
    replyString(call, call.read(1));
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
      record = call.read(1);
      replyString(call, record);
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
      write(call, record, deadlineMillis);
    } else if (present) {
      keyspace.delete(record);
    }
    if (!options.replyOldValue()) {
      call.reply().ok();
    }
  }

  private static void write(Call call, int record, long deadlineMillis) {
    Request request = call.request();
    call.keyspace()
        .setString(
            record,
            call.database(),
            request.bytes(),
            request.offset(1),
            request.length(1),
            request.bytes(),
            request.offset(2),
            request.length(2),
            deadlineMillis);
  }

  private static void replyString(Call call, int record) {
    if (record == NO_KEY) {
      call.reply().nullBulk();
    } else {
      call.checkType(record, ValueType.STRING);
      call.replyValue(record);
    }
  }
}
