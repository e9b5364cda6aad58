package io.redistinto.storage.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());

  @Test
  void agreesWithASortedMapOfDeadlines() {
    SplittableRandom random = new SplittableRandom(SEED);
    Deadlines deadlines = new Deadlines();
    Map<Integer, Long> byRecord = new HashMap<>();
    SortedMap<Long, Set<Integer>> byTime = new TreeMap<>();
    for (int step = 0; step < 30_000; step++) {
      int record = 1 + random.nextInt(step / 5_000 % 2 == 0 ? 2_000 : 200);
      long millis = random.nextInt(20) == 0 ? random.nextLong() : random.nextInt(500);
      if (!byRecord.containsKey(record)) {
        deadlines.add(record, millis);
        put(byRecord, byTime, record, millis);
      } else if (random.nextBoolean()) {
        deadlines.change(record, millis);
        remove(byRecord, byTime, record);
        put(byRecord, byTime, record, millis);
      } else {
        deadlines.remove(record);
        remove(byRecord, byTime, record);
      }
      assertThat(deadlines.size()).isEqualTo(byRecord.size());
      if (byTime.isEmpty()) {
        assertThat(deadlines.firstMillis()).isEqualTo(Long.MAX_VALUE);
      } else {
        assertThat(deadlines.firstMillis())
            .as("seed %d step %d", SEED, step)
            .isEqualTo(byTime.firstKey());
        assertThat(byTime.get(byTime.firstKey())).contains(deadlines.first());
      }
      if (step % 100 == 0) {
        deadlines.validate();
        byRecord.forEach(
            (each, deadline) -> assertThat(deadlines.millis(each)).isEqualTo(deadline));
      }
    }
  }

  @Test
  void givesRecordsInTheOrderOfTheirDeadlines() {
    SplittableRandom random = new SplittableRandom(SEED);
    Deadlines deadlines = new Deadlines();
    for (int record = 1; record <= 10_000; record++) {
      deadlines.add(record, random.nextInt(1000));
    }
    List<Long> order = new ArrayList<>();
    while (deadlines.size() > 0) {
      order.add(deadlines.firstMillis());
      deadlines.remove(deadlines.first());
    }
    assertThat(order).as("seed %d", SEED).hasSize(10_000).isSorted();
  }

  private static void put(
      Map<Integer, Long> byRecord, SortedMap<Long, Set<Integer>> byTime, int record, long millis) {
    byRecord.put(record, millis);
    byTime.computeIfAbsent(millis, time -> new HashSet<>()).add(record);
  }

  private static void remove(
      Map<Integer, Long> byRecord, SortedMap<Long, Set<Integer>> byTime, int record) {
    long millis = byRecord.remove(record);
    Set<Integer> records = byTime.get(millis);
    records.remove(record);
    if (records.isEmpty()) {
      byTime.remove(millis);
    }
  }
}
