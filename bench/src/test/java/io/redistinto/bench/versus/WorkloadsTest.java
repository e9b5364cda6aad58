package io.redistinto.bench.versus;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.bench.versus.Workload.Fill;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

class WorkloadsTest {
  private static final int ENTRY_SIZE = 64;

  @ParameterizedTest
  @EnumSource
  void haveNamesOfTheirOwn(Suite suite) {
    assertThat(suite.workloads()).extracting(Workload::name).doesNotHaveDuplicates();
  }

  @Test
  void ofAnAgreementExist() {
    assertThat(Workloads.AGREEMENTS)
        .allSatisfy(
            each ->
                assertThat(Workloads.ALL)
                    .extracting(Workload::name)
                    .contains(each.first(), each.second()));
  }

  @ParameterizedTest
  @FieldSource("io.redistinto.bench.versus.Workloads#ALL")
  void fillsWhatItReadsAndWhatTheArenaHolds(Workload workload) {
    Fill fill = workload.fill();
    if (workload.name().startsWith("get")) {
      assertThat(workload.load().keyCount()).isLessThanOrEqualTo(fill.load().keyCount());
    }
    if (workload.isAgainstRedis()) {
      long entriesOfAValue = ((long) fill.load().values().max() + ENTRY_SIZE - 1) / ENTRY_SIZE;
      Contender.Ours ours = (Contender.Ours) workload.contestants().candidate();
      assertThat(fill.commands() * entriesOfAValue)
          .isLessThanOrEqualTo(Long.parseLong(ours.directives().get("entries")));
    }
  }
}
