package io.redistinto.bench.versus;

import java.io.PrintStream;
import java.util.List;

/** Tells what is measured, while it is measured. */
final class Console {
  private static final String ROW = "  %-8s %14s %8s %6s %9s %9s %9s %8s%n";

  private final PrintStream out;

  Console(PrintStream out) {
    this.out = out;
  }

  void begin(Workload workload) {
    out.printf("%s: %s%n", workload.name(), workload.title());
    out.printf(ROW, "", "throughput", "CPU µs", "busy", "p50 ms", "p99 ms", "p99.9 ms", "RSS MB");
  }

  void sample(Contender contender, Workload workload, Sample sample) {
    Loader.Latency latency = sample.result().latency();
    out.printf(
        ROW,
        contender.label(),
        Figures.throughput(workload, sample.result().perSecond()),
        Figures.micros(sample.cpuMicrosPerCommand()),
        Figures.percent(sample.busy()),
        Figures.millis(latency.p50Millis()),
        Figures.millis(latency.p99Millis()),
        Figures.millis(latency.p999Millis()),
        Figures.megabytes(Metric.MEMORY.of(sample)));
  }

  void end(Comparison comparison) {
    if (comparison.isMeasured()) {
      for (Metric metric : Metric.values()) {
        out.printf("  %-22s %s%n", metric.title(), Figures.spread(comparison.ratio(metric)));
      }
    }
    if (!comparison.failure().isEmpty()) {
      out.printf("  DID NOT FINISH: %s%n", comparison.failure());
    }
    out.println();
  }

  void verdicts(List<Verdict> verdicts) {
    for (Verdict verdict : verdicts) {
      out.printf(
          "%-7s %-28s %6s %s %s%n",
          verdict.isReached() ? "reached" : "MISSED",
          verdict.name(),
          Figures.ratio(verdict.measured()),
          verdict.sign(),
          Figures.ratio(verdict.bar()));
    }
    long reached = verdicts.stream().filter(Verdict::isReached).count();
    out.printf("%d of %d bars reached%n", reached, verdicts.size());
  }
}
