package io.redistinto.server.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a conf line: separated by white space, in {@code "double quotes"} (with the escapes
 * {@code \n \r \t \b \a \xHH}) or in {@code 'single quotes'} (with the escape {@code \'}). The
 * line's bytes are UTF-8, and so are the words once their escapes are resolved.
 */
final class ConfWords {
  private final byte[] line;
  private int at;
  private final StringBuilder word = new StringBuilder(); // one char a byte

  private ConfWords(byte[] line) {
    this.line = line;
  }

  static List<String> split(String line) throws InvalidValueException {
    return split(line.getBytes(StandardCharsets.UTF_8));
  }

  static List<String> split(byte[] line) throws InvalidValueException {
    ConfWords words = new ConfWords(line);
    List<String> result = new ArrayList<>();
    while (words.skipSpace()) {
      result.add(words.next());
    }
    return result;
  }

  private boolean skipSpace() {
    while (at < line.length && isSpace(line[at])) {
      at++;
    }
    return at < line.length;
  }

  private String next() throws InvalidValueException {
    word.setLength(0);
    while (at < line.length && !isSpace(line[at])) {
      byte b = line[at++];
      if (b == '"' || b == '\'') {
        quoted(b);
      } else {
        append(b);
      }
    }
    return decoded();
  }

  /** Reads to the closing quote, which must end the word. */
  private void quoted(byte quote) throws InvalidValueException {
    while (at < line.length) {
      byte b = line[at++];
      if (b == quote) {
        if (at < line.length && !isSpace(line[at])) {
          break;
        }
        return;
      }
      if (b == '\\' && at < line.length && (quote == '"' || line[at] == '\'')) {
        escaped(quote);
      } else {
        append(b);
      }
    }
    throw new InvalidValueException("Unbalanced quotes in configuration line");
  }

  private void escaped(byte quote) {
    byte b = line[at++];
    if (quote == '\'') {
      append(b);
    } else if (b == 'x' && hexDigit(at) >= 0 && hexDigit(at + 1) >= 0) {
      append(hexDigit(at) << 4 | hexDigit(at + 1));
      at += 2;
    } else {
      append(
          switch (b) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> b;
          });
    }
  }

  private int hexDigit(int index) {
    return index < line.length ? Character.digit(line[index], 16) : -1;
  }

  private void append(int b) {
    word.append((char) (b & 0xff));
  }

  private String decoded() throws InvalidValueException {
    byte[] bytes = word.toString().getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new InvalidValueException("configuration must be UTF-8 text");
    }
  }

  private static boolean isSpace(int b) {
    return b == ' ' || (b >= '\t' && b <= '\r') || b == 0;
  }

  /** The word as {@link #split} reads it back, in double quotes where it needs them. */
  static String quote(String word) {
    boolean plain = !word.isEmpty() && word.chars().allMatch(ConfWords::needsNoQuotes);
    if (plain) {
      return word;
    }
    StringBuilder quoted = new StringBuilder("\"");
    word.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
              } else if (c < ' ' || c == 0x7f) {
                quoted.append("\\x%02x".formatted(c));
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }

  private static boolean needsNoQuotes(int c) {
    return c > ' ' && c != 0x7f && c != '"' && c != '\'' && c != '\\' && c != '#';
  }
}
