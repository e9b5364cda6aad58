package io.redistinto.storage.entries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeRunsTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());

  /** Takes and frees at random; {@code used} is the truth. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 127, 128, 129, 1000, 4096, 5000})
  void agreesWithAnArrayOfBits(int entryCount) {
    SplittableRandom random = new SplittableRandom(SEED + entryCount);
    FreeRuns free = new FreeRuns(entryCount);
    boolean[] used = new boolean[entryCount];
    List<int[]> runs = new ArrayList<>();
    for (int step = 0; step < 3000; step++) {
      int n = 1 + random.nextInt(random.nextInt(10) == 0 ? Math.min(entryCount, 200) : 4);
      int action = random.nextInt(100);
      // Grows and shrinks by turns, so that the frontier travels over the whole arena.
      int take = step / 500 % 2 == 0 ? 60 : 30;
      if (action < take) {
        int first = free.take(n);
        assertThat(first).as("seed %d step %d take", SEED, step).isEqualTo(firstFit(used, n));
        if (first >= 0) {
          Arrays.fill(used, first, first + n, true);
          runs.add(new int[] {first, n});
        }
      } else if (action < take + 10) {
        int first = random.nextInt(Math.min(entryCount, free.frontier() + 1));
        boolean taken = free.takeAt(first, n);
        assertThat(taken).as("seed %d step %d takeAt", SEED, step).isEqualTo(fits(used, first, n));
        if (taken) {
          Arrays.fill(used, first, first + n, true);
          runs.add(new int[] {first, n});
        }
      } else if (action < 99) {
        if (!runs.isEmpty()) {
          int[] run = runs.remove(random.nextInt(runs.size()));
          int part = 1 + random.nextInt(run[1]);
          free.free(run[0] + run[1] - part, part);
          Arrays.fill(used, run[0] + run[1] - part, run[0] + run[1], false);
          if (part < run[1]) {
            runs.add(new int[] {run[0], run[1] - part});
          }
        }
      } else if (random.nextInt(4) == 0) {
        int count = entryCount - free.count();
        free.compacted(count);
        Arrays.fill(used, false);
        Arrays.fill(used, 0, count, true);
        runs.clear();
        for (int entry = 0; entry < count; entry++) {
          runs.add(new int[] {entry, 1});
        }
      }
      compare(free, used, step);
    }
  }

  private static void compare(FreeRuns free, boolean[] used, int step) {
    free.validate();
    int count = 0;
    int longest = 0;
    int run = 0;
    int frontier = 0;
    for (int entry = 0; entry < used.length; entry++) {
      if (free.isFree(entry) == used[entry]) {
        throw new AssertionError("seed " + SEED + " step " + step + " entry " + entry);
      }
      count += used[entry] ? 0 : 1;
      run = used[entry] ? 0 : run + 1;
      longest = Math.max(longest, run);
      frontier = used[entry] ? entry + 1 : frontier;
    }
    assertThat(free.count()).as("seed %d step %d count", SEED, step).isEqualTo(count);
    assertThat(free.longest()).as("seed %d step %d longest", SEED, step).isEqualTo(longest);
    assertThat(free.frontier()).as("seed %d step %d frontier", SEED, step).isEqualTo(frontier);
    assertThat(free.lowest())
        .as("seed %d step %d lowest", SEED, step)
        .isEqualTo(next(used, 0, false, used.length));
    int at = (int) (Math.abs(SEED + 31L * step) % used.length);
    assertThat(free.nextUsed(at))
        .as("seed %d step %d next used from %d", SEED, step, at)
        .isEqualTo(next(used, at, true, frontier));
    if (at < frontier) {
      assertThat(free.nextFree(at))
          .as("seed %d step %d next free from %d", SEED, step, at)
          .isEqualTo(next(used, at, false, frontier));
    }
  }

  @Test
  void holesThatCrossWordsAndTreeNodesAreFoundAtTheirStart() {
    FreeRuns free = new FreeRuns(1 << 16);
    free.take(1 << 16);
    for (int border = 64; border < 1 << 16; border *= 2) {
      free.free(border - 3, 7);
      assertThat(free.take(8)).isEqualTo(-1);
      assertThat(free.take(7)).as("hole across %d", border).isEqualTo(border - 3);
      free.validate();
    }
  }

  @Test
  void theWholeOfALargeArenaCanBeOneHoleButItsLastEntry() {
    int entryCount = 1 << 20;
    FreeRuns free = new FreeRuns(entryCount);
    free.take(entryCount);
    free.free(0, entryCount - 1);
    assertThat(free.longest()).isEqualTo(entryCount - 1);
    assertThat(free.takeAt(entryCount / 2, 100)).isTrue();
    assertThat(free.takeAt(entryCount / 2 + 99, 2)).isFalse();
    assertThat(free.take(entryCount / 2)).isZero();
    assertThat(free.nextFree(0)).isEqualTo(entryCount / 2 + 100);
    free.validate();
    free.free(entryCount - 1, 1);
    assertThat(free.frontier()).isEqualTo(entryCount / 2 + 100);
    free.validate();
  }

  private static int firstFit(boolean[] used, int n) {
    int run = 0;
    for (int entry = 0; entry < used.length; entry++) {
      run = used[entry] ? 0 : run + 1;
      if (run == n) {
        return entry - n + 1;
      }
    }
    return -1;
  }

  private static boolean fits(boolean[] used, int first, int n) {
    for (int entry = first; entry < first + n; entry++) {
      if (entry >= used.length || used[entry]) {
        return false;
      }
    }
    return true;
  }

  private static int next(boolean[] used, int from, boolean wanted, int end) {
    for (int entry = from; entry < end; entry++) {
      if (used[entry] == wanted) {
        return entry;
      }
    }
    return end;
  }
}
