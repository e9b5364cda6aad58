package io.redistinto.storage;

import static io.redistinto.storage.index.Records.NONE;

import io.redistinto.storage.entries.Arena;
import io.redistinto.storage.entries.Touches;
import io.redistinto.storage.index.KeyIndex;
import io.redistinto.storage.index.Records;

/**
 * Brings what the next lookups need into the processor's cache, for many keys at once. A lookup
 * waits for three cache misses one after the other: the bucket, the record, the value. Here each of
 * the three steps is taken for all keys before the next step, so that the misses of one step
 * overlap. Only hints: nothing changes.
 */
public final class Warming {
  /** As many keys are warmed at once. */
  public static final int MOST_KEYS = 64;

  private final Records records;
  private final Arena arena;
  private final KeyIndex[] indexes = new KeyIndex[MOST_KEYS];
  private final long[] hashes = new long[MOST_KEYS];
  private final int[] numbers = new int[MOST_KEYS];
  private final Touches touches = new Touches(MOST_KEYS);
  private int count;

  Warming(Records records, Arena arena) {
    this.records = records;
    this.arena = arena;
  }

  void add(KeyIndex index, long keyHash) {
    if (count < MOST_KEYS) {
      indexes[count] = index;
      hashes[count++] = keyHash;
    }
  }

  /** Touches what the added keys need, and forgets them. */
  public void run() {
    for (int i = 0; i < count; i++) {
      indexes[i].touchHome(hashes[i], touches);
    }
    touches.run();
    int found = 0;
    for (int i = 0; i < count; i++) {
      int record = indexes[i].probableRecord(hashes[i]);
      if (record != NONE) {
        numbers[found++] = record;
        records.touch(record, touches);
      }
    }
    touches.run();
    for (int i = 0; i < found; i++) {
      int record = numbers[i];
      if (!records.isObject(record)) {
        arena.touch(records.firstEntry(record), touches);
      }
    }
    touches.run();
    count = 0;
  }
}
