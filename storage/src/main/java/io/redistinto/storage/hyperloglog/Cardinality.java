package io.redistinto.storage.hyperloglog;

/**
 * How many elements registers stand for.
 *
 * @see <a href="https://arxiv.org/abs/1702.01284">O. Ertl: New cardinality estimation algorithms
 *     for HyperLogLog sketches</a>, algorithm 6
 */
final class Cardinality {
  private static final int GREATEST_VALUE = 51;
  private static final double ALPHA = 0.7213475204444817; // 1 / (2 ln 2)

  /** How many registers have a value, by the value; six bits can hold more than ever occur. */
  private final int[] registersOf = new int[64];

  void count(int value, int registers) {
    registersOf[value] += registers;
  }

  long estimate() {
    double registers = HyperLogLog.REGISTERS;
    double z = registers * tau((registers - registersOf[GREATEST_VALUE]) / registers);
    for (int value = GREATEST_VALUE - 1; value >= 1; value--) {
      z = (z + registersOf[value]) * 0.5;
    }
    z += registers * sigma(registersOf[0] / registers);
    double estimate = ALPHA * registers * registers / z;
    return estimate < Long.MAX_VALUE ? Math.round(estimate) : Long.MIN_VALUE; // as C rounds
  }

  private static double sigma(double of) {
    if (of == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double x = of;
    double y = 1;
    double z = x;
    double before;
    do {
      x *= x;
      before = z;
      z += x * y;
      y += y;
    } while (before != z);
    return z;
  }

  private static double tau(double of) {
    if (of == 0 || of == 1) {
      return 0;
    }
    double x = of;
    double y = 1;
    double z = 1 - x;
    double before;
    do {
      x = Math.sqrt(x);
      before = z;
      y *= 0.5;
      z -= (1 - x) * (1 - x) * y;
    } while (before != z);
    return z / 3;
  }
}
