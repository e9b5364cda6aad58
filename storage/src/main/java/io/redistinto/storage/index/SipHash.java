package io.redistinto.storage.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * SipHash-1-2, a keyed hash that a client who does not know the key cannot flood with collisions.
 *
 * @see <a href="https://www.aumasson.jp/siphash/siphash.pdf">J.-P. Aumasson, D. J. Bernstein:
 *     SipHash, a fast short-input PRF</a>
 */
public final class SipHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long v0;
  private final long v1;
  private final long v2;
  private final long v3;

  /** A hash under a 128-bit key. */
  public SipHash(long key0, long key1) {
    v0 = key0 ^ 0x736f6d6570736575L;
    v1 = key1 ^ 0x646f72616e646f6dL;
    v2 = key0 ^ 0x6c7967656e657261L;
    v3 = key1 ^ 0x7465646279746573L;
  }

  /** A hash under the key that {@code random} draws. */
  public SipHash(SplittableRandom random) {
    this(random.nextLong(), random.nextLong());
  }

  /** The hash of {@code length} bytes from {@code offset} on. O(length). */
  public long hash(ByteBuffer bytes, int offset, int length) {
    boolean swap = bytes.order() != ByteOrder.LITTLE_ENDIAN;
    long a = v0;
    long b = v1;
    long c = v2;
    long d = v3;
    int end = offset + (length & ~7);
    int at = offset;
    long word;
    for (boolean last = false; ; ) {
      if (at < end) {
        word = bytes.getLong(at);
        word = swap ? Long.reverseBytes(word) : word;
        at += Long.BYTES;
      } else {
        last = true;
        word = (long) length << 56;
        for (int i = (length & 7) - 1; i >= 0; i--) {
          word |= (bytes.get(end + i) & 0xffL) << (8 * i);
        }
      }
      d ^= word;
      a += b;
      b = Long.rotateLeft(b, 13) ^ a;
      a = Long.rotateLeft(a, 32);
      c += d;
      d = Long.rotateLeft(d, 16) ^ c;
      a += d;
      d = Long.rotateLeft(d, 21) ^ a;
      c += b;
      b = Long.rotateLeft(b, 17) ^ c;
      c = Long.rotateLeft(c, 32);
      a ^= word;
      if (last) {
        break;
      }
    }
    c ^= 0xff;
    for (int round = 0; round < 2; round++) {
      a += b;
      b = Long.rotateLeft(b, 13) ^ a;
      a = Long.rotateLeft(a, 32);
      c += d;
      d = Long.rotateLeft(d, 16) ^ c;
      a += d;
      d = Long.rotateLeft(d, 21) ^ a;
      c += b;
      b = Long.rotateLeft(b, 17) ^ c;
      c = Long.rotateLeft(c, 32);
    }
    return a ^ b ^ c ^ d;
  }

  /** The hash of all of {@code bytes}, the same as that of a buffer that holds them. O(length). */
  public long hash(byte[] bytes) {
    long a = v0;
    long b = v1;
    long c = v2;
    long d = v3;
    int end = bytes.length & ~7;
    for (int at = 0; at <= end; at += Long.BYTES) {
      long word = at < end ? (long) LONG.get(bytes, at) : lastWord(bytes, end);
      d ^= word;
      a += b;
      b = Long.rotateLeft(b, 13) ^ a;
      a = Long.rotateLeft(a, 32);
      c += d;
      d = Long.rotateLeft(d, 16) ^ c;
      a += d;
      d = Long.rotateLeft(d, 21) ^ a;
      c += b;
      b = Long.rotateLeft(b, 17) ^ c;
      c = Long.rotateLeft(c, 32);
      a ^= word;
    }
    c ^= 0xff;
    for (int round = 0; round < 2; round++) {
      a += b;
      b = Long.rotateLeft(b, 13) ^ a;
      a = Long.rotateLeft(a, 32);
      c += d;
      d = Long.rotateLeft(d, 16) ^ c;
      a += d;
      d = Long.rotateLeft(d, 21) ^ a;
      c += b;
      b = Long.rotateLeft(b, 17) ^ c;
      c = Long.rotateLeft(c, 32);
    }
    return a ^ b ^ c ^ d;
  }

  private static long lastWord(byte[] bytes, int from) {
    long word = (long) bytes.length << 56;
    for (int i = bytes.length - 1; i >= from; i--) {
      word |= (bytes[i] & 0xffL) << (8 * (i - from));
    }
    return word;
  }
}
