package io.redistinto.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyIndexTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());
  private static final int LIMIT = 300_000;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Segments segments = new Segments();
  private final Records records = new Records(LIMIT);
  private final SipHash hash = new SipHash(random);
  private final KeyIndex index = new KeyIndex(segments, records, hash);
  private final Map<String, Integer> truth = new HashMap<>();

  @Test
  void findsWhatIsThereAndNothingElseAcrossManySplits() {
    for (int i = 0; i < 200_000; i++) {
      add("key" + i);
    }
    index.validate();
    assertThat(index.size()).isEqualTo(200_000);
    for (int i = 0; i < 200_000; i++) {
      assertThat(find("key" + i)).isEqualTo(truth.get("key" + i));
      assertThat(find("no key" + i)).isEqualTo(Records.NONE);
    }
  }

  @Test
  void agreesWithAMapWhileKeysComeAndGo() {
    for (int step = 0; step < 200_000; step++) {
      // 0 .. 40,000 keys and back
      boolean growing = step / 50_000 % 2 == 0;
      String key = key(random.nextInt(growing ? 60_000 : 30_000));
      assertThat(find(key))
          .as("seed %d step %d", SEED, step)
          .isEqualTo(truth.getOrDefault(key, Records.NONE));
      if (!truth.containsKey(key) && (growing || random.nextInt(4) == 0)) {
        add(key);
      } else if (truth.containsKey(key) && (!growing || random.nextInt(4) == 0)) {
        remove(key);
      }
      if (step % 5_000 == 0) {
        index.validate();
      }
    }
    index.validate();
    assertThat(allKeys()).as("seed %d", SEED).isEqualTo(truth.keySet());
    index.clear();
    assertThat(index.size()).isZero();
    assertThat(find(key(1))).isEqualTo(Records.NONE);
  }

  @Test
  void twoIndexesShareSegmentsAndRecords() {
    KeyIndex other = new KeyIndex(segments, records, hash);
    for (int i = 0; i < 20_000; i++) {
      add("key" + i);
      other.add(allocate("key" + i));
    }
    index.clear();
    truth.clear();
    for (int i = 0; i < 20_000; i++) {
      add("another" + i);
    }
    index.validate();
    other.validate();
    assertThat(other.size()).isEqualTo(20_000);
    for (int i = 0; i < 20_000; i++) {
      String key = "key" + i;
      ByteBuffer bytes = ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8));
      assertThat(other.find(bytes, 0, key.length())).isNotEqualTo(Records.NONE);
      assertThat(find(key)).isEqualTo(Records.NONE);
    }
  }

  /** Keys that stay are returned by every whole scan while others come and go and it splits. */
  @Test
  void aScanReturnsAllThatStaysWhileTheTableGrows() {
    for (int round = 0; round < 10; round++) {
      Set<String> staying = new HashSet<>();
      for (int i = 0; i < 1_000; i++) {
        staying.add("stays" + round + "/" + i);
      }
      staying.forEach(this::add);
      List<String> passing = new ArrayList<>();
      Set<String> seen = new HashSet<>();
      long cursor = 0;
      do {
        cursor = index.scan(cursor, 1 + random.nextInt(20), record -> seen.add(keyOf(record)));
        for (int i = random.nextInt(300); i > 0 && truth.size() < 30_000; i--) {
          String key = "passes" + round + "/" + passing.size();
          passing.add(key);
          add(key);
        }
        for (int i = random.nextInt(200); i > 0 && !passing.isEmpty(); i--) {
          String key = passing.get(random.nextInt(passing.size()));
          if (truth.containsKey(key)) {
            remove(key);
          }
        }
      } while (cursor != 0);
      assertThat(seen).as("seed %d round %d", SEED, round).containsAll(staying);
      index.validate();
      index.clear();
      truth.clear();
      records.clear();
    }
  }

  @Test
  void aScanWithoutChangesReturnsEachKeyOnce() {
    for (int i = 0; i < 10_000; i++) {
      add(key(i));
    }
    for (int wanted : new int[] {1, 7, 10, 1000, Integer.MAX_VALUE}) {
      List<String> seen = new ArrayList<>();
      long cursor = 0;
      do {
        cursor = index.scan(cursor, wanted, record -> seen.add(keyOf(record)));
      } while (cursor != 0);
      assertThat(seen).as("seed %d, %d a call", SEED, wanted).doesNotHaveDuplicates();
      assertThat(new HashSet<>(seen)).isEqualTo(truth.keySet());
    }
  }

  @Test
  void aScanTakesAnyCursor() {
    for (int i = 0; i < 1_000; i++) {
      add(key(i));
    }
    for (long cursor : new long[] {1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 0xffffffffL}) {
      long next = index.scan(cursor, 10, record -> assertThat(truth).containsValue(record));
      assertThat(next).as("after %d", cursor).isBetween(0L, 0xffffffffL);
    }
  }

  @Test
  void randomReturnsAnyKeyThatIsThere() {
    assertThat(index.random(random)).isEqualTo(Records.NONE);
    for (int i = 0; i < 30_000; i++) {
      add("key" + i);
    }
    for (int i = 0; i < 30_000; i++) {
      if (i % 3_000 != 0) {
        remove("key" + i);
      }
    }
    Set<Integer> drawn = new HashSet<>();
    for (int i = 0; i < 5_000; i++) {
      drawn.add(index.random(random));
    }
    assertThat(drawn).as("seed %d", SEED).isEqualTo(new HashSet<>(truth.values()));
  }

  /** Mostly short keys, some beyond what a record holds, some of one length with a common start. */
  private static String key(int number) {
    return switch (number % 5) {
      case 0 -> "a key that is longer than forty bytes, and then its number: " + number;
      case 1 -> "%040d".formatted(number);
      case 2 -> "%041d".formatted(number);
      default -> Integer.toString(number);
    };
  }

  private void add(String key) {
    int record = allocate(key);
    index.add(record);
    assertThat(truth.put(key, record)).isNull();
  }

  private int allocate(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    return records.allocate(0, ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  private void remove(String key) {
    int record = truth.remove(key);
    index.remove(record);
    records.free(record);
  }

  private int find(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length + 1).put(1, bytes);
    return index.find(buffer.order(ByteOrder.LITTLE_ENDIAN), 1, bytes.length);
  }

  private String keyOf(int record) {
    return new String(records.key(record), StandardCharsets.UTF_8);
  }

  private Set<String> allKeys() {
    Set<String> keys = new HashSet<>();
    index.forEach(record -> keys.add(keyOf(record)));
    return keys;
  }
}
