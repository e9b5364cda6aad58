package io.redistinto.storage.rdb;

import static io.redistinto.storage.rdb.RdbException.check;

import io.redistinto.storage.Form;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.DecimalLong;
import io.redistinto.storage.value.HashValue;
import io.redistinto.storage.value.Intset;
import io.redistinto.storage.value.Limits;
import io.redistinto.storage.value.ListValue;
import io.redistinto.storage.value.ScoreText;
import io.redistinto.storage.value.SetValue;
import io.redistinto.storage.value.SortedSetValue;
import io.redistinto.storage.value.Value;
import io.redistinto.storage.value.Values;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a value of any type and encoding that there has been up to Redis 7.0, but those of modules.
 * Nothing is trusted: every structure is checked wholly, and no more is allocated than the bytes at
 * hand justify.
 */
final class ObjectReader {
  static final int PLAIN = 1;
  static final int PACKED = 2;

  private final RdbReader in;
  private final Limits limits;

  /** What was packed stays so if it has few enough elements, however long they are. */
  private final Limits ofPacked = new Limits();

  ObjectReader(RdbReader in, Limits limits) {
    this.in = in;
    this.limits = limits;
    ofPacked.hashPackedEntries = limits.hashPackedEntries;
    ofPacked.hashPackedValueBytes = Integer.MAX_VALUE;
    ofPacked.sortedSetPackedEntries = limits.sortedSetPackedEntries;
    ofPacked.sortedSetPackedValueBytes = Integer.MAX_VALUE;
  }

  /**
   * Reads the type and the value, which is packed as far as the limits allow.
   *
   * @throws RdbException if there is none
   */
  DumpedValue read() {
    int type = in.unsignedByte();
    if (type == RdbType.STRING) {
      return new DumpedValue(in.string(), null);
    }
    Value value =
        switch (type) {
          case RdbType.LIST -> list(strings(1));
          case RdbType.LIST_ZIPLIST -> ofOneNode(new ZiplistElements(in.string()));
          case RdbType.LIST_QUICKLIST -> quicklist(false);
          case RdbType.LIST_QUICKLIST_2 -> quicklist(true);
          case RdbType.SET -> set(strings(1));
          case RdbType.SET_INTSET -> intset(in.string());
          case RdbType.HASH -> hash(strings(2), limits);
          case RdbType.HASH_ZIPMAP -> hash(new ZipmapElements(in.string()), limits);
          case RdbType.HASH_ZIPLIST -> hash(new ZiplistElements(in.string()), ofPacked);
          case RdbType.HASH_LISTPACK -> hash(new ListpackElements(in.string()), ofPacked);
          case RdbType.ZSET -> sortedSet(false);
          case RdbType.ZSET_2 -> sortedSet(true);
          case RdbType.ZSET_ZIPLIST -> sortedSet(new ZiplistElements(in.string()));
          case RdbType.ZSET_LISTPACK -> sortedSet(new ListpackElements(in.string()));
          case RdbType.STREAM_LISTPACKS -> new StreamReader(in, false).read();
          case RdbType.STREAM_LISTPACKS_2 -> new StreamReader(in, true).read();
          default -> throw new RdbException("no type of a value that can be read");
        };
    check(!value.isGone(), "an empty collection");
    return new DumpedValue(null, value);
  }

  /** As many strings for each of a number of things. */
  private Elements strings(int each) {
    long[] left = {(long) each * in.count()};
    return () -> left[0]-- > 0 ? in.string() : null;
  }

  private ListValue list(Elements elements) {
    ListValue list = new ListValue();
    for (byte[] element; (element = elements.next()) != null; ) {
      list.addLast(element, limits);
    }
    return list;
  }

  private static ListValue ofOneNode(Elements elements) {
    ListValue list = new ListValue();
    list.addNode(all(elements));
    return list;
  }

  /** A list of nodes, which stay as full as they are; they may be empty. */
  private ListValue quicklist(boolean isOfListpacks) {
    ListValue list = new ListValue();
    for (int left = in.count(); left > 0; left--) {
      long container = isOfListpacks ? in.length() : PACKED;
      check(container == PLAIN || container == PACKED, "no container of a list's node");
      byte[] node = in.string();
      if (container == PLAIN) {
        list.addNode(List.of(node));
      } else {
        list.addNode(all(isOfListpacks ? new ListpackElements(node) : new ZiplistElements(node)));
      }
    }
    return list;
  }

  private static List<byte[]> all(Elements elements) {
    List<byte[]> all = new ArrayList<>();
    for (byte[] element; (element = elements.next()) != null; ) {
      all.add(element);
    }
    return all;
  }

  private SetValue set(Elements members) {
    SetValue set = new SetValue();
    for (byte[] member; (member = members.next()) != null; ) {
      check(set.add(member, limits), "a member twice");
    }
    return set;
  }

  /** Kept as it is, if it may be: its numbers may be wider than they need be. */
  private Value intset(byte[] bytes) {
    check(Intset.isValid(bytes), "no intset");
    Intset intset = new Intset(bytes);
    if (intset.size() <= limits.setIntsetEntries) {
      return Values.unpack(ValueType.SET, Form.INTSET, bytes);
    }
    SetValue set = new SetValue();
    for (int i = 0; i < intset.size(); i++) {
      set.add(DecimalLong.bytes(intset.get(i)), limits);
    }
    return set;
  }

  private HashValue hash(Elements fieldsAndValues, Limits limits) {
    HashValue hash = new HashValue();
    for (byte[] field; (field = fieldsAndValues.next()) != null; ) {
      byte[] value = fieldsAndValues.next();
      check(value != null, "a field without a value");
      check(hash.put(field, value, limits), "a field twice");
    }
    return hash;
  }

  /** One that was packed. */
  private SortedSetValue sortedSet(Elements membersAndScores) {
    SortedSetValue set = new SortedSetValue();
    for (byte[] member; (member = membersAndScores.next()) != null; ) {
      byte[] score = membersAndScores.next();
      check(score != null, "a member without a score");
      put(set, member, ScoreText.parse(score), ofPacked);
    }
    return set;
  }

  private SortedSetValue sortedSet(boolean isBinary) {
    SortedSetValue set = new SortedSetValue();
    for (int left = in.count(); left > 0; left--) {
      put(set, in.string(), isBinary ? in.binaryDouble() : in.textDouble(), limits);
    }
    return set;
  }

  private static void put(SortedSetValue set, byte[] member, double score, Limits limits) {
    check(!Double.isNaN(score), "a score that is no number");
    check(!set.contains(member), "a member twice");
    set.put(member, Double.NaN, score, limits);
  }
}
