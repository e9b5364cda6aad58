package io.redistinto.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "port 6379                | port,6379",
        "` \t port\t 6379 \r`     | port,6379",
        "dir \"a b\"              | dir,a b",
        "dir 'a b'                | dir,a b",
        "dir a\"b c\"             | dir,ab c",
        "dir \"\"                 | dir,",
        "x '\\'' '\\n'            | x,',\\n",
        "x \"\\x41\\x62\\\"\\\\\" | x,Ab\"\\",
        "x \"\\xzz\"              | x,xzz",
        "x \"\\x4\"               | x,x4",
        "x \"\\q\"                | x,q",
        "x a\\nb                  | x,a\\nb",
        "x \"\\xc3\\xa9\" é       | x,é,é",
      })
  void wordsOfALine(String line, String words) throws Exception {
    assertThat(ConfWords.split(line)).containsExactly(words.split(",", -1));
  }

  @Test
  void escapesOfControlCharacters() throws Exception {
    assertThat(ConfWords.split("\"\\n\\r\\t\\b\\a\"")).containsExactly("\n\r\t\b\u0007");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x \"a", "x 'a", "x \"a\"b", "x 'a'b", "x \"a\\\"", "x a\"", "x 'a\\'"})
  void quotesThatDoNotCloseAreRefused(String line) {
    assertThatThrownBy(() -> ConfWords.split(line))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("Unbalanced quotes in configuration line");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] latin1 = "dir é".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> ConfWords.split(latin1)).hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> ConfWords.split("dir \"\\xe9\"")).hasMessageContaining("UTF-8");
  }
}
