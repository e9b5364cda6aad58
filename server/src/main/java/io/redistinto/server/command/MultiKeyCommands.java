package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_DEADLINE;
import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.Request;
import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.ValueType;
import java.util.HashSet;
import java.util.Set;

/** Commands on many strings at once. */
final class MultiKeyCommands {
  private MultiKeyCommands() {}

  static void mget(Call call) {
    call.reply().array(call.argc() - 1);
    for (int arg = 1; arg < call.argc(); arg++) {
      int record = call.read(arg);
      boolean isString = record != NO_KEY && call.keyspace().type(record) == ValueType.STRING;
      call.replyString(isString ? record : NO_KEY);
    }
  }

  static void mset(Call call) {
    checkPairs(call);
    setAll(call);
    call.reply().ok();
  }

  static void msetnx(Call call) {
    checkPairs(call);
    for (int arg = 1; arg < call.argc(); arg += 2) {
      int record = call.find(arg);
      if (record != NO_KEY) {
        call.keyspace().touch(record);
        call.reply().integer(0);
        return;
      }
    }
    setAll(call);
    call.reply().integer(1);
  }

  private static void checkPairs(Call call) {
    if (call.argc() % 2 == 0) {
      throw call.wrongNumberOfArguments();
    }
  }

  /**
   * All pairs are set or, if the entries do not suffice for all at once, none. Then none is refused
   * halfway: a value replaced gives as many entries as it took.
   */
  private static void setAll(Call call) {
    checkRoom(call);
    for (int arg = 1; arg < call.argc(); arg += 2) {
      call.setString(call.find(arg), arg, arg + 1, NO_DEADLINE);
      call.event(EventClass.STRING, "set", arg);
    }
  }

  private static void checkRoom(Call call) {
    Keyspace keyspace = call.keyspace();
    Request request = call.request();
    long placedAnew = 0;
    for (int arg = 1; arg < call.argc(); arg += 2) {
      if (keyspace.mayRefuseKey(request.length(arg))) {
        keyspace.entriesToFind(call.find(arg), request.length(arg), request.length(arg + 1));
      }
      placedAnew += keyspace.arena().entriesFor(request.length(arg + 1));
    }
    if (placedAnew > keyspace.arena().free().count()) {
      checkScarceRoom(call);
    }
  }

  /** A key that is named again may have shrunk by then, so its entries count as taken by others. */
  private static void checkScarceRoom(Call call) {
    Keyspace keyspace = call.keyspace();
    Request request = call.request();
    Set<Integer> kept = new HashSet<>();
    Set<Integer> named = new HashSet<>();
    long entries = 0;
    for (int arg = 1; arg < call.argc(); arg += 2) {
      int record = call.find(arg);
      int length = request.length(arg + 1);
      boolean isFirst = record == NO_KEY || named.add(record);
      entries +=
          isFirst
              ? keyspace.entriesToFind(record, request.length(arg), length)
              : keyspace.arena().entriesFor(length);
      if (record != NO_KEY && keyspace.mayGiveWay(record)) {
        kept.add(record);
      }
    }
    keyspace.checkRoom(entries, kept.size());
  }
}
