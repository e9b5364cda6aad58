package io.redistinto.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CDoubleTest {
  private final Commands commands = new Commands();

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "-12.5, -12.5",
    "0.1, 0.10000000000000001",
    ".5, 0.5",
    "5., 5",
    "123456789012345, 123456789012345",
    "0.00000000000001, 1e-14",
    "1234567890123456, 1234567890123456",
    "9007199254740993, 9007199254740992",
    "+3, 3",
    "1e3, 1000",
    "1E+3, 1000",
    "0x10, 16",
    "0X.8p1, 1",
    "-0x1p-1, -0.5",
    "inf, inf",
    "-Infinity, -inf",
    "INF, inf",
    "1e-310, 9.9999999999999694e-311",
    "0e999999, 0",
    "0x0p-99999, 0"
  })
  void readsWhatCReads(String text, String score) {
    commands.run("ZADD", "z", "CH", text, "member");
    assertThat(commands.run("ZINCRBY z 0 member")).isEqualTo("$" + score.length() + " " + score);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        ".",
        "-",
        "+",
        "--1",
        "+-1",
        "1.2.3",
        "1e",
        "1e+",
        "0x",
        "0x.",
        "0x1p",
        "1f",
        "1d",
        "1_0",
        " 1",
        "1 ",
        "nan",
        "-nan",
        "infin",
        "1e400",
        "-1e400",
        "1e-400",
        "0x1p9999",
        "0x1p-9999",
        "1\0",
        "٣"
      })
  void refusesOthers(String text) {
    assertThat(commands.run("ZADD", "z", text, "member"))
        .isEqualTo("-ERR value is not a valid float");
    assertThat(commands.run("EXISTS z")).isEqualTo(":0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''|0", "' 5'|5", "1e400|Infinity", "-1e400|-Infinity", "1e-400|0", "0x1p-9999|0"})
  void readsBoundsMoreLeniently(String text, double bound) {
    assertThat(CDouble.ofBound(text)).isEqualTo(bound);
    assertThat(CDouble.ofBound(text + "\0anything")).isEqualTo(bound);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "5 ", "x", "nan", "(1", "- 1", "1e"})
  void refusesOtherBounds(String text) {
    assertThat(CDouble.ofBound(text)).isNaN();
  }
}
