package io.redistinto.storage.rdb;

import static io.redistinto.storage.rdb.RdbException.check;

/**
 * The elements of a listpack.
 *
 * <pre>
 * bytes: 4 | elements: 2, 65535 if many | element ... | ff
 *
 * element: encoding and data | the length of that, 7 bits a byte, to be read from its end
 *
 * 0nnnnnnn                     0 to 127
 * 10nnnnnn bytes               a string of n bytes
 * 110nnnnn n                   13 bits, signed
 * 1110nnnn n bytes             a string of n bytes
 * 11110000 n n n n bytes       a string of n bytes, the lowest first
 * 11110001 to 11110100 n ...   16, 24, 32 and 64 bits, signed, the lowest first
 * </pre>
 */
final class ListpackElements implements Elements {
  private static final int END = 0xff;
  private static final int MANY = 65_535;

  private final CheckedBytes in;
  private final int said;
  private int met;

  /** All bytes must be the listpack. */
  ListpackElements(byte[] listpack) {
    in = new CheckedBytes(listpack);
    check(in.unsignedLittleEndian(4) == listpack.length, "a listpack of another length");
    said = (int) in.unsignedLittleEndian(2);
  }

  @Override
  public byte[] next() {
    if (in.peekByte() == END) {
      check(in.remaining() == 1, "bytes after the end");
      check(said == MANY || said == met, "another number of elements");
      return null;
    }
    int from = in.position();
    byte[] element = element(in.unsignedByte());
    checkBackLength(in.position() - from);
    met++;
    return element;
  }

  private byte[] element(int encoding) {
    if (encoding < 0x80) {
      return Rdb.text(encoding);
    }
    if (encoding < 0xc0) {
      return in.copy(encoding & 0x3f);
    }
    if (encoding < 0xe0) {
      int value = (encoding & 0x1f) << 8 | in.unsignedByte();
      return Rdb.text(value << 19 >> 19);
    }
    if (encoding < 0xf0) {
      return in.copy((encoding & 0xf) << 8 | in.unsignedByte());
    }
    return switch (encoding) {
      case 0xf0 -> in.copy(in.unsignedLittleEndian(4));
      case 0xf1 -> Rdb.text(in.signedLittleEndian(2));
      case 0xf2 -> Rdb.text(in.signedLittleEndian(3));
      case 0xf3 -> Rdb.text(in.signedLittleEndian(4));
      case 0xf4 -> Rdb.text(in.signedLittleEndian(8));
      default -> throw new RdbException("no encoding of an element");
    };
  }

  private void checkBackLength(int length) {
    int size = backLengthBytes(length);
    for (int i = size - 1; i >= 0; i--) {
      int more = i == size - 1 ? 0 : 0x80;
      check(in.unsignedByte() == (more | (length >>> (7 * i) & 0x7f)), "another length");
    }
  }

  /** Each size holds one less than it could, but the first: so it has always been written. */
  private static int backLengthBytes(int length) {
    if (length <= 127) {
      return 1;
    }
    if (length < (1 << 14) - 1) {
      return 2;
    }
    if (length < (1 << 21) - 1) {
      return 3;
    }
    return length < (1 << 28) - 1 ? 4 : 5;
  }
}
