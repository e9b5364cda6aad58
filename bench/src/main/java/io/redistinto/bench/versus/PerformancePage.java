package io.redistinto.bench.versus;

import java.util.List;
import java.util.Map;

/** Writes a suite's page. */
final class PerformancePage {
  private static final String HOW_TO_READ =
      """

      A ratio is the figure of %s over Redis's: the median of the pairs (least–greatest, ± median
      absolute deviation). CPU per command is what the kernel charged to the server's process, so
      that it holds where the loader was the slower one: a server that was busy for less than all
      of the time waited for the loader. RSS is the resident memory right after the load; where it has
      a bar, three seconds later.
      """;

  private static final String CHART =
      """
      ![Throughput and CPU per command, relative to redis-server](%s.svg)

      The notch is the bar to reach, the thin line the range of the pairs.
      """;

  private final StringBuilder page = new StringBuilder();

  private PerformancePage() {}

  /**
   * The whole page.
   *
   * @param machine facts by name
   */
  static String of(
      Suite suite,
      Map<String, String> machine,
      int pairs,
      List<Comparison> comparisons,
      List<Verdict> verdicts) {
    return new PerformancePage().write(suite, machine, pairs, comparisons, verdicts);
  }

  private String write(
      Suite suite,
      Map<String, String> machine,
      int pairs,
      List<Comparison> comparisons,
      List<Verdict> verdicts) {
    page.append(Figures.format(suite.introduction(), pairs, Load.CONNECTIONS))
        .append(Figures.format(HOW_TO_READ, suite.candidate()));
    section("The machine");
    row("", "");
    row("---", "---");
    machine.forEach(this::row);
    section("Ratios");
    page.append(Figures.format(CHART, suite.page()));
    List<Comparison> againstRedis =
        comparisons.stream().filter(each -> each.workload().isAgainstRedis()).toList();
    List<Comparison> againstItself =
        comparisons.stream().filter(each -> !each.workload().isAgainstRedis()).toList();
    section("Throughput, CPU and memory");
    figures(againstRedis, "Redis", suite.candidate());
    section("Latency");
    latencies(againstRedis, "Redis", suite.candidate());
    if (!againstItself.isEmpty()) {
      section("A full arena of mixed values");
      page.append("Redistinto against itself with twice the entries, half of them free.\n\n");
      figures(againstItself, "free", "full");
      page.append('\n');
      latencies(againstItself, "free", "full");
    }
    section("Bars");
    verdicts(verdicts);
    failures(comparisons);
    return page.toString();
  }

  private void figures(List<Comparison> comparisons, String baseline, String candidate) {
    row(
        "Workload",
        "",
        baseline,
        candidate,
        "throughput ratio",
        "CPU µs/command " + baseline + " → " + candidate,
        "CPU ratio",
        "busy",
        "RSS MB",
        "RSS ratio");
    row("---", "---", "--:", "--:", "--:", "--:", "--:", "--:", "--:", "--:");
    for (Comparison each : comparisons) {
      if (each.isMeasured()) {
        row(
            "`" + each.workload().name() + "`",
            each.workload().title(),
            Figures.throughput(each.workload(), each.baseline(Metric.THROUGHPUT)),
            Figures.throughput(each.workload(), each.candidate(Metric.THROUGHPUT)),
            Figures.spread(each.ratio(Metric.THROUGHPUT)),
            arrow(
                Figures.micros(each.baseline(Metric.CPU)),
                Figures.micros(each.candidate(Metric.CPU))),
            Figures.spread(each.ratio(Metric.CPU)),
            arrow(Figures.percent(each.baselineBusy()), Figures.percent(each.candidateBusy())),
            arrow(
                Figures.megabytes(each.baseline(Metric.MEMORY)),
                Figures.megabytes(each.candidate(Metric.MEMORY))),
            Figures.ratio(each.ratio(Metric.MEMORY).median()));
      }
    }
  }

  private void latencies(List<Comparison> comparisons, String baseline, String candidate) {
    page.append(
        "Milliseconds from sending a pipeline to its last reply, %s → %s.%n%n"
            .formatted(baseline, candidate));
    row("Workload", "p50", "p99", "p99.9", "p99 ratio");
    row("---", "--:", "--:", "--:", "--:");
    for (Comparison each : comparisons) {
      if (each.isMeasured()) {
        row(
            "`" + each.workload().name() + "`",
            millis(each, Metric.P50),
            millis(each, Metric.P99),
            millis(each, Metric.P999),
            Figures.spread(each.ratio(Metric.P99)));
      }
    }
  }

  private void verdicts(List<Verdict> verdicts) {
    row("Bar", "", "asked", "measured", "");
    row("---", "---", "--:", "--:", "---");
    for (Verdict verdict : verdicts) {
      row(
          "`" + verdict.name() + "`",
          verdict.title(),
          verdict.sign() + " " + Figures.ratio(verdict.bar()),
          Figures.ratio(verdict.measured()),
          verdict.isReached() ? "reached" : "**missed**");
    }
  }

  private void failures(List<Comparison> comparisons) {
    for (Comparison each : comparisons) {
      if (!each.failure().isEmpty()) {
        page.append("\n`").append(each.workload().name()).append("` did not finish.\n");
      }
    }
  }

  private static String millis(Comparison comparison, Metric metric) {
    return arrow(
        Figures.millis(comparison.baseline(metric)), Figures.millis(comparison.candidate(metric)));
  }

  private static String arrow(String from, String to) {
    return from + " → " + to;
  }

  private void section(String title) {
    page.append("\n## ").append(title).append("\n\n");
  }

  private void row(String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private void row(String name, String value) {
    row(new String[] {name, value});
  }
}
