package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_DEADLINE;
import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.Ranks;
import io.redistinto.storage.value.SortedSetValue;

/** What all commands on sorted sets do: look up, store, reply entries. */
final class SortedSets {
  private SortedSets() {}

  /** The sorted set of the key in an argument, for reading it; null if there is none. */
  static SortedSetValue read(Call call, int keyArg) {
    return (SortedSetValue) call.readCollection(keyArg, ValueType.ZSET);
  }

  /**
   * The sorted set of a record, to be changed after {@link Call#beforeChange}; else an empty one.
   */
  static SortedSetValue of(Call call, int record) {
    return record == NO_KEY
        ? new SortedSetValue()
        : (SortedSetValue) call.keyspace().collection(record);
  }

  /**
   * Gives the key in an argument a set, whatever it held, or removes it if the set is empty;
   * replies the number of its members.
   */
  static void storeResult(Call call, int keyArg, SortedSetValue set, String event) {
    int record = call.find(keyArg);
    if (!set.isGone()) {
      call.store(record, keyArg, set, NO_DEADLINE);
      call.event(EventClass.SORTED_SET, event, keyArg);
    } else if (record != NO_KEY) {
      call.keyspace().delete(record);
      call.event(EventClass.GENERIC, "del", keyArg);
    }
    call.reply().integer(set.count());
  }

  /**
   * Replies members, with their scores if they are wanted: side by side in RESP2, as an array of
   * pairs in RESP3.
   */
  static void replyEntries(
      Call call, SortedSetValue set, Ranks ranks, boolean downwards, boolean withScores) {
    beginEntries(call, ranks.count(), withScores);
    set.forEach(
        ranks,
        downwards,
        (array, offset, length, score) ->
            replyEntry(call, array, offset, length, score, withScores));
  }

  static void beginEntries(Call call, long entries, boolean withScores) {
    boolean flat = withScores && call.reply().protocol() < 3;
    call.reply().array(flat ? 2 * entries : entries);
  }

  static void replyEntry(
      Call call, byte[] array, int offset, int length, double score, boolean withScores) {
    ReplyWriter reply = call.reply();
    if (withScores && reply.protocol() == 3) {
      reply.array(2);
    }
    replyMember(reply, array, offset, length);
    if (withScores) {
      reply.number(score);
    }
  }

  static void replyMember(ReplyWriter reply, byte[] array, int offset, int length) {
    int at = reply.beginBulk(length);
    reply.buffer().put(at, array, offset, length);
  }
}
