package io.redistinto.storage.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Scores as text: as they lie in listpacks, and as people read and write them. */
public final class ScoreText {
  /** C's {@code %.17g}: 17 significant digits, an exponent outside [-4, 17). */
  private static final MathContext PERCENT_17_G = new MathContext(17, RoundingMode.HALF_EVEN);

  /** Whole numbers up to 2^62 lie in listpacks as integers. */
  private static final double GREATEST_INTEGER = 0x1p62;

  private ScoreText() {}

  /** A score as Redis packs it: an integer if it is one, which -0.0 is, else {@code %.17g}. */
  static byte[] packed(double score) {
    return isInteger(score) ? ascii(Long.toString((long) score)) : percent17g(score);
  }

  /** A score as C's {@code %.17g} prints it. */
  static byte[] percent17g(double score) {
    return ascii(Double.isInfinite(score) ? infinity(score) : finitePercent17g(score));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The score for people: as few digits as tell it from all others. */
  static String shown(double score) {
    boolean isMinusZero = score == 0 && 1 / score < 0;
    if (isInteger(score)) {
      return isMinusZero ? "-0" : Long.toString((long) score);
    }
    return Double.isInfinite(score) ? infinity(score) : Double.toString(score);
  }

  /** The score that a text of either kind names; NaN if it is none. */
  public static double parse(byte[] text) {
    String number = new String(text, StandardCharsets.ISO_8859_1);
    return switch (number) {
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> finite(number);
    };
  }

  private static double finite(String number) {
    for (int i = 0; i < number.length(); i++) {
      if ("0123456789+-.eE".indexOf(number.charAt(i)) < 0) {
        return Double.NaN;
      }
    }
    try {
      return Double.parseDouble(number);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static boolean isInteger(double score) {
    return Math.abs(score) <= GREATEST_INTEGER && score == (long) score;
  }

  private static String infinity(double score) {
    return score > 0 ? "inf" : "-inf";
  }

  private static String finitePercent17g(double score) {
    if (score == 0) {
      return 1 / score < 0 ? "-0" : "0";
    }
    BigDecimal rounded = new BigDecimal(score).round(PERCENT_17_G).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < PERCENT_17_G.getPrecision()) {
      return rounded.toPlainString();
    }
    BigDecimal mantissa = rounded.movePointLeft(exponent);
    String digits = String.format("%02d", Math.abs(exponent));
    return mantissa.toPlainString() + (exponent < 0 ? "e-" : "e+") + digits;
  }
}
