package io.redistinto.bench;

import io.redistinto.storage.index.KeyIndex;
import io.redistinto.storage.index.Records;
import io.redistinto.storage.index.Segments;
import io.redistinto.storage.index.SipHash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
 * Looking random keys of 16 bytes up, among so many. What grows with their number is what caches
 * cannot hold, not the work.
 *
 * <pre>java -jar bench/target/benchmarks.jar KeyIndexBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:MaxDirectMemorySize=3g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KeyIndexBenchmark {
  private static final int KEY_BYTES = 16;

  @Param({"100000", "1000000", "10000000"})
  public int keys;

  private final SplittableRandom random = new SplittableRandom(1);
  private final ByteBuffer key =
      ByteBuffer.allocateDirect(KEY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private KeyIndex index;

  @Setup
  public void fill() {
    Records records = new Records(keys);
    index = new KeyIndex(new Segments(), records, new SipHash(random));
    for (int i = 0; i < keys; i++) {
      key.putLong(0, i);
      index.add(records.allocate(0, key, 0, KEY_BYTES));
    }
  }

  @Benchmark
  public int hit() {
    key.putLong(0, random.nextInt(keys));
    return index.find(key, 0, KEY_BYTES);
  }

  @Benchmark
  public int miss() {
    key.putLong(0, (long) keys + random.nextInt(keys));
    return index.find(key, 0, KEY_BYTES);
  }
}
