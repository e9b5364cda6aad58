package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.storage.Form;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.DecimalLong;

/** OBJECT: how a key's value is kept, in Redis's words. */
final class ObjectCommands {
  /** Longer strings are raw in Redis, for lying apart from their object. */
  private static final String SWITCHING =
      " Please note that when switching between policies at runtime LRU and LFU data will take some"
          + " time to adjust.";

  private static final int MOST_EMBEDDED_BYTES = 44;

  private static final int MOST_DECIMAL_BYTES = 20;

  /** Redis has one object for each of these integers, which all keys share. */
  private static final long SHARED_INTEGERS = 10_000;

  private ObjectCommands() {}

  static void encoding(Call call) {
    int record = call.inspect(2);
    if (record == NO_KEY) {
      call.reply().nullBulk();
    } else {
      call.reply().bulkText(encoding(call.keyspace(), record));
    }
  }

  /** What OBJECT ENCODING says of a record's value. */
  static String encoding(Keyspace keyspace, int record) {
    if (keyspace.type(record) != ValueType.STRING) {
      return keyspace.collection(record).encoding();
    }
    if (keyspace.form(record) == Form.RAW || keyspace.length(record) > MOST_EMBEDDED_BYTES) {
      return "raw";
    }
    return isInteger(keyspace, record) ? "int" : "embstr";
  }

  private static boolean isInteger(Keyspace keyspace, int record) {
    return keyspace.type(record) == ValueType.STRING
        && keyspace.form(record) == Form.BYTES
        && keyspace.length(record) <= MOST_DECIMAL_BYTES
        && DecimalLong.isLong(keyspace.value(record));
  }

  static void refcount(Call call) {
    int record = call.inspect(2);
    if (record == NO_KEY) {
      call.reply().nullBulk();
    } else {
      call.reply().integer(refcount(call.keyspace(), record));
    }
  }

  /** What OBJECT REFCOUNT says of a record's value. */
  static int refcount(Keyspace keyspace, int record) {
    return isShared(keyspace, record) ? Integer.MAX_VALUE : 1;
  }

  private static boolean isShared(Keyspace keyspace, int record) {
    if (!isInteger(keyspace, record)) {
      return false;
    }
    long value = DecimalLong.toLong(keyspace.value(record));
    return value >= 0 && value < SHARED_INTEGERS;
  }

  static void idletime(Call call) {
    int record = call.inspect(2);
    if (record == NO_KEY) {
      call.reply().nullBulk();
    } else if (call.keyspace().countsUses()) {
      throw new CommandException(
          "ERR An LFU maxmemory policy is selected, idle time not tracked." + SWITCHING);
    } else {
      call.reply().integer(call.keyspace().idleSeconds(record));
    }
  }

  static void freq(Call call) {
    int record = call.inspect(2);
    if (record == NO_KEY) {
      call.reply().nullBulk();
    } else if (call.keyspace().countsUses()) {
      call.reply().integer(call.keyspace().frequency(record));
    } else {
      throw new CommandException(
          "ERR An LFU maxmemory policy is not selected, access frequency not tracked." + SWITCHING);
    }
  }
}
