package io.redistinto.server.command;

import io.redistinto.storage.value.LexBound;
import io.redistinto.storage.value.Ranks;
import io.redistinto.storage.value.SortedSetValue;
import java.util.Arrays;

/** The entries of a sorted set that a command wants: by rank, score or member. */
final class SortedSetRange {
  /** What the two ends of a range are. */
  enum By {
    RANK,
    SCORE,
    LEX
  }

  private final By by;
  private final boolean isReverse;

  // By rank: negative from the end. By score, and whether the ends are in the range. By member.
  private long start;
  private long stop;
  private double least;
  private double most;
  private boolean withLeast;
  private boolean withMost;
  private LexBound lexLeast;
  private LexBound lexGreatest;

  private long skipped;

  /** Negative: all. */
  private long limit = -1;

  private SortedSetRange(By by, boolean isReverse) {
    this.by = by;
    this.isReverse = isReverse;
  }

  /**
   * The range whose ends are an argument and the one after it; in reverse order the upper end of
   * scores and members comes first.
   *
   * @throws CommandException if they are no such ends
   */
  static SortedSetRange parse(Call call, int firstArg, By by, boolean isReverse) {
    SortedSetRange range = new SortedSetRange(by, isReverse);
    boolean isSwapped = isReverse && by != By.RANK;
    int leastArg = isSwapped ? firstArg + 1 : firstArg;
    int mostArg = isSwapped ? firstArg : firstArg + 1;
    switch (by) {
      case RANK -> {
        range.start = call.integer(leastArg);
        range.stop = call.integer(mostArg);
      }
      case SCORE -> {
        range.withLeast = !isExclusive(call, leastArg);
        range.least = score(call, leastArg);
        range.withMost = !isExclusive(call, mostArg);
        range.most = score(call, mostArg);
      }
      case LEX -> {
        range.lexLeast = lex(call, leastArg, true);
        range.lexGreatest = lex(call, mostArg, false);
      }
    }
    return range;
  }

  private static boolean isExclusive(Call call, int arg) {
    return call.request().length(arg) > 0 && call.request().byteAt(arg, 0) == '(';
  }

  private static double score(Call call, int arg) {
    String text = call.text(arg);
    double score = CDouble.ofBound(isExclusive(call, arg) ? text.substring(1) : text);
    if (Double.isNaN(score)) {
      throw new CommandException("ERR min or max is not a float");
    }
    return score;
  }

  private static LexBound lex(Call call, int arg, boolean isLeast) {
    byte[] text = call.request().toBytes(arg);
    boolean isAlone = text.length == 1 || (text.length > 1 && text[1] == 0);
    LexBound bound =
        switch (text.length == 0 ? 0 : text[0]) {
          case '-' -> isAlone ? LexBound.LEAST : null;
          case '+' -> isAlone ? LexBound.GREATEST : null;
          case '(' -> isLeast ? LexBound.after(rest(text)) : LexBound.before(rest(text));
          case '[' -> isLeast ? LexBound.before(rest(text)) : LexBound.after(rest(text));
          default -> null;
        };
    if (bound == null) {
      throw new CommandException("ERR min or max not valid string range item");
    }
    return bound;
  }

  private static byte[] rest(byte[] text) {
    return Arrays.copyOfRange(text, 1, text.length);
  }

  /** Leaves entries out at the beginning, all if negative, and takes at most so many, if not. */
  SortedSetRange limited(long leftOut, long most) {
    skipped = leftOut;
    limit = most;
    return this;
  }

  boolean isReverse() {
    return isReverse;
  }

  /** The entries of a set that are in the range. */
  Ranks in(SortedSetValue set) {
    Ranks all =
        switch (by) {
          case RANK -> byRank(set.count());
          case SCORE -> set.byScore(least, withLeast, most, withMost);
          case LEX -> set.byLex(lexLeast, lexGreatest, isReverse);
        };
    if (skipped < 0) {
      return Ranks.NONE;
    }
    long kept = limit < 0 ? Integer.MAX_VALUE : Math.min(limit, Integer.MAX_VALUE);
    return all.limit((int) Math.min(skipped, Integer.MAX_VALUE), (int) kept, isReverse);
  }

  private Ranks byRank(int count) {
    long first = Math.max(0, start < 0 ? count + start : start);
    long last = Math.min(count - 1, stop < 0 ? count + stop : stop);
    if (first > last) {
      return Ranks.NONE;
    }
    return isReverse
        ? new Ranks((int) (count - 1 - last), (int) (count - first))
        : new Ranks((int) first, (int) last + 1);
  }
}
