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

/** XREAD and XREADGROUP: what came after an ID, to several streams, waiting for it if need be. */
final class StreamReadCommands {
  /** How many entries who has waited gets, if not told otherwise. */
  private static final long COUNT_AFTER_WAIT = 1000;

  private StreamReadCommands() {}

  static void xread(Call call) {
    StreamReadOptions options = StreamReadOptions.parse(call, false);
    int count = options.streams();
    StreamId[] after = new StreamId[count];
    for (int i = 0; i < count; i++) {
      StreamValue stream = StreamCommands.read(call, options.keyArg(i));
      after[i] = idOfRead(call, options.idArg(i), stream);
    }
    int mark = call.reply().size();
    int map = call.reply().defer();
    int served = 0;
    for (int i = 0; i < count; i++) {
      StreamValue stream = StreamCommands.read(call, options.keyArg(i)); // Redis asks twice, too
      if (stream != null && stream.size() > 0 && stream.lastEntryId().isAfter(after[i])) {
        beginStream(call, options.keyArg(i));
        StreamReplies.entries(call.reply(), entriesAfter(stream, after[i]), options.count());
        served++;
      }
    }
    if (served > 0) {
      end(call.reply(), map, served);
      return;
    }
    call.reply().truncate(mark);
    waitOrReplyNothing(
        call, options, (again, keyArg) -> isRead(again, keyArg, after[options.indexOf(keyArg)]));
  }

  private static StreamId idOfRead(Call call, int arg, StreamValue stream) {
    if (call.is(arg, "$")) {
      return stream == null ? StreamId.MIN : stream.lastId();
    }
    if (call.is(arg, ">")) {
      throw new CommandException(
          "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group>"
              + " <consumer> option.");
    }
    return StreamIds.parse(call, arg);
  }

  /** Serves a client that waits, if an entry was added since. */
  private static boolean isRead(Call call, int keyArg, StreamId after) {
    StreamValue stream = streamOrNull(call, keyArg);
    if (stream == null || !stream.lastId().isAfter(after)) {
      return false;
    }
    long count = StreamReadOptions.parse(call, false).countOr(COUNT_AFTER_WAIT);
    beginOnly(call, keyArg);
    StreamReplies.entries(call.reply(), entriesAfter(stream, after), count);
    return true;
  }

  // ---- XREADGROUP

  static void xreadgroup(Call call) {
    StreamReadOptions options = StreamReadOptions.parse(call, true);
    int count = options.streams();
    int[] records = new int[count];
    StreamId[] after = new StreamId[count];
    for (int i = 0; i < count; i++) {
      records[i] = call.read(options.keyArg(i));
      groupOf(call, options, i, records[i]);
      after[i] = idOfReadGroup(call, options.idArg(i));
    }
    makeRoom(call, options, records, after);
    int mark = call.reply().size();
    int map = call.reply().defer();
    int served = 0;
    for (int i = 0; i < count; i++) {
      if (after[i] != null || hasNews(call, options, records[i])) {
        beginStream(call, options.keyArg(i));
        GroupRead read = new GroupRead(call, options, records[i], options.keyArg(i));
        if (after[i] == null) {
          read.replyNews(options.count());
        } else {
          read.replyHistory(after[i], options.count());
        }
        served++;
      }
    }
    if (served > 0) {
      end(call.reply(), map, served);
      return;
    }
    call.reply().truncate(mark);
    waitOrReplyNothing(call, options, StreamReadCommands::isReadByGroup);
  }

  private static StreamGroup groupOf(Call call, StreamReadOptions options, int i, int record) {
    StreamGroup group = null;
    if (record != NO_KEY) {
      call.checkType(record, ValueType.STREAM);
      group = StreamCommands.at(call, record).group(options.group());
    }
    if (group == null) {
      throw new CommandException(
          "NOGROUP No such key '"
              + call.shown(options.keyArg(i))
              + "' or consumer group '"
              + call.shown(options.groupArg())
              + "' in XREADGROUP with GROUP option");
    }
    return group;
  }

  private static boolean hasNews(Call call, StreamReadOptions options, int record) {
    StreamValue stream = StreamCommands.at(call, record);
    StreamId read = stream.group(options.group()).lastId();
    return stream.size() > 0 && stream.lastEntryId().isAfter(read);
  }

  /** After which ID a consumer wants its history; null for {@code >}, what is new to the group. */
  private static StreamId idOfReadGroup(Call call, int arg) {
    if (call.is(arg, "$")) {
      throw new CommandException(
          "ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history"
              + " of this consumer by specifying a proper ID, or use the > ID to get new messages."
              + " The $ ID would just return an empty result set.");
    }
    StreamId id = call.is(arg, ">") ? StreamId.MAX : StreamIds.parse(call, arg);
    return id.equals(StreamId.MAX) ? null : id;
  }

  /** Sees to it that none of the streams is refused its room after the first one has changed. */
  private static void makeRoom(
      Call call, StreamReadOptions options, int[] records, StreamId[] after) {
    long growth = 0;
    for (int i = 0; i < records.length; i++) {
      long entries = 0;
      StreamValue stream = StreamCommands.at(call, records[i]);
      if (after[i] == null && !options.noAck()) {
        StreamId from = stream.group(options.group()).lastId().next();
        entries = stream.countFrom(from, options.count());
      }
      growth += StreamGroup.growth(entries, options.consumer());
    }
    StreamCommands.edit(call, records[0], growth);
  }

  /** Serves a client that waits, if there is something new to its group. */
  private static boolean isReadByGroup(Call call, int keyArg) {
    StreamValue stream = streamOrNull(call, keyArg);
    if (stream == null) {
      throw new CommandException("UNBLOCKED the stream key no longer exists");
    }
    StreamReadOptions options = StreamReadOptions.parse(call, true);
    StreamGroup group = stream.group(options.group());
    if (group == null) {
      throw new CommandException(
          "NOGROUP the consumer group this client was blocked on no longer exists");
    }
    if (!stream.lastId().isAfter(group.lastId())) {
      return false;
    }
    long count = options.countOr(COUNT_AFTER_WAIT);
    int record = call.find(keyArg);
    long entries = options.noAck() ? 0 : stream.countFrom(group.lastId().next(), count);
    StreamCommands.edit(call, record, StreamGroup.growth(entries, options.consumer()));
    beginOnly(call, keyArg);
    new GroupRead(call, options, record, keyArg).replyNews(count);
    return true;
  }

  /** One stream, read by a consumer of a group, who is made if need be. */
  private static final class GroupRead {
    private final Call call;
    private final StreamReadOptions options;
    private final int record;
    private final StreamValue stream;
    private final StreamGroup group;
    private final StreamConsumer consumer;

    GroupRead(Call call, StreamReadOptions options, int record, int keyArg) {
      this.call = call;
      this.options = options;
      this.record = record;
      stream = StreamCommands.edit(call, record, 0);
      group = stream.group(options.group());
      consumer = StreamGroupCommands.seenConsumer(call, keyArg, group, options.consumer());
    }

    /** Replies what the group has not read yet, and makes it pending. */
    void replyNews(long most) {
      long now = call.services().clock().millis();
      StreamCursor entries = entriesAfter(stream, group.lastId());
      int mark = call.reply().defer();
      int count = 0;
      while (count < most && entries.next()) {
        StreamId id = entries.id();
        stream.advance(group, id);
        StreamReplies.entry(call.reply(), entries);
        if (!options.noAck()) {
          group.pend(id, consumer, now, 1);
        }
        count++;
      }
      call.reply().endArray(mark, count);
      call.keyspace().storeAside(record);
    }

    /** Replies what is pending with the consumer; of what is deleted, the ID and nothing. */
    void replyHistory(StreamId after, long most) {
      ReplyWriter reply = call.reply();
      long now = call.services().clock().millis();
      int mark = reply.defer();
      int count = 0;
      StreamId id = consumer.pendingFrom(after.next());
      while (id != null && count < most) {
        if (StreamReplies.entryOf(reply, stream, id)) {
          StreamPending pending = group.pending(id);
          group.pend(id, consumer, now, pending.deliveries() + 1);
        } else {
          reply.array(2);
          StreamReplies.id(reply, id);
          reply.nullArray();
        }
        count++;
        id = id.equals(StreamId.MAX) ? null : consumer.pendingFrom(id.next());
      }
      reply.endArray(mark, count);
      call.keyspace().storeAside(record);
    }
  }

  // ---- What both do

  private static StreamCursor entriesAfter(StreamValue stream, StreamId after) {
    return stream.entries(after.next(), StreamId.MAX, false);
  }

  /** The stream of a key that was written; null if it holds none any more. */
  private static StreamValue streamOrNull(Call call, int keyArg) {
    int record = call.find(keyArg);
    boolean isStream = record != NO_KEY && call.keyspace().type(record) == ValueType.STREAM;
    return isStream ? StreamCommands.at(call, record) : null;
  }

  /** Begins the entries of one of several streams. */
  private static void beginStream(Call call, int keyArg) {
    ReplyWriter reply = call.reply();
    if (reply.protocol() == 2) {
      reply.array(2);
    }
    reply.bulk(call.request().toBytes(keyArg));
  }

  /** Begins the entries of a stream that is the only one. */
  private static void beginOnly(Call call, int keyArg) {
    if (call.reply().protocol() == 2) {
      call.reply().array(1);
    } else {
      call.reply().map(1);
    }
    beginStream(call, keyArg);
  }

  private static void end(ReplyWriter reply, int mark, int streams) {
    if (reply.protocol() == 2) {
      reply.endArray(mark, streams);
    } else {
      reply.endMap(mark, streams);
    }
  }

  private static void waitOrReplyNothing(Call call, StreamReadOptions options, Attempt attempt) {
    if (!options.blocks()) {
      call.reply().nullArray();
      return;
    }
    Wait wait =
        Wait.forKeys(
            ValueType.STREAM,
            options.keyArg(0),
            options.streams(),
            options.timeoutMillis(),
            attempt);
    call.block(options.hasGroup() ? wait.orWhenGone() : wait);
  }
}
