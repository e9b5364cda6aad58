package io.redistinto.bench.versus;

/**
 * Lengths of values in bytes, each as likely as the other.
 *
 * @param min the shortest
 * @param max the longest
 */
record Sizes(int min, int max) {
  Sizes {
    if (min < 0 || max < min) {
      throw new IllegalArgumentException(min + ".." + max);
    }
  }

  static Sizes of(int bytes) {
    return new Sizes(bytes, bytes);
  }

  static Sizes between(int min, int max) {
    return new Sizes(min, max);
  }

  boolean isFixed() {
    return min == max;
  }

  double mean() {
    return (min + max) / 2.0;
  }
}
