package io.redistinto.bench.versus;

import io.redistinto.bench.versus.Comparison.Pair;
import io.redistinto.bench.versus.Loader.Latency;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Made-up measurements. */
final class Samples {
  private Samples() {}

  /** A thousand commands, with latencies of 1 ms at the 99th percentile. */
  static Sample sample(double perSecond, long cpuMicros) {
    return new Sample(
        new Loader.Result(1_000, 1_000 / perSecond, 0, new Latency(0.5, 1, 2)),
        cpuMicros,
        50_000_000);
  }

  /** Pairs in which the candidate was so many times as fast, with half of the CPU. */
  static Comparison comparison(Workload workload, double... ratios) {
    List<Pair> pairs =
        Arrays.stream(ratios)
            .mapToObj(ratio -> new Pair(sample(1_000, 2_000), sample(1_000 * ratio, 1_000)))
            .toList();
    return new Comparison(workload, pairs, "");
  }

  static Workload workload(String name, Map<Metric, Double> bars) {
    Workload any = named(name);
    return new Workload(
        name, any.title(), any.contestants(), any.fill(), any.load(), any.commands(), bars);
  }

  static Workload named(String name) {
    return Workloads.ALL.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
