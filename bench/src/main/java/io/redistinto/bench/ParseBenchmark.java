package io.redistinto.bench;

import io.redistinto.resp.Request;
import io.redistinto.resp.RequestParser;
import io.redistinto.resp.RequestParser.Outcome;
import io.redistinto.resp.RespLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Parsing requests that lie one after the other, as a pipeline brings them: nanoseconds a request.
 *
 * <pre>java -jar bench/target/benchmarks.jar ParseBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParseBenchmark {
  private static final int PIPELINE = 16;

  /** A request's words; the last one is a value of 64 bytes where it says so. */
  @Param({"GET key:000000012345", "SET key:000000012345 value", "MGET a b c d e f g h i j"})
  public String request;

  private final RequestParser parser = new RequestParser(new RespLimits());
  private final Request parsed = new Request();
  private ByteBuffer in;

  @Setup
  public void fill() {
    StringBuilder one = new StringBuilder();
    String[] words = request.replace("value", "v".repeat(64)).split(" ", -1);
    one.append('*').append(words.length).append("\r\n");
    for (String word : words) {
      one.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    byte[] all = one.toString().repeat(PIPELINE).getBytes(StandardCharsets.US_ASCII);
    in = ByteBuffer.allocateDirect(all.length).put(0, all);
    parser.authenticated(true);
  }

  @Benchmark
  @OperationsPerInvocation(PIPELINE)
  public int parse() {
    int position = 0;
    int arguments = 0;
    while (position < in.capacity()) {
      Outcome outcome = parser.parse(in, position, in.capacity(), parsed);
      if (outcome != Outcome.REQUEST) {
        throw new IllegalStateException(outcome.toString());
      }
      position += parser.consumed();
      arguments += parsed.argc();
    }
    return arguments;
  }
}
