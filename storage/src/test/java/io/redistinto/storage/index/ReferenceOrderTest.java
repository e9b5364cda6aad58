package io.redistinto.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceOrderTest {
  private static final int BLOCK_PLACES = 4096;
  private static final int MOST_RECORDS = 40_000;

  private final Records records = new Records(MOST_RECORDS);
  private final ReferenceOrder order = new ReferenceOrder(records);
  private final LinkedHashSet<Integer> model = new LinkedHashSet<>();

  @BeforeEach
  void allocateRecords() {
    ByteBuffer key = ByteBuffer.allocate(Integer.BYTES);
    for (int i = 0; i < MOST_RECORDS; i++) {
      records.allocate(0, key.putInt(0, i), 0, Integer.BYTES);
    }
  }

  @Test
  void anEmptyOrderHasNoOldest() {
    assertThat(order.oldest()).isEqualTo(Records.NONE);
    assertThat(order.size()).isZero();
  }

  @Test
  void theRecordAtTheEndOfAFullBlockIsTouchedLikeAnyOther() {
    for (int record = 1; record <= BLOCK_PLACES; record++) {
      add(record);
    }
    add(BLOCK_PLACES + 1);
    touch(BLOCK_PLACES);
    remove(BLOCK_PLACES + 1);
    add(BLOCK_PLACES + 2);
    touch(BLOCK_PLACES + 2);
    check();
  }

  @Test
  void afterItIsClearedItIsAsNew() {
    for (int record = 1; record <= 3 * BLOCK_PLACES; record++) {
      add(record);
    }
    order.clear();
    model.clear();
    check();
    add(5);
    add(7);
    touch(5);
    check();
    assertThat(order.blocks()).isOne();
  }

  /** The skew is how many of the records a touch chooses from: few of them, or all. */
  @ParameterizedTest
  @CsvSource({"1, 1", "100, 100", "30000, 1", "30000, 300", "30000, 30000"})
  void manyTouchesKeepTheOrderAndTheLogStaysShort(int records, int touched) {
    SplittableRandom random = new SplittableRandom(records + touched);
    for (int record = 1; record <= records; record++) {
      add(record);
    }
    int longest = 0;
    for (int i = 0; i < 400_000; i++) {
      touch(1 + random.nextInt(touched));
      longest = Math.max(longest, order.blocks());
    }
    check();
    assertThat(longest).isLessThanOrEqualTo(4 * records / BLOCK_PLACES + 6);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anySequenceOfChangesKeepsTheOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> present = new ArrayList<>();
    List<Integer> absent = new ArrayList<>();
    for (int record = 1; record <= 20_000; record++) {
      absent.add(record);
    }
    int wanted = 0;
    for (int i = 0; i < 300_000; i++) {
      if (i % 20_000 == 0) {
        wanted = random.nextInt(20_000);
      }
      if (random.nextInt(3) == 0 && present.size() != wanted) {
        boolean more = present.size() < wanted;
        int record = take(more ? absent : present, random);
        (more ? present : absent).add(record);
        if (more) {
          add(record);
        } else {
          remove(record);
        }
      } else if (!present.isEmpty()) {
        touch(present.get(random.nextInt(present.size())));
      }
      if (i % 10_000 == 0) {
        check();
      }
    }
    check();
  }

  /** As a full arena does: who has the oldest reference makes room. */
  @Test
  void theOldestGivesWayForANewOne() {
    SplittableRandom random = new SplittableRandom(9);
    for (int record = 1; record <= 10_000; record++) {
      add(record);
    }
    for (int i = 0; i < 200_000; i++) {
      int oldest = order.oldest();
      assertThat(oldest).isEqualTo(model.iterator().next());
      remove(oldest);
      add(oldest);
      touch(1 + random.nextInt(10_000));
    }
    check();
  }

  private static int take(List<Integer> list, SplittableRandom random) {
    int at = random.nextInt(list.size());
    int taken = list.get(at);
    list.set(at, list.get(list.size() - 1));
    list.remove(list.size() - 1);
    return taken;
  }

  private void add(int record) {
    order.reserve(record);
    order.add(record);
    model.add(record);
  }

  private void remove(int record) {
    order.remove(record);
    model.remove(record);
  }

  private void touch(int record) {
    order.touch(record);
    model.remove(record);
    model.add(record);
  }

  private void check() {
    List<Integer> records = new ArrayList<>();
    for (int record = order.oldest(); record != Records.NONE; record = order.newer(record)) {
      records.add(record);
    }
    assertThat(records).containsExactlyElementsOf(model);
    assertThat(order.size()).isEqualTo(model.size());
  }
}
