package io.redistinto.storage.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redistinto.storage.ValueType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamValueTest {
  private final Limits limits = new Limits();

  @ParameterizedTest(name = "nodes of {0} entries, {1} bytes")
  @CsvSource({"3, 4096", "100, 4096", "0, 200", "0, 0"})
  void answersAsATreeMapDoes(int nodeEntries, int nodeBytes) {
    limits.streamNodeEntries = nodeEntries;
    limits.streamNodeBytes = nodeBytes;
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    TreeMap<StreamId, List<String>> model = new TreeMap<>();
    StreamValue stream = new StreamValue();
    for (int step = 1; step <= 3_000; step++) {
      switch (random.nextInt(12)) {
        case 0 -> {
          StreamId id = new StreamId(random.nextInt(step + 1), random.nextInt(3));
          assertThat(stream.delete(id)).isEqualTo(model.remove(id) != null);
        }
        case 1 -> trimToLength(stream, model, random.nextInt(200));
        case 2 -> trimBefore(stream, model, new StreamId(random.nextInt(step + 1), 0));
        default -> {
          StreamId id = new StreamId(step, random.nextInt(3));
          List<String> pairs = pairs(random);
          stream.append(id, limits, bytes(pairs));
          model.put(id, pairs);
        }
      }
      if (step % 10 == 0) {
        assertEqual(stream, model, random, seed);
      }
    }
    assertEqual(read(stream), model, random, seed);
  }

  private static void trimToLength(
      StreamValue stream, NavigableMap<StreamId, List<String>> model, int most) {
    long expected = Math.max(0, model.size() - most);
    assertThat(stream.trim(StreamTrim.toLength(most, false, 0))).isEqualTo(expected);
    while (model.size() > most) {
      model.pollFirstEntry();
    }
  }

  private static void trimBefore(
      StreamValue stream, NavigableMap<StreamId, List<String>> model, StreamId least) {
    Map<StreamId, List<String>> before = model.headMap(least);
    assertThat(stream.trim(StreamTrim.before(least, false, 0))).isEqualTo(before.size());
    before.clear();
  }

  private void assertEqual(
      StreamValue stream,
      NavigableMap<StreamId, List<String>> model,
      SplittableRandom random,
      long seed) {
    assertThat(stream.size()).as("seed %d", seed).isEqualTo(model.size());
    assertThat(stream.firstId()).isEqualTo(model.isEmpty() ? StreamId.MIN : model.firstKey());
    assertThat(stream.lastEntryId()).isEqualTo(model.isEmpty() ? StreamId.MIN : model.lastKey());
    StreamId from = new StreamId(random.nextInt(3_000), random.nextInt(3));
    StreamId to = new StreamId(random.nextInt(3_000), random.nextInt(3));
    List<String> expected = new ArrayList<>();
    if (!from.isAfter(to)) {
      model.subMap(from, true, to, true).forEach((id, pairs) -> expected.add(id + " " + pairs));
    }
    assertThat(entries(stream, from, to, false)).as("seed %d", seed).isEqualTo(expected);
    Collections.reverse(expected);
    assertThat(entries(stream, from, to, true)).as("seed %d", seed).isEqualTo(expected);
    assertThat(stream.contains(from)).isEqualTo(model.containsKey(from));
    long bytes = 256;
    for (int node = 0; node < stream.nodeCount(); node++) {
      byte[] content = stream.nodeBytes(node);
      assertThat(StreamNode.isValid(stream.nodeId(node), content)).as("seed %d", seed).isTrue();
      bytes += content.length + 96;
    }
    assertThat(stream.bytes()).isEqualTo(bytes);
  }

  /** One to three fields, mostly the same; some are integers. */
  private static List<String> pairs(SplittableRandom random) {
    List<String> pairs = new ArrayList<>();
    for (int i = random.nextInt(8) == 0 ? 3 : 2; i > 0; i--) {
      pairs.add(random.nextInt(10) == 0 ? "other" : "field" + i);
      pairs.add(
          random.nextBoolean() ? "v" : Long.toString(random.nextLong() >> random.nextInt(64)));
    }
    return pairs;
  }

  private static byte[][] bytes(List<String> words) {
    return words.stream().map(word -> word.getBytes(UTF_8)).toArray(byte[][]::new);
  }

  private static List<String> entries(
      StreamValue stream, StreamId from, StreamId to, boolean backwards) {
    List<String> entries = new ArrayList<>();
    StreamCursor cursor = stream.entries(from, to, backwards);
    while (cursor.next()) {
      List<String> words = new ArrayList<>();
      cursor.read(
          new ElementSink() {
            @Override
            public void bytes(byte[] array, int offset, int length) {
              words.add(new String(array, offset, length, UTF_8));
            }

            @Override
            public void integer(long value) {
              words.add(Long.toString(value));
            }
          });
      assertThat(cursor.fieldCount()).isEqualTo(words.size() / 2);
      entries.add(cursor.id() + " " + words);
    }
    return entries;
  }

  private static List<String> entries(StreamValue stream) {
    return entries(stream, StreamId.MIN, StreamId.MAX, false);
  }

  private static String text(StreamValue stream) {
    TextWriter out = new TextWriter();
    stream.write(out);
    return new String(out.toBytes(), UTF_8);
  }

  private StreamValue read(StreamValue stream) {
    return read(text(stream));
  }

  private StreamValue read(String text) {
    TextReader reader = new TextReader(ByteBuffer.wrap(text.getBytes(UTF_8)));
    return (StreamValue) Values.read(ValueType.STREAM, reader, limits);
  }

  private void append(StreamValue stream, int from, int to) {
    for (int i = from; i < to; i++) {
      stream.append(new StreamId(i, 0), limits, bytes(List.of("field", "value " + i)));
    }
  }

  private static byte[] name(String name) {
    return name.getBytes(UTF_8);
  }

  @Test
  void aSnapshotStaysAsItWas() {
    StreamValue stream = new StreamValue();
    append(stream, 1, 250);
    StreamGroup group = stream.addGroup(name("g"), new StreamId(9, 0), 9);
    StreamConsumer consumer = group.addConsumer(name("c"), 1_000);
    group.pend(new StreamId(8, 0), consumer, 1_000, 1);
    String before = text(stream);
    StreamValue snapshot = stream.snapshot();
    assertThat(snapshot.bytes()).isEqualTo(stream.bytes());

    stream.delete(new StreamId(3, 0));
    stream.trim(StreamTrim.toLength(120, false, 0));
    append(stream, 250, 400);
    group.pend(new StreamId(8, 0), group.addConsumer(name("d"), 2_000), 2_000, 2);
    group.acknowledge(new StreamId(8, 0));
    group.position(new StreamId(10, 0), 10);
    consumer.seen(3_000);
    group.removeConsumer(consumer);
    stream.removeGroup(group);

    assertThat(text(snapshot)).isEqualTo(before);
    append(snapshot, 250, 300);
    assertThat(entries(stream)).hasSize(270);
  }

  @Test
  void groupsAreChargedForWhatTheyHold() {
    StreamValue stream = new StreamValue();
    long empty = stream.bytes();
    StreamGroup group = stream.addGroup(name("g"), StreamId.MIN, 0);
    long withGroup = stream.bytes();
    StreamConsumer one = group.addConsumer(name("one"), 0);
    StreamConsumer two = group.addConsumer(name("two"), 0);
    for (int i = 0; i < 1_000; i++) {
      group.pend(new StreamId(i, 1), one, 0, 1);
      group.pend(new StreamId(i, 1), two, 0, 1);
    }
    assertThat(one.pendingCount()).isZero();
    assertThat(stream.bytes()).isGreaterThan(withGroup + 1_000 * 56);
    assertThat(group.acknowledge(new StreamId(5, 1))).isTrue();
    assertThat(group.acknowledge(new StreamId(5, 1))).isFalse();
    group.removeConsumer(two);
    group.removeConsumer(one);
    assertThat(group.pendingCount()).isZero();
    assertThat(stream.bytes()).isEqualTo(withGroup);
    stream.removeGroup(group);
    assertThat(stream.bytes()).isEqualTo(empty);
  }

  @Test
  void textIsReadAsItWasWritten() {
    StreamValue stream = new StreamValue();
    stream.append(new StreamId(1, 0), limits, bytes(List.of("name", "José \"Pepe\"", "", "\n")));
    append(stream, 2, 5);
    stream.delete(new StreamId(3, 0));
    stream.lastId(new StreamId(-1, -1));
    stream.entriesAdded(77);
    StreamGroup group = stream.addGroup(name("a group"), new StreamId(4, 0), StreamGroup.UNKNOWN);
    group.addConsumer(name("idle"), 5);
    group.pend(new StreamId(3, 0), group.addConsumer(name("busy"), 6), 7, 8);
    stream.addGroup(name("h"), StreamId.MIN, 3);
    assertThat(text(stream))
        .isEqualTo(
            """
            last-id 18446744073709551615-18446744073709551615
            entries-added 77
            max-deleted-id 3-0
            1-0 name "José \\"Pepe\\"" "" "\\n"
            2-0 field "value 2"
            4-0 field "value 4"
            group "a group" last-id 4-0
            consumer busy seen 6
            pending 3-0 delivered 7 times 8
            consumer idle seen 5
            group h last-id 0-0 entries-read 3
            """);
    StreamValue read = read(stream);
    assertThat(text(read)).isEqualTo(text(stream));
    assertThat(read.firstId()).isEqualTo(new StreamId(1, 0));
  }

  @Test
  void aTextOfEntriesAloneIsAStream() {
    StreamValue stream = read("1 a b\n\n1-1 a c d e\n");
    assertThat(entries(stream)).containsExactly("1-0 [a, b]", "1-1 [a, c, d, e]");
    assertThat(stream.lastId()).isEqualTo(new StreamId(1, 1));
    assertThat(stream.entriesAdded()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "1-0 a, line 1: an entry is",
    "x a b, line 1: not an ID: x",
    "2-0 a b|1-0 a b, line 2: an ID that is not after",
    "0-0 a b, line 1: an ID that is not after",
    "last-id 1-0|2-0 a b, line 2: last-id is before",
    "last-id, line 1: an ID is missing",
    "entries-added -1, line 1: a number below 0",
    "group g, line 1: a group is",
    "group g last-id 1-0|group g last-id 1-0, line 2: a group that is there",
    "consumer c seen 1, line 1: a consumer without a group",
    "group g last-id 0-0|pending 1-0 delivered 1 times 1, line 2: a pending ID without",
    "group g last-id 0-0|consumer c gone 1, line 2: 'seen' expected",
  })
  void aWrongLineIsNamed(String lines, String error) {
    assertThatThrownBy(() -> read(lines.replace('|', '\n')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(error);
  }

  @Test
  void nodesThatAnybodyMayHaveWrittenAreChecked() {
    StreamValue stream = new StreamValue();
    append(stream, 1, 5);
    stream.append(new StreamId(5, 0), limits, bytes(List.of("other", "1", "field", "2")));
    stream.delete(new StreamId(2, 0));
    byte[] node = stream.nodeBytes(0);
    StreamValue copy = new StreamValue();
    copy.addNode(stream.nodeId(0), node.clone());
    assertThat(entries(copy)).isEqualTo(entries(stream));

    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = node.clone();
      broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
      if (StreamNode.isValid(new StreamId(1, 0), broken)) {
        StreamValue odd = new StreamValue();
        odd.addNode(new StreamId(1, 0), broken);
        assertThat(entries(odd)).hasSizeLessThanOrEqualTo(6);
      }
    }
  }

  @Test
  void nodesAndTheirEntriesComeInTheOrderOfTheirIds() {
    StreamValue stream = new StreamValue();
    append(stream, 1, 5);
    byte[] node = stream.nodeBytes(0);
    StreamValue copy = new StreamValue();
    copy.addNode(new StreamId(1, 0), node.clone());
    for (long millis : new long[] {0, 1, 4}) {
      StreamId id = new StreamId(millis, 0);
      assertThatThrownBy(() -> copy.addNode(id, node.clone()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    copy.addNode(new StreamId(5, 0), node.clone());
    StreamId last = new StreamId(-1, -1);
    assertThat(StreamNode.isValid(last, node)).as("ids after the last one").isFalse();
  }

  @ParameterizedTest(name = "of {0}")
  @CsvSource({"'', 1", "1-1, 2", "1-1 1-2, 4", "1-1 2-1, 6", "1-1 1-2 1-300, 7", "1-1 1-2 2-1, 8"})
  void countsNodesOfARadixTree(String ids, int nodes) {
    limits.streamNodeEntries = 1;
    StreamValue stream = new StreamValue();
    for (String id : ids.isEmpty() ? new String[0] : ids.split(" ")) {
      stream.append(StreamId.parse(id), limits, name("f"), name("v"));
    }
    assertThat(stream.radixNodes()).isEqualTo(nodes);
  }
}
