package io.redistinto.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());
  private static final int MOST = 1_000;
  private static final int[] LENGTHS = {0, 1, 15, 16, 17, 40, 47, 48, 49, 300};

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Records records = new Records(MOST);
  private final Map<Integer, byte[]> truth = new HashMap<>();

  @Test
  void keepsKeysOfAllLengthsApartWhileTheyComeGoAndChange() {
    List<Integer> living = new ArrayList<>();
    for (int step = 0; step < 100_000; step++) {
      boolean growing = step / 5_000 % 2 == 0;
      if (living.isEmpty() || (living.size() < MOST && random.nextInt(3) != (growing ? 0 : 1))) {
        living.add(allocate());
      } else {
        int at = random.nextInt(living.size());
        int record = living.get(at);
        check(record, step);
        if (random.nextInt(4) == 0) {
          rename(record);
        } else {
          records.free(record);
          truth.remove(record);
          living.set(at, living.get(living.size() - 1));
          living.remove(living.size() - 1);
        }
      }
      assertThat(records.count()).isEqualTo(living.size());
    }
    living.forEach(record -> check(record, -1));
  }

  @Test
  void whatWasGivenBackIsEnoughForAsManyRecordsOfOtherLengths() {
    for (int round = 0; round < 20; round++) {
      List<Integer> living = new ArrayList<>();
      for (int i = 0; i < MOST; i++) {
        living.add(records.allocate(0, ByteBuffer.allocate(48), 0, round % 2 == 0 ? 16 : 48));
      }
      // Beyond twice the most records the memory would end.
      assertThat(records.highestNext()).isLessThanOrEqualTo(2 * MOST + 3);
      living.forEach(records::free);
    }
  }

  @Test
  void aNumberThatIsInsideAnotherRecordByNowIsNoRecord() {
    int first = records.allocate(0, ByteBuffer.allocate(48), 0, 1);
    int second = records.allocate(0, ByteBuffer.allocate(48), 0, 1);
    assertThat(records.isRecord(first)).isTrue();
    assertThat(records.isRecord(second)).isTrue();
    records.free(first);
    records.free(second);
    assertThat(records.allocate(0, ByteBuffer.allocate(48), 0, 48)).isEqualTo(first);
    assertThat(records.isRecord(first)).isTrue();
    assertThat(records.isRecord(second)).isFalse();
  }

  private int allocate() {
    byte[] key = key();
    int record = records.allocate(random.nextInt(16), ByteBuffer.wrap(key), 0, key.length);
    assertThat(truth).as("seed %d", SEED).doesNotContainKey(record);
    records.firstEntry(record, record);
    truth.put(record, key);
    return record;
  }

  private void rename(int record) {
    byte[] key = key();
    records.rename(record, ByteBuffer.wrap(key), 0, key.length);
    truth.put(record, key);
    check(record, -1);
  }

  private byte[] key() {
    byte[] key = new byte[LENGTHS[random.nextInt(LENGTHS.length)]];
    random.nextBytes(key);
    return key;
  }

  private void check(int record, int step) {
    byte[] key = truth.get(record);
    assertThat(records.key(record)).as("seed %d step %d", SEED, step).isEqualTo(key);
    assertThat(records.keyLength(record)).isEqualTo(key.length);
    assertThat(records.firstEntry(record)).isEqualTo(record);
  }
}
