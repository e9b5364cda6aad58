package io.redistinto.storage.rdb;

import io.redistinto.storage.Form;
import io.redistinto.storage.value.HashValue;
import io.redistinto.storage.value.ListValue;
import io.redistinto.storage.value.SetValue;
import io.redistinto.storage.value.SortedSetValue;
import io.redistinto.storage.value.StreamValue;
import io.redistinto.storage.value.Value;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes values as redis-server 7.0 does: packed ones as they lie, others element by element. */
final class ObjectWriter {
  private final RdbWriter out;

  ObjectWriter(RdbWriter out) {
    this.out = out;
  }

  void write(DumpedValue value) {
    if (value.collection() == null) {
      out.unsignedByte(RdbType.STRING);
      out.string(value.string());
    } else {
      collection(value.collection());
    }
  }

  private void collection(Value value) {
    switch (value.type()) {
      case LIST -> list((ListValue) value);
      case SET -> set((SetValue) value);
      case ZSET -> sortedSet((SortedSetValue) value);
      case HASH -> hash((HashValue) value);
      case STREAM -> new StreamWriter(out).write((StreamValue) value);
      case STRING -> throw new IllegalStateException("a string is no collection");
    }
  }

  private void list(ListValue list) {
    out.unsignedByte(RdbType.LIST_QUICKLIST_2);
    out.length(list.nodeCount());
    for (int node = 0; node < list.nodeCount(); node++) {
      out.length(ObjectReader.PACKED);
      out.string(list.nodeBytes(node));
    }
  }

  /** What is a listpack here has no encoding of its own in 7.0. */
  private void set(SetValue set) {
    if (set.form() == Form.INTSET) {
      packed(RdbType.SET_INTSET, set);
      return;
    }
    out.unsignedByte(RdbType.SET);
    out.length(set.size());
    set.forEach(out::string);
  }

  /** The greatest first: then a reader adds each before all others. */
  private void sortedSet(SortedSetValue set) {
    if (set.form() == Form.LISTPACK) {
      packed(RdbType.ZSET_LISTPACK, set);
      return;
    }
    out.unsignedByte(RdbType.ZSET_2);
    out.length(set.size());
    set.forEach(
        set.all(),
        true,
        (array, offset, length, score) -> {
          out.string(Arrays.copyOfRange(array, offset, offset + length));
          out.binaryDouble(score);
        });
  }

  private void hash(HashValue hash) {
    if (hash.form() == Form.LISTPACK) {
      packed(RdbType.HASH_LISTPACK, hash);
      return;
    }
    out.unsignedByte(RdbType.HASH);
    out.length(hash.size());
    hash.forEach(
        (field, value) -> {
          out.string(field);
          out.string(value);
        });
  }

  private void packed(int type, Value value) {
    ByteBuffer bytes = value.packed();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    out.unsignedByte(type);
    out.string(copy);
  }
}
