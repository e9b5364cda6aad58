package io.redistinto.bench.versus;

import io.redistinto.bench.versus.Workloads.Agreement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a bar was reached.
 *
 * @param name workload and metric
 * @param title what was compared
 * @param sign in which direction lies better
 * @param bar the ratio to reach
 * @param measured the ratio that was measured; not a number if none was
 */
record Verdict(
    String name, String title, String sign, double bar, double measured, boolean isReached) {

  /** One for each bar of the workloads, and one for each pair of them that must agree. */
  static List<Verdict> on(List<Comparison> comparisons, List<Agreement> agreements) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      Map<Metric, Double> bars = new EnumMap<>(Metric.class);
      bars.putAll(comparison.workload().bars());
      bars.forEach((metric, bar) -> verdicts.add(on(comparison, metric, bar)));
    }
    Map<String, Comparison> byName =
        comparisons.stream()
            .collect(Collectors.toMap(each -> each.workload().name(), each -> each));
    for (Agreement agreement : agreements) {
      Optional<Comparison> first = Optional.ofNullable(byName.get(agreement.first()));
      Optional<Comparison> second = Optional.ofNullable(byName.get(agreement.second()));
      if (first.isPresent() && second.isPresent()) {
        verdicts.add(on(agreement, throughput(first.get()), throughput(second.get())));
      }
    }
    return verdicts;
  }

  private static Verdict on(Comparison comparison, Metric metric, double bar) {
    Workload workload = comparison.workload();
    boolean isWhole = comparison.failure().isEmpty();
    double measured = isWhole ? comparison.ratio(metric).median() : Double.NaN;
    return new Verdict(
        workload.name() + "." + metric,
        workload.title() + ": " + metric.title(),
        metric.sign(),
        bar,
        measured,
        metric.reaches(measured, bar));
  }

  private static Verdict on(Agreement agreement, double first, double second) {
    double measured = Math.min(first, second) / Math.max(first, second);
    return new Verdict(
        agreement.name() + "." + Metric.THROUGHPUT,
        "The ratios of %s and %s, smaller to greater"
            .formatted(agreement.first(), agreement.second()),
        "≥",
        agreement.bar(),
        measured,
        measured >= agreement.bar());
  }

  private static double throughput(Comparison comparison) {
    return comparison.failure().isEmpty()
        ? comparison.ratio(Metric.THROUGHPUT).median()
        : Double.NaN;
  }
}
