package io.redistinto.storage;

import io.redistinto.storage.replacement.Replacement;

/**
 * How a keyspace is laid out.
 *
 * @param entryCount N, at most 2^30
 * @param entryBytes S
 * @param databases how many databases there are, 1 to 128
 */
public record KeyspaceOptions(int entryCount, int entryBytes, int databases) {
  /** The largest N: sums of two entry numbers, and two units of records each, stay ints. */
  public static final int MOST_ENTRIES = 1_000_000_000;

  // What a keyspace begins with; all can be changed while it lives.
  static final Replacement DEFAULT_REPLACEMENT = Replacement.LRU;

  static final int DEFAULT_REPLACEMENT_SAMPLES = 5;

  static final int DEFAULT_MAX_KEY_BYTES = 512 << 20;

  public KeyspaceOptions {
    if (entryCount < 1 || entryCount > MOST_ENTRIES || databases < 1 || databases > 128) {
      throw new IllegalArgumentException(entryCount + " entries, " + databases + " databases");
    }
  }
}
