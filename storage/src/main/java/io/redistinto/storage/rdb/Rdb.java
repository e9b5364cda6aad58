package io.redistinto.storage.rdb;

/** The numbers of the format that its reader and its writer share. */
final class Rdb {
  static final int VERSION = 10;

  // The highest two bits of a length, or its first byte.
  static final int LENGTH_6_BITS = 0;
  static final int LENGTH_14_BITS = 1;
  static final int LENGTH_32_BITS = 0x80;
  static final int LENGTH_64_BITS = 0x81;

  /** The highest two bits of a string that is not just its length and bytes. */
  static final int SPECIAL = 3;

  // The other six bits of such a string.
  static final int INT8 = 0;
  static final int INT16 = 1;
  static final int INT32 = 2;
  static final int LZF = 3;

  // The length of a double's text where there is no text.
  static final int TEXT_NAN = 253;
  static final int TEXT_INFINITY = 254;
  static final int TEXT_NEGATIVE_INFINITY = 255;

  private Rdb() {}
}
