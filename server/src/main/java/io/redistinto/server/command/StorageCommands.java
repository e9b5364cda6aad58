package io.redistinto.server.command;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.server.client.Client;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.entries.Arena;
import java.util.List;

/** COMPACT and STORAGE: the arena, and a look at what lies in it. */
final class StorageCommands {
  /*
   * A reply is written in one go while no other command runs, and lies in memory until it is sent.
   * So one reply shows so many entries, and so many bytes of them, at most; one entry always.
   */
  static final int MOST_ENTRIES_SHOWN = 1 << 17;

  private static final long MOST_BYTES_SHOWN = 64 << 20;

  private StorageCommands() {}

  /** {@code COMPACT}: slides all values together; how many moved. */
  static void compact(Call call) {
    Client client = call.client();
    client.await();
    call.services().compact(moved -> client.answer(reply -> reply.integer(moved)));
  }

  /** {@code STORAGE ENTRIES [start [count]]}: an element an entry. O(count). */
  static void entries(Call call) {
    Keyspace keyspace = call.keyspace();
    int start = start(call);
    int end = end(call, start);
    call.reply().array(end - start);
    for (int entry = start; entry < end; entry++) {
      if (keyspace.arena().free().isFree(entry)) {
        call.reply().nullBulk();
      } else {
        replyEntry(call, entry);
      }
    }
  }

  private static void replyEntry(Call call, int entry) {
    Keyspace keyspace = call.keyspace();
    int record = keyspace.arena().owner(entry);
    int entryBytes = keyspace.arena().entryBytes();
    int from = (entry - keyspace.firstEntry(record)) * entryBytes;
    int length = Math.min(entryBytes, keyspace.length(record) - from);
    int at = call.reply().beginBulk(length);
    keyspace.read(record, from, call.reply().buffer(), at, length);
  }

  /**
   * {@code STORAGE LAYOUT [start [count]]}: {@code [first-entry, entries, key, bytes]} of each
   * value of which some or all lies in these entries. O(values).
   */
  static void layout(Call call) {
    Keyspace keyspace = call.keyspace();
    Arena arena = keyspace.arena();
    ReplyWriter reply = call.reply();
    int start = start(call);
    int end = Math.min(end(call, start), arena.free().frontier());
    int mark = reply.defer();
    int values = 0;
    int entry = arena.free().nextUsed(start);
    while (entry < end) {
      int record = arena.owner(entry);
      int entries = arena.entriesFor(keyspace.length(record));
      int first = keyspace.firstEntry(record);
      reply.array(4);
      reply.integer(first);
      reply.integer(entries);
      call.replyKey(record);
      reply.integer(keyspace.length(record));
      values++;
      if (reply.size() - mark > MOST_BYTES_SHOWN) {
        throw new CommandException(
            "ERR the keys are too long for one reply: give a start and a smaller count");
      }
      entry = arena.free().nextUsed(first + entries);
    }
    reply.endArray(mark, values);
  }

  /** {@code STORAGE STATS}: a map from names to integers. */
  static void stats(Call call) {
    List<StorageFigure> figures = StorageFigure.all(call.keyspace(), call.services());
    call.reply().map(figures.size());
    for (StorageFigure figure : figures) {
      call.reply().bulkText(figure.name());
      call.reply().integer(figure.value());
    }
  }

  private static int start(Call call) {
    int last = call.keyspace().arena().entryCount() - 1;
    return call.argc() < 3
        ? 0
        : (int)
            call.integer(2, 0, last, "ERR start is out of range, must be between 0 and " + last);
  }

  /** The entry after the last one that is asked for. */
  private static int end(Call call, int start) {
    if (call.argc() > 4) {
      throw call.wrongNumberOfArguments();
    }
    Arena arena = call.keyspace().arena();
    int rest = arena.entryCount() - start;
    long count =
        call.argc() < 4
            ? rest
            : Math.min(rest, call.integer(3, 0, Long.MAX_VALUE, CommandException.NOT_POSITIVE));
    long most = Math.max(1, Math.min(MOST_ENTRIES_SHOWN, MOST_BYTES_SHOWN / arena.entryBytes()));
    if (count > most) {
      throw new CommandException(
          "ERR "
              + count
              + " entries are too many for one reply, it shows up to "
              + most
              + ": give a start and a count");
    }
    return start + (int) count;
  }
}
