package io.redistinto.server.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as {@code 64}, {@code 1k} (1000 bytes) or {@code 1kb} (1024 bytes), and so m, mb, g, gb; no
 * digits at all are none.
 */
public final class MemorySize {
  private static final Pattern SIZE = Pattern.compile("([0-9]{0,19})([a-z]{0,2})");

  private MemorySize() {}

  /**
   * How many bytes a text says.
   *
   * @throws InvalidValueException if it is no size
   */
  public static long parse(String text) throws InvalidValueException {
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw notASize();
    }
    try {
      return Math.multiplyExact(number(size.group(1)), unit(size.group(2)));
    } catch (ArithmeticException | NumberFormatException tooLarge) {
      throw notASize();
    }
  }

  private static long number(String digits) {
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }

  private static long unit(String name) throws InvalidValueException {
    return switch (name) {
      case "", "b" -> 1L;
      case "k" -> 1_000L;
      case "kb" -> 1L << 10;
      case "m" -> 1_000_000L;
      case "mb" -> 1L << 20;
      case "g" -> 1_000_000_000L;
      case "gb" -> 1L << 30;
      default -> throw notASize();
    };
  }

  private static InvalidValueException notASize() {
    return new InvalidValueException("argument must be a memory value");
  }

  /** The size in the largest unit that holds it exactly, for a conf file. */
  static String written(long bytes) {
    String[] units = {"gb", "mb", "kb"};
    for (int i = 0; i < units.length; i++) {
      int shift = 30 - 10 * i;
      if (bytes != 0 && bytes % (1L << shift) == 0) {
        return (bytes >> shift) + units[i];
      }
    }
    return Long.toString(bytes);
  }
}
