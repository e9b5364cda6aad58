package io.redistinto.storage.index;

import static io.redistinto.storage.index.Records.NONE;

import io.redistinto.storage.entries.Slabs;
import io.redistinto.storage.entries.Touches;

/**
 * The records of all atomic values, from the least to the most recently referenced. Every change is
 * O(1).
 *
 * <p>A list linked both ways, whose links lie by themselves, eight bytes a record, and not in the
 * records: a reference changes the links of three records, and eight of these share a cache line.
 *
 * <pre>
 *   link of a record:  | older (32 bits) | newer (32 bits) |
 * </pre>
 */
public final class ReferenceOrder {
  private static final int OLDER = 0;
  private static final int NEWER = Integer.BYTES;

  private final Slabs links = new Slabs(Long.MAX_VALUE);
  private int oldest;
  private int newest;
  private int size;

  /** How many atomic values there are. */
  public int size() {
    return size;
  }

  /** Memory allocated for the links. */
  public long allocatedBytes() {
    return links.allocatedBytes();
  }

  /** The record whose last reference is the oldest, or none. */
  public int oldest() {
    return oldest;
  }

  /** The record that was referenced next after this one, or none. */
  public int newer(int record) {
    return links.getInt(address(record) + NEWER);
  }

  /** Makes sure that there is memory for the links of the records up to this one. */
  public void reserve(int record) {
    links.ensure(address(record + 1));
  }

  /** Adds a record, for which there is room, as the most recently referenced. */
  public void add(int record) {
    append(record);
    size++;
  }

  public void remove(int record) {
    unlink(record);
    size--;
  }

  /** Makes a record that is in the order the most recently referenced. */
  public void touch(int record) {
    if (record != newest) {
      unlink(record);
      append(record);
    }
  }

  private void append(int record) {
    links.putInt(address(record) + OLDER, newest);
    links.putInt(address(record) + NEWER, NONE);
    if (newest == NONE) {
      oldest = record;
    } else {
      links.putInt(address(newest) + NEWER, record);
    }
    newest = record;
  }

  private void unlink(int record) {
    int older = links.getInt(address(record) + OLDER);
    int newer = links.getInt(address(record) + NEWER);
    if (older == NONE) {
      oldest = newer;
    } else {
      links.putInt(address(older) + NEWER, newer);
    }
    if (newer == NONE) {
      newest = older;
    } else {
      links.putInt(address(newer) + OLDER, older);
    }
  }

  public void touchLink(int record, Touches touches) {
    touches.add(links, address(record));
  }

  public void touchNeighbours(int record, Touches touches) {
    touches.add(links, address(links.getInt(address(record) + OLDER)));
    touches.add(links, address(links.getInt(address(record) + NEWER)));
  }

  public void clear() {
    oldest = NONE;
    newest = NONE;
    size = 0;
  }

  private static long address(int record) {
    return (long) record << 3;
  }
}
