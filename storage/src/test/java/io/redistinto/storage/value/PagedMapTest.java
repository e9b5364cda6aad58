package io.redistinto.storage.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The paged map against a hash map, in random runs whose seed a failure prints. */
class PagedMapTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final String seed = "seed " + SEED;

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 3000})
  void doesWhatAHashMapDoes(int keys) {
    PagedMap map = PagedMap.withValues();
    Map<String, String> model = new HashMap<>();
    for (int step = 0; step < 20_000; step++) {
      // Fills for a while and drains for a while.
      boolean filling = step / (4 * keys + 100) % 2 == 0;
      String key = key(random.nextInt(keys));
      if (random.nextInt(10) < (filling ? 7 : 3)) {
        String value = text(length());
        boolean isNew = model.put(key, value) == null;
        assertThat(map.put(bytes(key), bytes(value))).as(seed).isEqualTo(isNew);
      } else {
        boolean wasThere = model.remove(key) != null;
        assertThat(map.remove(bytes(key))).as(seed).isEqualTo(wasThere);
      }
      String other = key(random.nextInt(keys));
      String expected = model.get(other);
      byte[] value = map.get(bytes(other));
      assertThat(value == null ? null : text(value)).as(seed).isEqualTo(expected);
      assertThat(map.contains(bytes(other))).as(seed).isEqualTo(expected != null);
      assertThat(map.valueLength(bytes(other)))
          .as(seed)
          .isEqualTo(expected == null ? -1 : expected.length());
      if (step % 2000 == 0) {
        map.check();
        assertThat(contents(map)).as(seed).isEqualTo(model);
      }
    }
    map.check();
    assertThat(contents(map)).as(seed).isEqualTo(model);
    assertThat(map.size()).isEqualTo(model.size());
  }

  @Test
  void aSetDoesWhatAHashSetDoes() {
    PagedMap set = PagedMap.withoutValues();
    Set<String> model = new HashSet<>();
    for (int step = 0; step < 20_000; step++) {
      String key = key(random.nextInt(2000));
      if (random.nextInt(10) < (step / 5000 % 2 == 0 ? 7 : 3)) {
        assertThat(set.add(bytes(key))).as(seed).isEqualTo(model.add(key));
      } else {
        assertThat(set.remove(bytes(key))).as(seed).isEqualTo(model.remove(key));
      }
    }
    set.check();
    assertThat(contents(set).keySet()).as(seed).isEqualTo(model);
    while (set.size() > 0) {
      assertThat(model.remove(text(set.removeRandom(random)))).as(seed).isTrue();
    }
    assertThat(model).as(seed).isEmpty();
    set.check();
  }

  @Test
  void aSnapshotStaysAsItWasAndMayChangeByItself() {
    PagedMap map = PagedMap.withValues();
    Map<String, String> model = new HashMap<>();
    List<PagedMap> snapshots = new ArrayList<>();
    List<Map<String, String>> models = new ArrayList<>();
    snapshots.add(map);
    models.add(model);
    for (int step = 0; step < 30_000; step++) {
      int which = random.nextInt(snapshots.size());
      String key = key(random.nextInt(1000));
      if (random.nextInt(10) < (step / 5000 % 2 == 0 ? 7 : 3)) {
        String value = text(length());
        snapshots.get(which).put(bytes(key), bytes(value));
        models.get(which).put(key, value);
      } else {
        snapshots.get(which).remove(bytes(key));
        models.get(which).remove(key);
      }
      if (step % 1500 == 700) {
        PagedMap snapshot = snapshots.get(which).snapshot();
        Map<String, String> copy = new HashMap<>(models.get(which));
        if (snapshots.size() == 6) {
          int dropped = random.nextInt(snapshots.size());
          snapshots.remove(dropped);
          models.remove(dropped);
        }
        snapshots.add(snapshot);
        models.add(copy);
      }
      if (step % 1000 == 0) {
        for (int i = 0; i < snapshots.size(); i++) {
          snapshots.get(i).check();
          assertThat(contents(snapshots.get(i))).as(seed).isEqualTo(models.get(i));
        }
      }
    }
  }

  @Test
  void aScanVisitsWhatIsThereThroughout() {
    for (int run = 0; run < 60; run++) {
      PagedMap set = PagedMap.withoutValues();
      Set<String> throughout = new HashSet<>();
      int start = random.nextInt(3000);
      for (int i = 0; i < start; i++) {
        set.add(bytes("k" + i));
        throughout.add("k" + i);
      }
      Set<String> visited = new HashSet<>();
      boolean growing = random.nextBoolean();
      long cursor = 0;
      int added = 0;
      do {
        cursor = set.scan(cursor, 1 + random.nextInt(100), (key, value) -> visited.add(text(key)));
        for (int i = random.nextInt(400); i > 0; i--) {
          if (growing) {
            set.add(bytes("new" + added++ % 20_000));
          } else {
            String key = "k" + random.nextInt(3000);
            set.remove(bytes(key));
            throughout.remove(key);
          }
        }
      } while (cursor != 0);
      assertThat(visited).as(seed).containsAll(throughout);
    }
  }

  @Test
  void aScanThatNothingDisturbsVisitsEachElementOnce() {
    PagedMap set = filled(5000);
    List<String> visited = new ArrayList<>();
    long cursor = 0;
    do {
      int before = visited.size();
      cursor = set.scan(cursor, 10, (key, value) -> visited.add(text(key)));
      assertThat(visited.size() - before).as(seed).isLessThanOrEqualTo(10);
    } while (cursor != 0);
    assertThat(visited).as(seed).hasSize(5000).doesNotHaveDuplicates();
  }

  @Test
  void anyCursorIsSafe() {
    PagedMap set = filled(1000);
    for (long cursor : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 7}) {
      long next = set.scan(cursor, 1, (key, value) -> {});
      assertThat(next).isBetween(0L, 1L << 32);
    }
  }

  @Test
  void everyElementIsDrawnAsOftenAsAnyOther() {
    SplittableRandom fixed = new SplittableRandom(20240229);
    for (int size : new int[] {3, 200, 2000}) {
      PagedMap set = filled(size);
      Map<String, Integer> counts = new HashMap<>();
      int draws = 200 * size;
      for (int i = 0; i < draws; i++) {
        set.random(fixed, (key, value) -> counts.merge(text(key), 1, Integer::sum));
      }
      double chiSquare = 0;
      for (int i = 0; i < size; i++) {
        double deviation = counts.getOrDefault("k" + i, 0) - 200;
        chiSquare += deviation * deviation / 200;
      }
      // Its mean is size - 1 and its variance twice that: seven deviations are never seen.
      assertThat(chiSquare).isLessThan(size - 1 + 7 * Math.sqrt(2.0 * (size - 1)) + 7);
    }
  }

  @Test
  void elementsThatAreLeftInADrainedMapAreStillDrawnEvenly() {
    SplittableRandom fixed = new SplittableRandom(20240301);
    PagedMap set = filled(20_000);
    // What is left lies in the first pages of the hash order: the rest of the directory is bare.
    List<byte[]> keys = new ArrayList<>();
    set.forEach((key, value) -> keys.add(key));
    keys.subList(100, keys.size()).forEach(set::remove);
    set.check();
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      set.random(fixed, (key, value) -> counts.merge(text(key), 1, Integer::sum));
    }
    assertThat(counts).hasSize(100);
    assertThat(counts.values()).allMatch(count -> count > 40 && count < 180);
  }

  @Test
  void takesLittleMoreThanItsElementsAndSaysHowMuch() {
    PagedMap set = PagedMap.withoutValues();
    PagedMap map = PagedMap.withValues();
    for (int i = 0; i < 100_000; i++) {
      byte[] member = bytes("member" + (100_000 + i));
      set.add(member);
      map.put(member, bytes("a value of 20 bytes " + i % 10));
    }
    assertThat(set.heapBytes()).isLessThan(100_000 * (12 + 11)).isLessThan(set.bytes() * 5 / 4);
    assertThat(map.heapBytes()).isLessThan(100_000 * (33 + 16)).isLessThan(map.bytes() * 5 / 4);
    assertThat(set.bytes()).isLessThan(set.heapBytes() * 5 / 4);
    assertThat(map.bytes()).isLessThan(map.heapBytes() * 5 / 4);
  }

  @Test
  void aDrainedMapIsSmall() {
    PagedMap set = filled(100_000);
    for (int i = 10; i < 100_000; i++) {
      set.remove(bytes("k" + i));
    }
    set.check();
    assertThat(set.heapBytes()).isLessThan(1000);
    for (int i = 0; i < 10; i++) {
      assertThat(set.contains(bytes("k" + i))).isTrue();
    }
  }

  @Test
  void longValuesDoNotSplitPages() {
    PagedMap map = PagedMap.withValues();
    byte[] value = new byte[1 << 20];
    for (int i = 0; i < 20; i++) {
      map.put(bytes("k" + i), value);
    }
    map.check();
    assertThat(map.scan(0, 100, (key, ignored) -> {})).as("one page").isZero();
    assertThat(map.get(bytes("k7"))).isSameAs(value);
    assertThat(map.bytes()).isGreaterThan(20L << 20);
  }

  @Test
  void doublesKeepEveryBit() {
    PagedMap map = PagedMap.withValues();
    double[] values = {0.0, -0.0, 1.5, Double.MAX_VALUE, Double.NEGATIVE_INFINITY, 3e-320};
    for (int i = 0; i < values.length; i++) {
      assertThat(map.putDouble(bytes("k" + i), 7)).isTrue();
      assertThat(map.putDouble(bytes("k" + i), values[i])).isFalse();
    }
    for (int i = 0; i < values.length; i++) {
      assertThat(Double.doubleToRawLongBits(map.getDouble(bytes("k" + i))))
          .isEqualTo(Double.doubleToRawLongBits(values[i]));
    }
    assertThat(map.getDouble(bytes("none"))).isNaN();
    map.forEach((key, value) -> assertThat(PagedMap.toDouble(value)).isEqualTo(map.getDouble(key)));
  }

  @Test
  void clearForgetsEverythingButNotInASnapshot() {
    PagedMap set = filled(500);
    PagedMap snapshot = set.snapshot();
    set.clear();
    set.check();
    assertThat(set.size()).isZero();
    assertThat(set.bytes()).isZero();
    assertThat(set.contains(bytes("k1"))).isFalse();
    assertThat(contents(snapshot)).hasSize(500);
  }

  private static PagedMap filled(int size) {
    PagedMap set = PagedMap.withoutValues();
    for (int i = 0; i < size; i++) {
      set.add(bytes("k" + i));
    }
    return set;
  }

  private Map<String, String> contents(PagedMap map) {
    Map<String, String> contents = new HashMap<>();
    map.forEach(
        (key, value) ->
            assertThat(contents.put(text(key), value == null ? "" : text(value)))
                .as(seed)
                .isNull());
    return contents;
  }

  /** Short ones mostly, and those at the edge of what lies in line. */
  private int length() {
    return random.nextInt(20) > 0 ? random.nextInt(20) : 250 + random.nextInt(10);
  }

  private String text(int length) {
    char[] chars = new char[length];
    for (int i = 0; i < length; i++) {
      chars[i] = (char) ('a' + random.nextInt(26));
    }
    return new String(chars);
  }

  /** Key 0 is empty, and every 37th is a long one. */
  private static String key(int number) {
    char[] chars = new char[number == 0 ? 0 : number % 37 == 0 ? 250 + number % 10 : 1];
    Arrays.fill(chars, 'k');
    return number == 0 ? "" : new String(chars) + number;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
