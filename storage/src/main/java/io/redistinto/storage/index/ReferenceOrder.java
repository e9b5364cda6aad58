package io.redistinto.storage.index;

import static io.redistinto.storage.index.Records.NONE;

/**
 * The records of all atomic values, from the least to the most recently referenced. Every change is
 * O(1); the links lie in the records.
 */
public final class ReferenceOrder {
  private final Records records;
  private int oldest;
  private int newest;
  private int size;

  public ReferenceOrder(Records records) {
    this.records = records;
  }

  /** How many atomic values there are. */
  public int size() {
    return size;
  }

  /** The record whose last reference is the oldest, or none. */
  public int oldest() {
    return oldest;
  }

  /** The record that was referenced next after this one, or none. */
  public int newer(int record) {
    return records.newer(record);
  }

  /** Adds a record as the most recently referenced. */
  public void add(int record) {
    records.older(record, newest);
    records.newer(record, NONE);
    if (newest == NONE) {
      oldest = record;
    } else {
      records.newer(newest, record);
    }
    newest = record;
    size++;
  }

  public void remove(int record) {
    int older = records.older(record);
    int newer = records.newer(record);
    if (older == NONE) {
      oldest = newer;
    } else {
      records.newer(older, newer);
    }
    if (newer == NONE) {
      newest = older;
    } else {
      records.older(newer, older);
    }
    size--;
  }

  /** Makes a record that is in the order the most recently referenced. */
  public void touch(int record) {
    if (record != newest) {
      remove(record);
      add(record);
    }
  }

  public void clear() {
    oldest = NONE;
    newest = NONE;
    size = 0;
  }
}
