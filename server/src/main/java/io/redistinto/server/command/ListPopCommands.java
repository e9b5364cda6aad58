package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.Request;
import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.ListValue;

/** Commands that take elements from an end of a list, or of the first list there is. */
final class ListPopCommands {
  private static final String NOT_POSITIVE = "ERR value is out of range, must be positive";

  private ListPopCommands() {}

  static void lpop(Call call) {
    pop(call, ListEnd.LEFT);
  }

  static void rpop(Call call) {
    pop(call, ListEnd.RIGHT);
  }

  private static void pop(Call call, ListEnd end) {
    if (call.argc() > 3) {
      throw call.wrongNumberOfArguments();
    }
    boolean isCounted = call.argc() == 3;
    long count = isCounted ? call.integer(2, 0, Long.MAX_VALUE, NOT_POSITIVE) : 1;
    int record = ListCommands.find(call, 1);
    if (record == NO_KEY && isCounted) {
      call.reply().nullArray();
    } else if (record == NO_KEY) {
      call.reply().nullBulk();
    } else if (count == 0) {
      call.keyspace().touch(record);
      call.reply().array(0);
    } else if (isCounted) {
      takeArray(call, 1, record, end, count);
    } else {
      take(call, 1, record, ListCommands.list(call, record), end, 1);
    }
  }

  // ---- The first of several lists

  static void blpop(Call call) {
    popWaiting(call, ListEnd.LEFT);
  }

  static void brpop(Call call) {
    popWaiting(call, ListEnd.RIGHT);
  }

  private static void popWaiting(Call call, ListEnd end) {
    int keys = call.argc() - 2;
    long timeoutMillis = call.timeoutSeconds(call.argc() - 1);
    Attempt attempt = (later, keyArg) -> popWithKey(later, keyArg, end);
    if (!tryEach(call, 1, keys, attempt)) {
      call.block(Wait.forKeys(ValueType.LIST, 1, keys, timeoutMillis, attempt));
    }
  }

  /** Replies a key and an element of its list; whether there is one. */
  private static boolean popWithKey(Call call, int keyArg, ListEnd end) {
    int record = ListCommands.find(call, keyArg);
    if (record == NO_KEY) {
      return false;
    }
    call.reply().array(2);
    replyKey(call, keyArg);
    take(call, keyArg, record, ListCommands.list(call, record), end, 1);
    return true;
  }

  static void lmpop(Call call) {
    MultiplePop pop = MultiplePop.parse(call, 1);
    if (!tryEach(call, pop.firstKey, pop.keys, pop)) {
      call.reply().nullArray();
    }
  }

  static void blmpop(Call call) {
    MultiplePop pop = MultiplePop.parse(call, 2);
    long timeoutMillis = call.timeoutSeconds(1);
    if (!tryEach(call, pop.firstKey, pop.keys, pop)) {
      call.block(Wait.forKeys(ValueType.LIST, pop.firstKey, pop.keys, timeoutMillis, pop));
    }
  }

  /** What LMPOP is asked for; replies a key and some elements of its list. */
  private record MultiplePop(int firstKey, int keys, ListEnd end, long count) implements Attempt {

    /** The arguments from the number of keys on: {@code numkeys key... LEFT|RIGHT [COUNT n]}. */
    static MultiplePop parse(Call call, int numberArg) {
      long keys =
          call.integer(numberArg, 1, Long.MAX_VALUE, "ERR numkeys should be greater than 0");
      if (keys > call.argc() - numberArg - 2) {
        throw call.syntaxError();
      }
      int endArg = numberArg + (int) keys + 1;
      ListEnd end = ListEnd.of(call, endArg);
      long count = 1;
      if (call.argc() > endArg + 1) {
        boolean isCount = call.is(endArg + 1, "COUNT") && call.argc() > endArg + 2;
        if (!isCount) {
          throw call.syntaxError();
        }
        count = call.integer(endArg + 2, 1, Long.MAX_VALUE, "ERR count should be greater than 0");
        if (call.argc() > endArg + 3) {
          throw call.syntaxError();
        }
      }
      return new MultiplePop(numberArg + 1, (int) keys, end, count);
    }

    @Override
    public boolean run(Call call, int keyArg) {
      int record = ListCommands.find(call, keyArg);
      if (record == NO_KEY) {
        return false;
      }
      call.reply().array(2);
      replyKey(call, keyArg);
      takeArray(call, keyArg, record, end, count);
      return true;
    }
  }

  private static boolean tryEach(Call call, int firstKey, int keys, Attempt attempt) {
    for (int arg = firstKey; arg < firstKey + keys; arg++) {
      if (attempt.run(call, arg)) {
        return true;
      }
    }
    return false;
  }

  // ---- Taking

  private static void replyKey(Call call, int keyArg) {
    Request request = call.request();
    call.reply().bulk(request.bytes(), request.offset(keyArg), request.length(keyArg));
  }

  private static void takeArray(Call call, int keyArg, int record, ListEnd end, long most) {
    ListValue list = ListCommands.list(call, record);
    long count = Math.min(most, list.size());
    call.reply().array(count);
    take(call, keyArg, record, list, end, count);
  }

  /** Replies elements from an end on, which are there, and removes them. */
  private static void take(
      Call call, int keyArg, int record, ListValue list, ListEnd end, long count) {
    end.read(list, count, new ElementReplies(call.reply()));
    call.beforeChange(record, list, 0);
    end.remove(list, count);
    call.store(record, keyArg, list, EventClass.LIST, end.popped());
  }
}
