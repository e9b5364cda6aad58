package io.redistinto.storage.value;

import static io.redistinto.storage.value.Listpack.END;

/**
 * Some neighbouring entries of a stream, in a listpack as Redis lays it out. The first entry's
 * fields are the node's: entries that have the same do not repeat them. IDs are told as differences
 * from the node's own.
 *
 * <pre>
 * head:   live entries | deleted ones | n | field 1 .. field n | 0
 * entry:  flags | millis | sequence | n | field 1 | value 1 .. field n | value n | elements before
 * entry:  flags | millis | sequence | value 1 .. value n | elements before  (with the node's fields)
 * </pre>
 *
 * <p>An entry is named by the position of its flags. The node's ID is that of the first entry that
 * was ever in it.
 */
final class StreamNode extends IdPage<StreamNode> {
  static final int DELETED = 1;
  static final int SAME_FIELDS = 2;

  /** No node is larger, unless one entry is. */
  private static final int MOST_BYTES = 1 << 30;

  /** Elements of an entry before its fields or values: the first if the number of fields is not. */
  private static final int FIXED_WITH_SAME_FIELDS = 3;

  private static final int FIXED = 4;

  private final long millis;
  private final long sequence;
  private Listpack listpack;

  private StreamNode(int epoch, long millis, long sequence, Listpack listpack) {
    super(epoch);
    this.millis = millis;
    this.sequence = sequence;
    this.listpack = listpack;
  }

  /** A node for an entry and those after it; none is in it yet. */
  static StreamNode begin(int epoch, StreamId id, byte[]... pairs) {
    Listpack listpack = new Listpack();
    listpack.append(0);
    listpack.append(0);
    listpack.append(pairs.length / 2);
    for (int i = 0; i < pairs.length; i += 2) {
      listpack.append(pairs[i]);
    }
    listpack.append(0);
    return new StreamNode(epoch, id.millis(), id.sequence(), listpack);
  }

  /** A node of bytes for which {@link #isValid} holds; they become the node's. */
  static StreamNode of(int epoch, StreamId id, byte[] valid) {
    return new StreamNode(epoch, id.millis(), id.sequence(), new Listpack(valid));
  }

  @Override
  StreamNode copy(int newEpoch) {
    return new StreamNode(newEpoch, millis, sequence, new Listpack(listpack.toBytes()));
  }

  @Override
  long firstMillis() {
    return millis;
  }

  @Override
  long firstSequence() {
    return sequence;
  }

  StreamId id() {
    return new StreamId(millis, sequence);
  }

  Listpack listpack() {
    return listpack;
  }

  int bytes() {
    return listpack.bytes();
  }

  /** How many entries are not deleted. */
  long live() {
    return listpack.toLong(listpack.first());
  }

  /** How many deleted entries it holds. */
  long deleted() {
    return listpack.toLong(listpack.next(listpack.first()));
  }

  // ---- Changes

  /** Whether an entry with so many bytes of fields and values belongs into a new node. */
  boolean isFullFor(long entryBytes, Limits limits) {
    int most = limits.streamNodeBytes;
    long mostBytes = most <= 0 ? MOST_BYTES : Math.min(most, MOST_BYTES);
    return bytes() + entryBytes >= mostBytes
        || (limits.streamNodeEntries > 0 && live() + deleted() >= limits.streamNodeEntries);
  }

  /** Adds an entry with fields and values in turn. Its ID is after those of all others. */
  void append(StreamId id, byte[]... pairs) {
    boolean sameFields = hasFields(pairs);
    count(1, 0);
    listpack.append(sameFields ? SAME_FIELDS : 0);
    listpack.append(id.millis() - millis);
    listpack.append(id.sequence() - sequence);
    if (!sameFields) {
      listpack.append(pairs.length / 2);
    }
    for (int i = sameFields ? 1 : 0; i < pairs.length; i += sameFields ? 2 : 1) {
      listpack.append(pairs[i]);
    }
    listpack.append(sameFields ? FIXED_WITH_SAME_FIELDS + pairs.length / 2 : FIXED + pairs.length);
  }

  /** Deletes an entry, and those before it if {@code upTo}; how many were not deleted yet. */
  int delete(int entry, boolean upTo) {
    int deleted = 0;
    for (int at = upTo ? firstEntry() : entry; at <= entry && at != END; at = nextEntry(at)) {
      if (!isDeleted(at)) {
        listpack.replace(at, DecimalLong.bytes(flags(at) | DELETED));
        deleted++;
      }
    }
    // Last: counts of other lengths move the entries.
    count(-deleted, deleted);
    return deleted;
  }

  /** Gives back what its array has too much; to be called when no entry will be added any more. */
  void seal() {
    listpack = new Listpack(listpack.toBytes());
  }

  private boolean hasFields(byte[]... pairs) {
    int at = fieldCountAt();
    if (listpack.toLong(at) != pairs.length / 2) {
      return false;
    }
    for (int i = 0; i < pairs.length; i += 2) {
      at = listpack.next(at);
      if (!listpack.equals(at, pairs[i])) {
        return false;
      }
    }
    return true;
  }

  private void count(int liveMore, int deletedMore) {
    int at = listpack.first();
    listpack.replace(at, DecimalLong.bytes(listpack.toLong(at) + liveMore));
    if (deletedMore > 0) {
      at = listpack.next(at);
      listpack.replace(at, DecimalLong.bytes(listpack.toLong(at) + deletedMore));
    }
  }

  // ---- Entries

  /** The first entry, deleted or not, or {@link Listpack#END}. */
  int firstEntry() {
    return skip(fieldCountAt(), listpack.toLong(fieldCountAt()) + 2);
  }

  /** The ID of the last entry, deleted or not. */
  StreamId lastId() {
    int last = lastEntry();
    return last == END ? id() : new StreamId(millis(last), sequence(last));
  }

  /** The last entry, deleted or not, or {@link Listpack#END}. */
  int lastEntry() {
    return entryBefore(listpack.last());
  }

  int nextEntry(int entry) {
    long fields = fieldCount(entry);
    return skip(
        entry, 1 + (hasNodeFields(entry) ? FIXED_WITH_SAME_FIELDS + fields : FIXED + 2 * fields));
  }

  int previousEntry(int entry) {
    return entryBefore(listpack.previous(entry));
  }

  /** The entry that ends with an element: how many elements it has before that. */
  private int entryBefore(int lastElement) {
    int elements = (int) listpack.toLong(lastElement);
    int at = lastElement;
    for (int i = 0; i < elements; i++) {
      at = listpack.previous(at);
    }
    return elements == 0 ? END : at;
  }

  boolean isDeleted(int entry) {
    return (flags(entry) & DELETED) != 0;
  }

  long millis(int entry) {
    return millis + listpack.toLong(listpack.next(entry));
  }

  long sequence(int entry) {
    return sequence + listpack.toLong(skip(entry, 2));
  }

  int fieldCount(int entry) {
    return (int) listpack.toLong(hasNodeFields(entry) ? fieldCountAt() : skip(entry, 3));
  }

  /** Hands an entry's fields and values over, in turn. */
  void read(int entry, ElementSink sink) {
    boolean nodeFields = hasNodeFields(entry);
    int fieldAt = nodeFields ? fieldCountAt() : END;
    int at = skip(entry, nodeFields ? FIXED_WITH_SAME_FIELDS : FIXED);
    for (int fields = fieldCount(entry); fields > 0; fields--) {
      if (nodeFields) {
        fieldAt = listpack.next(fieldAt);
        listpack.read(fieldAt, sink);
      } else {
        listpack.read(at, sink);
        at = listpack.next(at);
      }
      listpack.read(at, sink);
      at = listpack.next(at);
    }
  }

  private long flags(int entry) {
    return listpack.toLong(entry);
  }

  private boolean hasNodeFields(int entry) {
    return (flags(entry) & SAME_FIELDS) != 0;
  }

  private int fieldCountAt() {
    return skip(listpack.first(), 2);
  }

  private int skip(int from, long elements) {
    int at = from;
    for (long i = 0; i < elements; i++) {
      at = listpack.next(at);
    }
    return at;
  }

  // ---- Checking

  /** Whether bytes that anybody may have written are those of a node of an ID. O(elements). */
  static boolean isValid(StreamId id, byte[] hostile) {
    return Listpack.isValid(hostile) && new Check(id, new Listpack(hostile)).passes();
  }

  /** Walks over a listpack that may hold anything. */
  private static final class Check {
    private final StreamId nodeId;
    private final Listpack listpack;
    private int at;
    private boolean sound = true;

    /** That of the entry before, or null. */
    private StreamId before;

    Check(StreamId nodeId, Listpack listpack) {
      this.nodeId = nodeId;
      this.listpack = listpack;
      at = listpack.first();
    }

    boolean passes() {
      long live = natural();
      long deleted = natural();
      long nodeFields = natural();
      skip(nodeFields);
      sound &= integer() == 0;
      long foundLive = 0;
      long foundDeleted = 0;
      while (sound && at != END) {
        if ((entry(nodeFields) & DELETED) != 0) {
          foundDeleted++;
        } else {
          foundLive++;
        }
      }
      return sound && foundLive == live && foundDeleted == deleted && foundLive + foundDeleted > 0;
    }

    /** Walks over an entry and answers its flags. */
    private long entry(long nodeFields) {
      long flags = integer();
      StreamId id = new StreamId(nodeId.millis() + integer(), nodeId.sequence() + integer());
      sound &= before == null ? !id.isBefore(nodeId) : id.isAfter(before);
      before = id;
      boolean sameFields = (flags & SAME_FIELDS) != 0;
      long fields = sameFields ? nodeFields : natural();
      skip(sameFields ? fields : 2 * fields);
      sound &= (flags & ~(DELETED | SAME_FIELDS)) == 0;
      sound &= integer() == (sameFields ? FIXED_WITH_SAME_FIELDS + fields : FIXED + 2 * fields);
      return flags;
    }

    private long natural() {
      long value = integer();
      sound &= value >= 0 && value <= listpack.size();
      return value;
    }

    private long integer() {
      if (!sound || at == END || !listpack.isInteger(at)) {
        sound = false;
        return 0;
      }
      long value = listpack.toLong(at);
      at = listpack.next(at);
      return value;
    }

    private void skip(long elements) {
      for (long i = 0; sound && i < elements; i++) {
        if (at == END) {
          sound = false;
        } else {
          at = listpack.next(at);
        }
      }
    }
  }
}
