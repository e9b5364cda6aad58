package io.redistinto.server.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {

  private static LatencyHistogram of(long... nanos) {
    LatencyHistogram histogram = new LatencyHistogram();
    LongStream.of(nanos).forEach(histogram::record);
    return histogram;
  }

  private static List<String> distribution(LatencyHistogram histogram) {
    List<String> parts = new ArrayList<>();
    int count = histogram.distribution((micros, calls) -> parts.add(micros + "=" + calls));
    assertThat(count).isEqualTo(parts.size());
    return parts;
  }

  /** What redis-server shows for calls of so long. */
  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 1",
    "255, 255",
    "256, 257",
    "1000, 1003",
    "5000, 5023",
    "61000, 61183",
    "5140000, 5144575",
    "1000000000, 1002438655",
    "1200000000, 1002438655",
    "9223372036854775807, 1002438655",
  })
  void showsTheMostThatABucketHolds(long nanos, long shown) {
    assertThat(of(nanos).percentileNanos(50)).isEqualTo(shown);
    assertThat(of(nanos).percentileNanos(100)).isEqualTo(shown);
  }

  @Test
  void showsTheLeastForPercentileZero() {
    assertThat(of(5000, 9000).percentileNanos(0)).isEqualTo(4992);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1=1",
    "1031, 1=1",
    "1032, 2=1",
    "5000, 8=1",
    "20000000, 33816=1",
    "70000000, 135266=1",
    "200000000, 270532=1",
    "600000000, 1073741=1",
    "2000000000, 1073741=1",
  })
  void distributesByPowersOfTwo(long nanos, String part) {
    assertThat(distribution(of(nanos))).containsExactly(part);
  }

  @Test
  void distributesCumulativelyAndLeavesOutWhatAddsNothing() {
    assertThat(distribution(of(500, 600, 3000, 100_000, 100_000)))
        .containsExactly("1=2", "4=3", "132=5");
  }

  @Test
  void hasNothingWhereNothingWasRecorded() {
    assertThat(of().total()).isZero();
    assertThat(of().percentileNanos(50)).isZero();
    assertThat(distribution(of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void isRightToTwoDigits(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] nanos =
        LongStream.range(0, 10_000)
            .map(i -> 1L << random.nextInt(30))
            .map(random::nextLong)
            .toArray();
    LatencyHistogram histogram = of(nanos);
    long[] sorted = LongStream.of(nanos).sorted().toArray();
    for (double percent : new double[] {1, 50, 90, 99, 99.9, 100}) {
      long exact = sorted[(int) Math.max(0, Math.round(percent / 100 * sorted.length) - 1)];
      assertThat(histogram.percentileNanos(percent))
          .as("p%s, seed %d", percent, seed)
          .isBetween(Math.max(1, exact), Math.max(1, exact + exact / 128));
    }
  }
}
