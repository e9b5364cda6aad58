package io.redistinto.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetaTest {
  private static Meta parse(String text) {
    return Meta.parse(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"-1,string,none", "0,string,none", "1700000000000,hash,none", "5,zset,0f-1a"})
  void whatIsWrittenIsRead(long expiresAtMillis, String type, String staged) {
    Meta meta = new Meta(expiresAtMillis, type, staged);
    assertThat(Meta.parse(meta.toBytes())).isEqualTo(meta);
    assertThat(meta.toBytes().remaining()).isLessThanOrEqualTo(Meta.MAX_FILE_BYTES);
  }

  @Test
  void theTextIsAsDocumented() {
    ByteBuffer text = new Meta(1700000000000L, "hash", "0f-1a").toBytes();
    assertThat(UTF_8.decode(text).toString())
        .isEqualTo("expires-at-millis 1700000000000\ntype hash\nstaged 0f-1a\n");
  }

  @Test
  void linesMayComeInAnyOrderAndTheLastMayLackItsEnd() {
    assertThat(parse("type set\nexpires-at-millis 7")).isEqualTo(new Meta(7, "set", null));
    assertThat(parse("")).isEqualTo(Meta.PLAIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type",
        "type ",
        "type Hash",
        "type 7",
        "type hash ",
        " type hash",
        "type hash\r",
        "type hash\n\ntype set",
        "type hash\ntype hash",
        "expires-at-millis -1",
        "expires-at-millis soon",
        "expires-at-millis 9223372036854775808",
        "staged ../../etc/passwd",
        "colour red",
        "\u0000",
        "\n"
      })
  void aBadLineIsShownWithItsNumber(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(text))
        .withMessageMatching("line [12] is not one of [^\\p{Cntrl}]*");
  }

  @Test
  void atMost80CharactersOfABadLineAreShown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("x".repeat(200)))
        .withMessageEndingWith("'" + "x".repeat(80) + "...'");
  }
}
