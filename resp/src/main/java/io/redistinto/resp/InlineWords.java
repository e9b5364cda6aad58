package io.redistinto.resp;

import java.nio.ByteBuffer;

/**
 * Splits an inline request into words by Redis's quoting rules.
 *
 * <p>Words are parted by white space. Inside double quotes, {@code \n \r \t \b \a \xHH} are the
 * bytes they name and a backslash before any other byte is that byte; inside single quotes only
 * {@code \'} is special. Quotes may begin inside a word; the one that closes them must end it.
 */
final class InlineWords {
  /*
   * A word is never longer than its text, so it is decoded where it lies: `write` follows `read`
   * and never passes it.
   */
  private static final int NONE = 0;

  private InlineWords() {}

  /**
   * Adds the words in [{@code from}, {@code to}) to the request, at offsets from {@code from}.
   *
   * @return false if quotes are not closed, or are closed inside a word
   */
  static boolean split(ByteBuffer bytes, int from, int to, Request out) {
    int read = from;
    while (true) {
      while (read < to && isSpace(bytes.get(read))) {
        read++;
      }
      if (read == to) {
        return true;
      }
      int word = read;
      int write = read;
      int quote = NONE;
      while (read < to && !(quote == NONE && endsWord(bytes.get(read)))) {
        int character = bytes.get(read++);
        if (quote == NONE) {
          if (character == '"' || character == '\'') {
            quote = character;
            continue;
          }
        } else if (character == quote) {
          if (read < to && !isSpace(bytes.get(read))) {
            return false;
          }
          quote = NONE;
          break;
        } else if (character == '\\' && quote == '\'') {
          if (read < to && bytes.get(read) == '\'') {
            character = bytes.get(read++);
          }
        } else if (character == '\\' && read < to) {
          character = bytes.get(read++);
          if (character == 'x' && to - read >= 2 && isHex(bytes, read)) {
            character = hex(bytes, read);
            read += 2;
          } else {
            character = unescape(character);
          }
        }
        bytes.put(write++, (byte) character);
      }
      if (quote != NONE) {
        return false;
      }
      out.add(word - from, write - word);
    }
  }

  /** C's {@code isspace}. */
  private static boolean isSpace(int character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
  }

  /** The white space that ends a word without quotes: not all that may stand before one. */
  private static boolean endsWord(int character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
  }

  private static int unescape(int character) {
    return switch (character) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 7;
      default -> character;
    };
  }

  private static boolean isHex(ByteBuffer bytes, int index) {
    return hex(bytes, index) >= 0;
  }

  /** The byte that two hexadecimal digits name, or a negative number. */
  private static int hex(ByteBuffer bytes, int index) {
    int high = Character.digit((char) (bytes.get(index) & 0xff), 16);
    int low = Character.digit((char) (bytes.get(index + 1) & 0xff), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
