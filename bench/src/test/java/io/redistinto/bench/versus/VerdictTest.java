package io.redistinto.bench.versus;

import static io.redistinto.bench.versus.Samples.comparison;
import static io.redistinto.bench.versus.Samples.named;
import static io.redistinto.bench.versus.Samples.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.bench.versus.Workloads.Agreement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  @ParameterizedTest
  @CsvSource({
    "THROUGHPUT, 2.0, true",
    "THROUGHPUT, 2.1, false",
    "CPU, 0.5, true",
    "CPU, 0.4, false",
    "MEMORY, 1.0, true",
    "P99, 0.9, false"
  })
  void isOnTheMedianOfThePairs(Metric metric, double bar, boolean isReached) {
    Comparison comparison = comparison(workload("set-p16", Map.of(metric, bar)), 9, 2, 1.5);

    Verdict verdict = Verdict.on(List.of(comparison), List.of()).get(0);

    assertThat(verdict.isReached()).as("%s", verdict).isEqualTo(isReached);
    assertThat(verdict.name()).isEqualTo("set-p16." + metric);
  }

  @Test
  void isMissedByWhatDidNotFinish() {
    Workload workload = workload("set-p16", Map.of(Metric.THROUGHPUT, 1.0));
    List<Comparison.Pair> pairs = comparison(workload, 5).pairs();

    assertThat(Verdict.on(List.of(new Comparison(workload, List.of(), "x")), List.of()))
        .noneMatch(Verdict::isReached);
    assertThat(Verdict.on(List.of(new Comparison(workload, pairs, "x")), List.of()))
        .noneMatch(Verdict::isReached);
  }

  @ParameterizedTest
  @CsvSource({"1.0, 0.8, true", "0.8, 1.0, true", "1.0, 0.7, false", "0.7, 1.0, false"})
  void ofAnAgreementHoldsBothWays(double first, double second, boolean isReached) {
    Agreement agreement = new Agreement("alike", "set-p1", "get-p1", 0.79);
    List<Comparison> comparisons =
        List.of(
            comparison(workload("set-p1", Map.of()), first),
            comparison(workload("get-p1", Map.of()), second));

    assertThat(Verdict.on(comparisons, List.of(agreement)))
        .singleElement()
        .matches(verdict -> verdict.isReached() == isReached);
  }

  @Test
  void ofAnAgreementNeedsBoth() {
    Agreement agreement = new Agreement("alike", "set-p1", "get-p1", 0.8);
    Comparison first = comparison(workload("set-p1", Map.of()), 1);
    Comparison unfinished = new Comparison(named("get-p1"), List.of(), "x");

    assertThat(Verdict.on(List.of(first), List.of(agreement))).isEmpty();
    assertThat(Verdict.on(List.of(first, unfinished), List.of(agreement)))
        .noneMatch(Verdict::isReached);
  }
}
