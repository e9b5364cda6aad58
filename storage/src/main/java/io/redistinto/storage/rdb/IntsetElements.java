package io.redistinto.storage.rdb;

import static io.redistinto.storage.rdb.RdbException.check;

import io.redistinto.storage.value.DecimalLong;
import io.redistinto.storage.value.Intset;

/** The elements of an intset, in ascending order. */
final class IntsetElements implements Elements {
  private final Intset intset;
  private int index;

  /** All bytes must be the intset. */
  IntsetElements(byte[] bytes) {
    check(Intset.isValid(bytes), "no intset");
    intset = new Intset(bytes);
  }

  @Override
  public byte[] next() {
    return index == intset.size() ? null : DecimalLong.bytes(intset.get(index++));
  }
}
