package io.redistinto.storage.expiry;

/** The time of day, as everything that reads it sees it; tests inject their own. */
@FunctionalInterface
public interface Clock {
  /** Milliseconds since 1970. */
  long millis();
}
