package io.redistinto.resp;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;

/** Numbers as the protocol and its clients write them: decimal ASCII. */
public final class Numbers {
  /** The longest text of a {@code long}: a sign and 19 digits. */
  public static final int MAX_LONG_LENGTH = 20;

  private static final int MAX_LONG_DIGITS = 19;

  /** C's {@code %.17g}: 17 significant digits, an exponent outside [-4, 17). */
  private static final MathContext PERCENT_17_G = new MathContext(17, RoundingMode.HALF_EVEN);

  private static final double LEAST_WITH_EXPONENT = 1e17;

  private Numbers() {}

  /**
   * Whether the bytes are an integer as Redis accepts it: an optional minus, then digits, within 64
   * bits. Refused: nothing at all, leading zeros, a plus, spaces, {@code -0}.
   */
  public static boolean isLong(ByteBuffer bytes, int offset, int length) {
    if (length == 0 || length > MAX_LONG_LENGTH) {
      return false;
    }
    boolean negative = bytes.get(offset) == '-';
    int digits = negative ? length - 1 : length;
    int first = offset + length - digits;
    if (digits == 0 || digits > MAX_LONG_DIGITS) {
      return false;
    }
    if (bytes.get(first) == '0') {
      return length == 1;
    }
    // 19 digits stay below 2^64, so a magnitude beyond 63 bits shows as a negative number.
    long magnitude = 0;
    for (int i = first; i < first + digits; i++) {
      int digit = bytes.get(i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      magnitude = magnitude * 10 + digit;
    }
    return magnitude >= 0 || (negative && magnitude == Long.MIN_VALUE);
  }

  /** The integer the bytes spell. Only for bytes that {@link #isLong} accepts. */
  public static long toLong(ByteBuffer bytes, int offset, int length) {
    boolean negative = bytes.get(offset) == '-';
    long magnitude = 0;
    for (int i = negative ? offset + 1 : offset; i < offset + length; i++) {
      magnitude = magnitude * 10 + (bytes.get(i) - '0');
    }
    return negative ? -magnitude : magnitude;
  }

  /** How many bytes {@link #putLong} writes for the number: 1 to {@link #MAX_LONG_LENGTH}. */
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

  /**
   * Writes the number in decimal from {@code index} on.
   *
   * @return the index after the last byte written
   */
  public static int putLong(ByteBuffer bytes, int index, long number) {
    int end = index + length(number);
    int at = end;
    long rest = number < 0 ? number : -number;
    while (rest <= -10) {
      long tenth = rest / 10;
      bytes.put(--at, (byte) ('0' + (tenth * 10 - rest)));
      rest = tenth;
    }
    bytes.put(--at, (byte) ('0' - rest));
    if (number < 0) {
      bytes.put(--at, (byte) '-');
    }
    return end;
  }

  /** The number as C's {@code %.17g} prints it, infinities as {@code inf} and {@code -inf}. */
  public static String toText(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    if (number == (long) number && Math.abs(number) < LEAST_WITH_EXPONENT) {
      boolean minusZero = number == 0 && 1 / number < 0;
      return minusZero ? "-0" : Long.toString((long) number);
    }
    BigDecimal rounded = new BigDecimal(number).round(PERCENT_17_G).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    return exponent >= -4 && exponent < PERCENT_17_G.getPrecision()
        ? rounded.toPlainString()
        : withExponent(rounded, exponent);
  }

  private static String withExponent(BigDecimal number, int exponent) {
    String digits = number.unscaledValue().abs().toString();
    StringBuilder text = new StringBuilder(24);
    if (number.signum() < 0) {
      text.append('-');
    }
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    if (Math.abs(exponent) < 10) {
      text.append('0');
    }
    return text.append(Math.abs(exponent)).toString();
  }
}
