package io.redistinto.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.resp.Request;
import io.redistinto.server.command.Command;
import io.redistinto.server.command.CommandTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Each of Redis's commands that is in the table is compared with a real server by some line of the
 * tables, and so is its refusal of a wrong number of arguments. Where that cannot be, {@code
 * uncompared.txt} says why.
 */
class CoverageTest {
  private static final Path REDIS_COMMANDS =
      Path.of("..", "server", "src", "test", "resources", "io", "redistinto", "server")
          .resolve(Path.of("command", "redis-commands.txt"));

  private static final CommandTable TABLE = CommandTable.INSTANCE;

  private final Set<String> called = new TreeSet<>();
  private final Set<String> refused = new TreeSet<>();
  private final Map<String, String> uncompared = reasonsIn("uncompared.txt");

  CoverageTest() {
    for (Table table : Table.allIn("tables")) {
      for (Table.Line line : table.lines()) {
        requests(line).forEach(this::count);
      }
    }
  }

  /** The requests of a line: none if it is none, or bytes that need not be one. */
  private static List<List<String>> requests(Table.Line line) {
    return switch (line.verb()) {
      case ASK, SEND, SCAN -> List.of(line.arguments());
      case PIPE -> parts(line.arguments());
      default -> List.of();
    };
  }

  private static List<List<String>> parts(List<String> arguments) {
    List<List<String>> parts = new ArrayList<>(List.of(new ArrayList<>()));
    for (String argument : arguments) {
      if (argument.equals(";")) {
        parts.add(new ArrayList<>());
      } else {
        parts.get(parts.size() - 1).add(argument);
      }
    }
    return parts;
  }

  private void count(List<String> words) {
    Request request = Request.of(words.toArray(String[]::new));
    Command command = TABLE.find(request);
    if (command != null && command.isContainer() && words.size() > 1) {
      command = CommandTable.subcommand(command, request, 1);
    }
    if (command != null) {
      (isRefused(command, words.size()) ? refused : called).add(command.fullName());
    }
  }

  private static boolean isRefused(Command command, int argc) {
    return !command.accepts(argc) || command.handler() == null;
  }

  /** What a file of excuses excuses, and the reasons. */
  static Map<String, String> reasonsIn(String file) {
    Map<String, String> reasons = new TreeMap<>();
    for (String line : linesOf(Table.RESOURCES.resolve(file))) {
      String[] parts = line.split(": ", 2);
      reasons.put(parts[0], parts[1]);
    }
    return reasons;
  }

  private static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file, UTF_8).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The names of Redis's commands in our table that this holds for. */
  static Set<String> commands(Predicate<Command> wanted) {
    Set<String> redis = Set.copyOf(linesOf(REDIS_COMMANDS));
    return TABLE.all().stream()
        .filter(command -> redis.contains(command.fullName()))
        .filter(wanted)
        .map(Command::fullName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether its name alone is enough, and whatever follows is for the command itself to judge. */
  private static boolean isAnyNumberRight(Command command) {
    int nameWords = command.fullName().indexOf('|') < 0 ? 1 : 2;
    return command.arity() == -nameWords && command.handler() != null;
  }

  /** HELP has words of our own, so there is nothing to compare. */
  static boolean isComparable(Command command) {
    return command.handler() != null && !command.name().equals("help");
  }

  @Test
  void everyCommandIsCompared() {
    Set<String> missing = commands(CoverageTest::isComparable);
    missing.removeAll(called);
    missing.removeAll(uncompared.keySet());
    assertThat(missing).as("commands that no line of the tables calls").isEmpty();
  }

  @Test
  void everyRefusalIsCompared() {
    Set<String> missing = commands(command -> !isAnyNumberRight(command));
    missing.removeAll(refused);
    missing.removeAll(uncompared.keySet());
    assertThat(missing)
        .as("commands that no line of the tables gives a wrong number of arguments")
        .isEmpty();
  }

  @Test
  void onlyWhatIsNotComparedIsExcused() {
    Set<String> needless = new TreeSet<>(uncompared.keySet());
    needless.retainAll(called);
    needless.retainAll(refused);
    assertThat(needless).isEmpty();
    assertThat(commands(command -> true)).containsAll(uncompared.keySet());
  }
}
