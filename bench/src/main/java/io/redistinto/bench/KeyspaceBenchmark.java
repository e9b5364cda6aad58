package io.redistinto.bench;

import io.redistinto.storage.Keyspace;
import io.redistinto.storage.KeyspaceOptions;
import io.redistinto.storage.replacement.Replacement;
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
 * The keyspace's verbs in a full arena of one-entry values: reading, overwriting, and writing new
 * keys for which others must give way.
 *
 * <pre>java -jar bench/target/benchmarks.jar KeyspaceBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:MaxDirectMemorySize=3g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KeyspaceBenchmark {
  private static final int ENTRY_BYTES = 64;
  private static final int KEY_BYTES = 16;

  @Param({"10000", "1000000", "10000000"})
  public int entries;

  @Param({"CIRCULAR", "LRU", "BSU"})
  public Replacement policy;

  private final SplittableRandom random = new SplittableRandom(1);
  private final ByteBuffer key =
      ByteBuffer.allocateDirect(KEY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuffer value = ByteBuffer.allocateDirect(ENTRY_BYTES);
  private Keyspace keyspace;
  private long nextKey;

  @Setup
  public void fill() {
    keyspace =
        new Keyspace(
            new KeyspaceOptions(entries, ENTRY_BYTES, 16), System::currentTimeMillis, random);
    keyspace.replacement(policy);
    while (nextKey < entries) {
      setNew();
    }
  }

  /** A hit, but under the policies that replaced it. */
  @Benchmark
  public int get() {
    key.putLong(0, nextKey - 1 - random.nextInt(entries));
    int record = keyspace.read(0, key, 0, KEY_BYTES);
    if (record != Keyspace.NO_KEY) {
      keyspace.read(record, 0, value, 0, keyspace.length(record));
    }
    return record;
  }

  @Benchmark
  public int overwrite() {
    key.putLong(0, nextKey - 1 - random.nextInt(entries));
    return set(random.nextInt(ENTRY_BYTES + 1));
  }

  @Benchmark
  public int setNew() {
    key.putLong(0, nextKey++);
    return set(random.nextInt(ENTRY_BYTES + 1));
  }

  private int set(int length) {
    keyspace.beginCommand();
    int found = keyspace.find(0, key, 0, KEY_BYTES);
    return keyspace.setString(found, 0, key, 0, KEY_BYTES, value, 0, length, Keyspace.NO_DEADLINE);
  }
}
