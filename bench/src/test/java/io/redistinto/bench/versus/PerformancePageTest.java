package io.redistinto.bench.versus;

import static io.redistinto.bench.versus.Samples.comparison;
import static io.redistinto.bench.versus.Samples.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PerformancePageTest {
  private static final Map<String, String> MACHINE = Map.of("Kernel", "Some 1.0");

  @Test
  void keepsMissedBarsWithTheirFigure() {
    String page = page(List.of(comparison(named("set-p100"), 1.5, 1.4, 1.6)));

    assertThat(page)
        .contains("| `set-p100.throughput` |")
        .contains("| ≥ 2.30 | 1.50 | **missed** |")
        .contains("| 1,000/s | 1,500/s | 1.50 (1.40–1.60, ±0.10) | 2.00 → 1.00 |")
        .contains("| Kernel | Some 1.0 |");
  }

  @Test
  void namesWhatDidNotFinish() {
    String page = page(List.of(new Comparison(named("set-p1"), List.of(), "/a/path broke")));

    assertThat(page)
        .contains("`set-p1` did not finish.")
        .contains("| ≥ 1.10 | — | **missed** |")
        .doesNotContain("/a/path");
  }

  @Test
  void hasTablesWhoseRowsAreAsWideAsTheirHeads() {
    List<Comparison> all = new ArrayList<>();
    Workloads.ALL.forEach(each -> all.add(comparison(each, 1, 2, 3)));

    String head = "";
    for (String line : page(all).lines().toList()) {
      if (line.startsWith("|")) {
        head = head.isEmpty() ? line : head;
        assertThat(cells(line)).as(line).isEqualTo(cells(head));
      } else {
        head = "";
      }
    }
  }

  @Test
  void hasAChartWithARowForEachComparisonWithRedis() throws Exception {
    List<Comparison> all = new ArrayList<>();
    Workloads.ALL.forEach(each -> all.add(comparison(each, 1, 2, 3)));
    all.add(new Comparison(named("set-p1"), List.of(), "did not finish"));

    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(Chart.of(all))));

    long againstRedis = Workloads.ALL.stream().filter(Workload::isAgainstRedis).count();
    assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo((int) (2 * againstRedis));
  }

  private static long cells(String row) {
    return row.chars().filter(each -> each == '|').count();
  }

  private static String page(List<Comparison> comparisons) {
    return PerformancePage.of(
        Suite.FAST, MACHINE, 5, comparisons, Verdict.on(comparisons, Workloads.AGREEMENTS));
  }
}
