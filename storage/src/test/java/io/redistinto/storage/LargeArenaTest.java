package io.redistinto.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redistinto.storage.replacement.Replacement;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arenas above the size up to which every compaction is allowed. */
class LargeArenaTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());
  private static final int ENTRY_BYTES = 64;
  private static final int ENTRIES = 40_000;
  private static final long ARENA_BYTES = (long) ENTRIES * ENTRY_BYTES;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Keyspace keyspace =
      new Keyspace(new KeyspaceOptions(ENTRIES, ENTRY_BYTES, 1), () -> 0, new SplittableRandom(1));
  private final Client client = new Client(keyspace);

  /** Value lengths and first bytes of what was written; replaced keys are still in it. */
  private final Map<String, Integer> written = new HashMap<>();

  private long placedBytes;

  @ParameterizedTest
  @CsvSource({"LRU, 4", "LRU, 20", "LRU, 100", "CIRCULAR, 20", "BSU, 4", "BSU, 20"})
  void aFullArenaTakesMixedSizesWithoutCompactingForEach(Replacement policy, int largeEntries) {
    keyspace.replacement(policy);
    int largeKeys = ENTRIES / 10 / largeEntries;
    fill();
    long evictionsWhenFull = keyspace.statistics().evictions;
    for (int i = 0; i < 60_000; i++) {
      boolean large = random.nextInt(10) == 0;
      int length = large ? random.nextInt(1, 2 * largeEntries * ENTRY_BYTES) : anyAtomicLength();
      set(
          large ? "large" + random.nextInt(largeKeys) : "small" + random.nextInt(2 * ENTRIES),
          length);
      assertThat(keyspace.statistics().bytesMoved)
          .as("seed %d: bytes moved", SEED)
          .isLessThanOrEqualTo(16 * placedBytes + ARENA_BYTES);
      assertThat(keyspace.arena().usedEntries())
          .as("seed %d: entries still used", SEED)
          .isGreaterThan(ENTRIES * 3 / 4);
    }
    assertThat(keyspace.statistics().evictions).isGreaterThan(evictionsWhenFull);
    keyspace.validate();
    long found = 0;
    for (Map.Entry<String, Integer> each : written.entrySet()) {
      byte[] value = client.get(0, each.getKey());
      if (value != null) {
        found++;
        assertThat(value).as("seed %d", SEED).isEqualTo(bytes(each.getKey(), each.getValue()));
      }
    }
    assertThat(found).isEqualTo(keyspace.size(0));
  }

  @ParameterizedTest
  @CsvSource({"LRU", "CIRCULAR", "BSU"})
  void isNeverOutOfEntriesWhileReplacingCanMakeRoom(Replacement policy) {
    keyspace.replacement(policy);
    fill();
    for (int entries = 1; entries <= 10_000; entries *= 2) {
      set("grows", entries * ENTRY_BYTES);
    }
    int atomic = keyspace.size(0) - 1;
    int free = keyspace.arena().free().count();
    set("fits", (atomic + free) * ENTRY_BYTES);
    assertThat(keyspace.size(0)).isEqualTo(2);
    assertThat(keyspace.arena().free().count()).isZero();
    assertThatThrownBy(() -> set("one more", 1)).isInstanceOf(RefusedException.class);
    assertThat(client.get(0, "fits")).isEqualTo(bytes("fits", (atomic + free) * ENTRY_BYTES));
    keyspace.validate();
  }

  @Test
  void compactsWhateverItCostsWhereNothingCanBeReplaced() {
    keyspace.replacement(Replacement.NONE);
    for (int i = 0; i < ENTRIES / 2; i++) {
      set("pair" + i, 2 * ENTRY_BYTES);
    }
    client.delete(0, "pair1");
    client.delete(0, "pair3");
    set("four", 4 * ENTRY_BYTES);
    assertThat(keyspace.statistics().compactions).isEqualTo(1);
    assertThat(client.get(0, "pair2")).isEqualTo(bytes("pair2", 2 * ENTRY_BYTES));
    keyspace.validate();
  }

  @Test
  void aLongCompactionIsAskedForBeforeTheCommandChangedAnything() {
    holesBetweenValues();
    keyspace.pauseAboveBytes(ARENA_BYTES / 4);
    Map<String, DumpFiles.Content> before = client.contents(0);

    keyspace.beginCommand();
    assertThatThrownBy(() -> setOnce("new", 2 * ENTRY_BYTES))
        .isInstanceOf(PauseRequiredException.class);
    assertThatThrownBy(() -> setOnce("k4", 3 * ENTRY_BYTES))
        .isInstanceOf(PauseRequiredException.class);
    assertThat(client.contents(0)).isEqualTo(before);
    assertThat(keyspace.compactionIsLong()).isTrue();
    keyspace.validate();

    client.compact(1000);
    assertThat(keyspace.compactionIsLong()).isFalse();
    keyspace.beginCommand();
    setOnce("new", 2 * ENTRY_BYTES);
    assertThat(client.get(0, "new")).isEqualTo(bytes("new", 2 * ENTRY_BYTES));
    assertThat(client.get(0, "k4")).isEqualTo(bytes("k4", ENTRY_BYTES));
    assertThat(keyspace.statistics().compactions).isEqualTo(1);
    keyspace.validate();
  }

  @Test
  void aPauseIsNotAskedForOnceTheCommandHasChangedSomething() {
    holesBetweenValues();
    keyspace.pauseAboveBytes(0);
    keyspace.beginCommand();
    setOnce("k4", 1);
    setOnce("new", 2 * ENTRY_BYTES);
    assertThat(keyspace.statistics().compactions).isEqualTo(1);
    assertThat(client.get(0, "new")).isEqualTo(bytes("new", 2 * ENTRY_BYTES));
  }

  @Test
  void replacingForACommandDoesNotKeepItFromAskingForAPauseAndIsNotDoneTwice() {
    keyspace.replacement(Replacement.LRU);
    fill();
    for (int i = 0; i < ENTRIES; i += 2) {
      client.get(0, "small" + i); // so that what goes first lies apart
    }
    keyspace.pauseAboveBytes(0);
    keyspace.beginCommand();
    assertThatThrownBy(() -> setOnce("new", 3 * ENTRY_BYTES))
        .isInstanceOf(PauseRequiredException.class);
    long evictions = keyspace.statistics().evictions;
    assertThat(evictions).isPositive();
    client.compact(1000);
    keyspace.beginCommand();
    setOnce("new", 3 * ENTRY_BYTES);
    assertThat(keyspace.statistics().evictions).isEqualTo(evictions);
  }

  @ParameterizedTest
  @CsvSource({"1", "7", "100", "39999"})
  void compactionInStepsIsTheSameAsAtOnce(int stepEntries) {
    Client other =
        new Client(
            new Keyspace(
                new KeyspaceOptions(ENTRIES, ENTRY_BYTES, 1), () -> 0, new SplittableRandom(1)));
    for (int i = 0; i < 20_000; i++) {
      String key = "k" + random.nextInt(8_000);
      if (random.nextInt(3) == 0) {
        client.delete(0, key);
        other.delete(0, key);
      } else {
        byte[] value = bytes(key, random.nextInt(6 * ENTRY_BYTES));
        client.set(0, key, value, Client.NO_DEADLINE);
        other.set(0, key, value, Client.NO_DEADLINE);
      }
    }
    client.compact(Integer.MAX_VALUE);
    other.compact(stepEntries);
    assertThat(layout(other.keyspace)).as("seed %d", SEED).isEqualTo(layout(keyspace));
    assertThat(other.keyspace.statistics().valuesMoved)
        .isEqualTo(keyspace.statistics().valuesMoved)
        .isPositive();
    assertThat(other.contents(0)).isEqualTo(client.contents(0));
    other.keyspace.validate();
    assertThat(keyspace.arena().free().lowest()).isEqualTo(keyspace.arena().usedEntries());
  }

  /** Every second entry free, from the start of the arena to its end. */
  private void holesBetweenValues() {
    for (int i = 0; i < ENTRIES; i++) {
      set("k" + i, ENTRY_BYTES);
    }
    for (int i = 1; i < ENTRIES; i += 2) {
      client.delete(0, "k" + i);
    }
  }

  /** Fills the arena with atomic values. */
  private void fill() {
    for (int i = 0; keyspace.arena().free().count() > 0; i++) {
      set("small" + i, anyAtomicLength());
    }
  }

  private int anyAtomicLength() {
    return random.nextInt(ENTRY_BYTES + 1);
  }

  private void set(String key, int length) {
    int record = client.find(0, key);
    int had = record == Keyspace.NO_KEY ? 0 : keyspace.arena().entriesFor(keyspace.length(record));
    int needed = keyspace.arena().entriesFor(length);
    client.set(0, key, bytes(key, length), Client.NO_DEADLINE);
    written.put(key, length);
    placedBytes += needed > had ? (long) needed * ENTRY_BYTES : 0;
  }

  /** Without running again after a pause. */
  private void setOnce(String key, int length) {
    byte[] name = Client.bytes(key);
    ByteBuffer nameBuffer = ByteBuffer.wrap(name);
    keyspace.setString(
        client.find(0, key),
        0,
        nameBuffer,
        0,
        name.length,
        ByteBuffer.wrap(bytes(key, length)),
        0,
        length,
        Client.NO_DEADLINE);
  }

  /** A value that shows whose it is and in which byte of it one looks. */
  private static byte[] bytes(String key, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (key.hashCode() + 31 * i);
    }
    return bytes;
  }

  private static int[] layout(Keyspace keyspace) {
    int[] owners = new int[keyspace.arena().entryCount()];
    Arrays.setAll(
        owners, entry -> keyspace.arena().free().isFree(entry) ? 0 : keyspace.arena().owner(entry));
    return owners;
  }
}
