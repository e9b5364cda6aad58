package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.SortedSetValue;

/** Commands on members of sorted sets and their scores. */
final class SortedSetCommands {
  private SortedSetCommands() {}

  // ---- Writing

  static void zadd(Call call) {
    add(call, new SortedSetAddOptions(call, false));
  }

  static void zincrby(Call call) {
    add(call, new SortedSetAddOptions(call, true));
  }

  private static void add(Call call, SortedSetAddOptions options) {
    int first = options.firstPair();
    double[] scores = new double[(call.argc() - first) / 2];
    for (int pair = 0; pair < scores.length; pair++) {
      scores[pair] = CDouble.of(call, first + 2 * pair);
    }
    int record = call.find(1, ValueType.ZSET);
    if (record == NO_KEY && options.addsNone()) {
      replyAdded(call, options, Double.NaN, 0, 0);
      return;
    }
    SortedSetValue set = SortedSets.of(call, record);
    call.beforeChange(record, set, growth(call, first));
    int added = 0;
    int changed = 0;
    double score = Double.NaN;
    for (int pair = 0; pair < scores.length; pair++) {
      byte[] member = call.request().toBytes(first + 2 * pair + 1);
      double oldScore = set.score(member);
      score = options.score(oldScore, scores[pair]);
      if (Double.isNaN(score) || score == oldScore) {
        continue;
      }
      set.put(member, oldScore, score, call.keyspace().limits());
      if (Double.isNaN(oldScore)) {
        added++;
      } else {
        changed++;
      }
    }
    if (added + changed > 0) {
      call.store(record, 1, set, EventClass.SORTED_SET, options.increments() ? "zincr" : "zadd");
    } else {
      call.keyspace().touch(record);
    }
    replyAdded(call, options, score, added, changed);
  }

  /** What an object grows by at most: as if all members were new. */
  private static long growth(Call call, int firstPair) {
    long growth = 0;
    for (int arg = firstPair + 1; arg < call.argc(); arg += 2) {
      growth += SortedSetValue.charge(call.request().length(arg));
    }
    return growth;
  }

  private static void replyAdded(
      Call call, SortedSetAddOptions options, double score, int added, int changed) {
    if (!options.increments()) {
      call.reply().integer(options.countsChanges() ? added + changed : added);
    } else if (Double.isNaN(score)) {
      call.reply().nullBulk();
    } else {
      call.reply().number(score);
    }
  }

  static void zrem(Call call) {
    int record = call.find(1, ValueType.ZSET);
    int removed = 0;
    if (record != NO_KEY) {
      SortedSetValue set = SortedSets.of(call, record);
      call.beforeChange(record, set, 0);
      for (int arg = 2; arg < call.argc() && !set.isGone(); arg++) {
        removed += set.remove(call.request().toBytes(arg)) ? 1 : 0;
      }
      if (removed > 0) {
        call.store(record, 1, set, EventClass.SORTED_SET, "zrem");
      } else {
        call.keyspace().touch(record);
      }
    }
    call.reply().integer(removed);
  }

  // ---- Reading

  static void zscore(Call call) {
    SortedSetValue set = SortedSets.read(call, 1);
    replyScore(call, set, 2);
  }

  static void zmscore(Call call) {
    SortedSetValue set = SortedSets.read(call, 1);
    call.reply().array(call.argc() - 2);
    for (int arg = 2; arg < call.argc(); arg++) {
      replyScore(call, set, arg);
    }
  }

  private static void replyScore(Call call, SortedSetValue set, int memberArg) {
    double score = set == null ? Double.NaN : set.score(call.request().toBytes(memberArg));
    if (Double.isNaN(score)) {
      call.reply().nullBulk();
    } else {
      call.reply().number(score);
    }
  }

  static void zcard(Call call) {
    SortedSetValue set = SortedSets.read(call, 1);
    call.reply().integer(set == null ? 0 : set.count());
  }

  static void zrank(Call call) {
    rank(call, false);
  }

  static void zrevrank(Call call) {
    rank(call, true);
  }

  private static void rank(Call call, boolean fromTheEnd) {
    SortedSetValue set = SortedSets.read(call, 1);
    int rank = set == null ? -1 : set.rank(call.request().toBytes(2));
    if (rank < 0) {
      call.reply().nullBulk();
    } else {
      call.reply().integer(fromTheEnd ? set.count() - 1 - rank : rank);
    }
  }
}
