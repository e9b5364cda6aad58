package io.redistinto.storage.expiry;

import io.redistinto.storage.entries.Slabs;

/**
 * The records that expire, in the order of their deadlines: a 4-ary heap outside the Java heap, and
 * each record's place in it.
 *
 * <p>Invariants: (1) no deadline is earlier than its parent's; (2) {@code place[record]} is where
 * the record lies in the heap, counted from 1.
 *
 * <p>First O(1); set and remove O(log n); a record's deadline O(1).
 */
public final class Deadlines {
  /** What a deadline takes: its node, and its record's place in the heap. */
  public static final int BYTES_EACH = 16 + Integer.BYTES;

  private static final int NODE_SHIFT = 4; // deadline (8), record (4), unused (4)
  private static final int RECORD = 8;
  private static final int ARITY = 4;

  private final Slabs heap = new Slabs(Long.MAX_VALUE);
  private final Slabs places = new Slabs(Long.MAX_VALUE);
  private int size;

  /** How many records have a deadline. */
  public int size() {
    return size;
  }

  /** Memory allocated so far. */
  public long allocatedBytes() {
    return heap.allocatedBytes() + places.allocatedBytes();
  }

  /** The record with the earliest deadline; there must be one. */
  public int first() {
    return recordAt(0);
  }

  /** The earliest deadline in milliseconds since 1970, {@code Long.MAX_VALUE} if there is none. */
  public long firstMillis() {
    return size == 0 ? Long.MAX_VALUE : millisAt(0);
  }

  /** The deadline of a record that has one, in milliseconds since 1970. */
  public long millis(int record) {
    return millisAt(place(record));
  }

  /** Gives a record that has no deadline one. */
  public void add(int record, long deadlineMillis) {
    heap.ensure((size + 1L) << NODE_SHIFT);
    places.ensure((record + 1L) * Integer.BYTES);
    siftUp(size++, record, deadlineMillis);
  }

  /** Changes the deadline of a record that has one. */
  public void change(int record, long deadlineMillis) {
    int at = place(record);
    if (deadlineMillis < millisAt(at)) {
      siftUp(at, record, deadlineMillis);
    } else {
      siftDown(at, record, deadlineMillis);
    }
  }

  /** Takes the deadline from a record that has one. */
  public void remove(int record) {
    int at = place(record);
    size--;
    if (at == size) {
      return;
    }
    int last = recordAt(size);
    long lastMillis = millisAt(size);
    if (lastMillis < millisAt(at)) {
      siftUp(at, last, lastMillis);
    } else {
      siftDown(at, last, lastMillis);
    }
  }

  public void clear() {
    size = 0;
  }

  private void siftUp(int at, int record, long millis) {
    while (at > 0) {
      int parent = (at - 1) / ARITY;
      if (millisAt(parent) <= millis) {
        break;
      }
      put(at, recordAt(parent), millisAt(parent));
      at = parent;
    }
    put(at, record, millis);
  }

  private void siftDown(int at, int record, long millis) {
    while (true) {
      int child = earliestChild(at);
      if (child < 0 || millis <= millisAt(child)) {
        break;
      }
      put(at, recordAt(child), millisAt(child));
      at = child;
    }
    put(at, record, millis);
  }

  private int earliestChild(int at) {
    long first = (long) at * ARITY + 1;
    int earliest = -1;
    for (long child = first; child < Math.min(size, first + ARITY); child++) {
      if (earliest < 0 || millisAt((int) child) < millisAt(earliest)) {
        earliest = (int) child;
      }
    }
    return earliest;
  }

  private void put(int at, int record, long millis) {
    long address = (long) at << NODE_SHIFT;
    heap.putLong(address, millis);
    heap.putInt(address + RECORD, record);
    places.putInt((long) record * Integer.BYTES, at + 1);
  }

  private int place(int record) {
    return places.getInt((long) record * Integer.BYTES) - 1;
  }

  private long millisAt(int at) {
    return heap.getLong((long) at << NODE_SHIFT);
  }

  private int recordAt(int at) {
    return heap.getInt(((long) at << NODE_SHIFT) + RECORD);
  }

  /** Checks the numbered invariants; for tests. */
  public void validate() {
    for (int at = 0; at < size; at++) {
      if (at > 0 && millisAt(at) < millisAt((at - 1) / ARITY)) {
        throw new IllegalStateException("invariant 1: earlier than its parent");
      }
      if (place(recordAt(at)) != at) {
        throw new IllegalStateException("invariant 2: place of record " + recordAt(at));
      }
    }
  }
}
