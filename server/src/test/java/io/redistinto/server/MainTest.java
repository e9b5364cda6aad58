package io.redistinto.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help"})
  void helpIsPrinted(String option) {
    assertThat(run("", option)).isZero();
    assertThat(out.toString(UTF_8)).startsWith("Usage: redistinto [").contains("--port 7000");
    assertThat(err.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-v", "--version"})
  void theVersionIsPrintedAsRedisPrintsIt(String option) {
    assertThat(run("", option)).isZero();
    assertThat(out.toString(UTF_8))
        .matches("Redistinto server v=\\d+\\.\\d+\\.\\d+ redis_version=7\\.2\\.4 .*\\R");
  }

  @Test
  void aBadConfigurationEndsTheStartWithItsPlace() {
    assertThat(run("timeout 1\nprot 7000\n", "-")).isEqualTo(1);
    assertThat(out.size()).isZero();
    assertThat(err.toString(UTF_8).lines())
        .containsExactly(
            "",
            "*** BAD CONFIGURATION (Redistinto " + Version.REDISTINTO + ") ***",
            "standard input, line 2",
            ">>> prot 7000",
            "unknown directive 'prot': did you mean 'port'?");
  }

  private int run(String stdin, String... args) {
    return Main.run(
        args,
        new ByteArrayInputStream(stdin.getBytes(UTF_8)),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }
}
