package io.redistinto.server.command;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.ListValue;

/** LPOS: where in a list a value is. */
final class ListSearchCommand {
  private static final String RANK_IS_ZERO =
      "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use"
          + " negative to start from the end of the list";

  private static final long ONE = -1;

  /** The first match that is wanted, counted from 1; negative from the end. */
  private long rank = 1;

  /** How many matches are wanted, 0 for all; {@link #ONE} not as an array. */
  private long count = ONE;

  /** How many elements to look at, 0 for all. */
  private long mostCompared;

  private ListSearchCommand() {}

  static void lpos(Call call) {
    ListSearchCommand search = new ListSearchCommand();
    search.parse(call);
    search.run(call);
  }

  private void parse(Call call) {
    for (int arg = 3; arg < call.argc(); arg += 2) {
      if (arg + 1 == call.argc()) {
        throw call.syntaxError();
      } else if (call.is(arg, "RANK")) {
        rank = call.integer(arg + 1);
        if (rank == 0) {
          throw new CommandException(RANK_IS_ZERO);
        }
      } else if (call.is(arg, "COUNT")) {
        count = notNegative(call, arg + 1, "COUNT");
      } else if (call.is(arg, "MAXLEN")) {
        mostCompared = notNegative(call, arg + 1, "MAXLEN");
      } else {
        throw call.syntaxError();
      }
    }
  }

  private static long notNegative(Call call, int arg, String option) {
    return call.integer(arg, 0, Long.MAX_VALUE, "ERR " + option + " can't be negative");
  }

  private void run(Call call) {
    ListValue list = (ListValue) call.readCollection(1, ValueType.LIST);
    ReplyWriter reply = call.reply();
    if (count != ONE) {
      int mark = reply.defer();
      reply.endArray(mark, list == null ? 0 : replyAll(call, list));
    } else {
      long index = list == null ? -1 : first(search(call, list));
      if (index < 0) {
        reply.nullBulk();
      } else {
        reply.integer(index);
      }
    }
  }

  private int replyAll(Call call, ListValue list) {
    ListValue.Search search = search(call, list);
    int found = 0;
    for (long index = first(search); index >= 0; index = search.next()) {
      call.reply().integer(index);
      found++;
      if (found == count) {
        break;
      }
    }
    return found;
  }

  private ListValue.Search search(Call call, ListValue list) {
    long most = mostCompared == 0 ? Long.MAX_VALUE : mostCompared;
    return list.new Search(call.request().toBytes(2), rank < 0, most);
  }

  /** The first index that the rank allows, or -1. */
  private long first(ListValue.Search search) {
    long index = search.next();
    for (long skipped = 1; index >= 0 && skipped < Math.abs(rank); skipped++) {
      index = search.next();
    }
    return index;
  }
}
