package io.redistinto.storage.rdb;

import io.redistinto.storage.value.HashValue;
import io.redistinto.storage.value.ListCursor;
import io.redistinto.storage.value.ListValue;
import io.redistinto.storage.value.SetValue;
import io.redistinto.storage.value.SortedSetValue;
import io.redistinto.storage.value.StreamConsumer;
import io.redistinto.storage.value.StreamGroup;
import io.redistinto.storage.value.StreamId;
import io.redistinto.storage.value.StreamPending;
import io.redistinto.storage.value.StreamValue;
import io.redistinto.storage.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** A value as {@code payloads.txt} writes it down. */
final class RestoredText {
  private static final int LONGEST_SHOWN = 40;

  private RestoredText() {}

  static String of(DumpedValue value) {
    Value collection = value.collection();
    return collection == null
        ? "string " + shown(value.string())
        : collection.type().wireName() + " " + String.join(" ", elements(collection));
  }

  private static List<String> elements(Value value) {
    List<String> elements = new ArrayList<>();
    switch (value.type()) {
      case LIST -> {
        ListCursor cursor = ((ListValue) value).cursor(0);
        do {
          elements.add(shown(cursor.get()));
        } while (cursor.next());
        return elements;
      }
      case STREAM -> {
        return stream((StreamValue) value);
      }
      case SET -> ((SetValue) value).forEach(member -> elements.add(shown(member)));
      case HASH ->
          ((HashValue) value)
              .forEach((field, held) -> elements.add(shown(field) + "=" + shown(held)));
      case ZSET -> {
        SortedSetValue set = (SortedSetValue) value;
        set.forEach(
            set.all(),
            false,
            (array, offset, length, score) ->
                elements.add(
                    shown(Arrays.copyOfRange(array, offset, offset + length))
                        + "=%016x".formatted(Double.doubleToRawLongBits(score))));
      }
      case STRING -> throw new IllegalArgumentException("a string is no collection");
    }
    Collections.sort(elements);
    return elements;
  }

  private static List<String> stream(StreamValue stream) {
    List<String> facts = new ArrayList<>();
    facts.add(Long.toString(stream.size()));
    facts.add(stream.lastId().toString());
    facts.add(stream.maxDeletedId().toString());
    facts.add(Long.toString(stream.entriesAdded()));
    facts.add("nodes " + stream.nodeCount());
    for (StreamGroup group : stream.groups()) {
      facts.add(
          "group %s %s %d".formatted(shown(group.name()), group.lastId(), group.entriesRead()));
      StreamId id = group.pendingFrom(StreamId.MIN);
      for (; id != null; id = after(id, group::pendingFrom)) {
        StreamPending pending = group.pending(id);
        facts.add(
            "pending %s %d %d".formatted(id, pending.deliveredMillis(), pending.deliveries()));
      }
      for (StreamConsumer consumer : group.consumers()) {
        facts.add("consumer %s %d".formatted(shown(consumer.name()), consumer.seenMillis()));
        id = consumer.pendingFrom(StreamId.MIN);
        for (; id != null; id = after(id, consumer::pendingFrom)) {
          facts.add(id.toString());
        }
      }
    }
    return facts;
  }

  private static StreamId after(StreamId id, UnaryOperator<StreamId> from) {
    return id.equals(StreamId.MAX) ? null : from.apply(id.next());
  }

  private static String shown(byte[] element) {
    if (element.length > LONGEST_SHOWN) {
      long sum = 0;
      for (byte b : element) {
        sum += b & 0xff;
      }
      return "[" + element.length + " " + sum + "]";
    }
    StringBuilder text = new StringBuilder("'");
    for (byte b : element) {
      boolean isPlain = b > 32 && b < 127 && b != '\'' && b != '\\';
      text.append(isPlain ? String.valueOf((char) b) : "\\x%02x".formatted(b & 0xff));
    }
    return text.append("'").toString();
  }
}
