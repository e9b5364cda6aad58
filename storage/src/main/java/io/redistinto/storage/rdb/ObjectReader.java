package io.redistinto.storage.rdb;

import static io.redistinto.storage.rdb.RdbException.check;

/**
 * Reads a value of any type and encoding that there has been up to Redis 7.0, but those of modules,
 * and tells a visitor of it. Nothing is trusted: every structure is checked wholly. Where redis
 * would keep an encoding as it came, what it would find out later is an error here at once.
 */
final class ObjectReader {
  static final int PLAIN = 1;
  static final int PACKED = 2;

  private final RdbReader in;
  private final RdbVisitor visitor;

  ObjectReader(RdbReader in, RdbVisitor visitor) {
    this.in = in;
    this.visitor = visitor;
  }

  /**
   * Reads the type and the value.
   *
   * @throws RdbException if there is none; the visitor may have been told of a part of it
   */
  void read() {
    int type = in.unsignedByte();
    switch (type) {
      case RdbType.STRING -> visitor.string(in.string());
      case RdbType.LIST -> some(list(strings(1)));
      case RdbType.LIST_ZIPLIST -> some(list(new ZiplistElements(in.string())));
      case RdbType.LIST_QUICKLIST -> some(quicklist(false));
      case RdbType.LIST_QUICKLIST_2 -> some(quicklist(true));
      case RdbType.SET -> some(set(strings(1)));
      case RdbType.SET_INTSET -> some(set(new IntsetElements(in.string())));
      case RdbType.HASH -> some(hash(strings(2)));
      case RdbType.HASH_ZIPMAP -> some(hash(new ZipmapElements(in.string())));
      case RdbType.HASH_ZIPLIST -> some(hash(new ZiplistElements(in.string())));
      case RdbType.HASH_LISTPACK -> some(hash(new ListpackElements(in.string())));
      case RdbType.ZSET -> some(sortedSet(false));
      case RdbType.ZSET_2 -> some(sortedSet(true));
      case RdbType.ZSET_ZIPLIST -> some(sortedSet(new ZiplistElements(in.string())));
      case RdbType.ZSET_LISTPACK -> some(sortedSet(new ListpackElements(in.string())));
      case RdbType.STREAM_LISTPACKS -> new StreamReader(in, visitor, false).read();
      case RdbType.STREAM_LISTPACKS_2 -> new StreamReader(in, visitor, true).read();
      default -> throw new RdbException("no type of a value that can be read");
    }
  }

  /** No collection is empty, but streams. */
  private static void some(long elements) {
    check(elements > 0, "an empty collection");
  }

  /** As many strings for each of a number of things. */
  private Elements strings(int each) {
    long[] left = {(long) each * in.count()};
    return () -> left[0]-- > 0 ? in.string() : null;
  }

  private long list(Elements elements) {
    long count = 0;
    for (byte[] element; (element = elements.next()) != null; count++) {
      visitor.listElement(element);
    }
    return count;
  }

  /** A list of lists; those may be empty, but not all. */
  private long quicklist(boolean isOfListpacks) {
    long count = 0;
    for (int left = in.count(); left > 0; left--) {
      long container = isOfListpacks ? in.length() : PACKED;
      check(container == PLAIN || container == PACKED, "no container of a list's node");
      byte[] node = in.string();
      if (container == PLAIN) {
        visitor.listElement(node);
        count++;
      } else {
        count += list(isOfListpacks ? new ListpackElements(node) : new ZiplistElements(node));
      }
    }
    return count;
  }

  private long set(Elements members) {
    long count = 0;
    for (byte[] member; (member = members.next()) != null; count++) {
      check(visitor.setMember(member), "a member twice");
    }
    return count;
  }

  private long hash(Elements fieldsAndValues) {
    long count = 0;
    for (byte[] field; (field = fieldsAndValues.next()) != null; count++) {
      byte[] value = fieldsAndValues.next();
      check(value != null, "a field without a value");
      check(visitor.hashField(field, value), "a field twice");
    }
    return count;
  }

  private long sortedSet(Elements membersAndScores) {
    long count = 0;
    for (byte[] member; (member = membersAndScores.next()) != null; count++) {
      byte[] score = membersAndScores.next();
      check(score != null, "a member without a score");
      sortedSetMember(member, RdbReader.parseDouble(score));
    }
    return count;
  }

  private long sortedSet(boolean isBinary) {
    int count = in.count();
    for (int left = count; left > 0; left--) {
      sortedSetMember(in.string(), isBinary ? in.binaryDouble() : in.textDouble());
    }
    return count;
  }

  private void sortedSetMember(byte[] member, double score) {
    check(!Double.isNaN(score), "a score that is no number");
    check(visitor.sortedSetMember(member, score), "a member twice");
  }
}
