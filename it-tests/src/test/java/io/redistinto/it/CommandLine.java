package io.redistinto.it;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into arguments as redis-cli and inline requests do: separated by blanks; in double
 * quotes the escapes {@code \n \r \t \b \a \xHH \" \\}; in single quotes only {@code \'}.
 */
final class CommandLine {

  private final String line;
  private int at;

  private CommandLine(String line) {
    this.line = line;
  }

  /**
   * @throws IllegalArgumentException if a quote is not closed, or text follows its closing
   */
  static List<String> split(String line) {
    return new CommandLine(line).arguments();
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    while (skipBlanks()) {
      arguments.add(argument());
    }
    return arguments;
  }

  /** False at the end of the line. */
  private boolean skipBlanks() {
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
    return at < line.length();
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private String argument() {
    StringBuilder argument = new StringBuilder();
    while (at < line.length() && !isBlank(line.charAt(at))) {
      char c = line.charAt(at++);
      if (c == '"' || c == '\'') {
        quoted(c, argument);
      } else {
        argument.append(c);
      }
    }
    return argument.toString();
  }

  private void quoted(char quote, StringBuilder argument) {
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == quote) {
        if (at < line.length() && !isBlank(line.charAt(at))) {
          throw new IllegalArgumentException("text after a closing quote: " + line);
        }
        return;
      }
      argument.append(c == '\\' && at < line.length() ? escaped(quote) : c);
    }
    throw new IllegalArgumentException("quote not closed: " + line);
  }

  /** What the characters after a backslash stand for. */
  private char escaped(char quote) {
    char c = line.charAt(at);
    if (quote == '\'') {
      if (c != '\'') {
        return '\\';
      }
      at++;
      return c;
    }
    at++;
    if (c == 'x' && at + 2 <= line.length()) {
      int high = Character.digit(line.charAt(at), 16);
      int low = Character.digit(line.charAt(at + 1), 16);
      if (high >= 0 && low >= 0) {
        at += 2;
        return (char) (16 * high + low);
      }
    }
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> '\u0007';
      default -> c;
    };
  }
}
