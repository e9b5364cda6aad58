package io.redistinto.storage.value;

import io.redistinto.storage.Form;
import io.redistinto.storage.ValueType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A set. Packed it is an {@link Intset}, while all members are integers, or a listpack of members
 * in the order in which they came; as an object it is a {@link PagedMap} without values.
 *
 * <p>Costs of a single member: packed O(n), which {@link Limits} keep small (O(log n) to find an
 * integer); as an object O(1). Arrays passed in or handed out are not changed afterwards.
 */
public final class SetValue extends Value {
  // One of the three is not null.
  private Intset integers;
  private Listpack members;
  private PagedMap map;

  /** An empty one, packed. */
  public SetValue() {
    this(new Intset(), null, null);
  }

  private SetValue(Intset integers, Listpack members, PagedMap map) {
    this.integers = integers;
    this.members = members;
    this.map = map;
  }

  /** Takes over the bytes of an intset or a listpack. */
  static SetValue unpack(Form form, byte[] packed) {
    return form == Form.INTSET
        ? new SetValue(new Intset(packed), null, null)
        : new SetValue(null, new Listpack(packed), null);
  }

  /** Takes a member from each line. */
  static SetValue read(TextReader text, Limits limits) {
    SetValue set = new SetValue();
    for (List<byte[]> words = text.nextLine(); words != null; words = text.nextLine()) {
      if (words.size() != 1) {
        throw text.error("one member expected");
      }
      if (!set.add(words.get(0), limits)) {
        throw text.error("the member " + TextReader.shown(words.get(0)) + " for the second time");
      }
    }
    return set;
  }

  // ---- What every value answers

  @Override
  public ValueType type() {
    return ValueType.SET;
  }

  @Override
  public Form form() {
    return integers != null ? Form.INTSET : members != null ? Form.LISTPACK : Form.OBJECT;
  }

  /** {@inheritDoc} Redis 7.0 has no listpacks of members: it says hashtable of small sets too. */
  @Override
  public String encoding() {
    return integers != null ? "intset" : "hashtable";
  }

  @Override
  public long size() {
    return integers != null ? integers.size() : members != null ? members.size() : map.size();
  }

  @Override
  public ByteBuffer packed() {
    return integers != null
        ? ByteBuffer.wrap(integers.toBytes())
        : ByteBuffer.wrap(members.array(), 0, members.bytes());
  }

  @Override
  public long bytes() {
    return map.bytes();
  }

  @Override
  public Value snapshot() {
    return map != null
        ? new SetValue(null, null, map.snapshot())
        : unpack(form(), integers != null ? integers.toBytes() : members.toBytes());
  }

  @Override
  public void write(TextWriter out) {
    forEach(member -> out.word(member).endLine());
  }

  // ---- Members

  /** By how many {@link #bytes} an object may grow when this member is added. */
  public static long growth(byte[] member) {
    return PagedMap.charge(member.length, 0);
  }

  public boolean contains(byte[] member) {
    if (map != null) {
      return map.contains(member);
    }
    return integers != null
        ? DecimalLong.isLong(member) && integers.contains(DecimalLong.toLong(member))
        : find(member) != Listpack.END;
  }

  /** Adds a member: true if it was not there. */
  public boolean add(byte[] member, Limits limits) {
    if (integers != null && DecimalLong.isLong(member)) {
      boolean added = integers.add(DecimalLong.toLong(member));
      if (integers.size() > limits.setIntsetEntries) {
        widen(limits);
      }
      return added;
    }
    if (integers != null) {
      widen(limits);
    }
    if (map == null && member.length > limits.setPackedValueBytes) {
      toMap();
    }
    if (map != null) {
      return map.add(member);
    }
    if (find(member) != Listpack.END) {
      return false;
    }
    members.append(member);
    if (members.size() > limits.setPackedEntries) {
      toMap();
    }
    return true;
  }

  /** Removes a member: true if it was there. */
  public boolean remove(byte[] member) {
    if (map != null) {
      return map.remove(member);
    }
    if (integers != null) {
      return DecimalLong.isLong(member) && integers.remove(DecimalLong.toLong(member));
    }
    int at = find(member);
    if (at == Listpack.END) {
      return false;
    }
    members.delete(at, 1);
    return true;
  }

  /** Visits all members, integers in ascending order. The visitor does not change this set. */
  public void forEach(Consumer<byte[]> visitor) {
    if (map != null) {
      map.forEach((member, none) -> visitor.accept(member));
    } else if (integers != null) {
      for (int i = 0; i < integers.size(); i++) {
        visitor.accept(DecimalLong.bytes(integers.get(i)));
      }
    } else {
      for (int at = members.first(); at != Listpack.END; at = members.next(at)) {
        visitor.accept(members.get(at));
      }
    }
  }

  /**
   * Visits {@code count} members from a cursor on, integers all at once: the cursor to go on from,
   * 0 at the end. A cursor stays good when the set becomes an object.
   *
   * @see PagedMap#scan
   */
  public long scan(long cursor, long count, Consumer<byte[]> visitor) {
    if (integers == null) {
      PagedMap scanned = map != null ? map : unpacked();
      return scanned.scan(cursor, count, (member, none) -> visitor.accept(member));
    }
    forEach(visitor);
    return 0;
  }

  // ---- Random members of a set that has some

  /** One member, each with the same probability. */
  public byte[] random(SplittableRandom random) {
    if (map != null) {
      byte[][] drawn = new byte[1][];
      map.random(random, (member, none) -> drawn[0] = member);
      return drawn[0];
    }
    return integers != null
        ? DecimalLong.bytes(integers.random(random))
        : members.get(members.at(random.nextInt(members.size())));
  }

  /** Removes one member, each with the same probability, and returns it. */
  public byte[] removeRandom(SplittableRandom random) {
    if (map != null) {
      return map.removeRandom(random);
    }
    byte[] member = random(random);
    remove(member);
    return member;
  }

  /**
   * Visits {@code count} different members, or all if there are no more, each subset with the same
   * probability. O(count) expected, or O(n).
   */
  public void sample(long count, SplittableRandom random, Consumer<byte[]> visitor) {
    PagedMap.Visitor passOn = (member, none) -> visitor.accept(member);
    if (map != null) {
      map.sample(count, random, passOn);
    } else {
      Sampling sampling = new Sampling(count, size(), random, passOn);
      forEach(member -> sampling.visit(member, null));
    }
  }

  private int find(byte[] member) {
    return members.size() == 0 ? Listpack.END : members.find(members.first(), member, 0);
  }

  /** Makes room for members that are no integers, or for more of them than an intset may have. */
  private void widen(Limits limits) {
    Listpack widened = new Listpack();
    for (int i = 0; i < integers.size(); i++) {
      widened.append(integers.get(i));
    }
    members = widened;
    integers = null;
    if (widened.size() > limits.setPackedEntries) {
      toMap();
    }
  }

  private void toMap() {
    map = unpacked();
    members = null;
  }

  private PagedMap unpacked() {
    PagedMap unpacked = PagedMap.withoutValues();
    forEach(unpacked::add);
    return unpacked;
  }
}
