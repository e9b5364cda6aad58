package io.redistinto.server.engine;

import io.redistinto.storage.expiry.Clock;

/** The time as of the last batch of requests: commands of one batch share it. */
public final class CachedClock implements Clock {
  private final Clock source;
  private long millis;

  public CachedClock(Clock source) {
    this.source = source;
    refresh();
  }

  public void refresh() {
    millis = source.millis();
  }

  @Override
  public long millis() {
    return millis;
  }

  /** Not cached: who asks for microseconds wants to know. */
  @Override
  public long micros() {
    return source.micros();
  }
}
