package io.redistinto.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** redis-benchmark runs to its end against ours and sees no error. */
@ExtendWith(Servers.class)
class RedisBenchmarkTest {

  private static final Pattern RESULT =
      Pattern.compile("(PING_INLINE|PING_MBULK|SET|GET): [0-9.]+ requests per second.*");

  @ParameterizedTest
  @ValueSource(strings = {"", "-P 16", "-d 1000", "-P 16 -r 10000 -c 100", "-c 1 -k 0 -n 500"})
  void runsToItsEnd(String options, OurServer ours) {
    Programs.require("redis-benchmark", "REDISTINTO_REQUIRE_ORACLE");
    List<String> command = new ArrayList<>(List.of("redis-benchmark", "-h", "127.0.0.1"));
    command.addAll(List.of("-p", "" + ours.port(), "-t", "ping,set,get", "-n", "20000", "-q"));
    command.addAll(CommandLine.split(options));
    Programs.Outcome outcome = Programs.run(command.toArray(String[]::new));
    String output = outcome.output() + outcome.errors();
    assertThat(outcome.exitCode()).as(output).isZero();
    assertThat(output).doesNotContainIgnoringCase("ERR").doesNotContain("Could not");
    assertThat(output.split("[\r\n]+")).filteredOn(RESULT.asMatchPredicate()).hasSize(4);
  }
}
