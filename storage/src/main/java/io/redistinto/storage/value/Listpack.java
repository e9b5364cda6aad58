package io.redistinto.storage.value;

import static io.redistinto.storage.value.ListpackElement.INTS;
import static io.redistinto.storage.value.ListpackElement.SHORTS;

import java.util.Arrays;

/**
 * A sequence of byte strings in one array, in the format of Redis 7, byte for byte; strings that
 * are canonical 64-bit integers lie as integers.
 *
 * <pre>
 * offset  length
 * 0       4       bytes of the whole, little-endian
 * 4       2       elements, little-endian; 65535: so many or more, count them
 * 6       ...     elements, see {@link ListpackElement}
 * -1      1       0xFF
 * </pre>
 *
 * <p>An element is named by the offset where it lies, its <em>position</em>; a change moves the
 * elements behind it. Reading an element, and its neighbours' positions, is O(1); by index O(n);
 * changes move the bytes behind them.
 */
public final class Listpack {
  /** The position of no element. */
  public static final int END = -1;

  private static final int HEADER_BYTES = 6;
  private static final int COUNT_AT = 4;
  private static final int UNCOUNTED = 0xFFFF;
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private byte[] array;
  private int bytes;
  private int size;

  /** An empty one. */
  public Listpack() {
    array = new byte[2 * HEADER_BYTES];
    array[HEADER_BYTES] = ListpackElement.END;
    changed(HEADER_BYTES + 1, 0);
  }

  /** Takes over an array that is exactly a valid listpack. */
  public Listpack(byte[] trusted) {
    array = trusted;
    bytes = trusted.length;
    size = (short) SHORTS.get(trusted, COUNT_AT) & 0xFFFF;
    if (size == UNCOUNTED) {
      size = 0;
      for (int at = first(); at != END; at = next(at)) {
        size++;
      }
    }
  }

  /** Whether bytes that anybody may have written are exactly a valid listpack. O(elements). */
  public static boolean isValid(byte[] hostile) {
    int end = hostile.length - 1;
    if (end < HEADER_BYTES
        || (int) INTS.get(hostile, 0) != hostile.length
        || hostile[end] != ListpackElement.END) {
      return false;
    }
    int elements = 0;
    for (int at = HEADER_BYTES; at != end; elements++) {
      at = ListpackElement.checkedAfter(hostile, at, end);
      if (at < 0) {
        return false;
      }
    }
    int count = (short) SHORTS.get(hostile, COUNT_AT) & 0xFFFF;
    return count == UNCOUNTED || count == elements;
  }

  // ---- The whole

  /** How many elements it has. */
  public int size() {
    return size;
  }

  /** How many bytes it takes, header and end included. */
  public int bytes() {
    return bytes;
  }

  /** The array it lies in, from its first byte on; what is behind {@link #bytes} means nothing. */
  public byte[] array() {
    return array;
  }

  /** A copy of its bytes. */
  public byte[] toBytes() {
    return Arrays.copyOf(array, bytes);
  }

  // ---- Positions

  /** The position of the first element, {@link #END} if there is none. */
  public int first() {
    return elementOrEnd(HEADER_BYTES);
  }

  /** The position of the last element, {@link #END} if there is none. */
  public int last() {
    return size == 0 ? END : ListpackElement.before(array, bytes - 1);
  }

  /** The position of the element after another, {@link #END} after the last. */
  public int next(int at) {
    return elementOrEnd(ListpackElement.after(array, at));
  }

  /** The position of the element before another, {@link #END} before the first. */
  public int previous(int at) {
    return at == HEADER_BYTES ? END : ListpackElement.before(array, at);
  }

  /**
   * The position of an element by its index, {@link #END} if there is none. O(distance from the
   * nearer end).
   *
   * @param index from 0; negative from the end, -1 is the last
   */
  public int at(long index) {
    long fromStart = index < 0 ? index + size : index;
    if (fromStart < 0 || fromStart >= size) {
      return END;
    }
    int at;
    if (fromStart <= size / 2) {
      at = HEADER_BYTES;
      for (long i = 0; i < fromStart; i++) {
        at = ListpackElement.after(array, at);
      }
    } else {
      at = bytes - 1;
      for (long i = size; i > fromStart; i--) {
        at = ListpackElement.before(array, at);
      }
    }
    return at;
  }

  /**
   * The first element equal to a value, among the one at a position and every {@code skip + 1}-th
   * behind it.
   *
   * @return its position, or {@link #END}
   */
  public int find(int from, byte[] value, int skip) {
    ElementMatcher wanted = new ElementMatcher(value);
    int skipping = 0;
    for (int at = from; at != END; at = next(at)) {
      if (skipping > 0) {
        skipping--;
        continue;
      }
      if (wanted.matches(array, at)) {
        return at;
      }
      skipping = skip;
    }
    return END;
  }

  // ---- Elements

  /** Whether an element lies as an integer. */
  public boolean isInteger(int at) {
    return ListpackElement.isInteger(array, at);
  }

  /** The value of an element that lies as an integer. */
  public long toLong(int at) {
    return ListpackElement.toLong(array, at);
  }

  /** The length of an element in bytes: of an integer's decimal form. */
  public int length(int at) {
    return ListpackElement.length(array, at);
  }

  /** A copy of an element. */
  public byte[] get(int at) {
    return ListpackElement.get(array, at);
  }

  /** Whether an element equals a value. */
  public boolean equals(int at, byte[] value) {
    return new ElementMatcher(value).matches(array, at);
  }

  /** Hands an element over as it lies. */
  public void read(int at, ElementSink sink) {
    ListpackElement.read(array, at, sink);
  }

  // ---- Changes

  /** Adds a value at the end; answers its position. */
  public int append(byte[] value) {
    return insert(END, value);
  }

  /** Adds a number at the end; answers its position. */
  public int append(long value) {
    int at = bytes - 1;
    open(at, 0, ListpackElement.bytesFor(value), size + 1);
    ListpackElement.put(array, at, value);
    return at;
  }

  /** Adds a value at the start; answers its position. */
  public int prepend(byte[] value) {
    return insert(HEADER_BYTES, value);
  }

  /**
   * Adds a value before an element, or at the end.
   *
   * @param before the element's position, or {@link #END}
   * @return the position of the new element
   */
  public int insert(int before, byte[] value) {
    int at = before == END ? bytes - 1 : before;
    open(at, 0, ListpackElement.bytesFor(value), size + 1);
    ListpackElement.put(array, at, value);
    return at;
  }

  /** Gives an element another value, at the same position; answers that position. */
  public int replace(int at, byte[] value) {
    open(at, ListpackElement.after(array, at) - at, ListpackElement.bytesFor(value), size);
    ListpackElement.put(array, at, value);
    return at;
  }

  /**
   * Removes an element and those behind it, {@code count} in all if there are so many.
   *
   * @return the position of what follows them now, or {@link #END}
   */
  public int delete(int at, int count) {
    int after = at;
    int removed = 0;
    while (removed < count && array[after] != ListpackElement.END) {
      after = ListpackElement.after(array, after);
      removed++;
    }
    open(at, after - at, 0, size - removed);
    return elementOrEnd(at);
  }

  /** Makes {@code oldBytes} bytes into {@code newBytes}, and moves what is behind them. */
  private void open(int at, int oldBytes, int newBytes, int newSize) {
    long needed = (long) bytes - oldBytes + newBytes;
    if (needed > MAX_BYTES) {
      throw new IllegalStateException("a listpack of " + needed + " bytes");
    }
    byte[] source = array;
    if (needed > array.length) {
      array = new byte[(int) Math.min(MAX_BYTES, Math.max(needed, array.length * 3L / 2))];
      System.arraycopy(source, 0, array, 0, at);
    }
    System.arraycopy(source, at + oldBytes, array, at + newBytes, bytes - at - oldBytes);
    changed((int) needed, newSize);
  }

  private void changed(int newBytes, int newSize) {
    bytes = newBytes;
    size = newSize;
    INTS.set(array, 0, newBytes);
    SHORTS.set(array, COUNT_AT, (short) Math.min(newSize, UNCOUNTED));
  }

  private int elementOrEnd(int at) {
    return array[at] == ListpackElement.END ? END : at;
  }
}
