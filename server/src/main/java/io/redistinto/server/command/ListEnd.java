package io.redistinto.server.command;

import io.redistinto.storage.value.ElementSink;
import io.redistinto.storage.value.Limits;
import io.redistinto.storage.value.ListValue;

/** One of the two ends of a list, and what is done there. */
enum ListEnd {
  LEFT("lpush", "lpop"),
  RIGHT("rpush", "rpop");

  private final String pushed;
  private final String popped;

  ListEnd(String pushed, String popped) {
    this.pushed = pushed;
    this.popped = popped;
  }

  /** The end that an argument names; anything else is a syntax error. */
  static ListEnd of(Call call, int arg) {
    for (ListEnd end : values()) {
      if (call.is(arg, end.name())) {
        return end;
      }
    }
    throw call.syntaxError();
  }

  /** The event of elements that were added here. */
  String pushed() {
    return pushed;
  }

  /** The event of elements that were taken from here. */
  String popped() {
    return popped;
  }

  void add(ListValue list, byte[] value, Limits limits) {
    if (this == LEFT) {
      list.addFirst(value, limits);
    } else {
      list.addLast(value, limits);
    }
  }

  /** Hands over elements from this end on; so many are there. */
  void read(ListValue list, long count, ElementSink sink) {
    if (this == LEFT) {
      list.read(0, count, sink);
    } else {
      list.readBackwards(count, sink);
    }
  }

  /** The element at this end; there is one. */
  byte[] get(ListValue list) {
    return list.cursor(this == LEFT ? 0 : list.size() - 1).get();
  }

  /** Removes elements from this end on; so many are there. */
  void remove(ListValue list, long count) {
    if (this == LEFT) {
      list.removeFirst(count);
    } else {
      list.removeLast(count);
    }
  }
}
