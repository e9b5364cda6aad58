package io.redistinto.bench.versus;

import java.util.Locale;

/** Figures as text, alike on the console, the page and the chart. */
final class Figures {
  private static final int LARGE_VALUE_BYTES = 1 << 10;

  private Figures() {}

  /** Commands per second; of large values, megabytes per second. */
  static String throughput(Workload workload, double perSecond) {
    double bytes = workload.load().values().mean();
    return bytes >= LARGE_VALUE_BYTES
        ? format("%,.0f MB/s", perSecond * bytes / 1e6)
        : format("%,.0f/s", perSecond);
  }

  static String ratio(double ratio) {
    return Double.isNaN(ratio) ? "—" : format("%.2f", ratio);
  }

  static String spread(Spread spread) {
    return format(
        "%.2f (%.2f–%.2f, ±%.2f)", spread.median(), spread.min(), spread.max(), spread.mad());
  }

  static String micros(double micros) {
    return format("%.2f", micros);
  }

  static String millis(double millis) {
    return format("%.3f", millis);
  }

  static String megabytes(double bytes) {
    return format("%,.0f", bytes / 1e6);
  }

  static String percent(double share) {
    return format("%.0f %%", share * 100);
  }

  static String format(String pattern, Object... figures) {
    return String.format(Locale.ROOT, pattern, figures);
  }
}
