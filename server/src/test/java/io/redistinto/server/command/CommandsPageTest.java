package io.redistinto.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/commands.md}, made from the table, the list of Redis's commands and what is written
 * down of differences. {@code -Dredistinto.docs.write} writes it.
 */
class CommandsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "commands.md");
  private static final String NOT_THERE = "-";

  private final Map<String, Command> ours = new TreeMap<>();
  private final Set<String> redis = new TreeSet<>(lines("redis-commands.txt"));
  private final Map<String, String> differences = new TreeMap<>();
  private final Map<String, String> refusals = new TreeMap<>();

  CommandsPageTest() {
    CommandTable.INSTANCE.all().forEach(command -> ours.put(command.fullName(), command));
    for (String line : lines("differences.txt")) {
      String name = line.substring(0, line.indexOf(": "));
      String how = line.substring(name.length() + 2);
      if (name.startsWith(NOT_THERE)) {
        refusals.put(name.substring(1), how);
      } else {
        differences.put(name, how);
      }
    }
  }

  private static List<String> lines(String resource) {
    try (InputStream in = CommandsPageTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void thePageIsUpToDate() throws IOException {
    String page = page();
    if (Boolean.getBoolean("redistinto.docs.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/commands.md; -Dredistinto.docs.write=true writes it anew")
        .isEqualTo(page);
  }

  @Test
  void whatIsSaidToDifferIsThere() {
    assertThat(ours.keySet()).containsAll(differences.keySet()).containsAll(refusals.keySet());
    assertThat(redis).containsAll(differences.keySet()).containsAll(refusals.keySet());
    assertThat(differences).doesNotContainKeys(refusals.keySet().toArray(String[]::new));
  }

  private String page() {
    List<String> named = redis.stream().filter(this::canBeCalled).toList();
    long there = named.stream().filter(this::isThere).count();
    return """
        # Commands

        Made from the command table: `CommandsPageTest` says how. What is compared with is redis-server 7.0.15.
        Of its %d commands and subcommands %d are there, %d of them with a difference. Texts for people (HELP,
        summaries) are our own everywhere.

        | Command | | |
        |---|---|---|
        %s
        ## Ours

        | Command | |
        |---|---|
        %s"""
        .formatted(
            named.size(),
            there,
            differences.size(),
            rows(named),
            ours.values().stream()
                .filter(command -> !redis.contains(command.fullName()))
                .filter(command -> canBeCalled(command.fullName()))
                .map(command -> "| `%s` | %s |\n".formatted(typed(command), summary(command)))
                .collect(Collectors.joining()));
  }

  private String rows(List<String> named) {
    return named.stream()
        .map(name -> "| `%s` | %s | %s |\n".formatted(typed(name), state(name), text(name)))
        .collect(Collectors.joining());
  }

  /** A container is not a command, unless it can be called by itself. */
  private boolean canBeCalled(String name) {
    boolean container = redis.stream().anyMatch(other -> other.startsWith(name + "|"));
    Command command = ours.get(name);
    return command == null ? !container : command.handler() != null;
  }

  private boolean isThere(String name) {
    return ours.containsKey(name) && !refusals.containsKey(name);
  }

  private String state(String name) {
    return !isThere(name) ? "not there" : differences.containsKey(name) ? "differs" : "done";
  }

  private String text(String name) {
    if (!ours.containsKey(name)) {
      return "";
    }
    if (refusals.containsKey(name)) {
      return "Answers " + refusals.get(name) + ".";
    }
    String summary = summary(ours.get(name));
    return differences.containsKey(name)
        ? summary + " Here: " + differences.get(name) + "."
        : summary;
  }

  private static String summary(Command command) {
    return CommandDoc.of(command).summary().replace("|", "\\|");
  }

  private static String typed(Command command) {
    String arguments = ArgumentDoc.synopsis(CommandDoc.of(command).arguments(), " ");
    return (typed(command.fullName()) + " " + arguments).strip().replace("|", "\\|");
  }

  private static String typed(String fullName) {
    return fullName.replace('|', ' ').toUpperCase(Locale.ROOT);
  }
}
