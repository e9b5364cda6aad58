package io.redistinto.it;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random commands to a real redis-server and to ours get the same replies. A failure names its
 * seed; {@code -Dredistinto.seed=N} repeats it. {@code -Dredistinto.families=hashes|lists} plays
 * only these.
 */
@ExtendWith(Servers.class)
class OracleRandomTest {

  private static final int SHOWN_BEFORE_A_FAILURE = 40;

  private static final RandomGrammar GRAMMAR = RandomGrammar.in("random");

  static List<Arguments> familiesInEachProtocol() {
    String wanted = System.getProperty("redistinto.families", ".*");
    return GRAMMAR.families().stream()
        .filter(family -> family.matches(wanted))
        .flatMap(family -> Stream.of(2, 3).map(protocol -> Arguments.of(family, protocol)))
        .toList();
  }

  @ParameterizedTest(name = "{0} RESP{1}")
  @MethodSource("familiesInEachProtocol")
  void fiveThousandCommandsGetTheSameReplies(
      String family, int protocol, RealRedis real, OurServer ours) {
    compare(5_000, family, protocol, real, ours);
  }

  @Tag("nightly")
  @ParameterizedTest(name = "{0} RESP{1}")
  @MethodSource("familiesInEachProtocol")
  void twoHundredThousandCommandsGetTheSameReplies(
      String family, int protocol, RealRedis real, OurServer ours) {
    compare(200_000, family, protocol, real, ours);
  }

  private static void compare(
      int count, String family, int protocol, RealRedis real, OurServer ours) {
    List<String> directives = GRAMMAR.directives(family);
    if (directives == null) {
      compare(count, family, protocol, (TestServer) real, ours);
      return;
    }
    String[] words = directives.toArray(String[]::new);
    try (RealRedis ownReal = RealRedis.start(words);
        OurServer own = OurServer.start(words)) {
      compare(count, family, protocol, (TestServer) ownReal, own);
    }
  }

  private static void compare(
      int count, String family, int protocol, TestServer real, TestServer ours) {
    long seed = Long.getLong("redistinto.seed", System.nanoTime());
    RandomLines lines = new RandomLines(seed, family, GRAMMAR);
    Deque<String> history = new ArrayDeque<>();
    try (TableRun run = new TableRun("seed " + seed, protocol, real, ours)) {
      run.play(Table.Line.parse(0, "FLUSHALL"));
      for (int i = 0; i < count && !run.hasDifferences(); i++) {
        Table.Line line = lines.next();
        history.add(line.text().substring(0, Math.min(line.text().length(), 120)));
        if (history.size() > SHOWN_BEFORE_A_FAILURE) {
          history.remove();
        }
        run.play(line);
      }
      run.failOnDifferences();
    } catch (AssertionError e) {
      throw new AssertionError(
          e.getMessage()
              + "\n-Dredistinto.seed="
              + seed
              + ", the lines before:\n"
              + String.join("\n", history),
          e);
    }
  }
}
