package io.redistinto.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PartialSortTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());

  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void thePartIsWhatASortPutsThere() {
    for (int run = 0; run < 1000; run++) {
      int size = random.nextInt(random.nextBoolean() ? 12 : 300);
      int different = 1 + random.nextInt(2 * size + 1);
      List<Integer> list = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        list.add(random.nextInt(different));
      }
      List<Integer> sorted = new ArrayList<>(list);
      sorted.sort(Comparator.naturalOrder());
      int from = random.nextInt(size + 1);
      int to = from + random.nextInt(size + 1 - from);
      PartialSort.sort(list, Comparator.naturalOrder(), from, to);
      assertThat(list.subList(from, to)).as("seed %d", SEED).isEqualTo(sorted.subList(from, to));
      assertThat(list).as("seed %d", SEED).hasSameElementsAs(sorted);
    }
  }

  @Test
  void sortedAndReversedListsAreQuick() {
    List<Integer> list = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      list.add(i);
    }
    PartialSort.sort(list, Comparator.reverseOrder(), 0, 3);
    assertThat(list.subList(0, 3)).containsExactly(199_999, 199_998, 199_997);
    PartialSort.sort(list, Comparator.naturalOrder(), 100_000, 100_002);
    assertThat(list.subList(100_000, 100_002)).containsExactly(100_000, 100_001);
  }
}
