package io.redistinto.storage.entries;

import io.redistinto.storage.index.Records;
import io.redistinto.storage.replacement.ReplacementPolicy;

/**
 * Slides all values together, in their order, so that the free entries become one run at the end.
 * It works in steps, between which nothing may touch the arena: whoever runs it keeps the commands
 * out.
 *
 * <p>Each run of used entries moves as one block, bytes and owners; then the records of its values
 * learn their new place. O(entries above the lowest free one).
 */
public final class Compaction {
  private final Arena arena;
  private final Records records;
  private final ReplacementPolicy policy;
  private final int usedEntries;
  private final int pointerOwner;
  private int source;
  private int target;
  private int movedValues;

  /**
   * @param pointer the circular pointer, which goes where the first value at or after it goes
   */
  public Compaction(Arena arena, Records records, ReplacementPolicy policy, int pointer) {
    this.arena = arena;
    this.records = records;
    this.policy = policy;
    this.usedEntries = arena.usedEntries();
    FreeRuns free = arena.free();
    int atPointer = free.nextUsed(pointer);
    this.pointerOwner = atPointer < free.frontier() ? arena.owner(atPointer) : Records.NONE;
    this.target = free.lowest();
    this.source = free.nextUsed(target);
    policy.removedFrom(target);
  }

  /** How many bytes a compaction of this arena would move. */
  public static long bytesToMove(Arena arena) {
    return (long) (arena.usedEntries() - arena.free().lowest()) * arena.entryBytes();
  }

  /** Moves at least {@code entries} entries, or all that is left; whether it is done. */
  public boolean step(int entries) {
    FreeRuns free = arena.free();
    int most = (int) Math.min(Integer.MAX_VALUE, source + (long) Math.max(1, entries));
    while (source < free.frontier() && source < most) {
      int end = Math.min(free.nextFree(source), endOfValue(most));
      int shift = source - target;
      arena.slide(source, target, end - source);
      settle(target, end - shift);
      target = end - shift;
      source = free.nextUsed(end);
    }
    if (source < free.frontier()) {
      return false;
    }
    assert target == usedEntries;
    free.compacted(usedEntries);
    return true;
  }

  /** How many values changed their place. */
  public int movedValues() {
    return movedValues;
  }

  /** Where the circular pointer goes. */
  public int pointer() {
    return pointerOwner == Records.NONE ? 0 : records.firstEntry(pointerOwner);
  }

  /** Where the value that lies at {@code entry} ends, past the frontier if nothing lies there. */
  private int endOfValue(int entry) {
    FreeRuns free = arena.free();
    if (entry >= free.frontier() || free.isFree(entry)) {
      return Integer.MAX_VALUE;
    }
    int record = arena.owner(entry);
    return records.firstEntry(record) + arena.entriesFor(records.valueBytes(record));
  }

  private void settle(int from, int to) {
    for (int entry = from; entry < to; ) {
      int record = arena.owner(entry);
      int bytes = records.valueBytes(record);
      int entries = arena.entriesFor(bytes);
      records.firstEntry(record, entry);
      if (entries == 1) {
        policy.added(entry, bytes);
      }
      movedValues++;
      entry += entries;
    }
  }
}
