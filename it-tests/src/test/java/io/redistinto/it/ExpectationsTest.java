package io.redistinto.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ours answers as {@code expectations/*.txt} says, where no real server is a measure. */
@ExtendWith(Servers.class)
class ExpectationsTest {

  private static final String EXPECTATION = "= ";

  /** A request's line and the readable reply that is expected; null if any will do. */
  private record Expectation(Table.Line line, String reply) {}

  static List<Arguments> filesInEachProtocol() {
    return Table.filesIn("expectations").stream()
        .flatMap(
            file ->
                Stream.of(2, 3)
                    .map(
                        protocol ->
                            Arguments.of(Named.of("" + file.getFileName(), file), protocol)))
        .toList();
  }

  @ParameterizedTest(name = "{0} RESP{1}")
  @MethodSource("filesInEachProtocol")
  void repliesAsExpected(Path file, int protocol, OurServer ours) {
    Assumptions.assumeFalse(OurServer.STAND_IN, "a stand-in need not answer as ours does");
    List<Expectation> expectations = read(file);
    assertThat(expectations).isNotEmpty();
    try (Side side = new Side(ours, protocol, System.currentTimeMillis())) {
      side.perform(Table.Line.parse(0, "FLUSHALL"));
      SoftAssertions softly = new SoftAssertions();
      for (Expectation expectation : expectations) {
        List<WireReply> replies = side.perform(expectation.line());
        if (expectation.reply() != null) {
          softly
              .assertThat(replies.get(0).parsed().readable())
              .as("%s:%d %s", file, expectation.line().number(), expectation.line().text())
              .isEqualTo(expectation.reply());
        }
      }
      softly.assertAll();
    }
  }

  private static List<Expectation> read(Path file) {
    List<Expectation> expectations = new ArrayList<>();
    List<String> texts = Table.textsOf(file);
    for (int number = 1; number <= texts.size(); number++) {
      String text = texts.get(number - 1).strip();
      if (text.startsWith(EXPECTATION)) {
        int last = expectations.size() - 1;
        Table.Line line = expectations.get(last).line();
        expectations.set(last, new Expectation(line, text.substring(EXPECTATION.length())));
      } else if (!text.isEmpty() && !text.startsWith("#")) {
        expectations.add(new Expectation(Table.Line.parse(number, text), null));
      }
    }
    return expectations;
  }
}
