package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.Request;
import io.redistinto.server.config.Directives;
import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.Keyspace;

/** Commands that copy or move a key, also from one database to another. */
final class CopyCommands {
  private static final String SAME = "ERR source and destination objects are the same";

  private CopyCommands() {}

  static void copy(Call call) {
    int database = call.database();
    boolean replace = false;
    for (int arg = 3; arg < call.argc(); arg++) {
      if (call.is(arg, "REPLACE")) {
        replace = true;
      } else if (call.is(arg, "DB") && arg + 1 < call.argc()) {
        database = database(call, ++arg);
      } else {
        throw call.syntaxError();
      }
    }
    Request request = call.request();
    if (database == call.database() && request.isSame(1, 2)) {
      throw new CommandException(SAME);
    }
    Keyspace keyspace = call.keyspace();
    int record = call.read(1);
    int other =
        record == NO_KEY
            ? NO_KEY
            : keyspace.find(database, request.bytes(), request.offset(2), request.length(2));
    if (record == NO_KEY || (other != NO_KEY && !replace)) {
      call.reply().integer(0);
      return;
    }
    int copy =
        keyspace.copy(
            record, other, database, request.bytes(), request.offset(2), request.length(2));
    if (other != NO_KEY) { // it made way for a new key
      keyspace.tellCreated(copy);
    }
    call.event(EventClass.GENERIC, "copy_to", database, request.toBytes(2));
    call.reply().integer(1);
  }

  static void move(Call call) {
    int database = database(call, 2);
    if (database == call.database()) {
      throw new CommandException(SAME);
    }
    Request request = call.request();
    Keyspace keyspace = call.keyspace();
    int record = call.find(1);
    if (record == NO_KEY
        || keyspace.find(database, request.bytes(), request.offset(1), request.length(1))
            != NO_KEY) {
      call.reply().integer(0);
      return;
    }
    keyspace.move(record, database);
    call.event(EventClass.GENERIC, "move_from", 1);
    call.event(EventClass.GENERIC, "move_to", database, request.toBytes(1));
    call.reply().integer(1);
  }

  private static int database(Call call, int arg) {
    long database = call.integer(arg, Integer.MIN_VALUE, Integer.MAX_VALUE);
    if (database < 0 || database >= call.services().config().get(Directives.DATABASES)) {
      throw new CommandException("ERR DB index is out of range");
    }
    return (int) database;
  }
}
