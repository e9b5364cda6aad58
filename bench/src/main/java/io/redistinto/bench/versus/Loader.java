package io.redistinto.bench.versus;

import java.io.IOException;
import java.time.Duration;

/** Sends a load to a server on this machine. */
interface Loader {
  /** How much longer all may take: redis-benchmark knows no limit, and machines may be slow. */
  Duration GRACE = Duration.ofMinutes(2);

  /** redis-benchmark if it can send such a load. */
  static Loader of(Load load) {
    return load.benchmarkWords().isEmpty() ? new MixedLoader() : new RedisBenchmark();
  }

  /**
   * Sends commands until there were enough or the time is over.
   *
   * @param commands how many at most, a multiple of the pipeline
   * @param limit no command is sent after it, and all is over {@link #GRACE} later
   * @throws IOException if the server or the loader fails or does not end in time
   */
  Result run(Load load, long commands, Duration limit, int port)
      throws IOException, InterruptedException;

  /**
   * What a loader saw.
   *
   * @param commands how many were answered
   * @param seconds from the first request to the last reply
   * @param errors how many of the replies were errors, as far as the loader tells
   */
  record Result(long commands, double seconds, long errors, Latency latency) {
    double perSecond() {
      return commands / seconds;
    }
  }

  /** Milliseconds from sending a pipeline of commands to its last reply, by percentile. */
  record Latency(double p50Millis, double p99Millis, double p999Millis) {}
}
