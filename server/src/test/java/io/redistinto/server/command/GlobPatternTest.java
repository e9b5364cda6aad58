package io.redistinto.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobPatternTest {

  @ParameterizedTest
  @CsvSource({
    "'',       '',       true",
    "'',       a,        false",
    "a,        '',       false",
    "*,        '',       false",
    "**,       '',       false",
    "*,        abc,      true",
    "a*,       a,        true",
    "a**,      a,        true",
    "*a,       a,        true",
    "a*c,      abbc,     true",
    "a*c,      abbd,     false",
    "*b*b*,    abab,     true",
    "a?c,      abc,      true",
    "a?c,      ac,       false",
    "a?,       a,        false",
    "h[ae]llo, hello,    true",
    "h[ae]llo, hillo,    false",
    "h[^e]llo, hallo,    true",
    "h[^e]llo, hello,    false",
    "h[a-c]t,  hbt,      true",
    "h[c-a]t,  hbt,      true",
    "h[a-c]t,  hdt,      false",
    "[],       a,        false",
    "[^],      a,        true",
    "[abc,     b,        true",
    "[abc,     bc,       false",
    "[,        a,        false",
    "[^,       a,        true",
    "[a-,      -,        true",
    "[a-,      b,        false",
    "[a-],     b,        false",
    "[a-],     a,        true",
    "[a-],     _,        true",
    "[\\]],    ],        true",
    "[\\a-c],  b,        false",
    "[\\a-c],  -,        true",
    "[!a],     !,        true",
    "\\*,      *,        true",
    "\\*,      a,        false",
    "\\a,      a,        true",
    "a\\,      a\\,      true",
    "\\\\,     \\,       true",
    "[\\,      \\,       true",
    "]a,       ]a,       true",
    "A,        a,        false",
  })
  void matchesAsRedisDoes(String pattern, String text, boolean expected) {
    assertThat(GlobPattern.of(bytes(pattern)).matches(bytes(text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "MAX*,    maxclients, true",
    "max[C]*, maxclients, true",
    "[A-C],   b,          true",
    "[a-c],   B,          true",
    "[\\A],   a,          false",
    "[Z-a],   m,          false",
    "\\A,     a,          true",
    "[_],     ?,          false",
  })
  void ignoresCaseAsRedisDoes(String pattern, String text, boolean expected) {
    assertThat(GlobPattern.ignoringCase(bytes(pattern)).matches(bytes(text))).isEqualTo(expected);
  }

  @Test
  void bytesCompareAsSigned() {
    assertThat(GlobPattern.of(bytes("[a-\u00ff]")).matches(bytes("b"))).isFalse();
    assertThat(GlobPattern.of(bytes("[a-\u00ff]")).matches(bytes("A"))).isTrue();
    assertThat(GlobPattern.of(bytes("\u00ff?")).matches(bytes("\u00ff\u0000"))).isTrue();
  }

  @Test
  void aRangeOfABufferIsMatchedWhereItLies() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(16);
    buffer.put(3, bytes("user:7")).position(12);

    assertThat(GlobPattern.of(bytes("user:?")).matches(buffer, 3, 6)).isTrue();
    assertThat(GlobPattern.of(bytes("user:?")).matches(buffer, 3, 5)).isFalse();
    assertThat(buffer.position()).isEqualTo(12);
  }

  @Test
  void onlyASingleStarIsNoPattern() {
    assertThat(GlobPattern.of(bytes("*")).isStar()).isTrue();
    assertThat(GlobPattern.of(bytes("**")).isStar()).isFalse();
    assertThat(GlobPattern.of(bytes("")).isStar()).isFalse();
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void manyStarsDoNotMultiply() {
    byte[] pattern = bytes("a*".repeat(40) + "b");
    byte[] text = bytes("a".repeat(100_000));

    assertThat(GlobPattern.of(pattern).matches(text)).isFalse();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
