package io.redistinto.storage.value;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes lines of words for a person to read. A word stands as it is, if it has no blanks, quotes,
 * backslashes or bytes that show nothing; else between double quotes, with {@code \"}, {@code \\},
 * {@code \n}, {@code \r}, {@code \t} and {@code \xHH}. Well-formed UTF-8 is left as it is.
 */
public final class TextWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private boolean lineBegun;

  /** Writes a word of the current line. */
  public TextWriter word(byte[] word) {
    beginWord();
    if (isPlain(word)) {
      out.writeBytes(word);
    } else {
      quote(word);
    }
    return this;
  }

  /** Writes a word of the current line. */
  public TextWriter word(String word) {
    return word(word.getBytes(StandardCharsets.UTF_8));
  }

  public TextWriter word(long number) {
    return word(Long.toString(number));
  }

  public void endLine() {
    out.write('\n');
    lineBegun = false;
  }

  /** All that was written. */
  public byte[] toBytes() {
    return out.toByteArray();
  }

  private void beginWord() {
    if (lineBegun) {
      out.write(' ');
    }
    lineBegun = true;
  }

  private static boolean isPlain(byte[] word) {
    for (int i = 0; i < word.length; ) {
      int visible = visible(word, i);
      if (visible == 0) {
        return false;
      }
      i += visible;
    }
    return word.length > 0;
  }

  /** How many bytes the visible character at {@code i} has; 0 if there is none. */
  private static int visible(byte[] word, int i) {
    int b = word[i];
    if (b < 0) {
      return Utf8.visible(word, i);
    }
    return b > ' ' && b < 0x7f && b != '"' && b != '\'' && b != '\\' ? 1 : 0;
  }

  private void quote(byte[] word) {
    out.write('"');
    for (int i = 0; i < word.length; ) {
      int visible = word[i] == ' ' || word[i] == '\'' ? 1 : visible(word, i);
      if (visible > 0) {
        out.write(word, i, visible);
        i += visible;
      } else {
        escape(word[i++]);
      }
    }
    out.write('"');
  }

  private void escape(byte b) {
    out.write('\\');
    switch (b) {
      case '"', '\\' -> out.write(b);
      case '\n' -> out.write('n');
      case '\r' -> out.write('r');
      case '\t' -> out.write('t');
      default -> {
        out.write('x');
        out.write(HEX[(b >> 4) & 15]);
        out.write(HEX[b & 15]);
      }
    }
  }
}
