package io.redistinto.storage.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redistinto.storage.Form;
import io.redistinto.storage.ValueType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashValueTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Limits limits = new Limits();
  private final HashValue hash = new HashValue();

  @Test
  void aPackedHashKeepsTheOrderInWhichFieldsCame() {
    put("b", "1");
    put("a", "2");
    put("b", "3");
    assertThat(contents(hash)).containsExactly(Map.entry("b", "3"), Map.entry("a", "2"));
    hash.remove(bytes("b"));
    put("b", "4");
    assertThat(contents(hash)).containsExactly(Map.entry("a", "2"), Map.entry("b", "4"));
  }

  @Test
  void aValueIsNotTakenForAField() {
    put("a", "b");
    put("c", "d");
    assertThat(hash.contains(bytes("b"))).isFalse();
    assertThat(hash.get(bytes("d"))).isNull();
  }

  @Test
  void turnsIntoAnObjectPastTheLimits() {
    limits.hashPackedEntries = 3;
    limits.hashPackedValueBytes = 4;
    put("a", "1234");
    put("1234", "a");
    put("c", "1");
    put("c", "2");
    assertThat(hash.encoding()).isEqualTo("listpack");
    put("d", "1");
    assertThat(hash.encoding()).isEqualTo("hashtable");
    hash.remove(bytes("d"));
    assertThat(hash.form()).isEqualTo(Form.OBJECT);

    HashValue longValue = new HashValue();
    longValue.put(bytes("a"), bytes("12345"), limits);
    assertThat(longValue.form()).isEqualTo(Form.OBJECT);
    HashValue longField = new HashValue();
    longField.put(bytes("12345"), bytes("a"), limits);
    assertThat(longField.form()).isEqualTo(Form.OBJECT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 128, 100_000})
  void doesTheSamePackedAndAsAnObject(int packedEntries) {
    limits.hashPackedEntries = packedEntries;
    Map<String, String> model = new LinkedHashMap<>();
    for (int step = 0; step < 5000; step++) {
      String field = Integer.toString(random.nextInt(200));
      String value = Integer.toString(random.nextInt(), 36);
      long bytesBefore = hash.form() == Form.OBJECT ? hash.bytes() : -1;
      if (random.nextInt(5) < 3) {
        long growth = hash.growth(bytes(field), value.length());
        boolean isNew = model.put(field, value) == null;
        assertThat(put(field, value)).as("seed %d", SEED).isEqualTo(isNew);
        if (bytesBefore >= 0) {
          assertThat(hash.bytes() - bytesBefore).isLessThanOrEqualTo(growth);
        }
      } else {
        boolean wasThere = model.remove(field) != null;
        assertThat(hash.remove(bytes(field))).as("seed %d", SEED).isEqualTo(wasThere);
      }
      String other = Integer.toString(random.nextInt(200));
      String expected = model.get(other);
      byte[] found = hash.get(bytes(other));
      assertThat(found == null ? null : text(found)).as("seed %d", SEED).isEqualTo(expected);
      assertThat(hash.contains(bytes(other))).isEqualTo(expected != null);
      assertThat(hash.valueLength(bytes(other)))
          .isEqualTo(expected == null ? -1 : expected.length());
      assertThat(hash.size()).isEqualTo(model.size());
    }
    assertThat(contents(hash)).as("seed %d", SEED).isEqualTo(model);
    assertThat(contents((HashValue) hash.snapshot())).isEqualTo(model);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 1000})
  void comesBackFromItsTextAsItWas(int packedEntries) {
    limits.hashPackedEntries = packedEntries;
    put("plain", "two words");
    put("", "\"\\\n\0\u00ff");
    put("-12", "");
    TextWriter text = new TextWriter();
    hash.write(text);
    Value read =
        Values.read(ValueType.HASH, new TextReader(ByteBuffer.wrap(text.toBytes())), limits);
    assertThat(contents((HashValue) read)).isEqualTo(contents(hash));
    assertThat(read.encoding()).isEqualTo(hash.encoding());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b\nc", "a b c", "a 1\nb 2\na 3"})
  void anotherTextIsRefusedByItsLine(String text) {
    TextReader reader = new TextReader(ByteBuffer.wrap(bytes(text)));
    assertThatThrownBy(() -> Values.read(ValueType.HASH, reader, limits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line " + text.lines().count());
  }

  @Test
  void packedBytesAreTheHash() {
    put("a", "1");
    put("b", "text");
    ByteBuffer packed = hash.packed();
    byte[] stored = new byte[packed.remaining()];
    packed.get(stored);
    Value unpacked = Values.unpack(ValueType.HASH, Form.LISTPACK, stored);
    assertThat(contents((HashValue) unpacked)).isEqualTo(contents(hash));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1000})
  void samplesAreDifferentFieldsAndEachIsAsLikely(int packedEntries) {
    SplittableRandom fixed = new SplittableRandom(20240302);
    limits.hashPackedEntries = packedEntries;
    for (int i = 0; i < 100; i++) {
      put("f" + i, "v" + i);
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (long size : new long[] {1, 5, 12, 13, 50, 99, 100, 1000}) {
      for (int run = 0; run < 100; run++) {
        List<String> fields = new ArrayList<>();
        hash.sample(
            size,
            fixed,
            (field, value) -> {
              fields.add(text(field));
              assertThat(text(value)).isEqualTo("v" + text(field).substring(1));
            });
        assertThat(fields).hasSize((int) Math.min(size, 100)).doesNotHaveDuplicates();
        fields.forEach(field -> counts.merge(field, 1, Integer::sum));
      }
    }
    // Of (1 + 5 + 12 + 13 + 50 + 99 + 100 + 100) * 100 draws each field has 380, give or take 7.
    assertThat(counts).hasSize(100);
    assertThat(counts.values()).allMatch(count -> count > 330 && count < 430);
  }

  private boolean put(String field, String value) {
    return hash.put(bytes(field), bytes(value), limits);
  }

  private static Map<String, String> contents(HashValue hash) {
    Map<String, String> contents = new LinkedHashMap<>();
    hash.forEach((field, value) -> contents.put(text(field), text(value)));
    return contents;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
