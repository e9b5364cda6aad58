package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.StreamConsumer;
import io.redistinto.storage.value.StreamGroup;
import io.redistinto.storage.value.StreamId;
import io.redistinto.storage.value.StreamPending;

/** Commands that tell of entries which were delivered, and acknowledge them. */
final class StreamPendingCommands {
  private static final int KEY = 1;
  private static final int GROUP = 2;

  private StreamPendingCommands() {}

  // ---- XACK

  static void xack(Call call) {
    int record = call.peek(KEY);
    StreamGroup group = groupOrNull(call, record);
    if (group == null) {
      call.reply().integer(0);
      return;
    }
    StreamId[] ids = StreamCommands.ids(call, GROUP + 1);
    StreamCommands.edit(call, record, 0);
    int acknowledged = 0;
    for (StreamId id : ids) {
      acknowledged += group.acknowledge(id) ? 1 : 0;
    }
    if (acknowledged > 0) {
      call.keyspace().storeAside(record);
    }
    call.reply().integer(acknowledged);
  }

  /** The group of a record's stream, or null; another type is refused. */
  private static StreamGroup groupOrNull(Call call, int record) {
    if (record == NO_KEY) {
      return null;
    }
    call.checkType(record, ValueType.STREAM);
    return StreamCommands.at(call, record).group(call.request().toBytes(GROUP));
  }

  /** The group that {@code command key group} names; there must be one. */
  static StreamGroup group(Call call, int record) {
    StreamGroup group = groupOrNull(call, record);
    if (group == null) {
      throw new CommandException(
          "NOGROUP No such key '"
              + call.shown(KEY)
              + "' or consumer group '"
              + call.shown(GROUP)
              + "'");
    }
    return group;
  }

  // ---- XPENDING

  static void xpending(Call call) {
    int argc = call.argc();
    if (argc == GROUP + 1) {
      summary(call.reply(), group(call, call.read(KEY)));
      return;
    }
    if (argc < 6 || argc > 9) {
      throw call.syntaxError();
    }
    long minIdleMillis = 0;
    int startArg = GROUP + 1;
    if (call.is(startArg, "IDLE")) {
      minIdleMillis = call.integer(startArg + 1);
      if (argc < 8) {
        throw call.syntaxError();
      }
      startArg += 2;
    }
    long count = Math.max(0, call.integer(startArg + 2));
    StreamId start = StreamIds.intervalStart(call, startArg);
    StreamId end = StreamIds.intervalEnd(call, startArg + 1);
    StreamGroup group = group(call, call.read(KEY));
    int consumerArg = startArg + 3;
    StreamConsumer consumer = null;
    if (consumerArg < argc) {
      consumer = group.consumer(call.request().toBytes(consumerArg));
      if (consumer == null) {
        call.reply().array(0);
        return;
      }
    }
    range(call, new Interval(group, consumer, start, end), count, minIdleMillis);
  }

  private static void summary(ReplyWriter reply, StreamGroup group) {
    reply.array(4);
    reply.integer(group.pendingCount());
    if (group.pendingCount() == 0) {
      reply.nullBulk();
      reply.nullBulk();
      reply.nullArray();
      return;
    }
    StreamReplies.id(reply, group.pendingFrom(StreamId.MIN));
    StreamReplies.id(reply, group.lastPending());
    int mark = reply.defer();
    int consumers = 0;
    for (StreamConsumer consumer : group.consumers()) {
      if (consumer.pendingCount() > 0) {
        reply.array(2);
        reply.bulk(consumer.name());
        reply.bulkText(Long.toString(consumer.pendingCount()));
        consumers++;
      }
    }
    reply.endArray(mark, consumers);
  }

  /**
   * What is pending in an interval of IDs.
   *
   * @param consumer with whom, or null for all
   */
  private record Interval(
      StreamGroup group, StreamConsumer consumer, StreamId start, StreamId end) {
    /** The first pending ID at or after one, or null. */
    StreamId from(StreamId id) {
      StreamId found = consumer == null ? group.pendingFrom(id) : consumer.pendingFrom(id);
      return found == null || found.isAfter(end) ? null : found;
    }
  }

  private static void range(Call call, Interval interval, long count, long minIdleMillis) {
    ReplyWriter reply = call.reply();
    long now = call.services().clock().millis();
    int mark = reply.defer();
    int found = 0;
    StreamId id = interval.from(interval.start());
    while (id != null && found < count) {
      StreamPending pending = interval.group().pending(id);
      long idleMillis = now - pending.deliveredMillis();
      if (minIdleMillis == 0 || idleMillis >= minIdleMillis) {
        reply.array(4);
        StreamReplies.id(reply, id);
        reply.bulk(pending.consumer().name());
        reply.integer(Math.max(0, idleMillis));
        reply.integer(pending.deliveries());
        found++;
      }
      id = id.equals(StreamId.MAX) ? null : interval.from(id.next());
    }
    reply.endArray(mark, found);
  }
}
