package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.Request;
import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.Ranks;
import io.redistinto.storage.value.SortedSetValue;

/** Commands that remove the entries at one end of a sorted set and reply them. */
final class SortedSetPopCommands {
  private SortedSetPopCommands() {}

  static void zpopmin(Call call) {
    pop(call, false);
  }

  static void zpopmax(Call call) {
    pop(call, true);
  }

  private static void pop(Call call, boolean fromTheEnd) {
    if (call.argc() > 3) {
      throw call.syntaxError();
    }
    boolean isCounted = call.argc() == 3;
    long count = isCounted ? call.integer(2, 0, Long.MAX_VALUE, CommandException.NOT_POSITIVE) : 1;
    int record = call.find(1, ValueType.ZSET);
    if (record == NO_KEY || count == 0) {
      call.reply().array(0);
      return;
    }
    boolean isNested = isCounted && call.reply().protocol() == 3;
    SortedSetValue set = SortedSets.of(call, record);
    Ranks ranks = end(set, count, fromTheEnd);
    call.reply().array(isNested ? ranks.count() : 2 * ranks.count());
    take(call, 1, record, set, ranks, fromTheEnd, isNested);
  }

  // ---- From the first of several keys that has any

  static void zmpop(Call call) {
    SortedSetPop pop = SortedSetPop.parse(call, 1);
    if (!popFirst(call, pop)) {
      call.reply().nullArray();
    }
  }

  static void bzmpop(Call call) {
    block(call, SortedSetPop.parse(call, 2), call.timeoutSeconds(1));
  }

  static void bzpopmin(Call call) {
    block(call, SortedSetPop.single(call, false), call.timeoutSeconds(call.argc() - 1));
  }

  static void bzpopmax(Call call) {
    block(call, SortedSetPop.single(call, true), call.timeoutSeconds(call.argc() - 1));
  }

  private static void block(Call call, SortedSetPop pop, long timeoutMillis) {
    if (!popFirst(call, pop)) {
      call.block(
          Wait.forKeys(
              ValueType.ZSET,
              pop.firstKey(),
              pop.keyCount(),
              timeoutMillis,
              (waiting, keyArg) -> popFrom(waiting, keyArg, pop)));
    }
  }

  private static boolean popFirst(Call call, SortedSetPop pop) {
    for (int arg = pop.firstKey(); arg < pop.firstKey() + pop.keyCount(); arg++) {
      if (popFrom(call, arg, pop)) {
        return true;
      }
    }
    return false;
  }

  /** Pops from the key in an argument and replies that key with the entries, if it has any. */
  private static boolean popFrom(Call call, int keyArg, SortedSetPop pop) {
    int record = call.find(keyArg, ValueType.ZSET);
    if (record == NO_KEY) {
      return false;
    }
    SortedSetValue set = SortedSets.of(call, record);
    Ranks ranks = end(set, pop.count(), pop.fromTheEnd());
    call.reply().array(pop.isSingle() ? 3 : 2);
    Request request = call.request();
    call.reply().bulk(request.bytes(), request.offset(keyArg), request.length(keyArg));
    if (!pop.isSingle()) {
      call.reply().array(ranks.count());
    }
    take(call, keyArg, record, set, ranks, pop.fromTheEnd(), !pop.isSingle());
    return true;
  }

  private static Ranks end(SortedSetValue set, long count, boolean fromTheEnd) {
    return set.all().limit(0, (int) Math.min(count, Integer.MAX_VALUE), fromTheEnd);
  }

  /** Removes entries and replies each, member and score as an array of their own or not. */
  private static void take(
      Call call,
      int keyArg,
      int record,
      SortedSetValue set,
      Ranks ranks,
      boolean fromTheEnd,
      boolean isNested) {
    set.forEach(
        ranks,
        fromTheEnd,
        (array, offset, length, score) -> {
          if (isNested) {
            call.reply().array(2);
          }
          SortedSets.replyMember(call.reply(), array, offset, length);
          call.reply().number(score);
        });
    call.beforeChange(record, set, 0);
    set.remove(ranks);
    call.store(record, keyArg, set, EventClass.SORTED_SET, fromTheEnd ? "zpopmax" : "zpopmin");
  }
}
