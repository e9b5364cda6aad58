package io.redistinto.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The harness itself: it splits lines as redis-cli does, and it sees differences. */
class HarnessTest {

  @Test
  void splitsALineAsRedisCliDoes() {
    assertThat(CommandLine.split("SET  k \"a b\\x00\\xff\\n\" 'it\\'s \\n' \"\""))
        .containsExactly("SET", "k", "a b\0\u00ff\n", "it's \\n", "");
    assertThat(CommandLine.split("   ")).isEmpty();
    assertThat(CommandLine.split("a\"b c\" d")).containsExactly("ab c", "d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a", "\"a\"b", "'a", "'a'b"})
  void refusesALineWithBadQuotes(String line) {
    assertThatThrownBy(() -> CommandLine.split(line)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exact      | :1     | :1     | true",
        "exact      | :1     | $1 1   | false",
        "exact      | $-1    | *-1    | false",
        "unordered  | *2 :1 :2 | *2 :2 :1 | true",
        "unordered  | *2 :1 :2 | *2 :2 :2 | false",
        "unordered  | *1 *2 :1 :2 | *1 *2 :2 :1 | true",
        "unordered  | %2 :1 :2 :3 :4 | %2 :3 :4 :1 :2 | true",
        "unordered  | %2 :1 :2 :3 :4 | %2 :3 :2 :1 :4 | false",
        "shape      | $1 a   | $2 bc  | true",
        "shape      | $1 a   | $-1    | false",
        "shape      | *1 :1  | *2 :1 :1 | false",
        "numbers    | +1.25_[0_a:7] | +10.5_[0_a:99] | true",
        "numbers    | +1.25_[0_a:7] | +10.5_[0_b:99] | false",
        "numbers    | +1     | :1     | false",
        "within     | :100   | :102   | true",
        "within     | :100   | :103   | false",
        "within     | :0     | :-1    | false",
        "within     | :-1    | :-1    | true",
        "without    | *4 $2 id :1 $1 n :5 | *4 $2 id :2 $1 n :5 | true",
        "without    | *4 $2 id :1 $1 n :5 | *4 $2 id :2 $1 n :6 | false",
        "without    | +id=1_n=5 | +id=2_n=5 | true",
        "without    | +id=1_n=5 | +id=2_n=6 | false",
        "without    | =12 txt:id=1_n=5 | =12 txt:id=2_n=5 | true",
      })
  void comparesReplies(String comparison, String a, String b, boolean same) {
    Comparison rule =
        switch (comparison) {
          case "exact" -> Comparison.exact();
          case "unordered" -> Comparison.unordered();
          case "shape" -> Comparison.shape();
          case "numbers" -> Comparison.withoutNumbers();
          case "within" -> Comparison.within(2);
          default -> Comparison.without(List.of("id"));
        };
    assertThat(rule.same(reply(a), reply(b))).isEqualTo(same);
    assertThat(rule.same(reply(b), reply(a))).isEqualTo(same);
  }

  /** A reply from its lines, written apart by blanks; an underscore stands for a blank. */
  private static WireReply reply(String lines) {
    String raw = lines.replace(" ", "\r\n").replace('_', ' ') + "\r\n";
    return new WireReply(raw, parse(raw));
  }

  private static Reply parse(String raw) {
    ReplyReader reader = new ReplyReader(new ByteArrayInputStream(raw.getBytes(ISO_8859_1)));
    try {
      return reader.read().parsed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void setsPushesApartFromReplies() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        WireClient client = WireClient.connect(server.getLocalPort());
        Socket accepted = server.accept()) {
      accepted
          .getOutputStream()
          .write(">1\r\n+early\r\n:1\r\n>1\r\n+late\r\n".getBytes(ISO_8859_1));
      assertThat(client.read().raw()).isEqualTo(":1\r\n");
      assertThat(client.readNext().parsed().readable()).isEqualTo("push[early]");
      assertThat(client.readNext().parsed().readable()).isEqualTo("push[late]");
      assertThat(client.isSilentFor(1)).isTrue();
      accepted.shutdownOutput();
      assertThat(client.isSilentFor(1000)).isFalse();
      assertThat(client.read().parsed().readable()).isEqualTo("(closed)");
    }
  }

  @Test
  void makesTheSameRandomLinesOfTheSameSeed() {
    RandomGrammar grammar = RandomGrammar.in("random");
    for (String family : grammar.families()) {
      RandomLines lines = new RandomLines(1, family, grammar);
      RandomLines again = new RandomLines(1, family, grammar);
      for (int i = 0; i < 1_000; i++) {
        assertThat(lines.next().text()).isEqualTo(again.next().text()).doesNotContain("{k1}");
      }
    }
  }

  @Test
  void readsEveryTypeOfReply() {
    String lines = "*10 +s -E :1 $2 ab ,1.5 (99 #t =5 txt:x %1 +k :1 ~1 :2";
    assertThat(reply(lines).parsed().readable())
        .isEqualTo(
            "[s, (error) E, (integer) 1, \"ab\", (double) 1.5, (big number) 99, (true),"
                + " (verbatim) \"txt:x\", map[k, (integer) 1], set[(integer) 2]]");
    assertThat(parse("_\r\n").readable()).isEqualTo("(nil)");
    assertThat(parse("*-1\r\n").readable()).isEqualTo("(nil array)");
    assertThat(parse(">1\r\n+p\r\n").readable()).isEqualTo("push[p]");
    assertThat(parse("|1\r\n+k\r\n:1\r\n:2\r\n").readable())
        .isEqualTo("attribute[k, (integer) 1, (integer) 2]");
  }
}
