package io.redistinto.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PreciseTrigonometryTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());
  private static final MathContext DIGITS = new MathContext(60);

  /** Against the series in 60 digits. */
  @Test
  void sineAndCosineAreTheNearestDoubles() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 2_000; i++) {
      double angle = random.nextDouble(-Math.PI, Math.PI) * (i % 2 == 0 ? 1 : 1e-6);
      assertThat(PreciseTrigonometry.sin(angle))
          .as("sine of %s, seed %d", angle, SEED)
          .isEqualTo(series(angle, 1).doubleValue());
      assertThat(PreciseTrigonometry.cos(angle))
          .as("cosine of %s, seed %d", angle, SEED)
          .isEqualTo(series(angle, 0).doubleValue());
    }
  }

  /** The sine, which grows, of what lies half a unit below and above is on either side. */
  @Test
  void arcSineIsTheNearestDouble() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 2_000; i++) {
      double sine = random.nextDouble() * (i % 2 == 0 ? 0.999 : 1e-6);
      double angle = PreciseTrigonometry.asin(sine);
      BigDecimal halfUnit = new BigDecimal(Math.ulp(angle)).divide(BigDecimal.valueOf(2));
      BigDecimal exact = new BigDecimal(angle);
      assertThat(new BigDecimal(sine))
          .as("arc sine of %s, seed %d", sine, SEED)
          .isBetween(series(exact.subtract(halfUnit), 1), series(exact.add(halfUnit), 1));
    }
  }

  @Test
  void theEndsAreExact() {
    assertThat(PreciseTrigonometry.sin(0)).isZero();
    assertThat(PreciseTrigonometry.cos(0)).isEqualTo(1);
    assertThat(PreciseTrigonometry.asin(0)).isZero();
    assertThat(PreciseTrigonometry.asin(1)).isEqualTo(Math.PI / 2);
    assertThat(PreciseTrigonometry.sin(Math.PI)).isEqualTo(Math.sin(Math.PI));
  }

  private static BigDecimal series(double angle, int firstPower) {
    return series(new BigDecimal(angle), firstPower);
  }

  private static BigDecimal series(BigDecimal angle, int firstPower) {
    BigDecimal square = angle.multiply(angle, DIGITS).negate();
    BigDecimal term = firstPower == 0 ? BigDecimal.ONE : angle;
    BigDecimal sum = term;
    for (int power = firstPower + 2; power < 80; power += 2) {
      BigDecimal divisor = BigDecimal.valueOf((power - 1L) * power);
      term = term.multiply(square, DIGITS).divide(divisor, DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum;
  }
}
