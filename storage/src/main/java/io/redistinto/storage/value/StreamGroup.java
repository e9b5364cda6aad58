package io.redistinto.storage.value;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A group of consumers of a stream: how far it has read, who its consumers are, and what is pending
 * with each of them.
 *
 * <p>Invariant: each pending ID is in the group's table, with its consumer's number, and in that
 * consumer's.
 */
public final class StreamGroup {
  /** What {@link #entriesRead} is while it is not known. */
  public static final long UNKNOWN = -1;

  private static final int DELIVERED_MILLIS = 0;
  private static final int DELIVERIES = 1;
  private static final int CONSUMER = 2;
  private static final int NUMBERS = 3;

  /** Five numbers in the group's table and two in the consumer's, their pages half full. */
  private static final long PENDING_BYTES = 80;

  private static final long CONSUMER_BYTES = 256;
  private static final long GROUP_BYTES = 384;

  /** What a stream is charged for all its groups. */
  static final class Charge {
    long bytes;
  }

  private final byte[] name;
  private final TreeMap<byte[], StreamConsumer> consumers = new TreeMap<>(Arrays::compareUnsigned);
  private final Map<Long, StreamConsumer> byNumber = new HashMap<>();
  private final IdTable pending;
  private final Charge charge;
  private long nextNumber;
  private StreamId lastId;
  private long entriesRead;

  StreamGroup(byte[] name, StreamId lastId, long entriesRead, Charge charge) {
    this.name = name;
    this.charge = charge;
    this.lastId = lastId;
    this.entriesRead = entriesRead;
    pending = new IdTable(NUMBERS);
  }

  private StreamGroup(StreamGroup from, Charge charge) {
    this.charge = charge;
    name = from.name;
    lastId = from.lastId;
    entriesRead = from.entriesRead;
    nextNumber = from.nextNumber;
    pending = from.pending.snapshot();
    from.consumers.values().forEach(consumer -> register(consumer.snapshot()));
  }

  /** The same group, which stays as it is while this one changes. O(consumers + pages). */
  StreamGroup snapshot(Charge newCharge) {
    return new StreamGroup(this, newCharge);
  }

  public byte[] name() {
    return name.clone();
  }

  /** The ID of the last entry that was delivered. */
  public StreamId lastId() {
    return lastId;
  }

  /** How many entries of the stream were delivered, or {@link #UNKNOWN}. */
  public long entriesRead() {
    return entriesRead;
  }

  /** Says how far the group has read. */
  public void position(StreamId newLastId, long newEntriesRead) {
    lastId = newLastId;
    entriesRead = newEntriesRead;
  }

  /** What its stream is charged for it: O(consumers). */
  long bytes() {
    long bytes = GROUP_BYTES + name.length + PENDING_BYTES * pending.size();
    for (byte[] consumerName : consumers.keySet()) {
      bytes += CONSUMER_BYTES + consumerName.length;
    }
    return bytes;
  }

  // ---- Consumers

  /** All consumers, in the order of their names' bytes. */
  public Collection<StreamConsumer> consumers() {
    return Collections.unmodifiableCollection(consumers.values());
  }

  /** The consumer of a name, or null. */
  public StreamConsumer consumer(byte[] consumerName) {
    return consumers.get(consumerName);
  }

  /** A new consumer; there is none of the name. */
  public StreamConsumer addConsumer(byte[] consumerName, long nowMillis) {
    StreamConsumer consumer = new StreamConsumer(consumerName.clone(), nextNumber++, nowMillis);
    charge.bytes += CONSUMER_BYTES + consumerName.length;
    register(consumer);
    return consumer;
  }

  private void register(StreamConsumer consumer) {
    consumers.put(consumer.name(), consumer);
    byNumber.put(consumer.number(), consumer);
  }

  /** Removes a consumer, and what is pending with it. O(pending with it). */
  public void removeConsumer(StreamConsumer consumer) {
    for (StreamId id = consumer.pendingFrom(StreamId.MIN);
        id != null;
        id = consumer.pendingFrom(id)) {
      consumer.pending().remove(id);
      pending.remove(id);
      charge.bytes -= PENDING_BYTES;
    }
    byte[] consumerName = consumer.name();
    consumers.remove(consumerName);
    byNumber.remove(consumer.number());
    charge.bytes -= CONSUMER_BYTES + consumerName.length;
  }

  // ---- Pending entries; all O(log pending)

  /** How many entries are pending with any consumer. */
  public long pendingCount() {
    return pending.size();
  }

  /** What is known of a pending entry, or null. */
  public StreamPending pending(StreamId id) {
    long[] numbers = pending.get(id);
    return numbers == null
        ? null
        : new StreamPending(
            id, byNumber.get(numbers[CONSUMER]), numbers[DELIVERED_MILLIS], numbers[DELIVERIES]);
  }

  /** The first pending ID at or after one, or null. */
  public StreamId pendingFrom(StreamId from) {
    return pending.ceiling(from);
  }

  /** The last pending ID; only if there is one. */
  public StreamId lastPending() {
    return pending.last();
  }

  /** How much the stream's {@link Value#bytes} grow by a new group. */
  public static long growth(byte[] groupName) {
    return GROUP_BYTES + groupName.length;
  }

  /** How much the stream's {@link Value#bytes} grow by pending entries and a consumer, at most. */
  public static long growth(long entries, byte[] consumerName) {
    return PENDING_BYTES * entries + CONSUMER_BYTES + consumerName.length;
  }

  /** Makes an entry pending with a consumer, whomever it was pending with. */
  public void pend(StreamId id, StreamConsumer consumer, long deliveredMillis, long deliveries) {
    StreamPending before = pending(id);
    if (before != null && before.consumer() != consumer) {
      before.consumer().pending().remove(id);
    }
    if (before == null) {
      charge.bytes += PENDING_BYTES;
    }
    pending.put(id, deliveredMillis, deliveries, consumer.number());
    consumer.pending().put(id);
  }

  /** Makes an entry pending no more; whether it was. */
  public boolean acknowledge(StreamId id) {
    StreamPending before = pending(id);
    if (before == null) {
      return false;
    }
    charge.bytes -= PENDING_BYTES;
    before.consumer().pending().remove(id);
    return pending.remove(id);
  }
}
