package io.redistinto.storage.value;

import static io.redistinto.storage.value.ListpackElement.INTS;
import static io.redistinto.storage.value.ListpackElement.LONGS;
import static io.redistinto.storage.value.ListpackElement.SHORTS;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A set of 64-bit integers in one array, sorted, in the format of Redis, byte for byte. All of its
 * integers are as wide as the widest that was ever added needs.
 *
 * <pre>
 * offset  length
 * 0       4       width of an integer in bytes: 2, 4 or 8
 * 4       4       integers
 * 8       ...     integers, ascending, signed
 * </pre>
 *
 * All numbers are little-endian. Looking up is O(log n), changes move the integers behind them.
 */
public final class Intset {
  private static final int COUNT_AT = 4;
  private static final int HEADER_BYTES = 8;
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private byte[] array;
  private int width;
  private int size;

  /** An empty one. */
  public Intset() {
    array = new byte[2 * HEADER_BYTES];
    changed(Short.BYTES, 0);
  }

  /** Takes over an array that is exactly a valid intset, or an empty one. */
  public Intset(byte[] trusted) {
    array = trusted;
    width = (int) INTS.get(trusted, 0);
    size = (int) INTS.get(trusted, COUNT_AT);
  }

  /**
   * Whether bytes that anybody may have written are exactly a valid intset that is not empty. O(n).
   */
  public static boolean isValid(byte[] hostile) {
    if (hostile.length < HEADER_BYTES) {
      return false;
    }
    int width = (int) INTS.get(hostile, 0);
    long count = (int) INTS.get(hostile, COUNT_AT);
    if ((width != Short.BYTES && width != Integer.BYTES && width != Long.BYTES)
        || count <= 0
        || HEADER_BYTES + count * width != hostile.length) {
      return false;
    }
    for (int i = 1; i < count; i++) {
      if (get(hostile, width, i - 1) >= get(hostile, width, i)) {
        return false;
      }
    }
    return true;
  }

  /** How many integers it has. */
  public int size() {
    return size;
  }

  /** How many bytes it takes. */
  public int bytes() {
    return HEADER_BYTES + size * width;
  }

  /** A copy of its bytes. */
  public byte[] toBytes() {
    return Arrays.copyOf(array, bytes());
  }

  /** The integer at an index in ascending order, from 0. */
  public long get(int index) {
    return get(array, width, index);
  }

  /** One of the integers, each as likely; there must be one. */
  public long random(SplittableRandom random) {
    return get(random.nextInt(size));
  }

  public boolean contains(long value) {
    int at = lowerBound(value);
    return at < size && get(at) == value;
  }

  /** Adds an integer; whether it was not there. */
  public boolean add(long value) {
    int at = lowerBound(value);
    if (at < size && get(at) == value) {
      return false;
    }
    int newWidth = Math.max(width, widthOf(value));
    long needed = HEADER_BYTES + (size + 1L) * newWidth;
    if (needed > MAX_BYTES) {
      throw new IllegalStateException("an intset of " + needed + " bytes");
    }
    if (needed > array.length) {
      array = Arrays.copyOf(array, (int) Math.min(MAX_BYTES, Math.max(needed, needed * 3 / 2)));
    }
    if (newWidth == width) {
      int from = HEADER_BYTES + at * width;
      System.arraycopy(array, from, array, from + width, bytes() - from);
    } else {
      // What is too wide for all the others is below or above all of them. From the last on, as
      // the wider ones cover those behind them.
      int shift = at == 0 ? 1 : 0;
      for (int i = size - 1; i >= 0; i--) {
        put(array, newWidth, i + shift, get(i));
      }
    }
    put(array, newWidth, at, value);
    changed(newWidth, size + 1);
    return true;
  }

  /** Removes an integer; whether it was there. */
  public boolean remove(long value) {
    int at = lowerBound(value);
    if (at == size || get(at) != value) {
      return false;
    }
    int from = HEADER_BYTES + at * width;
    System.arraycopy(array, from + width, array, from, bytes() - from - width);
    changed(width, size - 1);
    return true;
  }

  /** The index of the first integer that is not less than a value, {@code size} if none is. */
  private int lowerBound(long value) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (get(middle) < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void changed(int newWidth, int newSize) {
    width = newWidth;
    size = newSize;
    INTS.set(array, 0, newWidth);
    INTS.set(array, COUNT_AT, newSize);
  }

  private static int widthOf(long value) {
    if (value == (short) value) {
      return Short.BYTES;
    }
    return value == (int) value ? Integer.BYTES : Long.BYTES;
  }

  private static long get(byte[] array, int width, int index) {
    int at = HEADER_BYTES + index * width;
    return switch (width) {
      case Short.BYTES -> (short) SHORTS.get(array, at);
      case Integer.BYTES -> (int) INTS.get(array, at);
      default -> (long) LONGS.get(array, at);
    };
  }

  private static void put(byte[] array, int width, int index, long value) {
    int at = HEADER_BYTES + index * width;
    switch (width) {
      case Short.BYTES -> SHORTS.set(array, at, (short) value);
      case Integer.BYTES -> INTS.set(array, at, (int) value);
      default -> LONGS.set(array, at, value);
    }
  }
}
