package io.redistinto.storage.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntsetTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());
  private static final HexFormat HEX = HexFormat.of();

  /** What an intset of 1 and another integer looks like. */
  @ParameterizedTest
  @CsvSource({
    "2, 020000000200000001000200",
    "-32768, 020000000200000000800100",
    "32767, 02000000020000000100ff7f",
    "32768, 04000000020000000100000000800000",
    "-32769, 0400000002000000ff7fffff01000000",
    "-2147483648, 04000000020000000000008001000000",
    "2147483648, 080000000200000001000000000000000000008000000000",
    "-2147483649, 0800000002000000ffffff7fffffffff0100000000000000",
    "-9223372036854775808, 080000000200000000000000000000800100000000000000",
  })
  void allIntegersAreAsWideAsTheWidestNeeds(long value, String hex) {
    Intset set = new Intset();
    assertThat(set.add(1)).isTrue();
    assertThat(set.add(value)).isTrue();
    assertThat(HEX.formatHex(set.toBytes())).isEqualTo(hex);
    assertThat(set.remove(value)).isTrue();
    assertThat(set.bytes()).isEqualTo(8 + HEX.parseHex(hex)[0]);
    assertThat(set.get(0)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 14, 15, 17, 31, 33, 63, 64})
  void agreesWithASortedSet(int bits) {
    SplittableRandom random = new SplittableRandom(SEED + bits);
    Intset set = new Intset();
    TreeSet<Long> model = new TreeSet<>();
    for (int step = 0; step < 1000; step++) {
      String what = "seed " + SEED + " bits " + bits + " step " + step;
      long value = random.nextLong() >> (64 - 1 - random.nextInt(bits));
      assertThat(set.contains(value)).as(what).isEqualTo(model.contains(value));
      if (random.nextInt(3) > 0) {
        assertThat(set.add(value)).as(what).isEqualTo(model.add(value));
      } else {
        Long above = model.ceiling(value);
        long removed = above == null || random.nextBoolean() ? value : above;
        assertThat(set.remove(removed)).as(what).isEqualTo(model.remove(removed));
      }
      assertThat(set.size()).as(what).isEqualTo(model.size());
      int index = 0;
      for (Iterator<Long> i = model.iterator(); i.hasNext(); index++) {
        assertThat(set.get(index)).as(what).isEqualTo(i.next());
      }
      byte[] bytes = set.toBytes();
      assertThat(bytes).as(what).hasSize(set.bytes());
      assertThat(Intset.isValid(bytes)).as(what).isEqualTo(!model.isEmpty());
      assertThat(new Intset(bytes).toBytes()).as(what).isEqualTo(bytes);
    }
  }

  @Test
  void aRandomOneIsAnyOfThem() {
    Intset set = new Intset();
    TreeSet<Long> drawn = new TreeSet<>();
    for (int i = 0; i < 10; i++) {
      set.add(i * 100_000L);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 1000; i++) {
      drawn.add(set.random(random));
    }
    assertThat(drawn).as("seed %d", SEED).hasSize(10).allMatch(set::contains);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "02000000010000", // no whole header
        "0200000000000000", // empty
        "03000000010000000100", // no such width
        "0200000001000000", // too short
        "020000000100000001000200", // too long
        "0200000002000000020001 00", // not ascending
        "020000000200000001000100", // the same one twice
        "02000000020000000100ffff", // not ascending: signed
        "0200000001000080 0100", // a count beyond the array
        "08000000000000200100", // a count whose bytes overflow
      })
  void seesWhatIsNoIntset(String hex) {
    assertThat(Intset.isValid(HEX.parseHex(hex.replace(" ", "")))).isFalse();
  }
}
