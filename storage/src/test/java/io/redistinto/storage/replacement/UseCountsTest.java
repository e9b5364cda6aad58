package io.redistinto.storage.replacement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UseCountsTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());
  private static final long MINUTE = 60_000;

  private long nowMillis = 1_700_000_000_000L;
  private final UseCounts uses = new UseCounts(() -> nowMillis, new SplittableRandom(SEED));

  @Test
  void theFirstUseOfANewValueAlwaysCounts() {
    for (int i = 0; i < 100; i++) {
      assertThat(uses.counter(uses.used(uses.word(UseCounts.INITIAL)))).isEqualTo(6);
    }
  }

  @Test
  void withoutAFactorEveryUseCountsUpToTheMost() {
    uses.logFactor(0);
    int word = uses.word(0);
    for (int i = 1; i <= 300; i++) {
      word = uses.used(word);
      assertThat(uses.counter(word)).isEqualTo(Math.min(i, UseCounts.MOST));
    }
  }

  /** The mean over many counters; redis.conf says 10 after 100 uses and 18 after 1,000. */
  @ParameterizedTest
  @CsvSource({"100, 8, 12", "1000, 16, 20", "100000, 130, 154"})
  void growsAsTheLogarithmOfTheUses(int times, double atLeast, double atMost) {
    int counters = times > 10_000 ? 20 : 500;
    double sum = 0;
    for (int i = 0; i < counters; i++) {
      int word = uses.word(UseCounts.INITIAL);
      for (int use = 0; use < times; use++) {
        word = uses.used(word);
      }
      sum += uses.counter(word);
    }
    assertThat(sum / counters).as("seed %d", SEED).isBetween(atLeast, atMost);
  }

  @ParameterizedTest
  @CsvSource({
    // decay time, minutes passed, counter of 100 then
    "1, 0, 100",
    "1, 1, 99",
    "1, 60, 40",
    "1, 101, 0",
    "5, 4, 100",
    "5, 26, 95",
    "0, 1000, 100",
    "1, 65535, 0",
    "1, 65536, 100", // the minutes have 16 bits, as Redis's have
  })
  void fallsWithTheTimeThatPasses(int decayMinutes, int passed, int counter) {
    uses.decayMinutes(decayMinutes);
    int word = uses.word(100);
    nowMillis += passed * MINUTE;
    assertThat(uses.counter(word)).isEqualTo(counter);
  }
}
