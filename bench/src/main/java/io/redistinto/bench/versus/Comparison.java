package io.redistinto.bench.versus;

import java.util.List;
import java.util.function.Function;

/**
 * What the pairs of runs of a workload say.
 *
 * @param pairs those that were finished
 * @param failure why there are no more of them, empty if all went well
 */
record Comparison(Workload workload, List<Pair> pairs, String failure) {
  /** Two runs, one right after the other. */
  record Pair(Sample baseline, Sample candidate) {}

  Comparison {
    pairs = List.copyOf(pairs);
  }

  boolean isMeasured() {
    return !pairs.isEmpty();
  }

  /** Of the ratios candidate / baseline, pair by pair. */
  Spread ratio(Metric metric) {
    return spread(pair -> metric.of(pair.candidate()) / metric.of(pair.baseline()));
  }

  double baseline(Metric metric) {
    return spread(pair -> metric.of(pair.baseline())).median();
  }

  double candidate(Metric metric) {
    return spread(pair -> metric.of(pair.candidate())).median();
  }

  double baselineBusy() {
    return spread(pair -> pair.baseline().busy()).median();
  }

  double candidateBusy() {
    return spread(pair -> pair.candidate().busy()).median();
  }

  private Spread spread(Function<Pair, Double> figure) {
    return Spread.of(pairs.stream().mapToDouble(figure::apply).toArray());
  }
}
