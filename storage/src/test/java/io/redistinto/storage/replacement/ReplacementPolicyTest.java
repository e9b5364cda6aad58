package io.redistinto.storage.replacement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The circular rule and bsu by entry numbers alone; lru is the order that the model test holds. */
class ReplacementPolicyTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());

  @ParameterizedTest
  @CsvSource({
    // pointer, spared, victim; atomic values lie in 2, 5, 70000 and 2^30 - 1
    "0, -1, 2",
    "2, -1, 2",
    "3, -1, 5",
    "6, -1, 70000",
    "70001, -1, 1073741823",
    "1073741823, -1, 1073741823",
    "2, 2, 5",
    "1073741823, 1073741823, 2",
    "70000, 70000, 1073741823",
  })
  void circularTakesTheFirstAtOrAfterThePointer(int pointer, int spared, int victim) {
    ReplacementPolicy policy = new CircularReplacement();
    for (int entry : new int[] {70000, 2, (1 << 30) - 1, 5}) {
      policy.added(entry, 1);
    }
    assertThat(policy.victim(pointer, spared)).isEqualTo(victim);
  }

  @Test
  void aLoneValueThatIsSparedLeavesNoVictim() {
    for (ReplacementPolicy policy :
        new ReplacementPolicy[] {new CircularReplacement(), new BsuReplacement()}) {
      assertThat(policy.victim(0, ReplacementPolicy.NONE)).isEqualTo(ReplacementPolicy.NONE);
      policy.added(7, 0);
      assertThat(policy.victim(0, ReplacementPolicy.NONE)).isEqualTo(7);
      assertThat(policy.victim(0, 7)).isEqualTo(ReplacementPolicy.NONE);
      policy.removed(7, 0);
      assertThat(policy.victim(0, ReplacementPolicy.NONE)).isEqualTo(ReplacementPolicy.NONE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // 3: 10 bytes, 8: 64 bytes, 9: 10 bytes, 12: 64 bytes
    "0, -1, 8",
    "9, -1, 12",
    "13, -1, 8",
    "8, 8, 12",
    "12, 12, 8",
  })
  void bsuTakesTheLargestAndAmongEqualsTheCircularRule(int pointer, int spared, int victim) {
    assertThat(fourValues().victim(pointer, spared)).isEqualTo(victim);
  }

  @Test
  void bsuGoesOnWithTheNextSizeWhenTheLargestIsSparedOrGone() {
    ReplacementPolicy policy = fourValues();
    policy.removed(8, 64);
    assertThat(policy.victim(9, 12)).isEqualTo(9);
    policy.resized(12, 64, 5);
    assertThat(policy.victim(10, ReplacementPolicy.NONE)).isEqualTo(3);
    policy.resized(3, 10, 11);
    assertThat(policy.victim(4, ReplacementPolicy.NONE)).isEqualTo(3);
    policy.removedFrom(9);
    assertThat(policy.victim(4, 3)).isEqualTo(ReplacementPolicy.NONE);
  }

  /** Against a scan over all entries. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void agreesWithAScan(boolean bsu) {
    SplittableRandom random = new SplittableRandom(SEED);
    ReplacementPolicy policy = bsu ? new BsuReplacement() : new CircularReplacement();
    int[] bytes = new int[200_000]; // bytes + 1 of the value in an entry, 0 if there is none
    for (int step = 0; step < 3_000; step++) {
      int entry = random.nextInt(10) == 0 ? random.nextInt(bytes.length) : random.nextInt(64);
      int now = random.nextInt(20);
      if (bytes[entry] == 0) {
        policy.added(entry, now);
        bytes[entry] = now + 1;
      } else if (random.nextBoolean()) {
        policy.resized(entry, bytes[entry] - 1, now);
        bytes[entry] = now + 1;
      } else {
        policy.removed(entry, bytes[entry] - 1);
        bytes[entry] = 0;
      }
      int pointer = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : random.nextInt(64);
      int spared = bytes[pointer] != 0 && random.nextBoolean() ? pointer : ReplacementPolicy.NONE;
      assertThat(policy.victim(pointer, spared))
          .as("seed %d step %d", SEED, step)
          .isEqualTo(scan(bytes, bsu, pointer, spared));
    }
  }

  private static int scan(int[] bytes, boolean bsu, int pointer, int spared) {
    int victim = ReplacementPolicy.NONE;
    for (int i = 0; i < bytes.length; i++) {
      int entry = (pointer + i) % bytes.length;
      if (bytes[entry] != 0
          && entry != spared
          && (victim < 0 || (bsu && bytes[entry] > bytes[victim]))) {
        victim = entry;
      }
    }
    return victim;
  }

  private static ReplacementPolicy fourValues() {
    ReplacementPolicy policy = new BsuReplacement();
    policy.added(3, 10);
    policy.added(8, 64);
    policy.added(9, 10);
    policy.added(12, 64);
    return policy;
  }
}
