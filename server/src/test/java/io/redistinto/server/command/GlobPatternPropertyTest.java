package io.redistinto.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against a plain reference for the patterns whose meaning nobody disputes. */
class GlobPatternPropertyTest {

  @Property(tries = 5000)
  void agreesWithATableOfAllPositions(
      @ForAll("patterns") String pattern, @ForAll("texts") String text) {
    assertThat(GlobPattern.of(bytes(pattern)).matches(bytes(text)))
        .as("'%s' on '%s'", pattern, text)
        .isEqualTo(matchesByTable(pattern, text));
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of("*", "?", "a", "b", "c", "[ab]", "[^a]", "[a-b]", "\\*", "\\a")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("abc*").ofMaxLength(8);
  }

  /** reached[j]: the pattern so far matches the first j characters of the text. */
  private static boolean matchesByTable(String pattern, String text) {
    if (text.isEmpty()) {
      return pattern.isEmpty();
    }
    boolean[] reached = new boolean[text.length() + 1];
    reached[0] = true;
    int at = 0;
    while (at < pattern.length()) {
      boolean[] next = new boolean[reached.length];
      if (pattern.charAt(at) == '*') {
        boolean any = false;
        for (int j = 0; j < reached.length; j++) {
          any |= reached[j];
          next[j] = any;
        }
        at++;
      } else {
        int end = endOfOne(pattern, at);
        String accepted = accepted(pattern.substring(at, end));
        for (int j = 0; j < text.length(); j++) {
          next[j + 1] = reached[j] && accepted.indexOf(text.charAt(j)) >= 0;
        }
        at = end;
      }
      reached = next;
    }
    return reached[text.length()];
  }

  private static int endOfOne(String pattern, int at) {
    return switch (pattern.charAt(at)) {
      case '[' -> pattern.indexOf(']', at) + 1;
      case '\\' -> at + 2;
      default -> at + 1;
    };
  }

  private static String accepted(String one) {
    return switch (one) {
      case "?" -> "abc*";
      case "[ab]", "[a-b]" -> "ab";
      case "[^a]" -> "bc*";
      case "\\*" -> "*";
      case "\\a" -> "a";
      default -> one;
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
