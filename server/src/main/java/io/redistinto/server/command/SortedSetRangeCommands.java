package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.server.command.SortedSetRange.By;
import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.Ranks;
import io.redistinto.storage.value.SortedSetValue;
import java.util.Arrays;

/** Commands on ranges of sorted sets: by rank, by score, by member. */
final class SortedSetRangeCommands {
  private SortedSetRangeCommands() {}

  // ---- Replying ranges

  static void zrange(Call call) {
    reply(call, new Form(null, null));
  }

  static void zrevrange(Call call) {
    reply(call, new Form(By.RANK, true));
  }

  static void zrangebyscore(Call call) {
    reply(call, new Form(By.SCORE, false));
  }

  static void zrevrangebyscore(Call call) {
    reply(call, new Form(By.SCORE, true));
  }

  static void zrangebylex(Call call) {
    reply(call, new Form(By.LEX, false));
  }

  static void zrevrangebylex(Call call) {
    reply(call, new Form(By.LEX, true));
  }

  private static void reply(Call call, Form form) {
    SortedSetRange range = form.parse(call, 1, false);
    SortedSetValue set = SortedSets.read(call, 1);
    if (set == null) {
      call.reply().array(0);
    } else {
      SortedSets.replyEntries(call, set, range.in(set), range.isReverse(), form.withScores);
    }
  }

  static void zrangestore(Call call) {
    SortedSetRange range = new Form(null, null).parse(call, 2, true);
    SortedSetValue source = SortedSets.read(call, 2);
    SortedSetValue result = new SortedSetValue();
    if (source != null) {
      source.forEach(
          range.in(source),
          range.isReverse(),
          (array, offset, length, score) ->
              result.put(
                  Arrays.copyOfRange(array, offset, offset + length),
                  Double.NaN,
                  score,
                  call.keyspace().limits()));
    }
    SortedSets.storeResult(call, 1, result, "zrangestore");
  }

  /** What a command leaves to its options, and what they say. */
  private static final class Form {
    private By by;
    private Boolean isReverse;
    private boolean withScores;
    private long skipped;
    private long limit = -1;

    /** Null is what the options may choose. */
    Form(By by, Boolean isReverse) {
      this.by = by;
      this.isReverse = isReverse;
    }

    SortedSetRange parse(Call call, int keyArg, boolean stores) {
      int first = keyArg + 1;
      for (int arg = first + 2; arg < call.argc(); arg++) {
        if (!stores && call.is(arg, "WITHSCORES")) {
          withScores = true;
        } else if (call.is(arg, "LIMIT") && arg + 2 < call.argc()) {
          skipped = call.integer(arg + 1);
          limit = call.integer(arg + 2);
          arg += 2;
        } else if (isReverse == null && call.is(arg, "REV")) {
          isReverse = true;
        } else if (by == null && call.is(arg, "BYSCORE")) {
          by = By.SCORE;
        } else if (by == null && call.is(arg, "BYLEX")) {
          by = By.LEX;
        } else {
          throw call.syntaxError();
        }
      }
      By chosen = by == null ? By.RANK : by;
      if (limit != -1 && chosen == By.RANK) {
        throw new CommandException(
            "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or"
                + " BYLEX");
      }
      if (withScores && chosen == By.LEX) {
        throw new CommandException(
            "ERR syntax error, WITHSCORES not supported in combination with BYLEX");
      }
      boolean reverse = isReverse != null && isReverse;
      SortedSetRange range = SortedSetRange.parse(call, first, chosen, reverse);
      return chosen == By.RANK ? range : range.limited(skipped, limit);
    }
  }

  // ---- Counting

  static void zcount(Call call) {
    count(call, By.SCORE);
  }

  static void zlexcount(Call call) {
    count(call, By.LEX);
  }

  private static void count(Call call, By by) {
    SortedSetRange range = SortedSetRange.parse(call, 2, by, false);
    SortedSetValue set = SortedSets.read(call, 1);
    call.reply().integer(set == null ? 0 : range.in(set).count());
  }

  // ---- Removing

  static void zremrangebyrank(Call call) {
    remove(call, By.RANK, "zremrangebyrank");
  }

  static void zremrangebyscore(Call call) {
    remove(call, By.SCORE, "zremrangebyscore");
  }

  static void zremrangebylex(Call call) {
    remove(call, By.LEX, "zremrangebylex");
  }

  private static void remove(Call call, By by, String event) {
    SortedSetRange range = SortedSetRange.parse(call, 2, by, false);
    int record = call.find(1, ValueType.ZSET);
    Ranks ranks = Ranks.NONE;
    if (record != NO_KEY) {
      SortedSetValue set = SortedSets.of(call, record);
      ranks = range.in(set);
      if (ranks.count() > 0) {
        call.beforeChange(record, set, 0);
        set.remove(ranks);
        call.store(record, 1, set, EventClass.SORTED_SET, event);
      } else {
        call.keyspace().touch(record);
      }
    }
    call.reply().integer(ranks.count());
  }
}
