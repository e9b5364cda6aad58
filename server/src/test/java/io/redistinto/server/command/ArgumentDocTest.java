package io.redistinto.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentDocTest {
  @Test
  void readsNamesAndTypes() {
    List<ArgumentDoc> arguments = ArgumentDoc.parse("key ip:port:string until:unix-time");
    assertThat(arguments).extracting(ArgumentDoc::name).containsExactly("key", "ip:port", "until");
    assertThat(arguments)
        .extracting(ArgumentDoc::type)
        .containsExactly(ArgumentDoc.Type.KEY, ArgumentDoc.Type.STRING, ArgumentDoc.Type.UNIX_TIME);
  }

  @Test
  void readsWhichKeySpecFindsAnArgument() {
    List<ArgumentDoc> arguments =
        ArgumentDoc.parse("key [BY by-pattern:pattern#1] [STORE destination:key#2]");
    assertThat(arguments)
        .extracting(ArgumentDoc::keySpec)
        .containsExactly(ArgumentDoc.NO_KEY_SPEC, 1, 2);
  }

  @Test
  void readsTokensAndVersions() {
    List<ArgumentDoc> arguments =
        ArgumentDoc.parse("[KEEPTTL@6.0.0] [EX seconds:integer@2.6.12!7.0.0]");
    ArgumentDoc alone = arguments.get(0);
    assertThat(alone.name()).isEqualTo("keepttl");
    assertThat(alone.type()).isEqualTo(ArgumentDoc.Type.PURE_TOKEN);
    assertThat(alone.token()).isEqualTo("KEEPTTL");
    assertThat(alone.since()).isEqualTo("6.0.0");
    ArgumentDoc before = arguments.get(1);
    assertThat(before.name()).isEqualTo("seconds");
    assertThat(before.token()).isEqualTo("EX");
    assertThat(before.since()).isEqualTo("2.6.12");
    assertThat(before.deprecatedSince()).isEqualTo("7.0.0");
    assertThat(before.optional()).isTrue();
  }

  @Test
  void readsChoicesAndParts() {
    ArgumentDoc choice =
        ArgumentDoc.parse("BY how@7.0.0(ONE | TWO both(a:string b:double))").get(0);
    assertThat(choice.name()).isEqualTo("how");
    assertThat(choice.token()).isEqualTo("BY");
    assertThat(choice.since()).isEqualTo("7.0.0");
    assertThat(choice.type()).isEqualTo(ArgumentDoc.Type.ONEOF);
    ArgumentDoc parts = choice.arguments().get(1);
    assertThat(parts.type()).isEqualTo(ArgumentDoc.Type.BLOCK);
    assertThat(parts.token()).isEqualTo("TWO");
    assertThat(parts.arguments()).extracting(ArgumentDoc::name).containsExactly("a", "b");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          key                                       ; key
          key...                                    ; key [key ...]
          [section:string...]                       ; [section [section ...]]
          [cond(NX | XX)]                           ; [NX | XX]
          [EX seconds:integer@2.6.12] [KEEPTTL]     ; [EX seconds] [KEEPTTL]
          pair(a:string b:string)...                ; a b [a b ...]
          [BY filter(MODULE m:string | PATTERN pattern)] ; [BY (MODULE m | PATTERN pattern)]
          what([A x:string] | [B])...               ; ([A x] | [B]) ...
          """)
  void showsHowItIsTyped(String notation, String synopsis) {
    assertThat(ArgumentDoc.synopsis(ArgumentDoc.parse(notation), " ")).isEqualTo(synopsis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[key",
        "key]",
        "a(",
        "a(NX |",
        "a(NX | )",
        "value",
        "value:text",
        "|",
        "...",
        "()"
      })
  void refusesWhatIsNotInTheNotation(String text) {
    assertThatThrownBy(() -> ArgumentDoc.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
