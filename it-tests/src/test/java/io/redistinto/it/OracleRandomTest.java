package io.redistinto.it;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random commands to a real redis-server and to ours get the same replies. A failure names its
 * seed; {@code -Dredistinto.seed=N} repeats it.
 */
@ExtendWith(Servers.class)
class OracleRandomTest {

  private static final int SHOWN_BEFORE_A_FAILURE = 40;

  @ParameterizedTest(name = "RESP{0}")
  @ValueSource(ints = {2, 3})
  void fiveThousandCommandsGetTheSameReplies(int protocol, RealRedis real, OurServer ours) {
    compare(5_000, protocol, real, ours);
  }

  @Tag("nightly")
  @ParameterizedTest(name = "RESP{0}")
  @ValueSource(ints = {2, 3})
  void twoHundredThousandCommandsGetTheSameReplies(int protocol, RealRedis real, OurServer ours) {
    compare(200_000, protocol, real, ours);
  }

  private static void compare(int count, int protocol, RealRedis real, OurServer ours) {
    long seed = Long.getLong("redistinto.seed", System.nanoTime());
    List<String> templates =
        Table.textsOf(Table.RESOURCES.resolve("random/keyspace.txt")).stream()
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
