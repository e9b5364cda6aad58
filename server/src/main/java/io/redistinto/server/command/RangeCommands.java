package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_DEADLINE;
import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.Request;
import io.redistinto.resp.RespLimits;
import io.redistinto.server.config.Directives;
import io.redistinto.server.pubsub.EventClass;

/** Commands on parts of strings, and on their length. */
final class RangeCommands {
  private RangeCommands() {}

  static void strlen(Call call) {
    call.reply().integer(call.length(call.readString(1)));
  }

  static void append(Call call) {
    int record = call.findString(1);
    Request request = call.request();
    int added = request.length(2);
    if (record == NO_KEY) {
      call.setString(record, 1, 2, NO_DEADLINE);
      call.event(EventClass.STRING, "append", 1);
      call.reply().integer(added);
      return;
    }
    int from = call.length(record);
    checkLength(call, from, added);
    call.writeRange(record, from, request.bytes(), request.offset(2), added);
    call.event(EventClass.STRING, "append", 1);
    call.reply().integer(from + added);
  }

  static void setrange(Call call) {
    long from = call.integer(2);
    if (from < 0) {
      throw new CommandException("ERR offset is out of range");
    }
    int record = call.findString(1);
    Request request = call.request();
    int length = request.length(3);
    if (length > 0) {
      checkLength(call, from, length);
      record = call.writeRange(record, (int) from, request.bytes(), request.offset(3), length);
      call.event(EventClass.STRING, "setrange", 1);
    } else if (record != NO_KEY) {
      call.keyspace().touch(record);
    }
    call.reply().integer(call.length(record));
  }

  /** GETRANGE, and SUBSTR, which is its older name. */
  static void getrange(Call call) {
    long start = call.integer(2);
    long end = call.integer(3);
    int record = call.readString(1);
    int length = call.length(record);
    long first = Math.max(0, start < 0 ? start + length : start);
    long last = Math.min(length - 1, Math.max(0, end < 0 ? end + length : end));
    boolean isReversed = start < 0 && end < 0 && start > end;
    if (isReversed || first > last) {
      call.reply().bulk(call.scratch(), 0, 0);
    } else {
      call.replyValue(record, (int) first, (int) (last - first + 1));
    }
  }

  /** Refuses a string of more bytes than one argument may have. */
  private static void checkLength(Call call, long from, int length) {
    if (from > mostBytes(call) - length) {
      throw new CommandException("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    }
  }

  /** How many bytes a string may have. */
  static long mostBytes(Call call) {
    return Math.min(
        call.services().config().get(Directives.PROTO_MAX_BULK_LEN),
        RespLimits.GREATEST_LIMIT_BYTES);
  }
}
