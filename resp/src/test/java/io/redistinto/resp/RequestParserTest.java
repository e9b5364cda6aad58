package io.redistinto.resp;

import static io.redistinto.resp.RequestParser.Outcome.EMPTY;
import static io.redistinto.resp.RequestParser.Outcome.ERROR;
import static io.redistinto.resp.RequestParser.Outcome.NEED_MORE;
import static io.redistinto.resp.RequestParser.Outcome.REQUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each table was answered the same way by redis-server 7.0.15. */
class RequestParserTest {
  private static final int LINE = 64 * 1024;

  private final RespLimits limits = new RespLimits();
  private final RequestParser parser = new RequestParser(limits);
  private final Request request = new Request();

  static Stream<Arguments> requests() {
    return Stream.of(
        arguments("*1\r\n$4\r\nPING\r\n", List.of("PING")),
        arguments("*2\r\n$3\r\nGET\r\n$0\r\n\r\n", List.of("GET", "")),
        arguments("*2\r\n$3\r\nGET\r\n$4\r\n\r\n\0$\r\n", List.of("GET", "\r\n\0$")),
        arguments("*1\r\n$12\r\nHello, world\r\n", List.of("Hello, world")),
        // The bytes after a CR and after an argument are skipped unseen.
        arguments("*1\rX$4\r\nPING\r\n", List.of("PING")),
        arguments("*1\r\n$4\rXPINGab", List.of("PING")),
        arguments("PING\r\n", List.of("PING")),
        arguments("PING\n", List.of("PING")),
        arguments("ping\r\r\n", List.of("ping")),
        arguments("ping a\rb\r\n", List.of("ping", "a", "b")),
        arguments("  ping \t a  \r\n", List.of("ping", "a")),
        arguments("\u000bping\r\n", List.of("ping")),
        arguments("ping a\u000bb\r\n", List.of("ping", "a\u000bb")),
        arguments("ping \"a\"\u000b\r\n", List.of("ping", "a")),
        arguments("ping a\u0085\u00a0b\r\n", List.of("ping", "a\u0085\u00a0b")),
        arguments("ping a\\nb\r\n", List.of("ping", "a\\nb")),
        arguments("ping \"a b\"\n", List.of("ping", "a b")),
        arguments("ping 'a \\' b'\n", List.of("ping", "a ' b")),
        arguments("ping '\\n'\r\n", List.of("ping", "\\n")),
        arguments("ping \"\" ''\r\n", List.of("ping", "", "")),
        arguments("\"\"\r\n", List.of("")),
        arguments("ping foo\"bar\"\r\n", List.of("ping", "foobar")),
        arguments("ping foo\"b r\" 'x'\r\n", List.of("ping", "foob r", "x")),
        arguments(
            "ping \"a\\x41\\n\\r\\t\\b\\a\\q\\\"\\\\\"\r\n",
            List.of("ping", "aA\n\r\t\b\u0007q\"\\")),
        arguments("ping \"\\xfF\\x00\"\r\n", List.of("ping", "\u00ff\0")),
        arguments("ping \"\\xZZ\" \"\\x4\"\r\n", List.of("ping", "xZZ", "x4")),
        arguments("A".repeat(LINE) + "\n", List.of("A".repeat(LINE))));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void findsARequest(String wire, List<String> args) {
    assertThat(parse(wire + "*1\r\n$4\r\nNEXT")).isEqualTo(REQUEST);
    assertThat(Wire.args(request)).isEqualTo(args);
    assertThat(parser.consumed()).isEqualTo(wire.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n", "   \r\n", "*0\r\n", "*-1\r\n", "*-10\r\n"})
  void skipsARequestWithoutArguments(String wire) {
    assertThat(parse(wire + "PING\r\n")).isEqualTo(EMPTY);
    assertThat(parser.consumed()).isEqualTo(wire.length());
  }

  @Test
  void aLongerLinePassesIfItComesAtOnce() {
    String word = "A".repeat(LINE + 1);
    assertThat(parse(word + "\r\n")).isEqualTo(REQUEST);
    assertThat(Wire.args(request)).containsExactly(word);

    assertThat(parse("*1\r\n$" + "1".repeat(LINE) + "\r\n")).isEqualTo(ERROR);
    assertThat(parser.error()).isEqualTo("invalid bulk length");
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        arguments("*\r\n", "invalid multibulk length"),
        arguments("*a\r\n", "invalid multibulk length"),
        arguments("*01\r\n", "invalid multibulk length"),
        arguments("*+1\r\n", "invalid multibulk length"),
        arguments("* 1\r\n", "invalid multibulk length"),
        arguments("*-0\r\n", "invalid multibulk length"),
        arguments("*2147483648\r\n", "invalid multibulk length"),
        arguments("*99999999999999999999999\r\n", "invalid multibulk length"),
        arguments("*1\r\nfoo\r\n", "expected '$', got 'f'"),
        arguments("*1\r\n\r\n\r\n", "expected '$', got '\r'"),
        arguments("*1\r\n\n\r\n", "expected '$', got '\n'"),
        arguments("*1\r\n\u00ffoo\r\n", "expected '$', got '\u00ff'"),
        arguments("*2\r\n$1\r\na\r\n*1\r\n", "expected '$', got '*'"),
        arguments("*1\r\n$\r\n", "invalid bulk length"),
        arguments("*1\r\n$-1\r\n", "invalid bulk length"),
        arguments("*1\r\n$-0\r\n", "invalid bulk length"),
        arguments("*1\r\n$04\r\nPING\r\n", "invalid bulk length"),
        arguments("*1\r\n$a\r\n", "invalid bulk length"),
        arguments("*1\r\n$536870913\r\n", "invalid bulk length"),
        arguments("*1\r\n$99999999999999999999999\r\n", "invalid bulk length"),
        arguments("ping \"abc\r\n", "unbalanced quotes in request"),
        arguments("ping 'abc\r\n", "unbalanced quotes in request"),
        arguments("ping \"a\"b\r\n", "unbalanced quotes in request"),
        arguments("ping 'a'b\r\n", "unbalanced quotes in request"),
        arguments("ping \"a\\\r\n", "unbalanced quotes in request"),
        arguments("A".repeat(LINE + 1), "too big inline request"),
        arguments("a\0" + "B".repeat(LINE - 1), "too big inline request"),
        arguments("*" + "1".repeat(LINE), "too big mbulk count string"),
        arguments("*1\r\n$" + "1".repeat(LINE), "too big bulk count string"),
        arguments("*1\r\n" + "A".repeat(LINE + 1), "too big bulk count string"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void refusesWhatIsNoRequest(String wire, String error) {
    assertThat(parse(wire)).isEqualTo(ERROR);
    assertThat(parser.error()).isEqualTo(error);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void refusesItNoEarlierAndNoLaterThanItsLastByte(String wire, String error) {
    ByteBuffer in = Wire.direct(wire);
    parser.authenticated(true);
    for (int to = 0; to < wire.length(); to++) {
      RequestParser.Outcome outcome = parser.parse(in, 0, to, request);
      if (outcome == ERROR) {
        assertThat(wire.substring(to)).as("what came too late to matter").isIn("\r\n", "PING\r\n");
        break;
      }
      assertThat(outcome).isEqualTo(NEED_MORE);
    }
    assertThat(parser.parse(in, 0, wire.length(), request)).isEqualTo(ERROR);
    assertThat(parser.error()).isEqualTo(error);
  }

  static Stream<String> unfinished() {
    return Stream.of(
        "",
        "*",
        "*1",
        "*1\r",
        "*1\r\n",
        "*1\r\nfoo",
        "*1\r\nfoo\r",
        "*1\r\n$4",
        "*1\r\n$4\r",
        "*1\r\n$4\r\nPING",
        "*1\r\n$4\r\nPING\r",
        "*2147483647\r\n",
        "*1\r\n$536870912\r\n",
        "P",
        "ping \"a\\",
        // Behind a NUL no line end is found.
        "pi\0ng\r\nPING\r\n",
        "ping \"a\0b\"\r\n",
        "*\0001\r\n",
        "*1\r\n\0oo\r\n",
        "*1\r\n$4\0\r\nPING\r\n",
        "A".repeat(LINE),
        "*" + "1".repeat(LINE - 1),
        "*1\r\n$" + "1".repeat(LINE - 1));
  }

  @ParameterizedTest
  @MethodSource("unfinished")
  void waitsForTheRest(String wire) {
    assertThat(parse(wire)).isEqualTo(NEED_MORE);
    assertThat(parser.missing()).isPositive();
  }

  @Test
  void knowsWhatAnArgumentLacks() {
    assertThat(parse("*1\r\n$100\r\nabc")).isEqualTo(NEED_MORE);
    assertThat(parser.missing()).isEqualTo(99);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void goesOnAfterTheBytesMoved(int step) {
    String wire = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$10\r\n0123456789\r\n";
    RequestParser.Outcome outcome = NEED_MORE;
    for (int to = step; outcome == NEED_MORE; to = Math.min(to + step, wire.length())) {
      String before = "x".repeat(to % 5);
      ByteBuffer moved = Wire.direct(before + wire.substring(0, to));
      outcome = parser.parse(moved, before.length(), before.length() + to, request);
    }
    assertThat(outcome).isEqualTo(REQUEST);
    assertThat(Wire.args(request)).containsExactly("SET", "k", "0123456789");
    assertThat(parser.consumed()).isEqualTo(wire.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"*10000", "*2\r\n$10000", "*2\r\n$10000\r"})
  void looksAtAHeaderFromItsStartAfterAnotherWasCut(String cut) {
    String count = "*2\r\n$10000\r\n".startsWith(cut) ? "*2\r\n$10000\r\n" : "*10000\r\n$10000\r\n";
    ByteBuffer in = Wire.direct(count + "v".repeat(10_000) + "\r\n$\r\n");
    parser.authenticated(true);
    assertThat(parser.parse(in, 0, cut.length(), request)).isEqualTo(NEED_MORE);
    assertThat(parser.parse(in, 0, in.capacity(), request)).isEqualTo(ERROR);
    assertThat(parser.error()).isEqualTo("invalid bulk length");
  }

  static Stream<Arguments> unauthenticated() {
    return Stream.of(
        arguments("*11\r\n", "unauthenticated multibulk length"),
        arguments("*2147483648\r\n", "invalid multibulk length"),
        arguments("*1\r\n$16385\r\n", "unauthenticated bulk length"),
        arguments("*1\r\n$536870913\r\n", "invalid bulk length"));
  }

  @ParameterizedTest
  @MethodSource("unauthenticated")
  void holdsAClientThatIsNotAuthenticatedToLess(String wire, String error) {
    assertThat(parser.parse(Wire.direct(wire), 0, wire.length(), request)).isEqualTo(ERROR);
    assertThat(parser.error()).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*10\r\n", "*1\r\n$16384\r\n"})
  void givesAClientThatIsNotAuthenticatedThatMuch(String wire) {
    assertThat(parser.parse(Wire.direct(wire), 0, wire.length(), request)).isEqualTo(NEED_MORE);
  }

  @Test
  void takesTheLongestArgumentFromItsLimits() {
    limits.maxBulkBytes(2_000_000);
    assertThat(parse("*1\r\n$2000000\r\n")).isEqualTo(NEED_MORE);
    limits.maxBulkBytes(1_999_999);
    RequestParser second = new RequestParser(limits);
    second.authenticated(true);
    ByteBuffer in = Wire.direct("*1\r\n$2000000\r\n");
    assertThat(second.parse(in, 0, in.capacity(), request)).isEqualTo(ERROR);
    assertThat(second.error()).isEqualTo("invalid bulk length");
  }

  private RequestParser.Outcome parse(String wire) {
    parser.authenticated(true);
    return parser.parse(Wire.direct(wire), 0, wire.length(), request);
  }
}
