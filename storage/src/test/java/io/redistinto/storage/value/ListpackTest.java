package io.redistinto.storage.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListpackTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void anEmptyOneIsAHeaderAndAnEnd() {
    Listpack empty = new Listpack();
    assertThat(HEX.formatHex(empty.toBytes())).isEqualTo("070000000000ff");
    assertThat(empty.first()).isEqualTo(Listpack.END);
    assertThat(empty.last()).isEqualTo(Listpack.END);
    assertThat(empty.at(0)).isEqualTo(Listpack.END);
    assertThat(empty.find(empty.first(), new byte[0], 0)).isEqualTo(Listpack.END);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0001",
    "127, 7f01",
    "128, c08002",
    "-1, dfff02",
    "4095, cfff02",
    "-4096, d00002",
    "4096, f1001003",
    "-4097, f1ffef03",
    "32767, f1ff7f03",
    "-32768, f1008003",
    "32768, f200800004",
    "-32769, f2ff7fff04",
    "8388607, f2ffff7f04",
    "-8388608, f200008004",
    "8388608, f30000800005",
    "-8388609, f3ffff7fff05",
    "2147483647, f3ffffff7f05",
    "-2147483648, f30000008005",
    "2147483648, f4000000800000000009",
    "-2147483649, f4ffffff7fffffffff09",
    "9223372036854775807, f4ffffffffffffff7f09",
    "-9223372036854775808, f4000000000000008009",
  })
  void integersTakeTheShortestFormThatHoldsThem(String number, String element) {
    Listpack list = new Listpack();
    int at = list.append(number.getBytes(ISO_8859_1));
    assertThat(elementHex(list)).isEqualTo(element);
    assertThat(list.isInteger(at)).isTrue();
    assertThat(list.toLong(at)).isEqualTo(Long.parseLong(number));
    assertThat(list.get(at)).asString(ISO_8859_1).isEqualTo(number);
    assertThat(list.length(at)).isEqualTo(number.length());
    Listpack other = new Listpack();
    other.append(Long.parseLong(number));
    assertThat(other.toBytes()).isEqualTo(list.toBytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "-0",
        "00",
        "01",
        "+1",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "-01",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551616",
        "92233720368547758070"
      })
  void whatAnIntegerWouldNotGiveBackStaysAString(String text) {
    Listpack list = new Listpack();
    int at = list.append(text.getBytes(ISO_8859_1));
    assertThat(list.isInteger(at)).isFalse();
    assertThat(list.get(at)).asString(ISO_8859_1).isEqualTo(text);
  }

  /** Of a string's length: the bytes before it, and its back length behind it. */
  @ParameterizedTest
  @CsvSource({
    "0, 80, 01",
    "63, bf, 40",
    "64, e040, 42",
    "125, e07d, 7f",
    "126, e07e, 0180",
    "4095, efff, 2081",
    "4096, f000100000, 2085",
    "16377, f0f93f0000, 7ffe",
    "16378, f0fa3f0000, 00ffff",
    "2097145, f0f9ff1f00, 7ffffe",
    "2097146, f0faff1f00, 00ffffff",
  })
  void stringsTakeTheShortestFormThatHoldsThem(int length, String head, String backLength) {
    byte[] value = new byte[length];
    Arrays.fill(value, (byte) 'x');
    Listpack list = new Listpack();
    list.append(value);
    list.append(7);
    String element = elementHex(list);
    assertThat(element).startsWith(head + (length == 0 ? "" : "78")).endsWith(backLength + "0701");
    assertThat(element.length() / 2)
        .isEqualTo((head.length() + backLength.length()) / 2 + length + 2);
    assertThat(list.previous(list.last())).isEqualTo(list.first());
    assertThat(list.get(list.first())).isEqualTo(value);
    assertThat(Listpack.isValid(list.toBytes())).isTrue();
  }

  @Test
  void theLongestBackLengthIsReadBack() {
    Listpack list = new Listpack();
    list.append(new byte[(1 << 28) - 6]);
    list.append(7);
    assertThat(list.previous(list.last())).isEqualTo(list.first());
    assertThat(list.bytes()).isEqualTo(6 + (1 << 28) - 1 + 5 + 2 + 1);
    assertThat(Listpack.isValid(list.toBytes())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithAListOfArrays(int run) {
    SplittableRandom random = new SplittableRandom(SEED + run);
    Listpack list = new Listpack();
    List<byte[]> model = new ArrayList<>();
    for (int step = 0; step < 2000; step++) {
      String what = "seed " + SEED + " run " + run + " step " + step;
      byte[] value = value(random);
      int index = random.nextInt(model.size() + 1);
      int at = list.at(index);
      // Grows and shrinks by turns.
      int action = random.nextInt(step / 300 % 2 == 0 ? 10 : 16);
      switch (action) {
        case 0, 1 -> {
          assertThat(list.append(value)).as(what).isEqualTo(list.last());
          model.add(value);
        }
        case 2, 3 -> {
          assertThat(list.prepend(value)).as(what).isEqualTo(list.first());
          model.add(0, value);
        }
        case 4, 5, 6 -> {
          int inserted = list.insert(at, value);
          assertThat(inserted).as(what).isEqualTo(list.at(index));
          model.add(index, value);
        }
        case 7, 8 -> {
          if (index < model.size()) {
            assertThat(list.replace(at, value)).as(what).isEqualTo(list.at(index));
            model.set(index, value);
          }
        }
        default -> {
          if (index < model.size()) {
            int count = random.nextInt(4);
            int removed = Math.min(count, model.size() - index);
            model.subList(index, index + removed).clear();
            assertThat(list.delete(at, count)).as(what).isEqualTo(list.at(index));
          }
        }
      }
      compare(list, model, random, what);
    }
  }

  private static void compare(
      Listpack list, List<byte[]> model, SplittableRandom random, String what) {
    byte[] bytes = list.toBytes();
    assertThat(Listpack.isValid(bytes)).as(what).isTrue();
    assertThat(bytes).as(what).hasSize(list.bytes());
    assertThat(list.size()).as(what).isEqualTo(model.size());
    int at = list.first();
    for (byte[] expected : model) {
      assertThat(list.get(at)).as(what).isEqualTo(expected);
      assertThat(list.equals(at, expected)).as(what).isTrue();
      assertThat(list.length(at)).as(what).isEqualTo(expected.length);
      at = list.next(at);
    }
    assertThat(at).as(what).isEqualTo(Listpack.END);
    at = list.last();
    for (int i = model.size() - 1; i >= 0; i--) {
      assertThat(list.at(i)).as(what).isEqualTo(at);
      assertThat(list.at((long) i - model.size())).as(what).isEqualTo(at);
      at = list.previous(at);
    }
    assertThat(at).as(what).isEqualTo(Listpack.END);
    assertThat(list.at(model.size())).as(what).isEqualTo(Listpack.END);
    assertThat(list.at(-1L - model.size())).as(what).isEqualTo(Listpack.END);

    byte[] wanted = model.isEmpty() ? new byte[1] : model.get(random.nextInt(model.size()));
    int skip = random.nextInt(3);
    int from = random.nextInt(model.size() + 1);
    int found = from;
    while (found < model.size() && !Arrays.equals(model.get(found), wanted)) {
      found += skip + 1;
    }
    assertThat(list.find(list.at(from), wanted, skip)).as(what).isEqualTo(list.at(found));
    assertThat(new Listpack(bytes).size()).as(what).isEqualTo(model.size());
  }

  private static byte[] value(SplittableRandom random) {
    if (random.nextBoolean()) {
      long number = random.nextLong() >> random.nextInt(64);
      return Long.toString(number).getBytes(ISO_8859_1);
    }
    int longest = random.nextInt(20) == 0 ? 5000 : random.nextInt(5) == 0 ? 150 : 4;
    byte[] value = new byte[random.nextInt(longest)];
    random.nextBytes(value);
    return value;
  }

  @Test
  void moreThanTheHeaderCountsAreCounted() {
    Listpack list = new Listpack();
    for (int i = 0; i < 65_534; i++) {
      list.append(i % 128);
    }
    assertThat(HEX.formatHex(list.toBytes(), 4, 6)).isEqualTo("feff");
    list.append(1);
    assertThat(HEX.formatHex(list.toBytes(), 4, 6)).isEqualTo("ffff");
    list.append(2);
    assertThat(HEX.formatHex(list.toBytes(), 4, 6)).isEqualTo("ffff");
    Listpack read = new Listpack(list.toBytes());
    assertThat(read.size()).isEqualTo(65_536);
    assertThat(read.toLong(read.at(65_535))).isEqualTo(2);
    assertThat(Listpack.isValid(list.toBytes())).isTrue();
    read.delete(read.first(), 65_000);
    assertThat(read.size()).isEqualTo(536);
    assertThat(HEX.formatHex(read.toBytes(), 4, 6)).isEqualTo("1802");
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "070000000000", // no end
    "080000000000ff", // another length
    "070000000100ff", // another count
    "0900000001000001fe", // something else at the end
    "0b00000001008161020aff", // another back length
    "0a0000000100816103ff", // another back length
    "0900000001008161ff", // cut short of its back length
    "0800000001000fff",
    "090000000100f501ff", // no such element
    "0900000001 00ff01ff", // an end in the middle
    "0c0000000100f0000000ff", // cut short in its length
    "0d0000000100f0fdffffff02ff", // a length below zero
    "0d0000000100f0ffffff7f02ff", // a length beyond the array
    "0900000001 00bf40ff",
    "0900000001 00f400ff",
    "0900000001 00efffff",
    "08000000ffff c0ff",
  })
  void seesWhatIsNoListpack(String hex) {
    assertThat(Listpack.isValid(HEX.parseHex(hex.replace(" ", "")))).isFalse();
  }

  /** Whatever passes the check can be read from both ends; nothing makes the check itself fail. */
  @Test
  void whateverIsValidCanBeRead() {
    SplittableRandom random = new SplittableRandom(SEED);
    int valid = 0;
    for (int step = 0; step < 20_000; step++) {
      Listpack list = new Listpack();
      for (int i = random.nextInt(4); i >= 0; i--) {
        list.append(value(random));
      }
      byte[] bytes = list.toBytes();
      for (int flips = random.nextInt(3); flips >= 0; flips--) {
        bytes[6 + random.nextInt(Math.min(40, bytes.length - 6))] = (byte) random.nextInt();
      }
      if (Listpack.isValid(bytes)) {
        valid++;
        Listpack read = new Listpack(bytes);
        int forward = 0;
        for (int at = read.first(); at != Listpack.END; at = read.next(at)) {
          assertThat(read.get(at)).as("seed %d step %d", SEED, step).hasSize(read.length(at));
          forward++;
        }
        int backward = 0;
        for (int at = read.last(); at != Listpack.END; at = read.previous(at)) {
          backward++;
        }
        assertThat(forward).as("seed %d step %d", SEED, step).isEqualTo(backward);
      }
    }
    assertThat(valid).as("seed %d", SEED).isPositive();
  }

  private static String elementHex(Listpack list) {
    byte[] bytes = list.toBytes();
    return HEX.formatHex(bytes, 6, bytes.length - 1);
  }
}
