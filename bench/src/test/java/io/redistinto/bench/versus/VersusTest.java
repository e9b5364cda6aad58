package io.redistinto.bench.versus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class VersusTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "--only nothing-*, no workload is left",
    "--bar set-p1=2, there is no bar set-p1",
    "--bar set-p1.speed=2, there is no bar set-p1.speed",
    "--pairs 0, --pairs must be 1 at least",
    "--pairs some, 'some' is not an int",
    "--quick --write, --write needs all workloads",
    "--only set-* --write, --write needs all workloads",
    "--pairs 2 --write, --write needs all workloads",
    "--suite slow, Invalid value for option",
    "--suite everyday --quick, no workload is left",
    "--loud, Unknown option"
  })
  void refusesWrongOptions(String options, String message) {
    assertThat(execute(options)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void listsWhatIsChosenWithItsBars() {
    assertThat(execute("--list --only set-p* --bar set-p16.cpu=0.7 --bar set-p1.p999=3")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("set-p1.throughput ≥ 1.10")
        .contains("set-p1.p999 ≤ 3.00")
        .contains("set-p16.cpu ≤ 0.70")
        .doesNotContain("get-p1");
  }

  @Test
  void runsTheCommonShapesWhenInAHurry() {
    assertThat(execute("--list --quick")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("set-p1 ", "get-p1 ", "set-p16 ", "get-p16 ")
        .doesNotContain("mix-p16", "full-");
  }

  @Test
  void measuresEachOfTheBenchmarksOwnTestsInTheSuiteOfEverydayCommands() {
    assertThat(execute("--list --suite everyday")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("p1-zpopmin.throughput ≥ 1.00")
        .contains("p16-lrange-600.throughput ≥ 1.50")
        .contains("memory-hashes.memory ≤ 1.20")
        .doesNotContain("full-");
  }

  private int execute(String options) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    CommandLine command = Versus.commandLine(Path.of("nowhere"), stream);
    command.setErr(new PrintWriter(err, true));
    return command.execute(options.split(" ", -1));
  }
}
