package io.redistinto.server.command;

import io.redistinto.resp.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Arguments that are doubles, as C's {@code strtod} reads them. */
final class CDouble {
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<sign>[+-]?)(?:(?<infinity>inf(?:inity)?)"
              + "|(?<hex>0x(?:[0-9a-f]+\\.?[0-9a-f]*|\\.[0-9a-f]+))(?<power>p[+-]?[0-9]+)?"
              + "|(?<decimal>(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:e[+-]?[0-9]+)?))",
          Pattern.CASE_INSENSITIVE);

  /** Up to so many digits a significand is exact, and so is the power of ten below it. */
  private static final int EXACT_DIGITS = 15;

  private static final double[] POWERS_OF_TEN = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private static final String WHITE = " \t\n\u000b\f\r";

  private CDouble() {}

  /** An argument that is a number; what is none, or is too large or too small, is refused. */
  static double of(Call call, int arg) {
    return of(call, arg, CommandException.NOT_A_FLOAT);
  }

  /** The same, with an error text of its own. */
  static double of(Call call, int arg, String error) {
    double plain = plain(call.request(), arg);
    if (!Double.isNaN(plain)) {
      return plain;
    }
    double number = parse(call.text(arg), true);
    if (Double.isNaN(number)) {
      throw new CommandException(error);
    }
    return number;
  }

  /**
   * The number that a text is, up to a zero byte in it; NaN if it is none. Blanks may come before
   * it, nothing at all is 0, and what is too large is infinite.
   */
  static double ofBound(String text) {
    return beforeZero(text, false);
  }

  /** The same, but what is too large or too small is no number. */
  static double ofWeight(byte[] text) {
    return beforeZero(new String(text, StandardCharsets.ISO_8859_1), true);
  }

  private static double beforeZero(String text, boolean inRange) {
    int zero = text.indexOf(0);
    String number = zero < 0 ? text : text.substring(0, zero);
    if (number.isEmpty()) {
      return 0;
    }
    int first = 0;
    while (first < number.length() && WHITE.indexOf(number.charAt(first)) >= 0) {
      first++;
    }
    return parse(number.substring(first), inRange);
  }

  /** A number of few digits, with a point or without; NaN if it is not of that kind. */
  private static double plain(Request request, int arg) {
    int length = request.length(arg);
    if (length == 0 || length > EXACT_DIGITS + 1) {
      return Double.NaN;
    }
    ByteBuffer bytes = request.bytes();
    int at = request.offset(arg);
    int end = at + length;
    boolean isNegative = bytes.get(at) == '-';
    if (isNegative) {
      at++;
    }
    long significand = 0;
    int digits = 0;
    int decimals = -1;
    for (; at < end; at++) {
      int digit = bytes.get(at) - '0';
      if (digit >= 0 && digit <= 9) {
        significand = significand * 10 + digit;
        digits++;
        decimals += decimals >= 0 ? 1 : 0;
      } else if (bytes.get(at) == '.' && decimals < 0) {
        decimals = 0;
      } else {
        return Double.NaN;
      }
    }
    if (digits == 0 || digits > EXACT_DIGITS) {
      return Double.NaN;
    }
    double magnitude = significand / POWERS_OF_TEN[Math.max(0, decimals)];
    return isNegative ? -magnitude : magnitude;
  }

  private static double parse(String text, boolean inRange) {
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      return Double.NaN;
    }
    double magnitude;
    if (number.group("infinity") != null) {
      magnitude = Double.POSITIVE_INFINITY;
    } else {
      String hex = number.group("hex");
      String power = number.group("power");
      String digits = hex == null ? number.group("decimal") : hex + (power == null ? "p0" : power);
      magnitude = Double.parseDouble(digits);
      boolean overflows = Double.isInfinite(magnitude);
      boolean underflows = magnitude == 0 && isNotZero(digits, hex != null);
      if (inRange && (overflows || underflows)) {
        return Double.NaN;
      }
    }
    return number.group("sign").equals("-") ? -magnitude : magnitude;
  }

  /** Whether a digit before the exponent is not 0. */
  private static boolean isNotZero(String digits, boolean isHex) {
    String zeros = isHex ? "0x." : "0.";
    int at = 0;
    while (at < digits.length() && zeros.indexOf(Character.toLowerCase(digits.charAt(at))) >= 0) {
      at++;
    }
    return at < digits.length() && Character.toLowerCase(digits.charAt(at)) != (isHex ? 'p' : 'e');
  }
}
