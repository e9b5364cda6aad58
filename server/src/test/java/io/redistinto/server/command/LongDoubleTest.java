package io.redistinto.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As C on x86 has it; random sums are compared with a real server's in the integration tests. */
class LongDoubleTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "0.1, 0.2, 0.3",
    "10.5, 0.1, 10.6",
    "5e3, 2.0e2, 5200",
    "-1, 1, 0",
    "-0, 0, 0",
    "1, 0x1p3, 9",
    "0x.8, 0xAp-1, 5.5",
    ".5, 5., 5.5",
    "+1, -2.25, -1.25",
    "1e-17, 0, 0.00000000000000001",
    "4e-18, 0, 0",
    "-4e-18, 0, 0",
    "3, 0.1, 3.1",
    "18446744073709551615, 0, 18446744073709551615",
    "18446744073709551617, 0, 18446744073709551616",
    "9223372036854775807, 1, 9223372036854775808",
    "1e-4950, 1, 1",
  })
  void adds(String left, String right, String sum) {
    assertThat(LongDouble.parse(left).plus(LongDouble.parse(right)).toText()).isEqualTo(sum);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 1",
        "1 ",
        ".",
        "-",
        "x",
        "1e",
        "1e+",
        "0x",
        "0x.",
        "0x1p",
        "1.2.3",
        "nan",
        "infi",
        "1e4933",
        "-1e99999999999999999999",
        "1e-5000",
        "0x1p16384",
        "0x1p-16446",
        "--1",
        "1,5",
      })
  void refuses(String text) {
    assertThat(LongDouble.parse(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inf", "-INF", "Infinity"})
  void knowsInfinities(String text) {
    assertThat(LongDouble.parse(text).isInfinite()).isTrue();
    assertThat(LongDouble.parse(text).plus(LongDouble.ZERO).isInfinite()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e4932", "-1.18e4932"})
  void overflowsToInfinity(String text) {
    LongDouble number = LongDouble.parse(text);
    LongDouble sum = number.plus(number);
    assertThat(number.isInfinite()).isFalse();
    assertThat(sum.plus(sum).isInfinite()).isTrue();
  }
}
