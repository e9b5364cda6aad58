package io.redistinto.storage;

/** Counters of one keyspace since its start or the last reset. */
public final class StorageStatistics {
  public long hits;
  public long misses;
  public long expired;
  public long evictions;
  public long compactions;
  public long valuesMoved;
  public long bytesMoved;
  public long lastPauseMicros;
  public long longestPauseMicros;

  /** Commands could not run for so long. */
  public void paused(long micros) {
    lastPauseMicros = micros;
    longestPauseMicros = Math.max(longestPauseMicros, micros);
  }

  /** Sets all counters to 0. */
  public void reset() {
    hits = 0;
    misses = 0;
    expired = 0;
    evictions = 0;
    compactions = 0;
    valuesMoved = 0;
    bytesMoved = 0;
    lastPauseMicros = 0;
    longestPauseMicros = 0;
  }
}
