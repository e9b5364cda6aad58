package io.redistinto.storage.rdb;

import io.redistinto.storage.value.StreamConsumer;
import io.redistinto.storage.value.StreamGroup;
import io.redistinto.storage.value.StreamId;
import io.redistinto.storage.value.StreamPending;
import io.redistinto.storage.value.StreamValue;
import java.nio.ByteBuffer;

/** Writes a stream, as {@link StreamReader} describes it. */
final class StreamWriter {
  private final RdbWriter out;

  StreamWriter(RdbWriter out) {
    this.out = out;
  }

  void write(StreamValue stream) {
    out.unsignedByte(RdbType.STREAM_LISTPACKS_2);
    out.length(stream.nodeCount());
    for (int node = 0; node < stream.nodeCount(); node++) {
      StreamId id = stream.nodeId(node);
      ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
      out.string(bytes.putLong(id.millis()).putLong(id.sequence()).array());
      out.string(stream.nodeBytes(node));
    }
    out.length(stream.size());
    lengths(stream.lastId());
    lengths(stream.firstId());
    lengths(stream.maxDeletedId());
    out.length(stream.entriesAdded());
    out.length(stream.groups().size());
    stream.groups().forEach(this::write);
  }

  private void write(StreamGroup group) {
    out.string(group.name());
    lengths(group.lastId());
    out.length(group.entriesRead());
    out.length(group.pendingCount());
    for (StreamId id = group.pendingFrom(StreamId.MIN); id != null; ) {
      StreamPending pending = group.pending(id);
      raw(id);
      out.millis(pending.deliveredMillis());
      out.length(pending.deliveries());
      id = id.equals(StreamId.MAX) ? null : group.pendingFrom(id.next());
    }
    out.length(group.consumers().size());
    group.consumers().forEach(this::write);
  }

  private void write(StreamConsumer consumer) {
    out.string(consumer.name());
    out.millis(consumer.seenMillis());
    out.length(consumer.pendingCount());
    for (StreamId id = consumer.pendingFrom(StreamId.MIN); id != null; ) {
      raw(id);
      id = id.equals(StreamId.MAX) ? null : consumer.pendingFrom(id.next());
    }
  }

  private void lengths(StreamId id) {
    out.length(id.millis());
    out.length(id.sequence());
  }

  private void raw(StreamId id) {
    out.bigEndian(id.millis());
    out.bigEndian(id.sequence());
  }
}
