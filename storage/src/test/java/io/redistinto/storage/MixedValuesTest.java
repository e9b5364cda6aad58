package io.redistinto.storage;

import io.redistinto.storage.replacement.Replacement;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Strings and collections in one small arena, with dumps in between: {@link MixedRun}. A failure
 * prints the seed; {@code -Dredistinto.seed=...} runs it again.
 */
class MixedValuesTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());

  @ParameterizedTest
  @EnumSource
  void agreeWithAPlainMapAfterEveryStep(Replacement policy) {
    runs(policy, 40);
  }

  @Tag("nightly")
  @ParameterizedTest
  @EnumSource
  void agreeWithAPlainMapForMinutes(Replacement policy) {
    runs(policy, 2000);
  }

  private static void runs(Replacement policy, int count) {
    SplittableRandom seeds = new SplittableRandom(SEED ^ policy.name().hashCode());
    for (int i = 0; i < count; i++) {
      long seed = seeds.nextLong();
      MixedRun run = new MixedRun(new SplittableRandom(seed), policy);
      int step = 0;
      try {
        for (; step < 400; step++) {
          run.step();
        }
        run.restart();
      } catch (Throwable failure) {
        throw new AssertionError(
            "seed %d (this run: %d), step %d, %s: %s"
                .formatted(SEED, seed, step, run.lastAction(), failure.getMessage()),
            failure);
      }
    }
  }
}
