package io.redistinto.storage.rdb;

import static io.redistinto.storage.rdb.RdbException.check;

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
  private final RdbVisitor visitor;
  private final boolean isOfRedis7;

  StreamReader(RdbReader in, RdbVisitor visitor, boolean isOfRedis7) {
    this.in = in;
    this.visitor = visitor;
    this.isOfRedis7 = isOfRedis7;
  }

  void read() {
    StreamNodes nodes = new StreamNodes();
    for (int left = in.count(); left > 0; left--) {
      CheckedBytes id = new CheckedBytes(in.string());
      check(id.remaining() == ID_BYTES, "no id");
      long millis = id.unsignedBigEndian(Long.BYTES);
      long sequence = id.unsignedBigEndian(Long.BYTES);
      byte[] listpack = in.string();
      int entries = nodes.read(millis, sequence, listpack);
      visitor.streamNode(millis, sequence, listpack, entries);
    }
    readFacts(nodes);
    for (int left = in.count(); left > 0; left--) {
      readGroup();
    }
  }

  private void readFacts(StreamNodes nodes) {
    long length = in.length();
    check(length == nodes.entries(), "another number of entries");
    long lastMillis = in.length();
    long lastSequence = in.length();
    check(nodes.isLast(lastMillis, lastSequence), "an entry after the last id");
    if (isOfRedis7) {
      in.length(); // the first id, which the entries say
      in.length();
    }
    long maxDeletedMillis = isOfRedis7 ? in.length() : 0;
    long maxDeletedSequence = isOfRedis7 ? in.length() : 0;
    long entriesAdded = isOfRedis7 ? in.length() : length;
    visitor.streamFacts(
        new StreamFacts(
            length,
            lastMillis,
            lastSequence,
            maxDeletedMillis,
            maxDeletedSequence,
            entriesAdded,
            isOfRedis7));
  }

  private void readGroup() {
    byte[] name = in.string();
    long lastMillis = in.length();
    long lastSequence = in.length();
    long entriesRead = isOfRedis7 ? in.length() : RdbVisitor.UNKNOWN;
    check(visitor.streamGroup(name, lastMillis, lastSequence, entriesRead), "a group twice");
    for (int left = in.count(); left > 0; left--) {
      boolean isNew =
          visitor.streamPending(in.bigEndian(), in.bigEndian(), in.millis(), in.length());
      check(isNew, "a pending entry twice");
    }
    for (int left = in.count(); left > 0; left--) {
      check(visitor.streamConsumer(in.string(), in.millis()), "a consumer twice");
      for (int pending = in.count(); pending > 0; pending--) {
        boolean isPending = visitor.streamConsumerPending(in.bigEndian(), in.bigEndian());
        check(isPending, "a consumer's pending entry that is not the group's, or another's");
      }
    }
    check(visitor.streamGroupEnd(), "a pending entry without a consumer");
  }
}
