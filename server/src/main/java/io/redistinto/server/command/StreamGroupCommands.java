package io.redistinto.server.command;

import static io.redistinto.server.pubsub.EventClass.STREAM;
import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.StreamConsumer;
import io.redistinto.storage.value.StreamGroup;
import io.redistinto.storage.value.StreamId;
import io.redistinto.storage.value.StreamValue;

/** XGROUP: groups of consumers and their members. */
final class StreamGroupCommands {
  private static final int KEY = 2;
  private static final int GROUP = 3;
  private static final int ID = 4;
  private static final int CONSUMER = 4;

  private static final int MOST_ARGS_OF_CREATE = 8;

  private StreamGroupCommands() {}

  // ---- Groups

  static void create(Call call) {
    boolean mkStream = false;
    long entriesRead = StreamGroup.UNKNOWN;
    int arg = ID + 1;
    while (arg < call.argc()) {
      if (call.is(arg, "MKSTREAM")) {
        mkStream = true;
        arg++;
      } else {
        entriesRead = entriesRead(call, arg);
        arg += 2;
      }
    }
    int record = call.find(KEY, ValueType.STREAM);
    if (!mkStream) {
      checkKey(record);
    }
    if (call.argc() > MOST_ARGS_OF_CREATE) {
      throw call.unknownSubcommandOrArity();
    }
    StreamId id = idOrLast(call, record);
    StreamValue stream = record == NO_KEY ? new StreamValue() : StreamCommands.at(call, record);
    byte[] name = call.request().toBytes(GROUP);
    if (stream.group(name) != null) {
      throw new CommandException("BUSYGROUP Consumer Group name already exists");
    }
    if (record == NO_KEY) {
      stream.addGroup(name, id, entriesRead);
      call.store(record, KEY, stream);
    } else {
      StreamCommands.edit(call, record, StreamGroup.growth(name)).addGroup(name, id, entriesRead);
      call.keyspace().storeAside(record);
    }
    call.event(STREAM, "xgroup-create", KEY);
    call.reply().ok();
  }

  static void setId(Call call) {
    long entriesRead = StreamGroup.UNKNOWN;
    for (int arg = ID + 1; arg < call.argc(); arg += 2) {
      entriesRead = entriesRead(call, arg);
    }
    int record = stream(call);
    byte[] name = call.request().toBytes(GROUP);
    group(call, record);
    if (call.argc() != ID + 1 && call.argc() != ID + 3) {
      throw call.unknownSubcommandOrArity();
    }
    StreamId id = call.is(ID, "$") ? idOrLast(call, record) : StreamIds.parseOrEdge(call, ID);
    StreamCommands.edit(call, record, 0).group(name).position(id, entriesRead);
    call.keyspace().storeAside(record);
    call.event(STREAM, "xgroup-setid", KEY);
    call.reply().ok();
  }

  /** {@code ENTRIESREAD n} in an argument and the one after it. */
  private static long entriesRead(Call call, int arg) {
    if (!call.is(arg, "ENTRIESREAD") || arg + 1 == call.argc()) {
      throw call.unknownSubcommandOrArity();
    }
    long entriesRead = call.integer(arg + 1);
    if (entriesRead < 0 && entriesRead != StreamGroup.UNKNOWN) {
      throw new CommandException("ERR value for ENTRIESREAD must be positive or -1");
    }
    return entriesRead;
  }

  private static StreamId idOrLast(Call call, int record) {
    if (!call.is(ID, "$")) {
      return StreamIds.parse(call, ID);
    }
    return record == NO_KEY ? StreamId.MIN : StreamCommands.at(call, record).lastId();
  }

  static void destroy(Call call) {
    int record = stream(call);
    StreamGroup group = StreamCommands.at(call, record).group(call.request().toBytes(GROUP));
    if (group != null) {
      StreamCommands.edit(call, record, 0).removeGroup(group);
      call.keyspace().storeAside(record);
      call.services().wake(call.database(), record); // who waits for the group learns of it
      call.event(STREAM, "xgroup-destroy", KEY);
    }
    call.reply().integer(group == null ? 0 : 1);
  }

  // ---- Consumers

  static void createConsumer(Call call) {
    int record = stream(call);
    StreamGroup group = group(call, record);
    byte[] name = call.request().toBytes(CONSUMER);
    boolean isNew = group.consumer(name) == null;
    if (isNew) {
      StreamCommands.edit(call, record, StreamGroup.growth(0, name));
      addConsumer(call, KEY, group, name);
      call.keyspace().storeAside(record);
    }
    call.reply().integer(isNew ? 1 : 0);
  }

  static void deleteConsumer(Call call) {
    int record = stream(call);
    StreamGroup group = group(call, record);
    StreamConsumer consumer = group.consumer(call.request().toBytes(CONSUMER));
    long pending = 0;
    if (consumer != null) {
      StreamCommands.edit(call, record, 0);
      pending = consumer.pendingCount();
      group.removeConsumer(consumer);
      call.keyspace().storeAside(record);
      call.event(STREAM, "xgroup-delconsumer", KEY);
    }
    call.reply().integer(pending);
  }

  /** Adds a consumer to a group of an edited stream. */
  static StreamConsumer addConsumer(Call call, int keyArg, StreamGroup group, byte[] name) {
    call.event(STREAM, "xgroup-createconsumer", keyArg);
    return group.addConsumer(name, call.services().clock().millis());
  }

  /** The consumer of a name, made if it is not there, who is seen now. */
  static StreamConsumer seenConsumer(Call call, int keyArg, StreamGroup group, byte[] name) {
    StreamConsumer consumer = group.consumer(name);
    if (consumer == null) {
      return addConsumer(call, keyArg, group, name);
    }
    consumer.seen(call.services().clock().millis());
    return consumer;
  }

  // ---- What there must be

  private static int stream(Call call) {
    int record = call.find(KEY, ValueType.STREAM);
    checkKey(record);
    return record;
  }

  private static void checkKey(int record) {
    if (record == NO_KEY) {
      throw new CommandException(
          "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want"
              + " to use the MKSTREAM option to create an empty stream automatically.");
    }
  }

  private static StreamGroup group(Call call, int record) {
    return group(call, StreamCommands.at(call, record), KEY, GROUP);
  }

  /** The group that an argument names; the key is in another. */
  static StreamGroup group(Call call, StreamValue stream, int keyArg, int groupArg) {
    StreamGroup group = stream.group(call.request().toBytes(groupArg));
    if (group == null) {
      throw new CommandException(
          "NOGROUP No such consumer group '"
              + call.shown(groupArg)
              + "' for key name '"
              + call.shown(keyArg)
              + "'");
    }
    return group;
  }
}
