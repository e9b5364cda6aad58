package io.redistinto.storage.rdb;

import static io.redistinto.storage.rdb.RdbException.check;

/**
 * The fields and values of a zipmap, which hashes were before ziplists.
 *
 * <pre>
 * pairs: 1, 254 or more if many | pair ... | ff
 *
 * pair: length, field | length, unused: 1, value, as many unused bytes
 * length: 1 byte if less than 254, or fe and 4 bytes, the lowest first
 * </pre>
 */
final class ZipmapElements implements Elements {
  private static final int END = 0xff;
  private static final int LONG_LENGTH = 0xfe;

  private final CheckedBytes in;
  private final int said;
  private int met;

  /** All bytes must be the zipmap. */
  ZipmapElements(byte[] zipmap) {
    in = new CheckedBytes(zipmap);
    said = in.unsignedByte();
  }

  @Override
  public byte[] next() {
    int first = in.unsignedByte();
    if (first == END) {
      check(in.remaining() == 0, "bytes after the end");
      check(said >= LONG_LENGTH ? met % 2 == 0 : met == 2 * said, "another number of pairs");
      return null;
    }
    long length = first == LONG_LENGTH ? in.unsignedLittleEndian(4) : first;
    boolean isValue = met++ % 2 == 1;
    int unused = isValue ? in.unsignedByte() : 0;
    byte[] element = in.copy(length);
    in.advance(unused);
    return element;
  }
}
