package io.redistinto.storage.rdb;

import static io.redistinto.storage.rdb.RdbException.check;

import io.redistinto.storage.value.DecimalLong;

/**
 * The elements of a ziplist, which came before listpacks.
 *
 * <pre>
 * bytes: 4 | where the last begins: 4 | elements: 2, 65535 if many | element ... | ff
 *
 * element: the length of the one before, in 1 byte, or fe and 4 bytes | encoding and data
 *
 * 00nnnnnn bytes               a string of n bytes
 * 01nnnnnn n bytes             a string of n bytes
 * 10______ n n n n bytes       a string of n bytes, the highest first
 * 11000000 11010000 11100000   16, 32 and 64 bits, signed, the lowest first
 * 11110000 11111110            24 and 8 bits
 * 1111nnnn                     n - 1, n being 1 to 13
 * </pre>
 */
final class ZiplistElements implements Elements {
  private static final int END = 0xff;
  private static final int LONG_LENGTH = 0xfe;
  private static final int MANY = 65_535;

  private final CheckedBytes in;
  private final long lastSaid;
  private final int said;
  private int met;
  private int last;

  /** All bytes must be the ziplist. */
  ZiplistElements(byte[] ziplist) {
    in = new CheckedBytes(ziplist);
    check(in.unsignedLittleEndian(4) == ziplist.length, "a ziplist of another length");
    lastSaid = in.unsignedLittleEndian(4);
    said = (int) in.unsignedLittleEndian(2);
    last = in.position();
  }

  @Override
  public byte[] next() {
    int from = in.position();
    int before = in.unsignedByte();
    if (before == END) {
      check(in.remaining() == 0, "bytes after the end");
      check(said == MANY || said == met, "another number of elements");
      check(lastSaid == last, "another last element");
      return null;
    }
    long lengthBefore = before == LONG_LENGTH ? in.unsignedLittleEndian(4) : before;
    check(lengthBefore == from - last, "another length of the element before");
    last = from;
    met++;
    return element(in.unsignedByte());
  }

  private byte[] element(int encoding) {
    switch (encoding >>> 6) {
      case 0 -> {
        return in.copy(encoding & 0x3f);
      }
      case 1 -> {
        return in.copy((encoding & 0x3f) << 8 | in.unsignedByte());
      }
      case 2 -> {
        return in.copy(in.unsignedBigEndian(4));
      }
      default -> {}
    }
    return switch (encoding) {
      case 0xc0 -> DecimalLong.bytes(in.signedLittleEndian(2));
      case 0xd0 -> DecimalLong.bytes(in.signedLittleEndian(4));
      case 0xe0 -> DecimalLong.bytes(in.signedLittleEndian(8));
      case 0xf0 -> DecimalLong.bytes(in.signedLittleEndian(3));
      case 0xfe -> DecimalLong.bytes(in.signedLittleEndian(1));
      default -> {
        check(encoding > 0xf0 && encoding < 0xfe, "no encoding of an element");
        yield DecimalLong.bytes((encoding & 0xf) - 1);
      }
    };
  }
}
