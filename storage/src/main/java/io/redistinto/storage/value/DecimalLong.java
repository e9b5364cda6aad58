package io.redistinto.storage.value;

/**
 * Strings that collections keep as 64-bit integers: those that the integer, written in decimal,
 * gives back byte for byte. So no leading zeros, no plus, no spaces, no {@code -0}.
 */
public final class DecimalLong {
  /** A sign and 19 digits. */
  private static final int MAX_LENGTH = 20;

  private static final int MAX_DIGITS = 19;

  private DecimalLong() {}

  /** Whether the bytes are a canonical 64-bit integer. */
  public static boolean isLong(byte[] text) {
    return isLong(text, 0, text.length);
  }

  /** Whether the bytes of a range are a canonical 64-bit integer. */
  public static boolean isLong(byte[] text, int offset, int length) {
    if (length == 0 || length > MAX_LENGTH) {
      return false;
    }
    boolean negative = text[offset] == '-';
    int digits = negative ? length - 1 : length;
    int first = offset + length - digits;
    if (digits == 0 || digits > MAX_DIGITS) {
      return false;
    }
    if (text[first] == '0') {
      return length == 1;
    }
    // 19 digits stay below 2^64, so a magnitude beyond 63 bits shows as a negative number.
    long magnitude = 0;
    for (int i = first; i < first + digits; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      magnitude = magnitude * 10 + digit;
    }
    return magnitude >= 0 || (negative && magnitude == Long.MIN_VALUE);
  }

  /** The integer that bytes spell for which {@link #isLong(byte[])} holds. */
  public static long toLong(byte[] text) {
    return toLong(text, 0, text.length);
  }

  /** The integer that a range spells for which {@link #isLong(byte[], int, int)} holds. */
  public static long toLong(byte[] text, int offset, int length) {
    boolean negative = text[offset] == '-';
    long magnitude = 0;
    for (int i = negative ? offset + 1 : offset; i < offset + length; i++) {
      magnitude = magnitude * 10 + (text[i] - '0');
    }
    return negative ? -magnitude : magnitude;
  }

  /** How many bytes the number takes in decimal: 1 to 20. */
  public static int length(long number) {
    // Counted on the negative side, where Long.MIN_VALUE has a place too.
    long rest = number < 0 ? number : -number;
    int length = number < 0 ? 2 : 1;
    while (rest <= -10) {
      rest /= 10;
      length++;
    }
    return length;
  }

  /** The number in decimal. */
  public static byte[] bytes(long number) {
    byte[] text = new byte[length(number)];
    long rest = number < 0 ? number : -number;
    int at = text.length;
    while (rest <= -10) {
      long tenth = rest / 10;
      text[--at] = (byte) ('0' + (tenth * 10 - rest));
      rest = tenth;
    }
    text[--at] = (byte) ('0' - rest);
    if (number < 0) {
      text[0] = '-';
    }
    return text;
  }
}
