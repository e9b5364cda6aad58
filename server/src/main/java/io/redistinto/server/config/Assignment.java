package io.redistinto.server.config;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * One directive and its value as somebody wrote them.
 *
 * @param name the directive's name, in any case
 * @param words the value's words
 * @param refusal from the name and the reason to the whole message when the assignment is refused
 */
record Assignment(String name, List<String> words, BinaryOperator<String> refusal) {

  static Assignment inFile(String file, int lineNumber, byte[] line) throws ConfigException {
    String text = new String(line, StandardCharsets.UTF_8).strip();
    String where = "%s, line %d".formatted(file, lineNumber);
    try {
      return atStart(where, text, ConfWords.split(line));
    } catch (InvalidValueException bad) {
      throw new ConfigException(startRefusal(where, text, "", bad.getMessage()));
    }
  }

  static Assignment onCommandLine(String text, List<String> words) {
    return atStart("command line", text, words);
  }

  private static Assignment atStart(String where, String text, List<String> words) {
    String name = words.isEmpty() ? "" : words.get(0);
    return new Assignment(
        name,
        words.isEmpty() ? words : words.subList(1, words.size()),
        (directive, reason) -> startRefusal(where, text, directive, reason));
  }

  private static String startRefusal(String where, String text, String name, String reason) {
    String takes =
        Directives.named(name).map(d -> "\n'" + d + "' takes " + d.accepted()).orElse("");
    return where + "\n>>> " + text + "\n" + reason + takes;
  }

  static Assignment inProgram(String name, String value) {
    return new Assignment(
        name, List.of(value), (directive, reason) -> "%s: %s".formatted(directive, reason));
  }

  static Assignment byConfigSet(String name, String value) {
    return new Assignment(
        Directives.whileRunning(name),
        List.of(value),
        (directive, reason) ->
            "CONFIG SET failed (possibly related to argument '%s') - %s".formatted(name, reason));
  }

  ConfigException refuse(String reason) {
    return new ConfigException(refusal.apply(name, reason));
  }

  Directive<?> directive() throws ConfigException {
    Directive<?> directive = Directives.named(name).orElse(null);
    if (directive == null) {
      throw refuse(unknown());
    }
    return directive;
  }

  private String unknown() {
    if (name.equalsIgnoreCase("include")) {
      return "include is not supported: the directives must stand in this file";
    }
    String hint = Directives.nearest(name).map(near -> ": did you mean '" + near + "'?").orElse("");
    return "unknown directive '" + name + "'" + hint;
  }

  /**
   * The settings after these assignments, in order, the later winning. An equivalent is translated
   * after all others are known.
   */
  static Settings applyAll(Collection<Assignment> assignments, Settings settings)
      throws ConfigException {
    Settings result = settings;
    Map<Directive<?>, Assignment> equivalents = new HashMap<>();
    for (Assignment assignment : assignments) {
      Directive<?> directive = assignment.directive();
      if (directive.isEquivalent()) {
        assignment.value(directive, result);
        equivalents.put(directive.target(), assignment);
      } else {
        result = assignment.applyTo(directive, result);
        equivalents.remove(directive);
      }
    }
    for (Assignment equivalent : equivalents.values()) {
      result = equivalent.translateTo(equivalent.directive(), result);
    }
    return result;
  }

  /** Whether it sets what is in force anyway. */
  <T> boolean changesNothing(Directive<T> directive, Settings settings) throws ConfigException {
    return value(directive, settings).equals(settings.get(directive));
  }

  private <T> T value(Directive<T> directive, Settings settings) throws ConfigException {
    if (words.isEmpty()) {
      throw refuse("wrong number of arguments");
    }
    try {
      return directive.type().parse(words, settings.get(directive));
    } catch (InvalidValueException bad) {
      throw refuse(bad.getMessage());
    }
  }

  private <T> Settings applyTo(Directive<T> directive, Settings settings) throws ConfigException {
    return settings.with(directive, value(directive, settings));
  }

  private <T> Settings translateTo(Directive<T> directive, Settings settings)
      throws ConfigException {
    return translate(directive.equivalent(), value(directive, settings), settings);
  }

  private <T, U> Settings translate(
      Directive.Equivalent<T, U> equivalent, T value, Settings settings) throws ConfigException {
    try {
      U translated = equivalent.translation().translate(value, settings);
      return settings.with(equivalent.target(), translated);
    } catch (InvalidValueException bad) {
      throw refuse(bad.getMessage());
    }
  }
}
