package io.redistinto.storage.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;

/**
 * A stream as text. An entry is a line: its ID, then fields and values in turn. The IDs ascend.
 * What does not follow from the entries is told before them:
 *
 * <pre>
 * last-id ID             the ID that the next one must be greater than
 * entries-added N        how many entries there ever were
 * max-deleted-id ID      the greatest ID deleted with XDEL
 * </pre>
 *
 * and after them each group, its consumers below it, and below a consumer what is pending with it:
 *
 * <pre>
 * group NAME last-id ID [entries-read N]
 * consumer NAME seen MILLIS
 * pending ID delivered MILLIS times N
 * </pre>
 */
final class StreamText {
  private static final String LAST_ID = "last-id";
  private static final String ENTRIES_ADDED = "entries-added";
  private static final String MAX_DELETED_ID = "max-deleted-id";
  private static final String GROUP = "group";
  private static final String ENTRIES_READ = "entries-read";
  private static final String CONSUMER = "consumer";
  private static final String SEEN = "seen";
  private static final String PENDING = "pending";
  private static final String DELIVERED = "delivered";
  private static final String TIMES = "times";

  private StreamText() {}

  static void write(StreamValue stream, TextWriter out) {
    out.word(LAST_ID).word(stream.lastId().toString()).endLine();
    out.word(ENTRIES_ADDED).word(stream.entriesAdded()).endLine();
    if (!stream.maxDeletedId().equals(StreamId.MIN)) {
      out.word(MAX_DELETED_ID).word(stream.maxDeletedId().toString()).endLine();
    }
    StreamCursor entries = stream.entries(StreamId.MIN, StreamId.MAX, false);
    Words words = new Words(out);
    while (entries.next()) {
      out.word(entries.id().toString());
      entries.read(words);
      out.endLine();
    }
    stream.groups().forEach(group -> write(group, out));
  }

  private static void write(StreamGroup group, TextWriter out) {
    out.word(GROUP).word(group.name()).word(LAST_ID).word(group.lastId().toString());
    if (group.entriesRead() != StreamGroup.UNKNOWN) {
      out.word(ENTRIES_READ).word(group.entriesRead());
    }
    out.endLine();
    for (StreamConsumer consumer : group.consumers()) {
      out.word(CONSUMER).word(consumer.name()).word(SEEN).word(consumer.seenMillis()).endLine();
      StreamId id = consumer.pendingFrom(StreamId.MIN);
      while (id != null) {
        StreamPending pending = group.pending(id);
        out.word(PENDING).word(id.toString());
        out.word(DELIVERED).word(pending.deliveredMillis());
        out.word(TIMES).word(pending.deliveries()).endLine();
        id = id.equals(StreamId.MAX) ? null : consumer.pendingFrom(id.next());
      }
    }
  }

  private record Words(TextWriter out) implements ElementSink {
    @Override
    public void bytes(byte[] array, int offset, int length) {
      out.word(Arrays.copyOfRange(array, offset, offset + length));
    }

    @Override
    public void integer(long value) {
      out.word(value);
    }
  }

  /**
   * Reads a stream.
   *
   * @throws IllegalArgumentException with the line and what is wrong with it
   */
  static StreamValue read(TextReader text, Limits limits) {
    return new Reading(text, limits).read();
  }

  /** Reads line by line; {@code group} and {@code consumer} are those that lines are below. */
  private static final class Reading {
    private final TextReader text;
    private final Limits limits;
    private final StreamValue stream = new StreamValue();
    private StreamId lastId;
    private long entriesAdded = -1;
    private StreamGroup group;
    private StreamConsumer consumer;
    private List<byte[]> line;

    Reading(TextReader text, Limits limits) {
      this.text = text;
      this.limits = limits;
    }

    StreamValue read() {
      for (line = text.nextLine(); line != null; line = text.nextLine()) {
        String first = new String(line.get(0), ISO_8859_1);
        switch (first) {
          case LAST_ID -> lastId = idAt(1);
          case ENTRIES_ADDED -> entriesAdded = numberAt(1);
          case MAX_DELETED_ID -> stream.maxDeletedId(idAt(1));
          case GROUP -> readGroup();
          case CONSUMER -> readConsumer();
          case PENDING -> readPending();
          default -> readEntry();
        }
      }
      if (lastId != null) {
        check(!lastId.isBefore(stream.lastId()), "last-id is before the last entry");
        stream.lastId(lastId);
      }
      if (entriesAdded >= 0) {
        stream.entriesAdded(entriesAdded);
      }
      return stream;
    }

    private void readEntry() {
      StreamId id = idAt(0);
      check(line.size() > 1 && line.size() % 2 == 1, "an entry is an ID, fields and values");
      check(id.isAfter(stream.lastId()), "an ID that is not after the one before it");
      stream.append(id, limits, line.subList(1, line.size()).toArray(byte[][]::new));
    }

    private void readGroup() {
      boolean counted = line.size() == 6;
      check(counted || line.size() == 4, "a group is: group NAME last-id ID [entries-read N]");
      expect(2, LAST_ID);
      if (counted) {
        expect(4, ENTRIES_READ);
      }
      check(stream.group(line.get(1)) == null, "a group that is there already");
      group = stream.addGroup(line.get(1), idAt(3), counted ? numberAt(5) : StreamGroup.UNKNOWN);
      consumer = null;
    }

    private void readConsumer() {
      check(line.size() == 4, "a consumer is: consumer NAME seen MILLIS");
      check(group != null, "a consumer without a group");
      expect(2, SEEN);
      check(group.consumer(line.get(1)) == null, "a consumer that is there already");
      consumer = group.addConsumer(line.get(1), numberAt(3));
    }

    private void readPending() {
      check(line.size() == 6, "what is pending is: pending ID delivered MILLIS times N");
      check(consumer != null, "a pending ID without a consumer");
      expect(2, DELIVERED);
      expect(4, TIMES);
      check(group.pending(idAt(1)) == null, "an ID that is pending already");
      group.pend(idAt(1), consumer, numberAt(3), numberAt(5));
    }

    private StreamId idAt(int word) {
      check(word < line.size(), "an ID is missing");
      try {
        return StreamId.parse(new String(line.get(word), ISO_8859_1));
      } catch (NumberFormatException e) {
        throw text.error("not an ID: " + TextReader.shown(line.get(word)));
      }
    }

    private long numberAt(int word) {
      check(word < line.size(), "a number is missing");
      long number = text.integer(line.get(word));
      check(number >= 0, "a number below 0");
      return number;
    }

    private void expect(int word, String wanted) {
      String found = new String(line.get(word), ISO_8859_1);
      check(found.equals(wanted), "'" + wanted + "' expected, not " + found);
    }

    private void check(boolean sound, String otherwise) {
      if (!sound) {
        throw text.error(otherwise);
      }
    }
  }
}
