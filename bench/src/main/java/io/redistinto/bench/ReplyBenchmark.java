package io.redistinto.bench;

import io.netty.buffer.PooledByteBufAllocator;
import io.redistinto.resp.ReplyWriter;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Writing replies, sixteen into one buffer, which is taken as if it were sent: nanoseconds a reply.
 *
 * <pre>java -jar bench/target/benchmarks.jar ReplyBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReplyBenchmark {
  private static final int PIPELINE = 16;
  private static final int VALUE_BYTES = 64;

  private final ReplyWriter writer = new ReplyWriter(PooledByteBufAllocator.DEFAULT);
  private final ByteBuffer value = ByteBuffer.allocateDirect(VALUE_BYTES);
  private long number = 1_000_000;

  @Benchmark
  @OperationsPerInvocation(PIPELINE)
  public void ok() {
    for (int i = 0; i < PIPELINE; i++) {
      writer.ok();
    }
    writer.take().release();
  }

  @Benchmark
  @OperationsPerInvocation(PIPELINE)
  public void bulkOf64Bytes() {
    for (int i = 0; i < PIPELINE; i++) {
      writer.bulk(value, 0, VALUE_BYTES);
    }
    writer.take().release();
  }

  @Benchmark
  @OperationsPerInvocation(PIPELINE)
  public void integerOfSevenDigits() {
    for (int i = 0; i < PIPELINE; i++) {
      writer.integer(number++);
    }
    writer.take().release();
  }

  @TearDown
  public void release() {
    writer.release();
  }
}
