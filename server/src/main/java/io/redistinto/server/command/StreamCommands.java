package io.redistinto.server.command;

import static io.redistinto.server.pubsub.EventClass.STREAM;
import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.StreamId;
import io.redistinto.storage.value.StreamTrim;
import io.redistinto.storage.value.StreamValue;

/** Commands that add entries to streams and remove them. */
final class StreamCommands {
  private static final long MOST_ENTRY_BYTES = 1 << 30;

  private static final String TOO_LARGE = "ERR Elements are too large to be stored";

  private StreamCommands() {}

  /** The stream of the key in an argument, for reading it, or null; another type is refused. */
  static StreamValue read(Call call, int keyArg) {
    return (StreamValue) call.readCollection(keyArg, ValueType.STREAM);
  }

  /** The stream of a record as it is, to see whether it is to be changed. */
  static StreamValue at(Call call, int record) {
    return (StreamValue) call.keyspace().collection(record);
  }

  /** The stream of a record, to be changed. */
  static StreamValue edit(Call call, int record, long growthBytes) {
    return (StreamValue) call.keyspace().edit(record, growthBytes);
  }

  static void xlen(Call call) {
    StreamValue stream = read(call, 1);
    call.reply().integer(stream == null ? 0 : stream.size());
  }

  // ---- Adding

  static void xadd(Call call) {
    StreamOptions options = StreamOptions.ofAdd(call);
    int idArg = options.idArg();
    int words = call.argc() - idArg - 1;
    if (words < 2 || words % 2 == 1) {
      throw call.wrongNumberOfArguments();
    }
    boolean chosen = !call.is(idArg, "*") && !StreamIds.isOpen(call, idArg);
    if (chosen && StreamIds.parse(call, idArg).equals(StreamId.MIN)) {
      throw new CommandException("ERR The ID specified in XADD must be greater than 0-0");
    }
    int record = call.find(1, ValueType.STREAM);
    if (record == NO_KEY && options.noMkStream()) {
      call.reply().nullBulk();
      return;
    }
    StreamValue stream = record == NO_KEY ? new StreamValue() : at(call, record);
    StreamId id = newId(call, idArg, stream.lastId());
    byte[][] pairs = pairs(call, idArg + 1);
    if (record != NO_KEY) {
      edit(call, record, StreamValue.growth(pairs));
    }
    stream.append(id, call.keyspace().limits(), pairs);
    StreamTrim trim = options.trim();
    boolean trimmed = trim != null && stream.trim(trim) > 0;
    call.store(record, 1, stream);
    call.event(STREAM, "xadd", 1);
    if (trimmed) {
      call.event(STREAM, "xtrim", 1);
    }
    StreamReplies.id(call.reply(), id);
  }

  private static StreamId newId(Call call, int arg, StreamId last) {
    if (last.equals(StreamId.MAX)) {
      throw new CommandException(
          "ERR The stream has exhausted the last possible ID, unable to add more items");
    }
    StreamId id;
    if (call.is(arg, "*")) {
      StreamId endOfLast = new StreamId(last.millis(), -1);
      StreamId now = new StreamId(call.services().clock().millis(), 0);
      id = now.isAfter(endOfLast) ? now : last.next();
    } else if (StreamIds.isOpen(call, arg)) {
      id = StreamIds.parseOpen(call, arg);
      if (id.millis() == last.millis()) {
        if (last.sequence() == -1) {
          throw new CommandException(TOO_LARGE); // Redis says no better
        }
        id = last.next();
      }
    } else {
      id = StreamIds.parse(call, arg);
    }
    if (!id.isAfter(last)) {
      throw new CommandException(
          "ERR The ID specified in XADD is equal or smaller than the target stream top item");
    }
    return id;
  }

  private static byte[][] pairs(Call call, int firstArg) {
    long bytes = 0;
    for (int arg = firstArg; arg < call.argc(); arg++) {
      bytes += call.request().length(arg);
    }
    if (bytes > MOST_ENTRY_BYTES) {
      throw new CommandException(TOO_LARGE);
    }
    byte[][] pairs = new byte[call.argc() - firstArg][];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = call.request().toBytes(firstArg + i);
    }
    return pairs;
  }

  // ---- Removing

  static void xdel(Call call) {
    int record = call.find(1, ValueType.STREAM);
    if (record == NO_KEY) {
      call.reply().integer(0);
      return;
    }
    StreamId[] ids = ids(call, 2);
    StreamValue stream = edit(call, record, 0);
    int deleted = 0;
    for (StreamId id : ids) {
      deleted += stream.delete(id) ? 1 : 0;
    }
    if (deleted > 0) {
      call.store(record, 1, stream);
      call.event(STREAM, "xdel", 1);
    }
    call.reply().integer(deleted);
  }

  /** The IDs in all arguments from one on. */
  static StreamId[] ids(Call call, int firstArg) {
    StreamId[] ids = new StreamId[call.argc() - firstArg];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = StreamIds.parse(call, firstArg + i);
    }
    return ids;
  }

  static void xtrim(Call call) {
    StreamOptions options = StreamOptions.ofTrim(call);
    int record = call.find(1, ValueType.STREAM);
    if (record == NO_KEY) {
      call.reply().integer(0);
      return;
    }
    StreamValue stream = edit(call, record, 0);
    long removed = stream.trim(options.trim());
    if (removed > 0) {
      call.store(record, 1, stream);
      call.event(STREAM, "xtrim", 1);
    }
    call.reply().integer(removed);
  }

  // ---- Counters

  static void xsetid(Call call) {
    StreamId id = StreamIds.parse(call, 2);
    long entriesAdded = -1;
    StreamId maxDeletedId = StreamId.MIN;
    for (int arg = 3; arg < call.argc(); arg += 2) {
      boolean more = arg + 1 < call.argc();
      if (more && call.is(arg, "ENTRIESADDED")) {
        entriesAdded = call.integer(arg + 1);
        if (entriesAdded < 0) {
          throw new CommandException("ERR entries_added must be positive");
        }
      } else if (more && call.is(arg, "MAXDELETEDID")) {
        maxDeletedId = StreamIds.parse(call, arg + 1);
        if (id.isBefore(maxDeletedId)) {
          throw new CommandException(
              "ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id");
        }
      } else {
        throw call.syntaxError();
      }
    }
    int record = call.find(1, ValueType.STREAM);
    if (record == NO_KEY) {
      throw new CommandException(CommandException.NO_SUCH_KEY);
    }
    checkCounters(at(call, record), id, entriesAdded);
    StreamValue stream = edit(call, record, 0);
    stream.lastId(id);
    if (entriesAdded >= 0) {
      stream.entriesAdded(entriesAdded);
    }
    if (!maxDeletedId.equals(StreamId.MIN)) {
      stream.maxDeletedId(maxDeletedId);
    }
    call.keyspace().storeAside(record);
    call.event(STREAM, "xsetid", 1);
    call.reply().ok();
  }

  private static void checkCounters(StreamValue stream, StreamId id, long entriesAdded) {
    if (stream.size() > 0) {
      if (id.isBefore(stream.lastEntryId())) {
        throw new CommandException(
            "ERR The ID specified in XSETID is smaller than the target stream top item");
      }
      if (entriesAdded >= 0 && entriesAdded < stream.size()) {
        throw new CommandException(
            "ERR The entries_added specified in XSETID is smaller than the target stream length");
      }
    }
  }
}
