package io.redistinto.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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

  /**
   * An adversary decides what is less than what only when asked, so that each pivot is a bad one
   * (M. D. McIlroy: A Killer Adversary for Quicksort, Software: Practice and Experience 29(4),
   * 1999).
   */
  @Test
  void anAdversaryCannotMakeItQuadratic() {
    int size = 20_000;
    int[] rank = new int[size];
    Arrays.fill(rank, size);
    int[] decided = {0};
    int[] candidate = {0};
    long[] comparisons = {0};
    Comparator<Integer> adversary =
        (a, b) -> {
          comparisons[0]++;
          if (rank[a] == size && rank[b] == size) {
            rank[a == candidate[0] ? a : b] = decided[0]++;
          }
          if (rank[a] == size) {
            candidate[0] = a;
          } else if (rank[b] == size) {
            candidate[0] = b;
          }
          return Integer.compare(rank[a], rank[b]);
        };
    List<Integer> list = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    PartialSort.sort(list, adversary, 0, size);
    assertThat(comparisons[0]).isLessThan(100L * size);
  }
}
