package io.redistinto.storage.rdb;

import io.redistinto.storage.value.DecimalLong;
import java.util.Arrays;

/** Writes what serialised values are made of, in as many bytes as Redis does. */
final class RdbWriter {
  /** No shorter string can be compressed. */
  private static final int LEAST_COMPRESSED = 21;

  /** Compressing must save as much. */
  private static final int LEAST_SAVED = 4;

  private static final int MOST_INTEGER_DIGITS = 11;
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private final Lzf lzf;
  private byte[] bytes = new byte[64];
  private int length;

  RdbWriter(Lzf lzf) {
    this.lzf = lzf;
  }

  /** A copy of what has been written. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** The checksum of what has been written. */
  long crc() {
    return Crc64.of(bytes, 0, length);
  }

  void unsignedByte(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  /** A number of 64 bits, unsigned; see {@link RdbReader#length}. */
  void length(long value) {
    if (value >= 0 && value < 1 << 6) {
      unsignedByte((int) value);
    } else if (value >= 0 && value < 1 << 14) {
      unsignedByte(Rdb.LENGTH_14_BITS << 6 | (int) (value >>> 8));
      unsignedByte((int) value);
    } else if (value >>> 32 == 0) {
      unsignedByte(Rdb.LENGTH_32_BITS);
      bigEndian(value, 4);
    } else {
      unsignedByte(Rdb.LENGTH_64_BITS);
      bigEndian(value, 8);
    }
  }

  /** A string: as a number if it is one of 32 bits, compressed if that makes it shorter. */
  void string(byte[] value) {
    if (value.length <= MOST_INTEGER_DIGITS && integer(value)) {
      return;
    }
    byte[] compressed =
        value.length < LEAST_COMPRESSED
            ? null
            : lzf.compress(value, 0, value.length, value.length - LEAST_SAVED);
    if (compressed == null) {
      length(value.length);
      raw(value);
    } else {
      unsignedByte(Rdb.SPECIAL << 6 | Rdb.LZF);
      length(compressed.length);
      length(value.length);
      raw(compressed);
    }
  }

  /** Writes a string that is a number of at most 32 bits, as it would be printed. */
  private boolean integer(byte[] text) {
    if (!DecimalLong.isLong(text)) {
      return false;
    }
    long value = DecimalLong.toLong(text);
    if (value == (byte) value) {
      special(Rdb.INT8, value, 1);
    } else if (value == (short) value) {
      special(Rdb.INT16, value, 2);
    } else if (value == (int) value) {
      special(Rdb.INT32, value, 4);
    } else {
      return false;
    }
    return true;
  }

  private void special(int encoding, long value, int size) {
    unsignedByte(Rdb.SPECIAL << 6 | encoding);
    littleEndian(value, size);
  }

  void binaryDouble(double value) {
    littleEndian(Double.doubleToRawLongBits(value), 8);
  }

  /** Milliseconds since 1970. */
  void millis(long value) {
    littleEndian(value, 8);
  }

  void littleEndian(long value, int size) {
    reserve(size);
    for (int i = 0; i < size; i++) {
      bytes[length++] = (byte) (value >>> (8 * i));
    }
  }

  /** A 64-bit number, its highest byte first. */
  void bigEndian(long value) {
    bigEndian(value, Long.BYTES);
  }

  private void bigEndian(long value, int size) {
    reserve(size);
    for (int i = size - 1; i >= 0; i--) {
      bytes[length++] = (byte) (value >>> (8 * i));
    }
  }

  void raw(byte[] value) {
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  private void reserve(int more) {
    long needed = (long) length + more;
    if (needed > MOST_BYTES) {
      throw new RdbException("a value of " + needed + " bytes");
    }
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(MOST_BYTES, Math.max(needed, 2L * bytes.length)));
    }
  }
}
