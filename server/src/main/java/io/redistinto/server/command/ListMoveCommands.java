package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.ListValue;

/** Commands that move an element from an end of a list to an end of another, or the same. */
final class ListMoveCommands {
  private ListMoveCommands() {}

  static void rpoplpush(Call call) {
    moveOrNil(call, ListEnd.RIGHT, ListEnd.LEFT);
  }

  static void lmove(Call call) {
    moveOrNil(call, ListEnd.of(call, 3), ListEnd.of(call, 4));
  }

  private static void moveOrNil(Call call, ListEnd from, ListEnd to) {
    if (!move(call, from, to)) {
      call.reply().nullBulk();
    }
  }

  static void brpoplpush(Call call) {
    moveWaiting(call, ListEnd.RIGHT, ListEnd.LEFT);
  }

  static void blmove(Call call) {
    moveWaiting(call, ListEnd.of(call, 3), ListEnd.of(call, 4));
  }

  private static void moveWaiting(Call call, ListEnd from, ListEnd to) {
    long timeoutMillis = call.timeoutSeconds(call.argc() - 1);
    if (move(call, from, to)) {
      return;
    }
    if (call.client().isBlockingDenied()) {
      call.reply().nullBulk();
      return;
    }
    Attempt attempt = (later, keyArg) -> move(later, from, to);
    call.block(Wait.forKeys(ValueType.LIST, 1, 1, timeoutMillis, attempt));
  }

  /** Moves an element and replies it; whether there is one. */
  private static boolean move(Call call, ListEnd from, ListEnd to) {
    int source = ListCommands.find(call, 1);
    if (source == NO_KEY) {
      return false;
    }
    int target = ListCommands.find(call, 2);
    byte[] element = from.get(ListCommands.list(call, source));
    call.reply().bulk(element);
    if (source == target) {
      rotate(call, source, element, from, to);
    } else {
      add(call, target, element, to);
      // Whoever made room for it may have replaced the source.
      int left = ListCommands.find(call, 1);
      if (left != NO_KEY) {
        ListValue list = ListCommands.list(call, left);
        call.beforeChange(left, list, 0);
        from.remove(list, 1);
        call.store(left, 1, list, EventClass.LIST, from.popped());
      }
    }
    return true;
  }

  private static void rotate(Call call, int record, byte[] element, ListEnd from, ListEnd to) {
    ListValue list = ListCommands.list(call, record);
    call.beforeChange(record, list, growth(call, 0)); // the element itself goes first
    from.remove(list, 1);
    to.add(list, element, ListCommands.limits(call));
    call.store(record, 1, list);
    call.event(EventClass.LIST, to.pushed(), 1);
    call.event(EventClass.LIST, from.popped(), 1);
  }

  private static void add(Call call, int record, byte[] element, ListEnd end) {
    ListValue list = ListCommands.list(call, record);
    long bytes = ListValue.elementBytes(element.length);
    call.beforeChange(record, list, growth(call, bytes));
    end.add(list, element, ListCommands.limits(call));
    call.store(record, 2, list);
    call.event(EventClass.LIST, end.pushed(), 2);
  }

  private static long growth(Call call, long bytes) {
    return ListValue.growth(bytes, 1, ListCommands.limits(call));
  }
}
