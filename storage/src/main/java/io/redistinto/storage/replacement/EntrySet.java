package io.redistinto.storage.replacement;

import org.roaringbitmap.RoaringBitmap;

/** A set of entries that answers the circular rule: the first member at or after a pointer. */
final class EntrySet {
  private final RoaringBitmap entries = new RoaringBitmap();
  private int size;

  void add(int entry) {
    if (entries.checkedAdd(entry)) {
      size++;
    }
  }

  /** Removes an entry, if it is there. */
  void remove(int entry) {
    if (entries.checkedRemove(entry)) {
      size--;
    }
  }

  void removeFrom(int entry) {
    entries.remove((long) entry, 1L << 31);
    size = entries.getCardinality();
  }

  int size() {
    return size;
  }

  boolean contains(int entry) {
    return entries.contains(entry);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * The first member at or after {@code pointer}, going round, that is not {@code spared}; else
   * {@link ReplacementPolicy#NONE}. O(log of the arena / 65,536).
   */
  int nextFrom(int pointer, int spared) {
    int entry = wrapped(pointer);
    return entry == spared && entry >= 0 ? unlessSpared(wrapped(entry + 1), spared) : entry;
  }

  private int wrapped(int from) {
    long entry = entries.nextValue(from);
    return (int) (entry >= 0 ? entry : entries.nextValue(0));
  }

  private static int unlessSpared(int entry, int spared) {
    return entry == spared ? ReplacementPolicy.NONE : entry;
  }
}
