package io.redistinto.storage.value;

import io.redistinto.storage.Form;
import io.redistinto.storage.ValueType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A hash: fields and their values. Packed it is one listpack in which each field is followed by its
 * value, in the order in which the fields came; as an object it is a {@link PagedMap}.
 *
 * <p>Costs of a single field: packed O(n), which {@link Limits} keep small; as an object O(1).
 * Arrays passed in or handed out are not changed afterwards.
 */
public final class HashValue extends Value {
  /** Null in an object. */
  private Listpack pairs;

  /** Null while packed. */
  private PagedMap map;

  /** An empty one, packed. */
  public HashValue() {
    this(new Listpack(), null);
  }

  private HashValue(Listpack pairs, PagedMap map) {
    this.pairs = pairs;
    this.map = map;
  }

  /** Takes over the bytes of a listpack. */
  static HashValue unpack(byte[] packed) {
    return new HashValue(new Listpack(packed), null);
  }

  /** Takes a field and its value from each line. */
  static HashValue read(TextReader text, Limits limits) {
    HashValue hash = new HashValue();
    for (List<byte[]> words = text.nextLine(); words != null; words = text.nextLine()) {
      if (words.size() != 2) {
        throw text.error("a field and its value expected");
      }
      if (!hash.put(words.get(0), words.get(1), limits)) {
        throw text.error("the field " + TextReader.shown(words.get(0)) + " for the second time");
      }
    }
    return hash;
  }

  // ---- What every value answers

  @Override
  public ValueType type() {
    return ValueType.HASH;
  }

  @Override
  public Form form() {
    return map == null ? Form.LISTPACK : Form.OBJECT;
  }

  @Override
  public String encoding() {
    return map == null ? "listpack" : "hashtable";
  }

  @Override
  public long size() {
    return map == null ? pairs.size() / 2 : map.size();
  }

  @Override
  public ByteBuffer packed() {
    return ByteBuffer.wrap(pairs.array(), 0, pairs.bytes());
  }

  @Override
  public long bytes() {
    return map.bytes();
  }

  @Override
  public Value snapshot() {
    return map == null ? unpack(pairs.toBytes()) : new HashValue(null, map.snapshot());
  }

  @Override
  public void write(TextWriter out) {
    forEach((field, value) -> out.word(field).word(value).endLine());
  }

  // ---- Fields

  /** By how many {@link #bytes} an object grows when the field gets so long a value. */
  public long growth(byte[] field, int valueLength) {
    if (map == null) {
      return 0;
    }
    int oldLength = map.valueLength(field);
    long old = oldLength < 0 ? 0 : PagedMap.charge(field.length, oldLength);
    return Math.max(0, PagedMap.charge(field.length, valueLength) - old);
  }

  /** The value of a field, or null. */
  public byte[] get(byte[] field) {
    if (map != null) {
      return map.get(field);
    }
    int at = find(field);
    return at == Listpack.END ? null : pairs.get(pairs.next(at));
  }

  public boolean contains(byte[] field) {
    return map == null ? find(field) != Listpack.END : map.contains(field);
  }

  /** The length of a field's value in bytes, or -1 if there is no such field. */
  public int valueLength(byte[] field) {
    if (map != null) {
      return map.valueLength(field);
    }
    int at = find(field);
    return at == Listpack.END ? -1 : pairs.length(pairs.next(at));
  }

  /** Gives a field a value: true if the field is new. */
  public boolean put(byte[] field, byte[] value, Limits limits) {
    if (map == null && Math.max(field.length, value.length) > limits.hashPackedValueBytes) {
      unpack();
    }
    if (map != null) {
      return map.put(field, value);
    }
    int at = find(field);
    boolean isNew = at == Listpack.END;
    if (isNew) {
      pairs.append(field);
      pairs.append(value);
    } else {
      pairs.replace(pairs.next(at), value);
    }
    if (size() > limits.hashPackedEntries) { // the limit may have been another one before
      unpack();
    }
    return isNew;
  }

  /** Removes a field: true if it was there. */
  public boolean remove(byte[] field) {
    if (map != null) {
      return map.remove(field);
    }
    int at = find(field);
    if (at == Listpack.END) {
      return false;
    }
    pairs.delete(at, 2);
    return true;
  }

  /** Visits all fields. The visitor does not change this hash. */
  public void forEach(PagedMap.Visitor visitor) {
    if (map != null) {
      map.forEach(visitor);
      return;
    }
    for (int at = pairs.first(); at != Listpack.END; ) {
      int valueAt = pairs.next(at);
      visitor.visit(pairs.get(at), pairs.get(valueAt));
      at = pairs.next(valueAt);
    }
  }

  /**
   * Visits about {@code count} fields from a cursor on, a packed hash's all at once: the cursor to
   * go on from, 0 at the end.
   *
   * @see PagedMap#scan
   */
  public long scan(long cursor, long count, PagedMap.Visitor visitor) {
    if (map != null) {
      return map.scan(cursor, count, visitor);
    }
    forEach(visitor);
    return 0;
  }

  // ---- Random fields of a hash that has some

  /** Visits one field, each with the same probability. */
  public void random(SplittableRandom random, PagedMap.Visitor visitor) {
    if (map != null) {
      map.random(random, visitor);
      return;
    }
    int at = pairs.at(2L * random.nextInt(pairs.size() / 2));
    visitor.visit(pairs.get(at), pairs.get(pairs.next(at)));
  }

  /**
   * Visits {@code count} different fields, or all if there are no more, each subset with the same
   * probability; a packed hash's in their order. O(count) expected, or O(n).
   */
  public void sample(long count, SplittableRandom random, PagedMap.Visitor visitor) {
    if (map != null) {
      map.sample(count, random, visitor);
    } else {
      forEach(new Sampling(count, size(), random, visitor));
    }
  }

  private int find(byte[] field) {
    return pairs.size() == 0 ? Listpack.END : pairs.find(pairs.first(), field, 1);
  }

  private void unpack() {
    PagedMap unpacked = PagedMap.withValues();
    forEach(unpacked::put);
    map = unpacked;
    pairs = null;
  }
}
