package io.redistinto.server.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;

/** Which percentiles of a distribution to show: numbers from 0 to 100. */
public record Percentiles(List<Double> values) {

  /** A percentile with at most six decimals, of which none is a last zero. */
  public static String text(double value) {
    return new BigDecimal(value)
        .setScale(6, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  String shown() {
    return values.stream().map(Percentiles::text).collect(Collectors.joining(" "));
  }
}
