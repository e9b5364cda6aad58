package io.redistinto.storage.expiry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The time of day, as everything that reads it sees it; tests inject their own. */
@FunctionalInterface
public interface Clock {
  /** The machine's clock. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long millis() {
          return System.currentTimeMillis();
        }

        @Override
        public long micros() {
          return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        }
      };

  /** Milliseconds since 1970. */
  long millis();

  /** Microseconds since 1970, as exact as the clock is. */
  default long micros() {
    return millis() * 1000;
  }
}
