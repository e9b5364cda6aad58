package io.redistinto.storage.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Up to {@value #MOST_ELEMENTS} elements of a {@link PagedMap}, packed in one array: groups of
 * eight tags and eight offsets from the front, the elements themselves from the back.
 *
 * <pre>
 *   | group 0 | group 1 | ... |  free  | element | ... | element |
 *   group:    | 8 tags, a byte each | 8 offsets, two bytes each |
 *   element:  | key length (a byte) | key | value length (a byte) | value |
 * </pre>
 *
 * <p>A tag is the low byte of the key's hash. An offset counts from the end of the array to the
 * element's first byte, so that a longer array needs only copying. A key or value of {@value #LONG}
 * bytes or more lies in an array of its own: its length reads {@value #LONG}, and one byte follows,
 * its place in {@link #longs}. A map without values stores no value lengths.
 *
 * <p>Invariants: (1) elements lie without gaps in the last {@code elementBytes} bytes; (2) the
 * offsets of slots 0 .. count - 1 name each of them once; (3) each array in {@code longs} is named
 * by one element, and what is not named is null.
 */
final class Page {
  static final int MOST_ELEMENTS = 48;

  /** From this length on a key or value lies out of line. */
  static final int LONG = 255;

  private static final int GROUP = 8;
  private static final int GROUP_BYTES = GROUP + GROUP * Short.BYTES;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final byte[] EMPTY = {};

  private static final VarHandle LONG_AT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT_AT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE_AT =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  /** The epoch of the map that made it: who has another must clone it before a change. */
  final int epoch;

  /** How many leading bits of the hash its elements have in common. */
  final int depth;

  private final boolean valued;
  private int count;
  private int elementBytes;
  private byte[] data;
  private byte[][] longs;

  Page(int epoch, int depth, boolean valued) {
    this.epoch = epoch;
    this.depth = depth;
    this.valued = valued;
    this.data = EMPTY;
  }

  private Page(Page page, int epoch) {
    this.epoch = epoch;
    depth = page.depth;
    valued = page.valued;
    count = page.count;
    elementBytes = page.elementBytes;
    data = page.data.clone();
    longs = page.longs == null ? null : page.longs.clone();
  }

  Page copy(int newEpoch) {
    return new Page(this, newEpoch);
  }

  int count() {
    return count;
  }

  static byte[] bytes(double value) {
    byte[] bytes = new byte[Double.BYTES];
    DOUBLE_AT.set(bytes, 0, value);
    return bytes;
  }

  static double toDouble(byte[] bytes) {
    return (double) DOUBLE_AT.get(bytes, 0);
  }

  /** The slot of this key, or -1. */
  int find(byte tag, byte[] key) {
    long pattern = (tag & 0xffL) * ONES;
    for (int first = 0; first < count; first += GROUP) {
      long difference = (long) LONG_AT.get(data, tagAt(first)) ^ pattern;
      // Marks each zero byte, and sometimes one above it, which the comparison then rejects.
      long matches = (difference - ONES) & ~difference & HIGH_BITS;
      while (matches != 0) {
        int slot = first + (Long.numberOfTrailingZeros(matches) >> 3);
        if (slot < count && hasKey(slot, key)) {
          return slot;
        }
        matches &= matches - 1;
      }
    }
    return -1;
  }

  byte tag(int slot) {
    return data[tagAt(slot)];
  }

  byte[] key(int slot) {
    return read(start(slot));
  }

  /** The value in this slot; null in a map without values. */
  byte[] value(int slot) {
    return valued ? read(afterRun(start(slot))) : null;
  }

  int keyLength(int slot) {
    return runLength(start(slot));
  }

  int valueLength(int slot) {
    return valued ? runLength(afterRun(start(slot))) : 0;
  }

  /** The value in this slot, which is eight bytes. */
  double doubleValue(int slot) {
    return (double) DOUBLE_AT.get(data, afterRun(start(slot)) + 1);
  }

  /** Adds an element whose key is not there. O(its length), and the page's when that must grow. */
  void add(byte tag, byte[] key, byte[] value) {
    int at = addSlot(tag, runBytes(key) + (valued ? runBytes(value) : 0));
    at = write(at, key);
    if (valued) {
      write(at, value);
    }
  }

  /** Adds the element that another page has in this slot. */
  void add(Page from, int slot) {
    int source = from.start(slot);
    int length = from.end(source) - source;
    int at = addSlot(from.tag(slot), length);
    System.arraycopy(from.data, source, data, at, length);
    if (from.longs != null) {
      adopt(at, from);
      if (valued) {
        adopt(afterRun(at), from);
      }
    }
  }

  /** Writes the value anew; slots above this one may move. */
  void setValue(int slot, byte[] value) {
    int at = afterRun(start(slot));
    int inline = data[at] & 0xff;
    if (inline == LONG && value.length >= LONG) {
      longs[data[at + 1] & 0xff] = value;
    } else if (inline == value.length) {
      System.arraycopy(value, 0, data, at + 1, inline);
    } else {
      byte tag = tag(slot);
      byte[] key = key(slot);
      remove(slot);
      add(tag, key, value);
    }
  }

  /** Removes an element: the last slot takes its place. */
  void remove(int slot) {
    int start = start(slot);
    int length = end(start) - start;
    if (longs != null) {
      release(start);
      if (valued) {
        release(afterRun(start));
      }
    }
    int first = data.length - elementBytes;
    System.arraycopy(data, first, data, first + length, start - first);
    int offset = offset(slot);
    for (int i = 0; i < count; i++) {
      if (offset(i) > offset) {
        setOffset(i, offset(i) - length);
      }
    }
    count--;
    elementBytes -= length;
    data[tagAt(slot)] = data[tagAt(count)];
    setOffset(slot, offset(count));
    if (data.length > 2 * (slotBytes(count) + elementBytes) + GROUP_BYTES) {
      resize(slotBytes(count) + elementBytes);
    }
  }

  /** Adds all elements of another page that has none of these. */
  void addAll(Page from) {
    for (int slot = 0; slot < from.count; slot++) {
      add(from, slot);
    }
  }

  /** Makes room at once for so many elements of so many bytes in all. */
  void reserve(int elements, int bytes) {
    resize(slotBytes(elements) + bytes);
  }

  int elementBytes() {
    return elementBytes;
  }

  /** The bytes of heap that it takes, about. */
  long heapBytes() {
    long bytes = 56L + data.length;
    if (longs != null) {
      bytes += 16 + 4L * longs.length;
      for (byte[] run : longs) {
        bytes += run == null ? 0 : 16 + run.length;
      }
    }
    return bytes;
  }

  /** Asserts the invariants. For tests. */
  void check() {
    int sum = 0;
    int named = 0;
    boolean[] starts = new boolean[elementBytes + 1];
    for (int slot = 0; slot < count; slot++) {
      int start = start(slot);
      sum += end(start) - start;
      assert start >= data.length - elementBytes : "(1)";
      assert !starts[offset(slot)] : "(2)";
      starts[offset(slot)] = true;
      named += (data[start] & 0xff) == LONG ? 1 : 0;
      named += valued && (data[afterRun(start)] & 0xff) == LONG ? 1 : 0;
    }
    assert sum == elementBytes && slotBytes(count) + sum <= data.length : "(1)";
    int held = 0;
    for (int i = 0; longs != null && i < longs.length; i++) {
      held += longs[i] == null ? 0 : 1;
    }
    assert held == named : "(3)";
  }

  private boolean hasKey(int slot, byte[] key) {
    int at = start(slot);
    int length = data[at] & 0xff;
    if (length == LONG) {
      return Arrays.equals(longs[data[at + 1] & 0xff], key);
    }
    return length == key.length && Arrays.equals(data, at + 1, at + 1 + length, key, 0, length);
  }

  /** Makes a slot for an element of so many bytes, and says where it is to be written. */
  private int addSlot(byte tag, int length) {
    int needed = slotBytes(count + 1) + elementBytes + length;
    if (needed > data.length) {
      resize(needed + needed / 8);
    }
    elementBytes += length;
    data[tagAt(count)] = tag;
    setOffset(count, elementBytes);
    count++;
    return data.length - elementBytes;
  }

  /** Gives the array at least this length, rounded up to what the heap hands out. */
  private void resize(int length) {
    byte[] resized = new byte[(length + 7) & ~7];
    System.arraycopy(data, 0, resized, 0, Math.min(slotBytes(count), data.length));
    System.arraycopy(
        data, data.length - elementBytes, resized, resized.length - elementBytes, elementBytes);
    data = resized;
  }

  private static int slotBytes(int slots) {
    return (slots + GROUP - 1) / GROUP * GROUP_BYTES;
  }

  private static int tagAt(int slot) {
    return (slot >> 3) * GROUP_BYTES + (slot & 7);
  }

  private static int offsetAt(int slot) {
    return (slot >> 3) * GROUP_BYTES + GROUP + (slot & 7) * Short.BYTES;
  }

  private int offset(int slot) {
    return (short) SHORT_AT.get(data, offsetAt(slot)) & 0xffff;
  }

  private void setOffset(int slot, int offset) {
    SHORT_AT.set(data, offsetAt(slot), (short) offset);
  }

  private int start(int slot) {
    return data.length - offset(slot);
  }

  private int end(int start) {
    return valued ? afterRun(afterRun(start)) : afterRun(start);
  }

  // A run is a key or a value: its length, and its bytes or its place among the long ones.

  private int afterRun(int at) {
    int length = data[at] & 0xff;
    return at + 1 + (length == LONG ? 1 : length);
  }

  private int runLength(int at) {
    int length = data[at] & 0xff;
    return length == LONG ? longs[data[at + 1] & 0xff].length : length;
  }

  private byte[] read(int at) {
    int length = data[at] & 0xff;
    return length == LONG
        ? longs[data[at + 1] & 0xff]
        : Arrays.copyOfRange(data, at + 1, at + 1 + length);
  }

  private static int runBytes(byte[] run) {
    return 1 + (run.length >= LONG ? 1 : run.length);
  }

  /** Writes a run and says where the next one goes. */
  private int write(int at, byte[] run) {
    if (run.length >= LONG) {
      data[at] = (byte) LONG;
      data[at + 1] = (byte) keep(run);
      return at + 2;
    }
    data[at] = (byte) run.length;
    System.arraycopy(run, 0, data, at + 1, run.length);
    return at + 1 + run.length;
  }

  /** Keeps the bytes of a long run that was copied from another page. */
  private void adopt(int at, Page from) {
    if ((data[at] & 0xff) == LONG) {
      data[at + 1] = (byte) keep(from.longs[data[at + 1] & 0xff]);
    }
  }

  private int keep(byte[] run) {
    if (longs == null) {
      longs = new byte[1][];
    }
    int place = 0;
    while (place < longs.length && longs[place] != null) {
      place++;
    }
    if (place == longs.length) {
      longs = Arrays.copyOf(longs, place + 1);
    }
    longs[place] = run;
    return place;
  }

  private void release(int at) {
    if ((data[at] & 0xff) == LONG) {
      longs[data[at + 1] & 0xff] = null;
    }
  }
}
