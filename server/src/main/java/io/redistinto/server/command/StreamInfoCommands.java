package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.StreamConsumer;
import io.redistinto.storage.value.StreamCursor;
import io.redistinto.storage.value.StreamGroup;
import io.redistinto.storage.value.StreamId;
import io.redistinto.storage.value.StreamPending;
import io.redistinto.storage.value.StreamValue;
import java.util.OptionalLong;

/** XINFO: what a stream, its groups and their consumers are like. */
final class StreamInfoCommands {
  private static final int KEY = 2;
  private static final int GROUP = 3;
  private static final int FIRST_OPTION = 3;

  private static final long DEFAULT_COUNT = 10;

  private StreamInfoCommands() {}

  private static StreamValue streamOf(Call call) {
    int record = call.read(KEY);
    if (record == NO_KEY) {
      throw new CommandException(CommandException.NO_SUCH_KEY);
    }
    call.checkType(record, ValueType.STREAM);
    return StreamCommands.at(call, record);
  }

  // ---- XINFO STREAM

  static void stream(Call call) {
    ReplyWriter reply = call.reply();
    StreamValue stream = streamOf(call);
    boolean full = call.argc() > FIRST_OPTION;
    long count = full ? fullCount(call) : 0;
    reply.map(full ? 9 : 10);
    field(reply, "length", stream.size());
    field(reply, "radix-tree-keys", stream.nodeCount());
    field(reply, "radix-tree-nodes", stream.radixNodes());
    field(reply, "last-generated-id", stream.lastId());
    field(reply, "max-deleted-entry-id", stream.maxDeletedId());
    field(reply, "entries-added", stream.entriesAdded());
    field(reply, "recorded-first-entry-id", stream.firstId());
    if (full) {
      entriesAndGroups(reply, stream, count);
    } else {
      field(reply, "groups", stream.groups().size());
      reply.bulkText("first-entry");
      edge(reply, stream, false);
      reply.bulkText("last-entry");
      edge(reply, stream, true);
    }
  }

  /** {@code FULL [COUNT n]}: how many entries of each list, at most. */
  private static long fullCount(Call call) {
    int options = call.argc() - FIRST_OPTION;
    if ((options != 1 && options != 3)
        || !call.is(FIRST_OPTION, "FULL")
        || (options == 3 && !call.is(FIRST_OPTION + 1, "COUNT"))) {
      throw call.unknownSubcommandOrArity();
    }
    long count = options == 1 ? DEFAULT_COUNT : call.integer(FIRST_OPTION + 2);
    return count < 0 ? DEFAULT_COUNT : count == 0 ? Long.MAX_VALUE : count;
  }

  private static void edge(ReplyWriter reply, StreamValue stream, boolean last) {
    StreamCursor entry = stream.entries(StreamId.MIN, StreamId.MAX, last);
    if (entry.next()) {
      StreamReplies.entry(reply, entry);
    } else {
      reply.nullBulk();
    }
  }

  private static void entriesAndGroups(ReplyWriter reply, StreamValue stream, long count) {
    reply.bulkText("entries");
    StreamReplies.entries(reply, stream.entries(StreamId.MIN, StreamId.MAX, false), count);
    reply.bulkText("groups");
    reply.array(stream.groups().size());
    for (StreamGroup group : stream.groups()) {
      reply.map(7);
      field(reply, "name", group.name());
      field(reply, "last-delivered-id", group.lastId());
      progress(reply, stream, group);
      field(reply, "pel-count", group.pendingCount());
      reply.bulkText("pending");
      pending(reply, group, count);
      reply.bulkText("consumers");
      reply.array(group.consumers().size());
      for (StreamConsumer consumer : group.consumers()) {
        reply.map(4);
        field(reply, "name", consumer.name());
        field(reply, "seen-time", consumer.seenMillis());
        field(reply, "pel-count", consumer.pendingCount());
        reply.bulkText("pending");
        pending(reply, group, consumer, count);
      }
    }
  }

  private static void pending(ReplyWriter reply, StreamGroup group, long count) {
    reply.array(Math.min(count, group.pendingCount()));
    StreamId id = group.pendingFrom(StreamId.MIN);
    for (long i = Math.min(count, group.pendingCount()); i > 0; i--) {
      StreamPending pending = group.pending(id);
      reply.array(4);
      StreamReplies.id(reply, id);
      reply.bulk(pending.consumer().name());
      reply.integer(pending.deliveredMillis());
      reply.integer(pending.deliveries());
      id = group.pendingFrom(id.next());
    }
  }

  private static void pending(
      ReplyWriter reply, StreamGroup group, StreamConsumer consumer, long count) {
    reply.array(Math.min(count, consumer.pendingCount()));
    StreamId id = consumer.pendingFrom(StreamId.MIN);
    for (long i = Math.min(count, consumer.pendingCount()); i > 0; i--) {
      StreamPending pending = group.pending(id);
      reply.array(3);
      StreamReplies.id(reply, id);
      reply.integer(pending.deliveredMillis());
      reply.integer(pending.deliveries());
      id = consumer.pendingFrom(id.next());
    }
  }

  // ---- XINFO GROUPS and CONSUMERS

  static void groups(Call call) {
    StreamValue stream = streamOf(call);
    ReplyWriter reply = call.reply();
    reply.array(stream.groups().size());
    for (StreamGroup group : stream.groups()) {
      reply.map(6);
      field(reply, "name", group.name());
      field(reply, "consumers", group.consumers().size());
      field(reply, "pending", group.pendingCount());
      field(reply, "last-delivered-id", group.lastId());
      progress(reply, stream, group);
    }
  }

  private static void progress(ReplyWriter reply, StreamValue stream, StreamGroup group) {
    long read = group.entriesRead();
    reply.bulkText("entries-read");
    numberOrNull(reply, read == StreamGroup.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(read));
    reply.bulkText("lag");
    numberOrNull(reply, stream.lag(group));
  }

  private static void numberOrNull(ReplyWriter reply, OptionalLong number) {
    if (number.isEmpty()) {
      reply.nullBulk();
    } else {
      reply.integer(number.getAsLong());
    }
  }

  static void consumers(Call call) {
    StreamGroup group = StreamGroupCommands.group(call, streamOf(call), KEY, GROUP);
    ReplyWriter reply = call.reply();
    long now = call.services().clock().millis();
    reply.array(group.consumers().size());
    for (StreamConsumer consumer : group.consumers()) {
      reply.map(3);
      field(reply, "name", consumer.name());
      field(reply, "pending", consumer.pendingCount());
      field(reply, "idle", Math.max(0, now - consumer.seenMillis()));
    }
  }

  // ---- Fields

  private static void field(ReplyWriter reply, String name, long value) {
    reply.bulkText(name);
    reply.integer(value);
  }

  private static void field(ReplyWriter reply, String name, StreamId value) {
    reply.bulkText(name);
    StreamReplies.id(reply, value);
  }

  private static void field(ReplyWriter reply, String name, byte[] value) {
    reply.bulkText(name);
    reply.bulk(value);
  }
}
