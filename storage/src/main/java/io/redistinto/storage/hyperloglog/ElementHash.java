package io.redistinto.storage.hyperloglog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a HyperLogLog keeps of an element: a register's number, and how long the run of zeros is
 * that its hash goes on with. The hash is MurmurHash64A, as A. Appleby defined it.
 */
public final class ElementHash {
  private static final int REGISTER_BITS = 14;
  private static final long HIGHEST_REST = 1L << (Long.SIZE - REGISTER_BITS);
  private static final long SEED = 0xadc83b19L;
  private static final long MULTIPLIER = 0xc6a4a7935bd1e995L;
  private static final int SHIFT = 47;

  private ElementHash() {}

  /** The hash of {@code length} bytes from {@code offset} on. O(length). */
  public static long of(ByteBuffer bytes, int offset, int length) {
    boolean swap = bytes.order() != ByteOrder.LITTLE_ENDIAN;
    long hash = SEED ^ (length * MULTIPLIER);
    int at = offset;
    int end = offset + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      long word = bytes.getLong(at);
      word = (swap ? Long.reverseBytes(word) : word) * MULTIPLIER;
      hash ^= (word ^ (word >>> SHIFT)) * MULTIPLIER;
      hash *= MULTIPLIER;
    }
    if (at < end) {
      for (int i = end - 1; i >= at; i--) {
        hash ^= (bytes.get(i) & 0xffL) << (8 * (i - at));
      }
      hash *= MULTIPLIER;
    }
    hash = (hash ^ (hash >>> SHIFT)) * MULTIPLIER;
    return hash ^ (hash >>> SHIFT);
  }

  /** The register that is for elements of a hash. */
  public static int register(long hash) {
    return (int) hash & (HyperLogLog.REGISTERS - 1);
  }

  /** What the register is at least, once it was given the element: from 1 to 51. */
  public static int value(long hash) {
    return Long.numberOfTrailingZeros((hash >>> REGISTER_BITS) | HIGHEST_REST) + 1;
  }
}
