package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.Limits;
import io.redistinto.storage.value.ListValue;

/** Commands that add, read, find, change and remove elements of one list. */
final class ListCommands {
  private ListCommands() {}

  // ---- What other families of commands on lists need too

  /** The record of the list in an argument's key, for writing it; another type is refused. */
  static int find(Call call, int arg) {
    return call.find(arg, ValueType.LIST);
  }

  /**
   * The list of a record, to be changed after {@link Call#beforeChange}; an empty one if none is.
   */
  static ListValue list(Call call, int record) {
    return record == NO_KEY ? new ListValue() : (ListValue) call.keyspace().collection(record);
  }

  /** How much a list may grow if the value in an argument is added. */
  static long growth(Call call, int arg) {
    long bytes = ListValue.elementBytes(call.request().length(arg));
    return ListValue.growth(bytes, 1, limits(call));
  }

  static Limits limits(Call call) {
    return call.keyspace().limits();
  }

  // ---- Adding

  static void lpush(Call call) {
    push(call, find(call, 1), ListEnd.LEFT);
  }

  static void rpush(Call call) {
    push(call, find(call, 1), ListEnd.RIGHT);
  }

  static void lpushx(Call call) {
    pushIfThere(call, ListEnd.LEFT);
  }

  static void rpushx(Call call) {
    pushIfThere(call, ListEnd.RIGHT);
  }

  private static void pushIfThere(Call call, ListEnd end) {
    int record = find(call, 1);
    if (record == NO_KEY) {
      call.reply().integer(0);
    } else {
      push(call, record, end);
    }
  }

  private static void push(Call call, int record, ListEnd end) {
    Limits limits = limits(call);
    long bytes = 0;
    for (int arg = 2; arg < call.argc(); arg++) {
      bytes += ListValue.elementBytes(call.request().length(arg));
    }
    ListValue list = list(call, record);
    call.beforeChange(record, list, ListValue.growth(bytes, call.argc() - 2L, limits));
    for (int arg = 2; arg < call.argc(); arg++) {
      end.add(list, call.request().toBytes(arg), limits);
    }
    call.store(record, 1, list);
    call.event(EventClass.LIST, end.pushed(), 1);
    call.reply().integer(list.size());
  }

  static void linsert(Call call) {
    boolean isAfter = call.is(2, "AFTER");
    if (!isAfter && !call.is(2, "BEFORE")) {
      throw call.syntaxError();
    }
    int record = find(call, 1);
    if (record == NO_KEY) {
      call.reply().integer(0);
      return;
    }
    ListValue list = list(call, record);
    long pivot = list.indexOf(call.request().toBytes(3));
    if (pivot < 0) {
      call.keyspace().touch(record);
      call.reply().integer(-1);
      return;
    }
    call.beforeChange(record, list, growth(call, 4));
    list.insert(isAfter ? pivot + 1 : pivot, call.request().toBytes(4), limits(call));
    call.store(record, 1, list);
    call.event(EventClass.LIST, "linsert", 1);
    call.reply().integer(list.size());
  }

  // ---- Reading

  static void llen(Call call) {
    ListValue list = read(call);
    call.reply().integer(list == null ? 0 : list.size());
  }

  static void lindex(Call call) {
    ListValue list = read(call);
    long index = list == null ? -1 : fromStart(call.integer(2), list.size());
    if (list == null || index < 0 || index >= list.size()) {
      call.reply().nullBulk();
    } else {
      list.read(index, 1, new ElementReplies(call.reply()));
    }
  }

  static void lrange(Call call) {
    long start = call.integer(2);
    long stop = call.integer(3);
    ListValue list = read(call);
    long size = list == null ? 0 : list.size();
    long first = Math.max(0, fromStart(start, size));
    long last = Math.min(fromStart(stop, size), size - 1);
    if (first > last) {
      call.reply().array(0);
    } else {
      long count = last - first + 1;
      call.reply().array(count);
      list.read(first, count, new ElementReplies(call.reply()));
    }
  }

  private static ListValue read(Call call) {
    return (ListValue) call.readCollection(1, ValueType.LIST);
  }

  /** An index that may count from the end, as one that counts from the start. */
  private static long fromStart(long index, long size) {
    return index < 0 ? index + size : index;
  }

  // ---- Changing and removing

  static void lset(Call call) {
    int record = find(call, 1);
    if (record == NO_KEY) {
      throw new CommandException(CommandException.NO_SUCH_KEY);
    }
    ListValue list = list(call, record);
    long index = fromStart(call.integer(2), list.size());
    if (index < 0 || index >= list.size()) {
      call.keyspace().touch(record);
      throw new CommandException("ERR index out of range");
    }
    call.beforeChange(record, list, growth(call, 3));
    list.set(index, call.request().toBytes(3), limits(call));
    call.store(record, 1, list);
    call.event(EventClass.LIST, "lset", 1);
    call.reply().ok();
  }

  static void lrem(Call call) {
    long count = call.integer(2);
    int record = find(call, 1);
    long removed = 0;
    if (record != NO_KEY) {
      ListValue list = list(call, record);
      byte[] value = call.request().toBytes(3);
      call.beforeChange(record, list, 0);
      removed = list.remove(value, count, limits(call));
      if (removed > 0) {
        call.store(record, 1, list, EventClass.LIST, "lrem");
      } else {
        call.keyspace().touch(record);
      }
    }
    call.reply().integer(removed);
  }

  static void ltrim(Call call) {
    long start = call.integer(2);
    long stop = call.integer(3);
    int record = find(call, 1);
    if (record != NO_KEY) {
      ListValue list = list(call, record);
      long size = list.size();
      long first = Math.min(size, Math.max(0, fromStart(start, size)));
      long end = Math.max(first, Math.min(fromStart(stop, size), size - 1) + 1);
      call.beforeChange(record, list, 0);
      list.removeLast(size - end);
      list.removeFirst(first);
      call.store(record, 1, list, EventClass.LIST, "ltrim");
    }
    call.reply().ok();
  }
}
