package io.redistinto.server.command;

import io.redistinto.storage.value.StreamId;
import io.redistinto.storage.value.StreamValue;

/** XRANGE and XREVRANGE. */
final class StreamRangeCommands {
  private StreamRangeCommands() {}

  static void xrange(Call call) {
    range(call, 2, 3, false);
  }

  static void xrevrange(Call call) {
    range(call, 3, 2, true);
  }

  private static void range(Call call, int startArg, int endArg, boolean backwards) {
    StreamId start = StreamIds.intervalStart(call, startArg);
    StreamId end = StreamIds.intervalEnd(call, endArg);
    long count = Long.MAX_VALUE;
    for (int arg = 4; arg < call.argc(); arg += 2) {
      if (!call.is(arg, "COUNT") || arg + 1 == call.argc()) {
        throw call.syntaxError();
      }
      count = Math.max(0, call.integer(arg + 1));
    }
    StreamValue stream = StreamCommands.read(call, 1);
    if (stream == null) {
      call.reply().array(0);
    } else if (count == 0) {
      call.reply().nullArray();
    } else {
      StreamReplies.entries(call.reply(), stream.entries(start, end, backwards), count);
    }
  }
}
