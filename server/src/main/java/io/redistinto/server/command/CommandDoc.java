package io.redistinto.server.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is written of a command for those who use it: an entry of {@code commands.txt}.
 *
 * @param since the version that brought it
 * @param deprecatedSince the version from which on it should not be used, or null
 * @param replacedBy what should be used instead, or null
 * @param complexity what it costs
 * @param summary what it does
 * @param arguments what it takes
 */
record CommandDoc(
    String since,
    String deprecatedSince,
    String replacedBy,
    String complexity,
    String summary,
    List<ArgumentDoc> arguments) {
  private static final String INSTEAD = "instead: ";

  private static final String RESOURCE = "commands.txt";

  /** Read when first asked for. */
  private static final class All {
    static final Map<String, CommandDoc> BY_FULL_NAME = read();
  }

  /** The documentation of a command, which a test demands of every row. */
  static CommandDoc of(Command command) {
    return all().get(command.fullName());
  }

  /** All there is, by full name. */
  static Map<String, CommandDoc> all() {
    return All.BY_FULL_NAME;
  }

  private static Map<String, CommandDoc> read() {
    try (Reader reader =
        new InputStreamReader(
            CommandDoc.class.getResourceAsStream(RESOURCE), StandardCharsets.UTF_8)) {
      Map<String, CommandDoc> docs = new LinkedHashMap<>();
      List<String> entry = new ArrayList<>();
      for (String line : new BufferedReader(reader).lines().toList()) {
        if (line.isBlank()) {
          add(docs, entry);
          entry.clear();
        } else if (!line.startsWith("#")) {
          entry.add(line);
        }
      }
      add(docs, entry);
      return docs;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void add(Map<String, CommandDoc> docs, List<String> entry) {
    if (entry.isEmpty()) {
      return;
    }
    try {
      String[] head = entry.get(0).split(" ", 3);
      String[] versions = head[1].split("!", 2);
      boolean isDeprecated = versions.length == 2;
      int first = isDeprecated ? 3 : 2;
      String arguments = String.join(" ", entry.subList(first, entry.size()));
      docs.put(
          head[0],
          new CommandDoc(
              versions[0],
              isDeprecated ? versions[1] : null,
              isDeprecated ? replacement(entry.get(2).strip()) : null,
              head[2],
              entry.get(1).strip(),
              ArgumentDoc.parse(arguments)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException wrong) {
      throw new IllegalStateException(RESOURCE + ": " + entry.get(0), wrong);
    }
  }

  private static String replacement(String line) {
    if (!line.startsWith(INSTEAD)) {
      throw new IllegalArgumentException("'" + INSTEAD + "' expected, not '" + line + "'");
    }
    return line.substring(INSTEAD.length());
  }
}
