package io.redistinto.bench;

import io.redistinto.storage.entries.Arena;
import io.redistinto.storage.expiry.Clock;
import io.redistinto.storage.expiry.Deadlines;
import io.redistinto.storage.index.Records;
import io.redistinto.storage.index.ReferenceOrder;
import io.redistinto.storage.replacement.PolicyContext;
import io.redistinto.storage.replacement.Replacement;
import io.redistinto.storage.replacement.ReplacementPolicy;
import io.redistinto.storage.replacement.UseCounts;
import java.nio.ByteBuffer;
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
 * Choosing the value that gives way among so many atomic values, taking it out, and telling the
 * policy of the one that takes its entry.
 *
 * <pre>java -jar bench/target/benchmarks.jar VictimBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:MaxDirectMemorySize=3g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class VictimBenchmark {
  private static final int ENTRY_BYTES = 64;

  @Param({"10000", "1000000", "10000000"})
  public int values;

  @Param({"CIRCULAR", "LRU", "BSU", "LFU", "RANDOM"})
  public Replacement policy;

  private final SplittableRandom random = new SplittableRandom(1);
  private Arena arena;
  private Records records;
  private ReferenceOrder order;
  private ReplacementPolicy replacement;
  private int pointer;

  @Setup
  public void fill() {
    records = new Records(values);
    order = new ReferenceOrder(records);
    arena = new Arena(values, ENTRY_BYTES);
    UseCounts uses = new UseCounts(Clock.SYSTEM, random);
    replacement =
        policy.create(
            new PolicyContext(arena, records, order, new Deadlines(), uses, random, () -> 5));
    ByteBuffer key = ByteBuffer.allocate(Integer.BYTES);
    for (int entry = 0; entry < values; entry++) {
      int record = records.allocate(0, key.putInt(0, entry), 0, Integer.BYTES);
      records.firstEntry(record, entry);
      records.useWord(record, uses.word(UseCounts.INITIAL));
      arena.own(arena.take(1), 1, record);
      place(record);
    }
  }

  private void place(int record) {
    int bytes = random.nextInt(ENTRY_BYTES + 1);
    records.valueBytes(record, bytes);
    order.reserve(record);
    order.add(record);
    replacement.added(records.firstEntry(record), bytes);
  }

  @Benchmark
  public int victim() {
    int entry = replacement.victim(pointer, ReplacementPolicy.NONE);
    pointer = entry + 1 == values ? 0 : entry + 1;
    return entry;
  }

  @Benchmark
  public int replace() {
    int entry = replacement.victim(pointer, ReplacementPolicy.NONE);
    int record = arena.owner(entry);
    order.remove(record);
    replacement.removed(entry, records.valueBytes(record));
    pointer = entry + 1 == values ? 0 : entry + 1;
    place(record);
    return entry;
  }
}
