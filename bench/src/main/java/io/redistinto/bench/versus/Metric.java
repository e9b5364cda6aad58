package io.redistinto.bench.versus;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is compared, as a ratio of the candidate's figure to the baseline's. */
enum Metric {
  THROUGHPUT("commands per second", true, sample -> sample.result().perSecond()),
  CPU("CPU per command", false, Sample::cpuMicrosPerCommand),
  P50("median latency", false, sample -> sample.result().latency().p50Millis()),
  P99("p99 latency", false, sample -> sample.result().latency().p99Millis()),
  P999("p99.9 latency", false, sample -> sample.result().latency().p999Millis()),
  MEMORY("resident memory", false, Sample::residentBytes);

  private final String title;
  private final boolean moreIsBetter;

  @SuppressWarnings("ImmutableEnumChecker") // the functions above have no state
  private final ToDoubleFunction<Sample> figure;

  Metric(String title, boolean moreIsBetter, ToDoubleFunction<Sample> figure) {
    this.title = title;
    this.moreIsBetter = moreIsBetter;
    this.figure = figure;
  }

  String title() {
    return title;
  }

  double of(Sample sample) {
    return figure.applyAsDouble(sample);
  }

  /** Whether a ratio reaches a bar; one that is not a number does not. */
  boolean reaches(double ratio, double bar) {
    return moreIsBetter ? ratio >= bar : ratio <= bar;
  }

  String sign() {
    return moreIsBetter ? "≥" : "≤";
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
