package io.redistinto.it;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What random lines are made of, from the files that {@code random/README.md} describes: names and
 * the texts that each may stand for. A file's templates stand under the file's own name.
 */
final class RandomGrammar {

  /** Parts a template's lines; no value can contain it, since values are quoted. */
  static final String NEXT_LINE = "\n";

  private static final Pattern CHOICE = Pattern.compile("([a-z]+):(?: (.*))?");
  private static final String SERVER = "!server ";

  private final List<String> families = new ArrayList<>();
  private final Map<String, List<String>> choices = new HashMap<>();
  private final Map<String, String> owners = new HashMap<>();
  private final Map<String, List<String>> directives = new HashMap<>();

  /**
   * Reads every file of a folder of the test resources.
   *
   * @throws UncheckedIOException if one cannot be read
   */
  static RandomGrammar in(String folder) {
    RandomGrammar grammar = new RandomGrammar();
    Table.filesIn(folder).forEach(grammar::read);
    return grammar;
  }

  private void read(Path file) {
    String family = file.getFileName().toString().replace(".txt", "");
    families.add(family);
    for (String text : Table.textsOf(file)) {
      Matcher choice = CHOICE.matcher(text);
      if (text.startsWith(SERVER)) {
        directives.put(family, CommandLine.split(text.substring(SERVER.length())));
      } else if (choice.matches()) {
        own(choice.group(1), family);
        add(choice.group(1), choice.group(2) == null ? "" : choice.group(2));
      } else if (!text.isBlank() && !text.startsWith("#")) {
        add(family, text.replace(" || ", NEXT_LINE));
      }
    }
  }

  private void own(String name, String family) {
    String owner = owners.putIfAbsent(name, family);
    if (owner != null && !owner.equals(family)) {
      throw new IllegalStateException(name + " stands in " + owner + " and in " + family);
    }
  }

  private void add(String name, String text) {
    choices.computeIfAbsent(name, first -> new ArrayList<>()).add(text);
  }

  /** The names of the files. */
  List<String> families() {
    return families;
  }

  /** What a name may stand for; null if no file says. */
  List<String> choices(String name) {
    return choices.get(name);
  }

  /** What a family's own pair of servers is started with; null if it needs none. */
  List<String> directives(String family) {
    return directives.get(family);
  }
}
