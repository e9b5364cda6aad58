package io.redistinto.server.command;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.storage.value.StreamConsumer;
import io.redistinto.storage.value.StreamGroup;
import io.redistinto.storage.value.StreamId;
import io.redistinto.storage.value.StreamPending;
import io.redistinto.storage.value.StreamValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** XCLAIM and XAUTOCLAIM: a consumer takes over what is pending with others. */
final class StreamClaimCommands {
  private static final int KEY = 1;
  private static final int CONSUMER = 3;
  private static final int MIN_IDLE = 4;
  private static final int FIRST_ID = 5;

  /** How many pending entries XAUTOCLAIM looks at for each that it may claim. */
  private static final int LOOKS_PER_ENTRY = 10;

  private static final int DEFAULT_COUNT = 100;

  private static final long MOST_COUNT = Long.MAX_VALUE / 16;

  /** Redis makes room for so many IDs in advance; more than this it does not get. */
  private static final long MOST_COUNT_IN_MEMORY = 1L << 41;

  private StreamClaimCommands() {}

  // ---- XCLAIM

  static void xclaim(Call call) {
    int record = call.peek(KEY);
    StreamGroup group = StreamPendingCommands.group(call, record);
    long minIdleMillis = minIdleMillis(call);
    List<StreamId> ids = new ArrayList<>();
    int arg = FIRST_ID;
    for (StreamId id; arg < call.argc() && (id = StreamIds.idOrNull(call, arg)) != null; arg++) {
      ids.add(id);
    }
    Claim claim = new Claim(call, group, minIdleMillis);
    StreamId lastId = claim.parseOptions(arg);
    long growth = StreamGroup.growth(ids.size(), call.request().toBytes(CONSUMER));
    StreamValue stream = StreamCommands.edit(call, record, growth);
    if (lastId.isAfter(group.lastId())) {
      group.position(lastId, group.entriesRead());
    }
    for (StreamId id : ids) {
      if (stream.contains(id)) {
        claim.take(id);
      } else {
        group.acknowledge(id);
      }
    }
    claim.reply(stream);
    call.keyspace().storeAside(record);
  }

  private static long minIdleMillis(Call call) {
    String error =
        "ERR Invalid min-idle-time argument for " + call.command().name().toUpperCase(Locale.ROOT);
    return Math.max(0, call.integer(MIN_IDLE, Long.MIN_VALUE, Long.MAX_VALUE, error));
  }

  // ---- XAUTOCLAIM

  static void xautoclaim(Call call) {
    int record = call.peek(KEY);
    long minIdleMillis = minIdleMillis(call);
    StreamId start = StreamIds.intervalStart(call, FIRST_ID);
    boolean justId = false;
    long count = DEFAULT_COUNT;
    for (int arg = FIRST_ID + 1; arg < call.argc(); arg++) {
      if (call.is(arg, "COUNT") && arg + 1 < call.argc()) {
        count = call.integer(++arg, 1, MOST_COUNT, "ERR COUNT must be > 0");
      } else if (call.is(arg, "JUSTID")) {
        justId = true;
      } else {
        throw call.syntaxError();
      }
    }
    StreamGroup group = StreamPendingCommands.group(call, record);
    if (count > MOST_COUNT_IN_MEMORY) {
      throw new CommandException(
          "ERR Insufficient memory, failed allocating transient memory, COUNT too high.");
    }
    long growth = StreamGroup.growth(0, call.request().toBytes(CONSUMER));
    StreamValue stream = StreamCommands.edit(call, record, growth);
    Claim claim = new Claim(call, group, minIdleMillis);
    claim.justId = justId;
    List<StreamId> deleted = new ArrayList<>();
    StreamId id = group.pendingFrom(start);
    for (long looks = count * LOOKS_PER_ENTRY;
        id != null && looks > 0 && claim.taken.size() + deleted.size() < count;
        looks--) {
      if (stream.contains(id)) {
        claim.take(id);
      } else {
        group.acknowledge(id);
        deleted.add(id);
      }
      id = id.equals(StreamId.MAX) ? null : group.pendingFrom(id.next());
    }
    ReplyWriter reply = call.reply();
    reply.array(3);
    StreamReplies.id(reply, id == null ? StreamId.MIN : id);
    claim.reply(stream);
    reply.array(deleted.size());
    deleted.forEach(gone -> StreamReplies.id(reply, gone));
    if (!claim.taken.isEmpty() || !deleted.isEmpty()) {
      call.keyspace().storeAside(record);
    }
  }

  // ---- What both do

  /** What a consumer, who is made with the first entry, takes over. */
  private static final class Claim {
    private static final long NOT_GIVEN = -1;

    private final Call call;
    private final StreamGroup group;
    private final long minIdleMillis;
    private final long nowMillis;
    private final List<StreamId> taken = new ArrayList<>();
    private StreamConsumer consumer;
    private boolean force;
    private boolean justId;
    private long deliveredMillis;
    private long deliveries = NOT_GIVEN;

    Claim(Call call, StreamGroup group, long minIdleMillis) {
      this.call = call;
      this.group = group;
      this.minIdleMillis = minIdleMillis;
      nowMillis = call.services().clock().millis();
      deliveredMillis = nowMillis;
    }

    /** Reads the options of XCLAIM from an argument on; answers that of LASTID. */
    StreamId parseOptions(int firstArg) {
      StreamId lastId = StreamId.MIN;
      for (int arg = firstArg; arg < call.argc(); arg++) {
        boolean more = arg + 1 < call.argc();
        if (call.is(arg, "FORCE")) {
          force = true;
        } else if (call.is(arg, "JUSTID")) {
          justId = true;
        } else if (more && call.is(arg, "IDLE")) {
          deliveredMillis = nowMillis - number(++arg, "IDLE");
        } else if (more && call.is(arg, "TIME")) {
          deliveredMillis = number(++arg, "TIME");
        } else if (more && call.is(arg, "RETRYCOUNT")) {
          deliveries = number(++arg, "RETRYCOUNT");
        } else if (more && call.is(arg, "LASTID")) {
          lastId = StreamIds.parse(call, ++arg);
        } else {
          throw new CommandException("ERR Unrecognized XCLAIM option '" + call.shown(arg) + "'");
        }
      }
      // A time that cannot be is now: clients reckon with clocks of their own.
      if (deliveredMillis < 0 || deliveredMillis > nowMillis) {
        deliveredMillis = nowMillis;
      }
      return lastId;
    }

    private long number(int arg, String option) {
      String error = "ERR Invalid " + option + " option argument for XCLAIM";
      return call.integer(arg, Long.MIN_VALUE, Long.MAX_VALUE, error);
    }

    /** Takes an entry of the stream, if it is pending for long enough or need not be pending. */
    void take(StreamId id) {
      StreamPending pending = group.pending(id);
      boolean takes =
          pending == null
              ? force
              : minIdleMillis == 0 || nowMillis - pending.deliveredMillis() >= minIdleMillis;
      if (!takes) {
        return;
      }
      if (consumer == null) {
        consumer =
            StreamGroupCommands.seenConsumer(call, KEY, group, call.request().toBytes(CONSUMER));
      }
      long before = pending == null ? 1 : pending.deliveries();
      long after = deliveries >= 0 ? deliveries : justId ? before : before + 1;
      group.pend(id, consumer, deliveredMillis, after);
      taken.add(id);
    }

    void reply(StreamValue stream) {
      call.reply().array(taken.size());
      for (StreamId id : taken) {
        if (justId) {
          StreamReplies.id(call.reply(), id);
        } else {
          StreamReplies.entryOf(call.reply(), stream, id);
        }
      }
    }
  }
}
