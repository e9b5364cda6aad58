package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.Request;
import io.redistinto.server.pubsub.EventClass;

/** Commands on keys, whatever their values. */
final class KeyCommands {
  private KeyCommands() {}

  static void del(Call call) {
    int deleted = 0;
    for (int arg = 1; arg < call.argc(); arg++) {
      int record = call.find(arg);
      if (record != NO_KEY) {
        call.delete(record, arg);
        deleted++;
      }
    }
    call.reply().integer(deleted);
  }

  static void exists(Call call) {
    int existing = 0;
    for (int arg = 1; arg < call.argc(); arg++) {
      existing += call.peek(arg) == NO_KEY ? 0 : 1;
    }
    call.reply().integer(existing);
  }

  /** A reference is all that is asked for: it counts even where reads do not. */
  static void touch(Call call) {
    int touched = 0;
    for (int arg = 1; arg < call.argc(); arg++) {
      int record = call.peek(arg);
      if (record != NO_KEY) {
        call.keyspace().reference(record);
        touched++;
      }
    }
    call.reply().integer(touched);
  }

  static void type(Call call) {
    int record = call.peek(1);
    call.reply().simple(record == NO_KEY ? "none" : call.keyspace().type(record).wireName());
  }

  static void rename(Call call) {
    rename(call, renamed(call));
    call.reply().ok();
  }

  static void renamenx(Call call) {
    int record = renamed(call);
    int other = call.find(2);
    if (other == NO_KEY) {
      rename(call, record);
    } else {
      call.keyspace().touch(record);
      if (other != record) {
        call.keyspace().touch(other);
      }
    }
    call.reply().integer(other == NO_KEY ? 1 : 0);
  }

  /** The key to rename. */
  private static int renamed(Call call) {
    int record = call.find(1);
    if (record == NO_KEY) {
      throw new CommandException(CommandException.NO_SUCH_KEY);
    }
    return record;
  }

  private static void rename(Call call, int record) {
    Request request = call.request();
    if (call.find(2) == record) {
      call.keyspace().touch(record);
      return;
    }
    call.keyspace().rename(record, request.bytes(), request.offset(2), request.length(2));
    call.keyspace().tellCreated(record);
    call.event(EventClass.GENERIC, "rename_from", 1);
    call.event(EventClass.GENERIC, "rename_to", 2);
  }

  static void randomkey(Call call) {
    int record = call.keyspace().randomKey(call.database());
    if (record == NO_KEY) {
      call.reply().nullBulk();
    } else {
      call.replyKey(record);
    }
  }
}
