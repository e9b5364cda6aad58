package io.redistinto.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RecordSetTest {
  private final RecordSet set = new RecordSet();

  @RepeatedTest(20)
  void holdsWhatASortedSetHolds() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int bound = 1 << random.nextInt(1, 20);
    TreeSet<Integer> model = new TreeSet<>();
    for (int i = 0; i < 20_000; i++) {
      int number = random.nextInt(bound);
      switch (random.nextInt(3)) {
        case 0 -> {
          set.add(number);
          model.add(number);
        }
        case 1 -> {
          set.remove(number);
          model.remove(number);
        }
        default -> {
          Integer first = model.pollFirst();
          assertThat(set.takeFirst()).as("seed %d", seed).isEqualTo(first == null ? -1 : first);
        }
      }
      assertThat(set.size()).as("seed %d", seed).isEqualTo(model.size());
    }
  }

  @Test
  void takesTheGreatestNumber() {
    set.add(Integer.MAX_VALUE);
    set.add(0);

    assertThat(set.takeFirst()).isZero();
    assertThat(set.takeFirst()).isEqualTo(Integer.MAX_VALUE);
    assertThat(set.takeFirst()).isEqualTo(-1);
  }

  @Test
  void isEmptyAfterClear() {
    set.add(70_000);
    set.clear();

    assertThat(set.size()).isZero();
    assertThat(set.takeFirst()).isEqualTo(-1);
    set.remove(70_000);
    assertThat(set.size()).isZero();
  }
}
