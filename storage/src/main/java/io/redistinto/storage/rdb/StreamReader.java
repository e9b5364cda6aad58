package io.redistinto.storage.rdb;

import static io.redistinto.storage.rdb.RdbException.check;

import io.redistinto.storage.value.StreamConsumer;
import io.redistinto.storage.value.StreamGroup;
import io.redistinto.storage.value.StreamId;
import io.redistinto.storage.value.StreamValue;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a stream.
 *
 * <pre>
 * nodes | node: id in 16 bytes, listpack ...
 * entries | last id | since Redis 7: first id, greatest deleted id, entries ever added
 * groups | group ...
 *
 * group:    name | last id | since Redis 7: entries read | pending entries | id in 16 bytes,
 *           millis of the delivery, deliveries ... | consumers | consumer ...
 * consumer: name | millis when last seen | pending entries | id in 16 bytes ...
 * </pre>
 */
final class StreamReader {
  private static final int ID_BYTES = 2 * Long.BYTES;

  private final RdbReader in;
  private final boolean isOfRedis7;
  private final StreamValue stream = new StreamValue();

  /** When and how often an entry was delivered, to whom is still to be read. */
  private record Delivery(long millis, long times) {}

  StreamReader(RdbReader in, boolean isOfRedis7) {
    this.in = in;
    this.isOfRedis7 = isOfRedis7;
  }

  StreamValue read() {
    for (int left = in.count(); left > 0; left--) {
      readNode();
    }
    readFacts();
    for (int left = in.count(); left > 0; left--) {
      readGroup();
    }
    return stream;
  }

  private void readNode() {
    CheckedBytes id = new CheckedBytes(in.string());
    check(id.remaining() == ID_BYTES, "no id");
    StreamId nodeId =
        new StreamId(id.unsignedBigEndian(Long.BYTES), id.unsignedBigEndian(Long.BYTES));
    try {
      stream.addNode(nodeId, in.string());
    } catch (IllegalArgumentException bad) {
      throw new RdbException(bad.getMessage());
    }
  }

  private void readFacts() {
    check(in.length() == stream.size(), "another number of entries");
    stream.lastId(lengthsAsId());
    check(!stream.lastEntryId().isAfter(stream.lastId()), "an entry after the last id");
    if (isOfRedis7) {
      lengthsAsId(); // the first one, which the entries say
      stream.maxDeletedId(lengthsAsId());
      stream.entriesAdded(in.length());
    } else {
      stream.entriesAdded(stream.size());
    }
  }

  private void readGroup() {
    byte[] name = in.string();
    StreamId lastId = lengthsAsId();
    long entriesRead = isOfRedis7 ? in.length() : stream.entriesUntil(lastId);
    check(stream.group(name) == null, "a group twice");
    StreamGroup group = stream.addGroup(name, lastId, entriesRead);
    Map<StreamId, Delivery> pending = new HashMap<>();
    for (int left = in.count(); left > 0; left--) {
      boolean isNew = pending.put(rawId(), new Delivery(in.millis(), in.length())) == null;
      check(isNew, "a pending entry twice");
    }
    for (int left = in.count(); left > 0; left--) {
      readConsumer(group, pending);
    }
    check(pending.isEmpty(), "a pending entry of no consumer");
  }

  /** Takes what is pending with the consumer out of what is pending with any. */
  private void readConsumer(StreamGroup group, Map<StreamId, Delivery> pending) {
    byte[] name = in.string();
    check(group.consumer(name) == null, "a consumer twice");
    StreamConsumer consumer = group.addConsumer(name, in.millis());
    in.checkRoom(stream.bytes());
    for (int left = in.count(); left > 0; left--) {
      StreamId id = rawId();
      Delivery delivery = pending.remove(id);
      check(delivery != null, "a consumer's pending entry that is not the group's, or another's");
      group.pend(id, consumer, delivery.millis, delivery.times);
    }
  }

  private StreamId lengthsAsId() {
    return new StreamId(in.length(), in.length());
  }

  private StreamId rawId() {
    return new StreamId(in.bigEndian(), in.bigEndian());
  }
}
