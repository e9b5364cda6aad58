package io.redistinto.server.command;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of C's {@code long double} as x86 has it: 64 bits of significand, exponents of 15 bits,
 * denormals. INCRBYFLOAT counts in it, and what it answers shows each of its roundings.
 *
 * @param significand at most 64 bits and a sign; null for an infinity
 * @param exponent of 2, by whose power the significand is multiplied
 */
record LongDouble(BigInteger significand, int exponent) {
  static final LongDouble ZERO = new LongDouble(BigInteger.ZERO, 0);

  /** As long a text as Redis takes for a number. */
  static final int MOST_CHARACTERS = 5 * 1024 - 1;

  /** Neither sign nor NaN is told apart: where it matters, each of them is refused alike. */
  private static final LongDouble INFINITY = new LongDouble(null, 0);

  private static final int PRECISION_BITS = 64;
  private static final int LEAST_EXPONENT = -16445;
  private static final int OVERFLOW_BITS = 16384;

  /** Beyond it, any exponent of ten that the digits could make up for is as good as another. */
  private static final int MOST_DECIMAL_EXPONENT = 20_000;

  private static final int DECIMALS = 17;
  private static final BigInteger DECIMAL_UNIT = BigInteger.TEN.pow(DECIMALS);

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<sign>[+-]?)(?:(?<infinity>inf(?:inity)?)"
              + "|0x(?<hex>[0-9a-f]*)(?:\\.(?<hexfraction>[0-9a-f]*))?(?:p(?<power>[+-]?[0-9]+))?"
              + "|(?<digits>[0-9]*)(?:\\.(?<fraction>[0-9]*))?(?:e(?<exponent>[+-]?[0-9]+))?)",
          Pattern.CASE_INSENSITIVE);

  /**
   * The number that a text is for C's {@code strtold}; null if it is none, too large or too small.
   */
  static LongDouble parse(String text) {
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      return null;
    }
    if (number.group("infinity") != null) {
      return INFINITY;
    }
    boolean isHex = number.group("hex") != null;
    String whole = number.group(isHex ? "hex" : "digits");
    String fraction = number.group(isHex ? "hexfraction" : "fraction");
    String digits = fraction == null ? whole : whole + fraction;
    if (digits.isEmpty()) {
      return null;
    }
    BigInteger significand = new BigInteger(digits, isHex ? 16 : 10);
    if (significand.signum() == 0) {
      return ZERO;
    }
    int decimals = fraction == null ? 0 : fraction.length();
    LongDouble parsed =
        isHex
            ? rounded(significand, exponent(number.group("power")) - 4 * decimals)
            : decimal(significand, exponent(number.group("exponent")) - decimals);
    if (parsed.isInfinite() || parsed.significand.signum() == 0) {
      return null;
    }
    return number.group("sign").equals("-")
        ? new LongDouble(parsed.significand.negate(), parsed.exponent)
        : parsed;
  }

  /** An exponent, or one as far out as makes no difference: digits shift it by 20,476 at most. */
  private static int exponent(String text) {
    if (text == null) {
      return 0;
    }
    BigInteger most = BigInteger.valueOf(100_000);
    return new BigInteger(text).min(most).max(most.negate()).intValue();
  }

  private static LongDouble decimal(BigInteger significand, int exponent) {
    if (exponent > MOST_DECIMAL_EXPONENT) {
      return INFINITY;
    }
    if (exponent < -MOST_DECIMAL_EXPONENT) {
      return ZERO;
    }
    if (exponent >= 0) {
      return rounded(significand.multiply(BigInteger.TEN.pow(exponent)), 0);
    }
    BigInteger divisor = BigInteger.TEN.pow(-exponent);
    int shift = Math.max(0, divisor.bitLength() - significand.bitLength() + PRECISION_BITS + 2);
    BigInteger[] quotient = significand.shiftLeft(shift).divideAndRemainder(divisor);
    BigInteger sticky = quotient[1].signum() == 0 ? BigInteger.ZERO : BigInteger.ONE;
    return rounded(quotient[0].shiftLeft(1).or(sticky), -shift - 1);
  }

  /** The nearest number to {@code significand} × 2^{@code exponent}, an even one between two. */
  private static LongDouble rounded(BigInteger significand, int exponent) {
    BigInteger magnitude = significand.abs();
    int excess = Math.max(magnitude.bitLength() - PRECISION_BITS, LEAST_EXPONENT - exponent);
    int dropped = Math.max(0, excess);
    magnitude = halfEven(magnitude, dropped);
    if (magnitude.bitLength() + (long) exponent + dropped > OVERFLOW_BITS) {
      return magnitude.signum() == 0 ? ZERO : INFINITY;
    }
    return new LongDouble(
        significand.signum() < 0 ? magnitude.negate() : magnitude, exponent + dropped);
  }

  /** A magnitude divided by a power of two. */
  private static BigInteger halfEven(BigInteger magnitude, int bits) {
    BigInteger floor = magnitude.shiftRight(bits);
    boolean atLeastHalf = bits > 0 && magnitude.testBit(bits - 1);
    boolean exactlyHalf = atLeastHalf && magnitude.getLowestSetBit() == bits - 1;
    return atLeastHalf && (floor.testBit(0) || !exactlyHalf) ? floor.add(BigInteger.ONE) : floor;
  }

  boolean isInfinite() {
    return significand == null;
  }

  LongDouble plus(LongDouble other) {
    if (isInfinite() || other.isInfinite()) {
      return INFINITY;
    }
    int lower = Math.min(exponent, other.exponent);
    return rounded(aligned(lower).add(other.aligned(lower)), lower);
  }

  /** The least integer that the product with a factor does not exceed. Not of an infinity. */
  BigInteger timesCeiling(int factor) {
    LongDouble product = rounded(significand.multiply(BigInteger.valueOf(factor)), exponent);
    return product.exponent >= 0
        ? product.significand.shiftLeft(product.exponent)
        : product.significand.negate().shiftRight(-product.exponent).negate();
  }

  private BigInteger aligned(int lowerExponent) {
    return significand.shiftLeft(exponent - lowerExponent);
  }

  /** As {@code %.17Lf} prints it, without zeros at the end of a fraction. Not of an infinity. */
  String toText() {
    if (exponent >= 0) {
      return significand.shiftLeft(exponent).toString();
    }
    BigInteger scaled = halfEven(significand.abs().multiply(DECIMAL_UNIT), -exponent);
    if (scaled.signum() == 0) {
      return "0";
    }
    BigDecimal decimal =
        new BigDecimal(significand.signum() < 0 ? scaled.negate() : scaled, DECIMALS);
    return decimal.stripTrailingZeros().toPlainString();
  }
}
