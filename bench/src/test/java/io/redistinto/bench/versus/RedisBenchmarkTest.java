package io.redistinto.bench.versus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redistinto.bench.versus.Load.KeyOrder;
import java.io.IOException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RedisBenchmarkTest {
  private static final String REPORT =
      """
      WARNING: Could not fetch server CONFIG
      SET: rps=0.0 (overall: 0.0) avg_msec=-nan (overall: -nan)
      ====== SET ======
        20000 requests completed in 0.05 seconds
        50 parallel clients
        64 bytes payload

      Latency by percentile distribution:
      0.000% <= 0.127 milliseconds (cumulative count 32)
      50.000% <= 0.799 milliseconds (cumulative count 10192)
      99.805% <= 8.103 milliseconds (cumulative count 19984)
      99.951% <= 8.119 milliseconds (cumulative count 20000)
      100.000% <= 8.127 milliseconds (cumulative count 20000)

      Cumulative distribution of latencies:
      0.000% <= 0.103 milliseconds (cumulative count 0)
      100.000% <= 9.103 milliseconds (cumulative count 20000)

      Summary:
        throughput summary: 400000.00 requests per second
        latency summary (msec):
                avg       min       p50       p95       p99       max
              1.342     0.120     0.799     4.711     8.039     8.127
      """;

  @Test
  void readsWhatItReports() throws IOException {
    Loader.Result result = RedisBenchmark.parse(REPORT);

    assertThat(result.commands()).isEqualTo(20_000);
    assertThat(result.seconds()).isCloseTo(0.05, Offset.offset(1e-9));
    assertThat(result.latency()).isEqualTo(new Loader.Latency(0.799, 8.039, 8.119));
  }

  @Test
  void failsIfTheServerAnsweredErrors() {
    assertThatThrownBy(() -> RedisBenchmark.parse("Error from server: OOM\n" + REPORT))
        .isInstanceOf(IOException.class)
        .hasMessage("Error from server: OOM");
  }

  @Test
  void failsIfThereIsNoReport() {
    assertThatThrownBy(() -> RedisBenchmark.parse("Could not connect"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Could not connect");
  }

  @Test
  void isAskedForTheWholeLoad() {
    Load load = Load.get(16, 1_000, KeyOrder.UNIFORM, Sizes.of(64));

    assertThat(String.join(" ", RedisBenchmark.arguments(load, 500, 7000)))
        .isEqualTo(
            "redis-benchmark -h 127.0.0.1 -p 7000 -c 50 -P 16 -r 1000 -n 500 --precision 3"
                + " -t get -d 64");
  }

  @Test
  void isAskedForACommand() {
    Load load = Load.command(16, 0, Sizes.of(9), "LRANGE", "list", "0", "99");

    assertThat(String.join(" ", RedisBenchmark.arguments(load, 500, 7000)))
        .isEqualTo(
            "redis-benchmark -h 127.0.0.1 -p 7000 -c 50 -P 16 -n 500 --precision 3"
                + " LRANGE list 0 99");
  }

  @Test
  void isNotAskedForWhatItCannotSend() {
    Sizes fixed = Sizes.of(64);

    assertThat(Loader.of(Load.set(1, 10, KeyOrder.UNIFORM, fixed)))
        .isInstanceOf(RedisBenchmark.class);
    assertThat(Loader.of(Load.mix(1, 10, KeyOrder.UNIFORM, 64))).isInstanceOf(MixedLoader.class);
    assertThat(Loader.of(Load.set(1, 10, KeyOrder.SKEWED, fixed))).isInstanceOf(MixedLoader.class);
    assertThat(Loader.of(Load.set(1, 10, KeyOrder.UNIFORM, Sizes.between(1, 2))))
        .isInstanceOf(MixedLoader.class);
  }
}
