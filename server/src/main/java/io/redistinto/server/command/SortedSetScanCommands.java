package io.redistinto.server.command;

import io.redistinto.storage.value.Ranks;
import io.redistinto.storage.value.SortedSetValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Commands that go through a sorted set's members, or pick some at random. */
final class SortedSetScanCommands {
  private SortedSetScanCommands() {}

  static void zscan(Call call) {
    long cursor = ScanOptions.cursor(call, 2);
    SortedSetValue set = SortedSets.read(call, 1);
    List<byte[]> pairs = new ArrayList<>();
    long next = 0;
    if (set != null) {
      ScanOptions options = ScanOptions.parse(call, 3, false);
      next =
          set.scan(
              cursor,
              options.count(),
              (array, offset, length, score) -> {
                byte[] member = Arrays.copyOfRange(array, offset, offset + length);
                if (options.wants(member)) {
                  pairs.add(member);
                  pairs.add(set.scoreText(score));
                }
              });
    }
    ScanCommands.replyScan(call, next, pairs);
  }

  static void zrandmember(Call call) {
    if (call.argc() > 2) {
      randomMembers(call);
      return;
    }
    SortedSetValue set = SortedSets.read(call, 1);
    if (set == null) {
      call.reply().nullBulk();
    } else {
      replyEntry(call, set, call.keyspace().random().nextInt(set.count()), false);
    }
  }

  /** A positive count asks for different members, a negative one for so many draws. */
  private static void randomMembers(Call call) {
    long count = call.integer(2);
    if (count == Long.MIN_VALUE) {
      throw new CommandException(
          "ERR value is out of range, value must between -9223372036854775807 and"
              + " 9223372036854775807");
    }
    boolean withScores = call.argc() == 4 && call.is(3, "WITHSCORES");
    if (call.argc() > 3 && !withScores) {
      throw call.syntaxError();
    }
    if (withScores && Math.abs(count) > Long.MAX_VALUE / 2) {
      throw new CommandException(CommandException.OUT_OF_RANGE);
    }
    SortedSetValue set = SortedSets.read(call, 1);
    if (set == null || count == 0) {
      call.reply().array(0);
    } else if (count >= set.count()) {
      SortedSets.replyEntries(call, set, set.all(), true, withScores);
    } else if (count > 0) {
      SortedSets.beginEntries(call, count, withScores);
      for (int rank : distinctRanks(set.count(), (int) count, call.keyspace().random())) {
        replyEntry(call, set, rank, withScores);
      }
    } else {
      SortedSets.beginEntries(call, -count, withScores);
      SplittableRandom random = call.keyspace().random();
      for (long i = count; i < 0 && call.replyMayGrow(); i++) {
        replyEntry(call, set, random.nextInt(set.count()), withScores);
      }
    }
  }

  /**
   * So many of the ranks below {@code size}, each subset with the same probability.
   *
   * @see <a href="https://doi.org/10.1145/30401.315746">J. Bentley, R. W. Floyd: A sample of
   *     brilliance</a>
   */
  private static Iterable<Integer> distinctRanks(int size, int count, SplittableRandom random) {
    TreeSet<Integer> ranks = new TreeSet<>();
    for (int last = size - count; last < size; last++) {
      int rank = random.nextInt(last + 1);
      if (!ranks.add(rank)) {
        ranks.add(last);
      }
    }
    return ranks;
  }

  private static void replyEntry(Call call, SortedSetValue set, int rank, boolean withScores) {
    set.forEach(
        new Ranks(rank, rank + 1),
        false,
        (array, offset, length, score) ->
            SortedSets.replyEntry(call, array, offset, length, score, withScores));
  }
}
