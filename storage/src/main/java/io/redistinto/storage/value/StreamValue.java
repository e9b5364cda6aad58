package io.redistinto.storage.value;

import io.redistinto.storage.Form;
import io.redistinto.storage.ValueType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A log of entries, each with an ID greater than all before it and some fields and values, and the
 * groups of consumers that read it. Always an object; it stays when its last entry goes.
 */
public final class StreamValue extends Value {
  private static final long STREAM_BYTES = 256;

  private final StreamLog log;
  private final TreeMap<byte[], StreamGroup> groups = new TreeMap<>(Arrays::compareUnsigned);
  private final StreamGroup.Charge groupCharge = new StreamGroup.Charge();
  private StreamId firstId = StreamId.MIN;
  private StreamId lastId = StreamId.MIN;
  private StreamId maxDeletedId = StreamId.MIN;
  private long entriesAdded;

  /** An empty one. */
  public StreamValue() {
    log = new StreamLog();
  }

  private StreamValue(StreamValue from) {
    log = from.log.snapshot();
    firstId = from.firstId;
    lastId = from.lastId;
    maxDeletedId = from.maxDeletedId;
    entriesAdded = from.entriesAdded;
    groupCharge.bytes = from.groupCharge.bytes;
    from.groups.forEach((name, group) -> groups.put(name, group.snapshot(groupCharge)));
  }

  @Override
  public ValueType type() {
    return ValueType.STREAM;
  }

  @Override
  public Form form() {
    return Form.OBJECT;
  }

  @Override
  public String encoding() {
    return "stream";
  }

  @Override
  public long size() {
    return log.length();
  }

  @Override
  public boolean isGone() {
    return false;
  }

  @Override
  public ByteBuffer packed() {
    throw new IllegalStateException("a stream is not packed");
  }

  @Override
  public long bytes() {
    return STREAM_BYTES + log.bytes() + groupCharge.bytes;
  }

  /** O(nodes + consumers + pages of pending entries). */
  @Override
  public StreamValue snapshot() {
    return new StreamValue(this);
  }

  @Override
  public void write(TextWriter out) {
    StreamText.write(this, out);
  }

  // ---- IDs and counters

  /** The ID of the first entry, {@link StreamId#MIN} if there is none. */
  public StreamId firstId() {
    return firstId;
  }

  /** The ID of the last entry that was ever added, or what was set instead. */
  public StreamId lastId() {
    return lastId;
  }

  public void lastId(StreamId id) {
    lastId = id;
  }

  /** The greatest ID that was deleted by ID, {@link StreamId#MIN} if none was. */
  public StreamId maxDeletedId() {
    return maxDeletedId;
  }

  public void maxDeletedId(StreamId id) {
    maxDeletedId = id;
  }

  /** How many entries were ever added, or what was set instead. */
  public long entriesAdded() {
    return entriesAdded;
  }

  public void entriesAdded(long count) {
    entriesAdded = count;
  }

  /** The ID of the last entry that is there; {@link StreamId#MIN} if there is none. */
  public StreamId lastEntryId() {
    return edge(true);
  }

  private StreamId edge(boolean last) {
    StreamCursor cursor = entries(StreamId.MIN, StreamId.MAX, last);
    return cursor.next() ? cursor.id() : StreamId.MIN;
  }

  // ---- Entries

  /** Adds an entry with fields and values in turn; its ID is after the last one. */
  public void append(StreamId id, Limits limits, byte[]... pairs) {
    assert id.isAfter(lastId);
    log.append(id, limits, pairs);
    lastId = id;
    entriesAdded++;
    if (log.length() == 1) {
      firstId = id;
    }
  }

  /** How much {@link #bytes} grows by an entry, at most. */
  public static long growth(byte[]... pairs) {
    return StreamLog.growth(pairs);
  }

  /** Removes an entry; whether it was there. */
  public boolean delete(StreamId id) {
    if (!log.delete(id)) {
      return false;
    }
    if (id.isAfter(maxDeletedId)) {
      maxDeletedId = id;
    }
    if (id.equals(firstId)) {
      firstId = edge(false);
    }
    return true;
  }

  /** Removes entries from the start; how many. */
  public long trim(StreamTrim trim) {
    long removed = log.trim(trim);
    if (removed > 0) {
      firstId = edge(false);
    }
    return removed;
  }

  public boolean contains(StreamId id) {
    return log.contains(id);
  }

  /** The entries from one ID to another, both included, or from the latter to the former. */
  public StreamCursor entries(StreamId from, StreamId to, boolean backwards) {
    return new StreamCursor(log, from, to, backwards);
  }

  /** At least as many as there are entries at or after an ID, or {@code most}. O(nodes). */
  public long countFrom(StreamId id, long most) {
    return log.countFrom(id, most);
  }

  // ---- Nodes

  /** How many nodes the entries lie in. */
  public int nodeCount() {
    return log.nodes().size();
  }

  /** The ID that a node's entries count from. */
  public StreamId nodeId(int node) {
    return log.nodes().get(node).id();
  }

  /** A copy of a node's bytes, in the format of Redis. */
  public byte[] nodeBytes(int node) {
    return log.nodes().get(node).listpack().toBytes();
  }

  /**
   * Adds a node behind all others.
   *
   * @param bytes in the format of Redis, wherever they come from; they become the stream's
   * @throws IllegalArgumentException if they are no node's
   */
  public void addNode(StreamId id, byte[] bytes) {
    if (!StreamNode.isValid(id, bytes)) {
      throw new IllegalArgumentException("not a stream's node");
    }
    if (nodeCount() > 0 && !id.isAfter(log.nodes().get(nodeCount() - 1).lastId())) {
      throw new IllegalArgumentException("a node before the one before it");
    }
    log.addNode(StreamNode.of(log.nodes().epoch(), id, bytes));
    firstId = edge(false);
  }

  /** How many nodes a radix tree over the IDs of the nodes has, as Redis builds it. O(nodes). */
  public long radixNodes() {
    return RadixTreeSize.of(log.nodes());
  }

  // ---- Groups

  /** All groups, in the order of their names' bytes. */
  public Collection<StreamGroup> groups() {
    return Collections.unmodifiableCollection(groups.values());
  }

  /** The group of a name, or null. */
  public StreamGroup group(byte[] name) {
    return groups.get(name);
  }

  /** A new group; there is none of the name. */
  public StreamGroup addGroup(byte[] name, StreamId groupLastId, long entriesRead) {
    StreamGroup group = new StreamGroup(name.clone(), groupLastId, entriesRead, groupCharge);
    groups.put(group.name(), group);
    groupCharge.bytes += group.bytes();
    return group;
  }

  public void removeGroup(StreamGroup group) {
    groups.remove(group.name());
    groupCharge.bytes -= group.bytes();
  }

  /** How many entries a group has still to read, if it is known; counters that were set may lie. */
  public OptionalLong lag(StreamGroup group) {
    if (entriesAdded == 0) {
      return OptionalLong.of(0);
    }
    boolean counts =
        group.entriesRead() != StreamGroup.UNKNOWN && !hasTombstoneFrom(group.lastId());
    long read = counts ? group.entriesRead() : entriesUntil(group.lastId());
    return read == StreamGroup.UNKNOWN
        ? OptionalLong.empty()
        : OptionalLong.of(entriesAdded - read);
  }

  /** Notes that an entry goes to a group, which has not read that far yet. */
  public void advance(StreamGroup group, StreamId id) {
    long read = group.entriesRead();
    if (read != StreamGroup.UNKNOWN && !hasTombstoneFrom(id)) {
      read++;
    } else if (entriesAdded != 0) {
      read = entriesUntil(id);
    }
    group.position(id, read);
  }

  /** Whether an entry behind the first one, at or after an ID, was deleted by its ID. */
  private boolean hasTombstoneFrom(StreamId id) {
    return size() > 0 && hasTombstones() && !id.isAfter(maxDeletedId);
  }

  private boolean hasTombstones() {
    return !maxDeletedId.equals(StreamId.MIN) && !maxDeletedId.isBefore(firstId);
  }

  /** How many entries were ever added up to an ID, or {@link StreamGroup#UNKNOWN}. */
  public long entriesUntil(StreamId id) {
    int order = id.compareTo(lastId);
    if (entriesAdded == 0 || order == 0 || (size() == 0 && order < 0)) {
      return entriesAdded;
    }
    if (order > 0 || hasTombstones() || id.isAfter(firstId)) {
      return StreamGroup.UNKNOWN;
    }
    return entriesAdded - size() + (id.equals(firstId) ? 1 : 0);
  }
}
