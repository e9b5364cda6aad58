package io.redistinto.storage.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redistinto.storage.Form;
import io.redistinto.storage.ValueType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListValueTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());

  private final Limits limits = new Limits();

  /** All operations at random; snapshots taken on the way must stay what they were. */
  @ParameterizedTest
  @ValueSource(ints = {-5, -2, -1, 0, 1, 3, 128})
  void agreesWithAListOfStrings(int nodeSize) {
    limits.listNodeSize = nodeSize;
    SplittableRandom random = new SplittableRandom(SEED + nodeSize);
    ListValue list = new ListValue();
    List<String> model = new ArrayList<>();
    List<ListValue> snapshots = new ArrayList<>();
    List<List<String>> snapshotModels = new ArrayList<>();
    for (int step = 0; step < 6000; step++) {
      String what = "seed " + SEED + " node size " + nodeSize + " step " + step;
      if (step % 1500 == 1499) {
        list = new ListValue(); // begins small again
        model.clear();
      }
      long bytesBefore = list.bytes();
      String value = value(random);
      byte[] bytes = bytes(value);
      long growth = ListValue.growth(ListValue.elementBytes(bytes.length), 1, limits);
      int index = model.isEmpty() ? 0 : random.nextInt(model.size());
      // Grows and shrinks by turns.
      int action = random.nextInt(step / 500 % 2 == 0 ? 13 : 20);
      switch (action) {
        case 0, 1, 2 -> {
          list.addFirst(bytes, limits);
          model.add(0, value);
        }
        case 3, 4, 5 -> {
          list.addLast(bytes, limits);
          model.add(value);
        }
        case 6, 7, 8, 9 -> {
          list.insert(index, bytes, limits);
          model.add(index, value);
        }
        case 10, 11 -> {
          if (!model.isEmpty()) {
            list.set(index, bytes, limits);
            model.set(index, value);
          }
        }
        case 12 -> {
          snapshots.add(list.snapshot());
          snapshotModels.add(new ArrayList<>(model));
        }
        case 13, 14 -> {
          int count = Math.min(random.nextInt(8), model.size());
          list.removeFirst(count);
          model.subList(0, count).clear();
        }
        case 15, 16 -> {
          int count = Math.min(random.nextInt(8), model.size());
          list.removeLast(count);
          model.subList(model.size() - count, model.size()).clear();
        }
        default -> {
          String wanted = model.isEmpty() ? value : model.get(index);
          int count = random.nextInt(7) - 3;
          assertThat(list.remove(bytes(wanted), count, limits))
              .as(what)
              .isEqualTo(remove(model, wanted, count));
        }
      }
      assertThat(list.bytes()).as(what).isLessThanOrEqualTo(bytesBefore + growth);
      compare(list, model, what);
      list = storedAndRead(list);
      if (snapshots.size() > 3) {
        int which = random.nextInt(snapshots.size());
        compare(snapshots.remove(which), snapshotModels.remove(which), what + ", a snapshot");
      }
    }
  }

  /** As the keyspace does: what is packed is written to the entries and read from them again. */
  private static ListValue storedAndRead(ListValue list) {
    if (list.form() == Form.OBJECT || list.isGone()) {
      return list;
    }
    ByteBuffer packed = list.packed();
    byte[] copy = new byte[packed.remaining()];
    packed.get(copy);
    assertThat(Listpack.isValid(copy)).isTrue();
    return (ListValue) Values.unpack(ValueType.LIST, Form.LISTPACK, copy);
  }

  private static int remove(List<String> model, String value, int count) {
    List<String> ordered = new ArrayList<>(model);
    if (count < 0) {
      Collections.reverse(ordered);
    }
    int removed = 0;
    while ((count == 0 || removed < Math.abs(count)) && ordered.remove(value)) {
      removed++;
    }
    if (count < 0) {
      Collections.reverse(ordered);
    }
    model.clear();
    model.addAll(ordered);
    return removed;
  }

  private static void compare(ListValue list, List<String> model, String what) {
    list.validate();
    assertThat(list.size()).as(what).isEqualTo(model.size());
    assertThat(strings(list)).as(what).isEqualTo(model);
    if (model.isEmpty()) {
      return;
    }
    Strings backwards = new Strings();
    list.readBackwards(list.size(), backwards);
    Collections.reverse(backwards.all);
    assertThat(backwards.all).as(what).isEqualTo(model);
    int index = model.size() / 3;
    assertThat(list.cursor(index).get()).as(what).isEqualTo(bytes(model.get(index)));
    String wanted = model.get(model.size() * 2 / 3);
    assertThat(list.indexOf(bytes(wanted))).as(what).isEqualTo(model.indexOf(wanted));
    assertThat(list.new Search(bytes(wanted), true, Long.MAX_VALUE).next())
        .as(what)
        .isEqualTo(model.lastIndexOf(wanted));
  }

  @Test
  void findsEveryPlaceAmongTheElementsThatItMayCompare() {
    ListValue list = new ListValue();
    for (int i = 0; i < 10_000; i++) {
      list.addLast(bytes(i % 1000 == 7 ? "x" : "y" + i), limits);
    }
    ListValue.Search forward = list.new Search(bytes("x"), false, 2007);
    assertThat(forward.next()).isEqualTo(7);
    assertThat(forward.next()).isEqualTo(1007);
    assertThat(forward.next()).isEqualTo(-1);
    ListValue.Search backward = list.new Search(bytes("x"), true, 1992);
    assertThat(backward.next()).isEqualTo(9007);
    assertThat(backward.next()).isEqualTo(-1);
  }

  @Test
  void becomesAnObjectPastAKilobyteAndDoesNotTurnBack() {
    ListValue list = new ListValue();
    list.addLast(new byte[500], limits);
    list.addLast(new byte[500], limits);
    assertThat(list.form()).isEqualTo(Form.LISTPACK);
    list.addLast(new byte[100], limits);
    assertThat(list.form()).isEqualTo(Form.OBJECT);
    list.removeLast(2);
    assertThat(list.form()).isEqualTo(Form.OBJECT);
    assertThat(list.encoding()).isEqualTo("quicklist");
  }

  @Test
  void elementsLargerThanANodeHaveNodesOfTheirOwn() {
    ListValue list = new ListValue();
    for (int i = 0; i < 100; i++) {
      list.addLast(bytes("small" + i), limits);
    }
    byte[] large = new byte[10_240];
    Arrays.fill(large, (byte) 'L');
    for (int i = 0; i < 100; i++) {
      list.insert(i * 2L, large, limits);
      list.validate();
    }
    assertThat(list.size()).isEqualTo(200);
    for (int i = 0; i < 100; i++) {
      assertThat(list.cursor(2L * i).get()).isEqualTo(large);
      assertThat(list.cursor(2L * i + 1).get()).isEqualTo(bytes("small" + i));
    }
    assertThat(list.remove(large, 0, limits)).isEqualTo(100);
    list.validate();
    assertThat(strings(list)).hasSize(100).endsWith("small99");
    assertThat(list.bytes()).isLessThan(2000);
  }

  /** What is charged for a million short elements is what the nodes take. */
  @Test
  void aLongListIsChargedForItsBytes() {
    ListValue list = new ListValue();
    for (int i = 0; i < 100_000; i++) {
      list.addFirst(bytes("element:" + i), limits);
    }
    list.validate();
    assertThat(list.bytes()).isBetween(15L * 100_000, 17L * 100_000);
    list.removeFirst(50_000);
    list.removeLast(49_999);
    list.validate();
    assertThat(strings(list)).containsExactly("element:49999");
    assertThat(list.bytes()).isLessThan(100);
  }

  @Test
  void itsTextIsAnElementALine() {
    ListValue list = new ListValue();
    for (String element : List.of("plain", "two words", "", "12", "\0\u00ff", "\"quoted\"")) {
      list.addLast(bytes(element), limits);
    }
    TextWriter out = new TextWriter();
    list.write(out);
    byte[] text = out.toBytes();
    assertThat(new String(text, UTF_8))
        .isEqualTo("plain\n\"two words\"\n\"\"\n12\n\"\\x00\\xff\"\n\"\\\"quoted\\\"\"\n");
    ListValue read =
        (ListValue) Values.read(ValueType.LIST, new TextReader(ByteBuffer.wrap(text)), limits);
    assertThat(strings(read)).isEqualTo(strings(list));
  }

  @Test
  void aLineOfTwoWordsIsNoElement() {
    TextReader text = new TextReader(ByteBuffer.wrap(bytes("one\ntwo words\n")));
    assertThatThrownBy(() -> Values.read(ValueType.LIST, text, limits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 2: an element of a list is one word");
  }

  private static List<String> strings(ListValue list) {
    Strings strings = new Strings();
    list.read(0, list.size(), strings);
    return strings.all;
  }

  private static final class Strings implements ElementSink {
    final List<String> all = new ArrayList<>();

    @Override
    public void bytes(byte[] array, int offset, int length) {
      all.add(new String(array, offset, length, ISO_8859_1));
    }

    @Override
    public void integer(long value) {
      all.add(Long.toString(value));
    }
  }

  private static String value(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> Integer.toString(random.nextInt(20));
      case 2 -> Long.toString(random.nextLong());
      case 3 -> "l".repeat(random.nextInt(random.nextInt(10) == 0 ? 20_000 : 800));
      default -> Character.toString('a' + random.nextInt(10)).repeat(random.nextInt(30));
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
