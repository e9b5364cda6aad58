package io.redistinto.storage;

import io.redistinto.storage.replacement.Replacement;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random runs of every command against {@link ReferenceModel}. A failure prints the seed; {@code
 * -Dredistinto.seed=...} runs it again.
 */
class KeyspaceModelTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());

  @ParameterizedTest
  @CsvSource({
    "CIRCULAR, true", "CIRCULAR, false",
    "LRU, true", "LRU, false",
    "BSU, true", "BSU, false",
    "NONE, true", "NONE, false",
  })
  void agreesWithTheModelAfterEveryStep(Replacement policy, boolean readsCount) {
    SplittableRandom seeds = seeds(policy, readsCount);
    for (int run = 0; run < 40; run++) {
      smallArena(seeds.nextLong(), policy, readsCount, 300);
    }
    largerArena(seeds.nextLong(), policy, readsCount, 400);
  }

  @Tag("nightly")
  @ParameterizedTest
  @CsvSource({
    "CIRCULAR, true", "CIRCULAR, false",
    "LRU, true", "LRU, false",
    "BSU, true", "BSU, false",
    "NONE, true", "NONE, false",
  })
  void agreesWithTheModelForMinutes(Replacement policy, boolean readsCount) {
    SplittableRandom seeds = seeds(policy, readsCount);
    for (int run = 0; run < 500; run++) {
      smallArena(seeds.nextLong(), policy, readsCount, 500);
      if (run % 100 == 0) {
        largerArena(seeds.nextLong(), policy, readsCount, 4000);
      }
    }
  }

  private static SplittableRandom seeds(Replacement policy, boolean readsCount) {
    return new SplittableRandom(SEED ^ (policy.name() + readsCount).hashCode());
  }

  private static void smallArena(long seed, Replacement policy, boolean readsCount, int steps) {
    SplittableRandom random = new SplittableRandom(seed);
    int entryCount = 1 + random.nextInt(64);
    int entryBytes = 1 + random.nextInt(16);
    run(seed, new RandomRun(random, entryCount, entryBytes, 30, policy, readsCount), steps);
  }

  private static void largerArena(long seed, Replacement policy, boolean readsCount, int steps) {
    SplittableRandom random = new SplittableRandom(seed);
    int entryCount = 1900 + random.nextInt(200);
    run(seed, new RandomRun(random, entryCount, 16, 300, policy, readsCount), steps);
  }

  private static void run(long seed, RandomRun run, int steps) {
    int step = 0;
    try {
      for (; step < steps; step++) {
        run.step();
        if (step % 16 == 0) {
          run.compareReplica();
        }
      }
    } catch (Throwable failure) {
      throw new AssertionError(
          "seed %d (this run: %d), step %d, %s: %s"
              .formatted(SEED, seed, step, run.lastAction(), failure.getMessage()),
          failure);
    }
  }
}
