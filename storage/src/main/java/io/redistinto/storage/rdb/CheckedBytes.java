package io.redistinto.storage.rdb;

import static io.redistinto.storage.rdb.RdbException.check;

import java.util.Arrays;

/** Bytes that are read from their beginning to their end, never beyond it. */
final class CheckedBytes {
  private final byte[] bytes;
  private final int end;
  private int at;

  CheckedBytes(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  CheckedBytes(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    at = offset;
    end = offset + length;
  }

  int position() {
    return at;
  }

  int remaining() {
    return end - at;
  }

  int unsignedByte() {
    return bytes[advance(1)] & 0xff;
  }

  /** The next byte, which stays the next. */
  int peekByte() {
    check(at < end, "too short");
    return bytes[at] & 0xff;
  }

  /** A signed number of at most 8 bytes, the lowest first. */
  long signedLittleEndian(int size) {
    long value = unsignedLittleEndian(size);
    int unused = Long.SIZE - Byte.SIZE * size;
    return value << unused >> unused;
  }

  /** An unsigned number of at most 8 bytes, the lowest first. */
  long unsignedLittleEndian(int size) {
    int from = advance(size);
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << Byte.SIZE | (bytes[from + i] & 0xff);
    }
    return value;
  }

  /** An unsigned number of at most 8 bytes, the highest first. */
  long unsignedBigEndian(int size) {
    int from = advance(size);
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << Byte.SIZE | (bytes[from + i] & 0xff);
    }
    return value;
  }

  /** A copy of the next bytes. */
  byte[] copy(long length) {
    int from = advance(length);
    return Arrays.copyOfRange(bytes, from, at);
  }

  /** Leaves bytes out; where they began. */
  int advance(long length) {
    check(Long.compareUnsigned(length, remaining()) <= 0, "too short");
    int from = at;
    at += (int) length;
    return from;
  }
}
