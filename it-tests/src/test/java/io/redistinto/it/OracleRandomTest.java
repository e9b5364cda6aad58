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
 * seed; {@code -Dredistinto.seed=N} repeats it.
 */
@ExtendWith(Servers.class)
class OracleRandomTest {

  private static final int SHOWN_BEFORE_A_FAILURE = 40;

  static List<Arguments> familiesInEachProtocol() {
    return Stream.of(
            "keyspace",
            "strings",
            "bits",
            "lists",
            "hashes",
            "sets",
            "zsets",
            "streams",
            "hyperloglog",
            "dump")
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
    long seed = Long.getLong("redistinto.seed", System.nanoTime());
    List<String> templates =
        Table.textsOf(Table.RESOURCES.resolve("random/" + family + ".txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    RandomLines lines = new RandomLines(seed, templates);
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
