package io.redistinto.storage.rdb;

import static io.redistinto.storage.rdb.RdbException.check;

/**
 * The elements of an intset: numbers in ascending order.
 *
 * <pre>
 * size of a number, 2, 4 or 8: 4 | how many: 4 | number ..., the lowest byte first
 * </pre>
 */
final class IntsetElements implements Elements {
  private final CheckedBytes in;
  private final int size;
  private long before;
  private boolean isFirst = true;

  /** All bytes must be the intset. */
  IntsetElements(byte[] intset) {
    in = new CheckedBytes(intset);
    long sizeSaid = in.unsignedLittleEndian(4);
    check(sizeSaid == 2 || sizeSaid == 4 || sizeSaid == 8, "no size of a number");
    size = (int) sizeSaid;
    check(in.unsignedLittleEndian(4) * size == in.remaining(), "another number of elements");
  }

  @Override
  public byte[] next() {
    if (in.remaining() == 0) {
      return null;
    }
    long value = in.signedLittleEndian(size);
    check(isFirst || value > before, "numbers out of order");
    isFirst = false;
    before = value;
    return Rdb.text(value);
  }
}
