package io.redistinto.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "-0",
        "00",
        "01",
        "-01",
        "+1",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "a",
        "1a",
        "--1",
        "9223372036854775808",
        "-9223372036854775809",
        "9999999999999999999",
        "18446744073709551615",
        "18446744073709551616",
        "000000000000000000001",
        "-99999999999999999999"
      })
  void refusesWhatRedisRefusesAsAnInteger(String text) {
    assertThat(isLong(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "1",
        "-1",
        "10",
        "-10",
        "999999999",
        "1000000000000000000",
        "9223372036854775807",
        "-9223372036854775808"
      })
  void readsAndWritesWhatRedisAcceptsAsAnInteger(String text) {
    assertThat(isLong(text)).isTrue();
    assertThat(Numbers.toLong(padded(text), 1, text.length())).isEqualTo(Long.parseLong(text));
    assertThat(written(Long.parseLong(text))).isEqualTo(text);
  }

  @Property
  void readsBackWhatItWrote(@ForAll long number) {
    String text = written(number);
    assertThat(text).isEqualTo(Long.toString(number));
    assertThat(isLong(text)).isTrue();
    assertThat(Numbers.toLong(padded(text), 1, text.length())).isEqualTo(number);
  }

  /** What redis-server 7.0.15 answers to ZSCORE after ZADD of the first column. */
  @ParameterizedTest
  @CsvSource({
    "0.1, 0.10000000000000001",
    "3, 3",
    "0, 0",
    "-1.25, -1.25",
    "100, 100",
    "1e15, 1000000000000000",
    "1e16, 10000000000000000",
    "12345678901234567, 12345678901234568",
    "9007199254740993, 9007199254740992",
    "1e17, 1e+17",
    "99999999999999999, 1e+17",
    "123456789012345678, 1.2345678901234568e+17",
    "1e21, 1e+21",
    "1e100, 1e+100",
    "0.0001, 0.0001",
    "1e-5, 1.0000000000000001e-05",
    "0.00001234, 1.234e-05",
    "2.5e-10, 2.5000000000000002e-10",
    "123456.789, 123456.789",
    "0.3333333333333333, 0.33333333333333331",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "5e-324, 4.9406564584124654e-324",
    "Infinity, inf",
    "-Infinity, -inf"
  })
  void printsDoublesWithSeventeenDigits(double number, String expected) {
    assertThat(Numbers.toText(number)).isEqualTo(expected);
  }

  @Property
  void printsDoublesThatReadBackTheSame(@ForAll double number) {
    String text = Numbers.toText(number);
    assertThat(Double.parseDouble(text)).isEqualTo(number);
    assertThat(text.toLowerCase(Locale.ROOT)).isEqualTo(text);
  }

  private static boolean isLong(String text) {
    return Numbers.isLong(padded(text), 1, text.length());
  }

  /** The text between two digits that do not belong to it. */
  private static ByteBuffer padded(String text) {
    return Wire.direct("7" + text + "7");
  }

  private static String written(long number) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(1 + Numbers.MAX_LONG_LENGTH);
    int end = Numbers.putLong(bytes, 1, number);
    assertThat(end).isEqualTo(1 + Numbers.length(number));
    byte[] text = new byte[end - 1];
    bytes.get(1, text);
    return Wire.text(text);
  }
}
