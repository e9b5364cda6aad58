package io.redistinto.server.command;

/**
 * Sine, cosine and arc sine as the nearest double, where {@link Math} may answer the one next to
 * it: what is shown with 17 digits is then what redis-server shows, whose C library rounds as well.
 * About a microsecond each.
 *
 * <p>Numbers are sums of two doubles, of some 106 bits together.
 *
 * @see <a href="https://doi.org/10.1007/BF01397083">T. J. Dekker, A floating-point technique for
 *     extending the available precision, 1971</a>
 */
final class PreciseTrigonometry {
  private static final Sum HALF_PI = new Sum(Math.PI / 2, 6.123233995736766e-17);

  /** Terms of the series up to here are less than the last bit of a sum. */
  private static final int LAST_POWER = 33;

  private PreciseTrigonometry() {}

  /** The sine of an angle in radians, of at most a few turns. */
  static double sin(double angle) {
    return sinOf(angle).nearest();
  }

  /** The cosine of an angle in radians, of at most a few turns. */
  static double cos(double angle) {
    return cosOf(angle).nearest();
  }

  /** The arc sine of a number from 0 to 1. One step of Newton's method from what Math says. */
  static double asin(double sine) {
    double near = Math.asin(sine);
    double slope = cosOf(near).nearest();
    if (slope <= 0) {
      return near; // a quarter of a turn
    }
    double error = sinOf(near).minus(new Sum(sine, 0)).nearest();
    return new Sum(near, 0).minus(new Sum(error / slope, 0)).nearest();
  }

  private static Sum sinOf(double angle) {
    return inQuarter(angle, 0);
  }

  private static Sum cosOf(double angle) {
    return inQuarter(angle, 1);
  }

  /** The sine of an angle that so many quarters of a turn are added to. */
  private static Sum inQuarter(double angle, int quarters) {
    double nearest = Math.rint(angle / (Math.PI / 2));
    Sum rest = new Sum(angle, 0).minus(HALF_PI.times(nearest));
    int quarter = Math.floorMod((int) nearest + quarters, 4);
    Sum value = (quarter & 1) == 0 ? series(rest, 1) : series(rest, 0);
    return quarter < 2 ? value : value.times(-1);
  }

  /** The series of the sine, which begins with the power 1, or of the cosine, with 0. */
  private static Sum series(Sum angle, int firstPower) {
    Sum square = angle.times(angle);
    Sum term = firstPower == 0 ? new Sum(1, 0) : angle;
    Sum sum = term;
    for (int power = firstPower + 2; power <= LAST_POWER; power += 2) {
      term = term.times(square).dividedBy(-(power - 1.0) * power);
      sum = sum.plus(term);
    }
    return sum;
  }

  /** The sum of two doubles, the second of which is at most half a unit of the first's last bit. */
  private record Sum(double high, double low) {

    double nearest() {
      return high + low;
    }

    Sum plus(Sum other) {
      double sum = high + other.high;
      double part = sum - high;
      double error = (high - (sum - part)) + (other.high - part);
      return normal(sum, error + low + other.low);
    }

    Sum minus(Sum other) {
      return plus(other.times(-1));
    }

    Sum times(Sum other) {
      double product = high * other.high;
      double error = Math.fma(high, other.high, -product);
      return normal(product, error + (high * other.low + low * other.high));
    }

    Sum times(double factor) {
      return times(new Sum(factor, 0));
    }

    Sum dividedBy(double divisor) {
      double quotient = high / divisor;
      double rest = Math.fma(-quotient, divisor, high) + low;
      return normal(quotient, rest / divisor);
    }

    private static Sum normal(double high, double low) {
      double sum = high + low;
      return new Sum(sum, low - (sum - high));
    }
  }
}
