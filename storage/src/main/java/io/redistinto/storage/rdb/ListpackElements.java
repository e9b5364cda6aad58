package io.redistinto.storage.rdb;

import static io.redistinto.storage.rdb.RdbException.check;

import io.redistinto.storage.value.Listpack;

/** The elements of a listpack. */
final class ListpackElements implements Elements {
  private final Listpack listpack;
  private int at;

  /** All bytes must be the listpack. */
  ListpackElements(byte[] bytes) {
    check(Listpack.isValid(bytes), "no listpack");
    listpack = new Listpack(bytes);
    at = listpack.first();
  }

  @Override
  public byte[] next() {
    if (at == Listpack.END) {
      return null;
    }
    byte[] element = listpack.get(at);
    at = listpack.next(at);
    return element;
  }
}
