package io.redistinto.storage.entries;

import java.nio.ByteBuffer;

/**
 * N entries of S bytes each, and which value lies in which of them.
 *
 * <p>Each used entry names its owner, the record of the value that lies in it; a free entry's owner
 * is meaningless. Nothing here decides where a value goes: it takes the lowest-numbered run that
 * fits, or says that there is none.
 */
public final class Arena {
  private static final int OWNER_BYTES = Integer.BYTES;

  private final int entryCount;
  private final int entryBytes;
  private final Slabs bytes;
  private final Slabs owners;
  private final FreeRuns free;

  public Arena(int entryCount, int entryBytes) {
    if (entryCount < 1 || entryBytes < 1) {
      throw new IllegalArgumentException(entryCount + " entries of " + entryBytes + " bytes");
    }
    this.entryCount = entryCount;
    this.entryBytes = entryBytes;
    this.bytes = new Slabs((long) entryCount * entryBytes);
    this.owners = new Slabs((long) entryCount * OWNER_BYTES);
    this.free = new FreeRuns(entryCount);
  }

  public int entryCount() {
    return entryCount;
  }

  public int entryBytes() {
    return entryBytes;
  }

  /** How many entries a value of {@code length} bytes occupies: max(1, ceil(length / S)). */
  public int entriesFor(int length) {
    if (length <= entryBytes) {
      return 1;
    }
    return (length - 1) / entryBytes + 1;
  }

  public FreeRuns free() {
    return free;
  }

  public int usedEntries() {
    return entryCount - free.count();
  }

  /** Memory allocated for bytes and owners so far. */
  public long allocatedBytes() {
    return bytes.allocatedBytes() + owners.allocatedBytes();
  }

  /** Takes the lowest-numbered run of {@code n} free entries: its first entry, or -1. */
  public int take(int n) {
    int first = free.take(n);
    if (first >= 0) {
      allocate(first, n);
    }
    return first;
  }

  /** Takes the {@code n} entries from {@code first} on, if all of them are free. */
  public boolean takeAt(int first, int n) {
    if (!free.takeAt(first, n)) {
      return false;
    }
    allocate(first, n);
    return true;
  }

  /** Names the owner of {@code n} entries that were taken. O(n). */
  public void own(int first, int n, int owner) {
    owners.fillInts((long) first * OWNER_BYTES, n, owner);
  }

  /** Makes the memory of entries that were just taken usable, or gives them back. */
  private void allocate(int first, int n) {
    try {
      bytes.ensure((long) (first + n) * entryBytes);
      owners.ensure((long) (first + n) * OWNER_BYTES);
    } catch (OutOfMemoryError none) {
      free.free(first, n);
      throw none;
    }
  }

  public void free(int first, int n) {
    free.free(first, n);
  }

  /** Whose value lies in a used entry. */
  public int owner(int entry) {
    return owners.getInt((long) entry * OWNER_BYTES);
  }

  /** The first byte of an entry that was used once. */
  public void touch(int entry, Touches touches) {
    touches.add(bytes, (long) entry * entryBytes);
  }

  public void write(int first, int at, ByteBuffer source, int offset, int length) {
    bytes.write((long) first * entryBytes + at, source, offset, length);
  }

  public void read(int first, int at, ByteBuffer target, int offset, int length) {
    bytes.read((long) first * entryBytes + at, target, offset, length);
  }

  /** Makes {@code length} bytes from byte {@code at} of a run on zero. */
  public void zero(int first, int at, int length) {
    bytes.zero((long) first * entryBytes + at, length);
  }

  /** Copies the first {@code length} bytes of one run of entries to another run. */
  public void copy(int from, int to, int length) {
    bytes.copy((long) from * entryBytes, (long) to * entryBytes, length);
  }

  /** Slides the used run of {@code n} entries at {@code from} down to {@code to}, owners too. */
  void slide(int from, int to, int n) {
    bytes.copy((long) from * entryBytes, (long) to * entryBytes, (long) n * entryBytes);
    owners.copy((long) from * OWNER_BYTES, (long) to * OWNER_BYTES, (long) n * OWNER_BYTES);
  }

  public void clear() {
    free.clear();
  }
}
