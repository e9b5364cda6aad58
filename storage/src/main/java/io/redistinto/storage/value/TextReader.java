package io.redistinto.storage.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the lines of words that a {@link TextWriter} or a person wrote. Empty lines are left out.
 */
public final class TextReader {
  private final ByteBuffer text;
  private int line;

  /** Reads from the buffer's position to its limit; the buffer is the reader's. */
  public TextReader(ByteBuffer text) {
    this.text = text;
  }

  /**
   * The words of the next line that has any, or null at the end.
   *
   * @throws IllegalArgumentException with the line and what is wrong with it
   */
  public List<byte[]> nextLine() {
    while (text.hasRemaining()) {
      line++;
      List<byte[]> words = words();
      if (!words.isEmpty()) {
        return words;
      }
    }
    return null;
  }

  /** What is wrong with the line that was read last. */
  public IllegalArgumentException error(String what) {
    return new IllegalArgumentException("line " + line + ": " + what);
  }

  /** A word of the line that was read last, as a whole number. */
  public long integer(byte[] word) {
    try {
      return Long.parseLong(new String(word, StandardCharsets.ISO_8859_1));
    } catch (NumberFormatException e) {
      throw error("not an integer: " + shown(word));
    }
  }

  /** A word for an error message. */
  public static String shown(byte[] word) {
    int length = Math.min(word.length, 80);
    return new String(new TextWriter().word(Arrays.copyOf(word, length)).toBytes(), UTF_8);
  }

  private List<byte[]> words() {
    List<byte[]> words = new ArrayList<>(2);
    while (text.hasRemaining()) {
      byte b = text.get();
      if (b == '\n') {
        return words;
      }
      if (b == '"') {
        words.add(quoted());
      } else if (b != ' ' && b != '\t' && b != '\r') {
        words.add(plain(b));
      }
    }
    return words;
  }

  private byte[] plain(byte first) {
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    word.write(first);
    while (text.hasRemaining()) {
      byte b = text.get(text.position());
      if (b == ' ' || b == '\t' || b == '\r' || b == '\n') {
        break;
      }
      if (b == '"') {
        throw error("a quote inside a word");
      }
      word.write(text.get());
    }
    return word.toByteArray();
  }

  private byte[] quoted() {
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    while (true) {
      byte b = next();
      if (b == '"') {
        break;
      }
      word.write(b == '\\' ? escaped() : b);
    }
    if (text.hasRemaining() && " \t\r\n".indexOf(text.get(text.position())) < 0) {
      throw error("a quoted word must end with a blank or the line");
    }
    return word.toByteArray();
  }

  private int escaped() {
    byte b = next();
    return switch (b) {
      case '"', '\\', '\'' -> b;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'x' -> (hex() << 4) | hex();
      default -> throw error("an unknown escape");
    };
  }

  private int hex() {
    int digit = Character.digit(next(), 16);
    if (digit < 0) {
      throw error("\\x wants two hexadecimal digits");
    }
    return digit;
  }

  private byte next() {
    if (!text.hasRemaining() || text.get(text.position()) == '\n') {
      throw error("a quote that does not end");
    }
    return text.get();
  }
}
