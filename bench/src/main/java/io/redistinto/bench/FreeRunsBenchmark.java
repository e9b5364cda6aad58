package io.redistinto.bench;

import io.redistinto.storage.entries.FreeRuns;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Finding the lowest-numbered free run that is long enough, and giving it back, by the number of
 * entries.
 *
 * <pre>java -jar bench/target/benchmarks.jar FreeRunsBenchmark</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FreeRunsBenchmark {
  /** Nothing was ever freed but at the end: one free run. */
  @State(Scope.Benchmark)
  public static class Fresh {
    @Param({"10000", "1000000", "10000000"})
    public int entries;

    FreeRuns free;

    @Setup
    public void fill() {
      free = new FreeRuns(entries);
      free.take(entries / 2);
    }
  }

  /** Single free entries everywhere, and runs of 20 far behind. */
  @State(Scope.Benchmark)
  public static class Holes {
    @Param({"10000", "1000000", "10000000"})
    public int entries;

    final SplittableRandom random = new SplittableRandom(1);
    FreeRuns free;

    @Setup
    public void fill() {
      free = new FreeRuns(entries);
      free.take(entries);
      for (int entry = 1; entry < entries / 2; entry += 2) {
        free.free(entry, 1);
      }
      for (int entry = entries / 2; entry + 40 < entries; entry += 40) {
        free.free(entry, 20);
      }
    }
  }

  @Benchmark
  public int takeAndFreeAtTheFrontier(Fresh state) {
    int first = state.free.take(3);
    state.free.free(first, 3);
    return first;
  }

  @Benchmark
  public int takeAndFreeTheLowestHole(Holes state) {
    int first = state.free.take(1);
    state.free.free(first, 1);
    return first;
  }

  /** Passes over half of the entries, all of whose holes are too short. */
  @Benchmark
  public int takeAndFreeALongHole(Holes state) {
    int first = state.free.take(20);
    state.free.free(first, 20);
    return first;
  }

  /** At a random place, as replacing does. */
  @Benchmark
  public boolean freeAndTakeARandomEntry(Holes state) {
    int entry = state.random.nextInt(state.entries / 4) * 2;
    state.free.free(entry, 1);
    return state.free.takeAt(entry, 1);
  }
}
