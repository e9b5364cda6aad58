package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_DEADLINE;
import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.rdb.DumpPayload;
import io.redistinto.storage.rdb.DumpedValue;
import io.redistinto.storage.rdb.RdbException;
import java.nio.ByteBuffer;

/** Commands that take single values out of a server and put them into one, in Redis's format. */
final class DumpCommands {
  static final String NOT_INTACT = "ERR DUMP payload version or checksum are wrong";

  private DumpCommands() {}

  /** {@code DUMP key}; without a key it is our own command on the files. */
  static void dump(Call call) {
    if (call.argc() == 1) {
      writeFiles(call);
      return;
    }
    if (call.argc() > 2) {
      throw call.wrongNumberOfArguments();
    }
    int record = call.read(1);
    if (record == NO_KEY) {
      call.reply().nullBulk();
      return;
    }
    call.reply().bulk(payload(call.keyspace(), record));
  }

  static byte[] payload(Keyspace keyspace, int record) {
    return DumpPayload.of(
        keyspace.type(record) == ValueType.STRING
            ? new DumpedValue(keyspace.value(record), null)
            : new DumpedValue(null, keyspace.collection(record)));
  }

  /** How many bytes a record's value takes in a payload, without what is around it. */
  static int serializedBytes(Keyspace keyspace, int record) {
    return payload(keyspace, record).length - DumpPayload.FRAME_BYTES;
  }

  /** Waits for the disk, as no command of a transaction can. */
  private static void writeFiles(Call call) {
    if (call.client().isBlockingDenied()) {
      throw new CommandException("ERR Command not allowed inside a transaction");
    }
    PersistenceCommands.dump(call);
  }

  /** {@code RESTORE key ttl payload [REPLACE] [ABSTTL] [IDLETIME seconds] [FREQ frequency]}. */
  static void restore(Call call) {
    RestoreOptions options = RestoreOptions.parse(call, 4);
    int record = call.find(1);
    if (record != NO_KEY && !options.replace()) {
      throw new CommandException("BUSYKEY Target key name already exists.");
    }
    long deadlineMillis = deadlineMillis(call, options);
    DumpedValue restored = read(call);
    if (deadlineMillis != NO_DEADLINE && deadlineMillis <= call.services().clock().millis()) {
      if (record != NO_KEY) {
        call.keyspace().delete(record);
        call.event(EventClass.GENERIC, "del", 1);
      }
      call.reply().ok();
      return;
    }
    boolean replaces = record != NO_KEY;
    record = put(call, record, restored, deadlineMillis);
    if (options.idleSeconds() >= 0) {
      call.keyspace().idleSeconds(record, options.idleSeconds());
    }
    call.keyspace().frequency(record, options.frequency());
    if (replaces) {
      call.keyspace().tellCreated(record); // Redis removes the old value without a word
    }
    call.event(EventClass.GENERIC, "restore", 1);
    call.reply().ok();
  }

  private static int put(Call call, int found, DumpedValue restored, long deadlineMillis) {
    if (restored.string() == null) {
      return call.store(found, 1, restored.collection(), deadlineMillis);
    }
    byte[] string = restored.string();
    return call.setString(found, 1, ByteBuffer.wrap(string), 0, string.length, deadlineMillis);
  }

  /** A time to live that is too long wraps round, as it does in Redis: the key has expired then. */
  private static long deadlineMillis(Call call, RestoreOptions options) {
    long ttl = call.integer(2);
    if (ttl < 0) {
      throw new CommandException("ERR Invalid TTL value, must be >= 0");
    }
    if (ttl == 0) {
      return NO_DEADLINE;
    }
    long deadlineMillis = options.isAbsolute() ? ttl : ttl + call.services().clock().millis();
    return deadlineMillis < 0 ? 0 : deadlineMillis;
  }

  private static DumpedValue read(Call call) {
    byte[] payload = call.request().toBytes(3);
    if (!DumpPayload.isIntact(payload)) {
      throw new CommandException(NOT_INTACT);
    }
    Keyspace keyspace = call.keyspace();
    long arenaBytes = (long) keyspace.arena().entryCount() * keyspace.arena().entryBytes();
    try {
      return DumpPayload.read(payload, arenaBytes, keyspace.limits());
    } catch (RdbException bad) {
      throw new CommandException("ERR Bad data format");
    }
  }
}
