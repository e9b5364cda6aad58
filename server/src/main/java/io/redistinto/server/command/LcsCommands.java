package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.storage.ValueType;

/** LCS: the longest subsequence that two strings have in common. */
final class LcsCommands {
  /** What Redis would need for each pair of bytes; it decides what is refused. */
  private static final long BYTES_A_CELL = 4;

  private static final byte[] NOTHING = {};

  private LcsCommands() {}

  static void lcs(Call call) {
    int first = call.read(1);
    int second = call.read(2);
    checkIsString(call, first);
    checkIsString(call, second);
    Options options = Options.parse(call);
    long cells = (call.length(first) + 1L) * (call.length(second) + 1L);
    if (cells > RangeCommands.mostBytes(call) / BYTES_A_CELL) {
      throw new CommandException(
          "ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");
    }
    CommonSubsequence common = new CommonSubsequence(value(call, first), value(call, second));
    if (options.indexes) {
      replyMatches(call.reply(), common, options);
    } else if (options.length) {
      call.reply().integer(common.length());
    } else {
      call.reply().bulk(common.bytes());
    }
  }

  private static void checkIsString(Call call, int record) {
    if (record != NO_KEY && call.keyspace().type(record) != ValueType.STRING) {
      throw new CommandException("ERR The specified keys must contain string values");
    }
  }

  private static byte[] value(Call call, int record) {
    return record == NO_KEY ? NOTHING : call.keyspace().value(record);
  }

  private static void replyMatches(ReplyWriter reply, CommonSubsequence common, Options options) {
    reply.map(2);
    reply.bulkText("matches");
    int mark = reply.defer();
    int[] matches = new int[1];
    common.forEachMatch(
        (first, second, length) -> {
          if (length >= options.leastLength) {
            reply.array(options.lengths ? 3 : 2);
            range(reply, first, length);
            range(reply, second, length);
            if (options.lengths) {
              reply.integer(length);
            }
            matches[0]++;
          }
        });
    reply.endArray(mark, matches[0]);
    reply.bulkText("len");
    reply.integer(common.length());
  }

  private static void range(ReplyWriter reply, int first, int length) {
    reply.array(2);
    reply.integer(first);
    reply.integer(first + length - 1);
  }

  /**
   * What is asked for.
   *
   * @param length whether the length alone
   * @param indexes whether where it lies
   * @param lengths whether with the length of each match
   * @param leastLength the shortest match that is of interest
   */
  private record Options(boolean length, boolean indexes, boolean lengths, long leastLength) {
    static Options parse(Call call) {
      boolean length = false;
      boolean indexes = false;
      boolean lengths = false;
      long leastLength = 0;
      for (int arg = 3; arg < call.argc(); arg++) {
        if (call.is(arg, "IDX")) {
          indexes = true;
        } else if (call.is(arg, "LEN")) {
          length = true;
        } else if (call.is(arg, "WITHMATCHLEN")) {
          lengths = true;
        } else if (call.is(arg, "MINMATCHLEN") && arg + 1 < call.argc()) {
          leastLength = call.integer(++arg);
        } else {
          throw call.syntaxError();
        }
      }
      if (indexes && length) {
        throw new CommandException(
            "ERR If you want both the length and indexes, please just use IDX.");
      }
      return new Options(length, indexes, lengths, leastLength);
    }
  }
}
