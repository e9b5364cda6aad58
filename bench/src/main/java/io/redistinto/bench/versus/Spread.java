package io.redistinto.bench.versus;

import java.util.Arrays;

/**
 * Where measured figures lie.
 *
 * @param mad median of the absolute deviations from the median
 */
record Spread(double median, double min, double max, double mad) {
  /** Of at least one figure. */
  static Spread of(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    double median = medianOfSorted(sorted);
    double[] deviations =
        Arrays.stream(sorted).map(each -> Math.abs(each - median)).sorted().toArray();
    return new Spread(median, sorted[0], sorted[sorted.length - 1], medianOfSorted(deviations));
  }

  private static double medianOfSorted(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
