package io.redistinto.storage.rdb;

import static io.redistinto.storage.rdb.RdbException.check;

import io.redistinto.storage.value.DecimalLong;
import io.redistinto.storage.value.ScoreText;

/**
 * Reads what serialised values are made of. Nothing is allocated that the bytes at hand, or {@code
 * mostBytes} for what they unfold to, do not justify.
 */
final class RdbReader {
  private static final byte[] EMPTY = {};
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private final CheckedBytes in;
  private final long mostBytes;
  private long roomBytes;

  /**
   * @param mostBytes how long all decompressed strings together may be, and the whole value
   */
  RdbReader(CheckedBytes in, long mostBytes) {
    this.in = in;
    this.mostBytes = mostBytes;
    roomBytes = mostBytes;
  }

  /** Refuses a value that takes more than allowed, before all of it is read. */
  void checkRoom(long valueBytes) {
    check(valueBytes <= mostBytes, "more than allowed");
  }

  int unsignedByte() {
    return in.unsignedByte();
  }

  byte[] bytes(int length) {
    return in.copy(length);
  }

  /**
   * A number of 64 bits, unsigned, in 1 to 9 bytes.
   *
   * <pre>
   * 00nnnnnn             6 bits
   * 01nnnnnn n           14 bits
   * 10000000 n n n n     32 bits; all with the highest byte first
   * 10000001 n ... n     64 bits
   * 11eeeeee             no number: a string in the special encoding e
   * </pre>
   */
  long length() {
    int first = in.unsignedByte();
    return switch (first >>> 6) {
      case Rdb.LENGTH_6_BITS -> first & 0x3f;
      case Rdb.LENGTH_14_BITS -> (first & 0x3f) << 8 | in.unsignedByte();
      default -> {
        check(first == Rdb.LENGTH_32_BITS || first == Rdb.LENGTH_64_BITS, "no length");
        yield in.unsignedBigEndian(first == Rdb.LENGTH_32_BITS ? 4 : 8);
      }
    };
  }

  /** How many things follow, each of one byte at least. */
  int count() {
    long count = length();
    check(Long.compareUnsigned(count, in.remaining()) <= 0, "too short");
    return (int) count;
  }

  byte[] string() {
    int first = in.peekByte();
    if (first >>> 6 != Rdb.SPECIAL) {
      long length = length();
      return length == 0 ? EMPTY : in.copy(length);
    }
    in.advance(1);
    return switch (first & 0x3f) {
      case Rdb.INT8 -> integer(1);
      case Rdb.INT16 -> integer(2);
      case Rdb.INT32 -> integer(4);
      case Rdb.LZF -> compressed();
      default -> throw new RdbException("no encoding of a string");
    };
  }

  private byte[] integer(int size) {
    return DecimalLong.bytes(in.signedLittleEndian(size));
  }

  private byte[] compressed() {
    long compressedLength = length();
    long length = length();
    check(length >= 0 && length <= Math.min(roomBytes, MOST_BYTES), "more than allowed");
    roomBytes -= length;
    return Lzf.decompress(in.copy(compressedLength), (int) length);
  }

  double binaryDouble() {
    return Double.longBitsToDouble(in.unsignedLittleEndian(Double.BYTES));
  }

  /** A double as text, after its length, which says it all of what is not finite; NaN if none. */
  double textDouble() {
    int length = in.unsignedByte();
    return switch (length) {
      case Rdb.TEXT_NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
      case Rdb.TEXT_INFINITY -> Double.POSITIVE_INFINITY;
      case Rdb.TEXT_NAN -> Double.NaN;
      default -> ScoreText.parse(in.copy(length));
    };
  }

  /** Milliseconds since 1970. */
  long millis() {
    return in.signedLittleEndian(Long.BYTES);
  }

  /** A 64-bit number, its highest byte first. */
  long bigEndian() {
    return in.unsignedBigEndian(Long.BYTES);
  }
}
