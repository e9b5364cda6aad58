package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_DEADLINE;
import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.DecimalLong;
import io.redistinto.storage.value.ElementSink;
import io.redistinto.storage.value.ListValue;
import io.redistinto.storage.value.Ranks;
import io.redistinto.storage.value.SetValue;
import io.redistinto.storage.value.SortedSetValue;
import io.redistinto.storage.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** SORT: the elements of a list, set or sorted set, or what keys named after them hold. */
final class SortCommands {
  private static final String NOT_NUMBERS = "ERR One or more scores can't be converted into double";

  private SortCommands() {}

  /**
   * An element and what it is sorted by: a number or, with ALPHA, bytes, null if there are none.
   */
  private record Weighed(byte[] element, double number, byte[] bytes) {}

  static void sort(Call call) {
    run(call, SortOptions.of(call, true));
  }

  static void sortRo(Call call) {
    run(call, SortOptions.of(call, false));
  }

  private static void run(Call call, SortOptions options) {
    List<byte[]> elements = wanted(call, options, read(call));
    if (options.stores()) {
      store(call, options, elements);
    } else {
      reply(call, options, elements);
    }
  }

  /** What is to be sorted; null for nothing. */
  private static Value read(Call call) {
    int record = call.read(1);
    if (record == NO_KEY) {
      return null;
    }
    switch (call.keyspace().type(record)) {
      case LIST, SET, ZSET -> {
        return call.keyspace().collection(record);
      }
      default -> throw new CommandException(CommandException.WRONG_TYPE);
    }
  }

  // ---- Sorting

  /** The elements that are wanted, in the wanted order. */
  private static List<byte[]> wanted(Call call, SortOptions options, Value value) {
    if (value == null) {
      return List.of();
    }
    long from = options.from(value.size());
    long to = options.to(value.size());
    if (options.keepsOrder && value.type() != ValueType.SET) {
      return options.descending
          ? reversed(elements(value, value.size() - to, value.size() - from))
          : elements(value, from, to);
    }
    List<byte[]> all = elements(value, 0, value.size());
    if (!options.keepsOrder) {
      all = sorted(call, options, all, (int) from, (int) to);
    } else if (options.stores()) {
      all.sort(ordered(Arrays::compareUnsigned, options.descending)); // a set's order is chance
    }
    return all.subList((int) from, (int) to);
  }

  private static List<byte[]> reversed(List<byte[]> elements) {
    Collections.reverse(elements);
    return elements;
  }

  /** The elements, of which those in the places from the first to the second are in order. */
  private static List<byte[]> sorted(
      Call call, SortOptions options, List<byte[]> elements, int from, int to) {
    List<Weighed> weighed = new ArrayList<>(elements.size());
    boolean areNumbers = true;
    for (byte[] element : elements) {
      byte[] weight = options.by == null ? element : options.by.find(call, element);
      double number = options.alpha || weight == null ? 0 : number(weight);
      areNumbers &= !Double.isNaN(number);
      weighed.add(new Weighed(element, number, weight));
    }
    if (!areNumbers) {
      throw new CommandException(NOT_NUMBERS);
    }
    Comparator<Weighed> order =
        ordered(options.alpha ? byBytes(options) : byNumber(), options.descending);
    if (options.by != null && to - from < weighed.size()) {
      PartialSort.sort(weighed, order, from, to);
    } else {
      weighed.sort(order);
    }
    elements.clear();
    weighed.forEach(each -> elements.add(each.element));
    return elements;
  }

  private static double number(byte[] weight) {
    return DecimalLong.isLong(weight) ? DecimalLong.toLong(weight) : CDouble.ofWeight(weight);
  }

  private static <T> Comparator<T> ordered(Comparator<T> ascending, boolean descending) {
    return descending ? ascending.reversed() : ascending;
  }

  private static Comparator<Weighed> byNumber() {
    return (a, b) -> {
      // -0 is no less than 0, so Double.compare would not do
      int difference = a.number > b.number ? 1 : a.number < b.number ? -1 : 0;
      return difference == 0 ? Arrays.compareUnsigned(a.element, b.element) : difference;
    };
  }

  /** Those without a weight come first. What is not stored is compared as C strings are. */
  private static Comparator<Weighed> byBytes(SortOptions options) {
    Comparator<byte[]> compared =
        options.stores() ? Arrays::compareUnsigned : SortCommands::compareAsC;
    return Comparator.comparing(Weighed::bytes, Comparator.nullsFirst(compared));
  }

  /** Compares what is before a zero byte, as {@code strcmp} does. */
  private static int compareAsC(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, 0, lengthInC(a), b, 0, lengthInC(b));
  }

  private static int lengthInC(byte[] text) {
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return length;
  }

  // ---- Elements

  /** Copies of a value's elements, in the order in which they lie; of a set all of them. */
  private static List<byte[]> elements(Value value, long from, long to) {
    List<byte[]> elements = new ArrayList<>((int) (to - from));
    if (from == to) {
      return elements;
    }
    switch (value.type()) {
      case LIST -> ((ListValue) value).read(from, to - from, new Copies(elements));
      case SET -> ((SetValue) value).forEach(elements::add);
      case ZSET ->
          ((SortedSetValue) value)
              .forEach(
                  new Ranks((int) from, (int) to),
                  false,
                  (array, offset, length, score) ->
                      elements.add(Arrays.copyOfRange(array, offset, offset + length)));
      default -> throw new AssertionError(value.type());
    }
    return elements;
  }

  private record Copies(List<byte[]> elements) implements ElementSink {
    @Override
    public void bytes(byte[] array, int offset, int length) {
      elements.add(Arrays.copyOfRange(array, offset, offset + length));
    }

    @Override
    public void integer(long value) {
      elements.add(DecimalLong.bytes(value));
    }
  }

  // ---- The result

  private static void reply(Call call, SortOptions options, List<byte[]> elements) {
    int each = Math.max(1, options.gets.size());
    call.reply().array(Math.multiplyExact(elements.size(), each));
    for (byte[] element : elements) {
      if (options.gets.isEmpty()) {
        call.reply().bulk(element);
      }
      for (SortPattern get : options.gets) {
        byte[] found = get.find(call, element);
        if (found == null) {
          call.reply().nullBulk();
        } else {
          call.reply().bulk(found);
        }
      }
    }
  }

  private static void store(Call call, SortOptions options, List<byte[]> elements) {
    ListValue result = new ListValue();
    for (byte[] element : elements) {
      if (options.gets.isEmpty()) {
        result.addLast(element, call.keyspace().limits());
      }
      for (SortPattern get : options.gets) {
        byte[] found = get.find(call, element);
        result.addLast(found == null ? new byte[0] : found, call.keyspace().limits());
      }
    }
    int target = call.find(options.storeArg);
    if (!result.isGone()) {
      call.store(target, options.storeArg, result, NO_DEADLINE);
      call.event(EventClass.LIST, "sortstore", options.storeArg);
    } else if (target != NO_KEY) {
      call.keyspace().delete(target);
      call.event(EventClass.GENERIC, "del", options.storeArg);
    }
    call.reply().integer(result.size());
  }
}
