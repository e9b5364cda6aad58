package io.redistinto.storage;

import static io.redistinto.storage.index.Records.NONE;

import io.redistinto.storage.entries.Arena;
import io.redistinto.storage.index.KeyIndex;
import io.redistinto.storage.index.Records;
import java.nio.ByteBuffer;

/**
 * Brings what the next lookups need into the processor's cache, for many keys at once. A lookup
 * waits for three cache misses one after the other: the bucket, the record, the value. Here each of
 * the three steps is taken for all keys before the next step, so that the misses of one step
 * overlap.
 *
 * <p>With the value come the record's neighbours in the order of references, which a touch writes.
 * Only hints: nothing changes.
 */
public final class Warming {
  /** As many keys are warmed at once. */
  public static final int MOST_KEYS = 32;

  private final Records records;
  private final Arena arena;
  private final KeyIndex[] indexes = new KeyIndex[MOST_KEYS];
  private final long[] hashes = new long[MOST_KEYS];
  private final int[] numbers = new int[MOST_KEYS];
  private int count;

  /** Keeps the compiler from leaving the loads out. */
  private int sum;

  Warming(Records records, Arena arena) {
    this.records = records;
    this.arena = arena;
  }

  void add(KeyIndex index, ByteBuffer key, int offset, int length) {
    if (count < MOST_KEYS) {
      indexes[count] = index;
      hashes[count++] = index.hash(key, offset, length);
    }
  }

  /** Touches what the added keys need, and forgets them. */
  public void run() {
    int touched = 0;
    for (int i = 0; i < count; i++) {
      numbers[i] = indexes[i].probableRecord(hashes[i]);
    }
    for (int i = 0; i < count; i++) {
      if (numbers[i] != NONE) {
        touched += records.firstEntry(numbers[i]);
      }
    }
    for (int i = 0; i < count; i++) {
      int record = numbers[i];
      if (record != NONE && !records.isObject(record)) {
        touched += arena.firstByte(records.firstEntry(record)) + records.warmNeighbours(record);
      }
    }
    sum += touched;
    count = 0;
  }

  @Override
  public String toString() {
    return "Warming " + sum;
  }
}
