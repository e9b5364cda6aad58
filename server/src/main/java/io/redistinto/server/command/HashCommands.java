package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.HashValue;

/** Commands that read and write fields of hashes. */
final class HashCommands {
  private HashCommands() {}

  // ---- Writing

  static void hset(Call call) {
    call.reply().integer(setAll(call));
  }

  static void hmset(Call call) {
    setAll(call);
    call.reply().ok();
  }

  /** Sets each pair of arguments; how many fields are new. */
  private static int setAll(Call call) {
    if (call.argc() % 2 != 0) {
      throw call.wrongNumberOfArguments();
    }
    int record = call.find(1, ValueType.HASH);
    HashValue hash = hash(call, record);
    byte[][] args = call.request().toArgs();
    long growth = 0;
    for (int arg = 2; arg < args.length; arg += 2) {
      growth += hash.growth(args[arg], args[arg + 1].length);
    }
    call.beforeChange(record, hash, growth);
    int added = 0;
    for (int arg = 2; arg < args.length; arg += 2) {
      added += hash.put(args[arg], args[arg + 1], call.keyspace().limits()) ? 1 : 0;
    }
    call.store(record, 1, hash);
    call.event(EventClass.HASH, "hset", 1);
    return added;
  }

  static void hsetnx(Call call) {
    int record = call.find(1, ValueType.HASH);
    HashValue hash = hash(call, record);
    byte[] field = call.request().toBytes(2);
    if (hash.contains(field)) {
      call.keyspace().touch(record);
      call.reply().integer(0);
      return;
    }
    set(call, record, hash, field, call.request().toBytes(3), "hset");
    call.reply().integer(1);
  }

  static void hdel(Call call) {
    int record = call.find(1, ValueType.HASH);
    int removed = 0;
    if (record != NO_KEY) {
      HashValue hash = hash(call, record);
      call.beforeChange(record, hash, 0);
      for (int arg = 2; arg < call.argc() && !hash.isGone(); arg++) {
        removed += hash.remove(call.request().toBytes(arg)) ? 1 : 0;
      }
      if (removed > 0) {
        call.store(record, 1, hash, EventClass.HASH, "hdel");
      } else {
        call.keyspace().touch(record);
      }
    }
    call.reply().integer(removed);
  }

  /**
   * The hash of a record, to be changed after {@link Call#beforeChange}; an empty one if none is.
   */
  static HashValue hash(Call call, int record) {
    return record == NO_KEY ? new HashValue() : (HashValue) call.keyspace().collection(record);
  }

  /** Gives the first argument's key, whose record and hash are known, a field. */
  static void set(Call call, int record, HashValue hash, byte[] field, byte[] value, String event) {
    call.beforeChange(record, hash, hash.growth(field, value.length));
    hash.put(field, value, call.keyspace().limits());
    call.store(record, 1, hash);
    call.event(EventClass.HASH, event, 1);
  }

  // ---- Reading

  static void hget(Call call) {
    HashValue hash = read(call);
    replyValue(call, hash == null ? null : hash.get(call.request().toBytes(2)));
  }

  static void hmget(Call call) {
    HashValue hash = read(call);
    call.reply().array(call.argc() - 2);
    for (int arg = 2; arg < call.argc(); arg++) {
      replyValue(call, hash == null ? null : hash.get(call.request().toBytes(arg)));
    }
  }

  private static void replyValue(Call call, byte[] value) {
    if (value == null) {
      call.reply().nullBulk();
    } else {
      call.reply().bulk(value);
    }
  }

  static void hgetall(Call call) {
    HashValue hash = read(call);
    call.reply().map(size(hash));
    if (hash != null) {
      hash.forEach(
          (field, value) -> {
            call.reply().bulk(field);
            call.reply().bulk(value);
          });
    }
  }

  static void hkeys(Call call) {
    HashValue hash = read(call);
    call.reply().array(size(hash));
    if (hash != null) {
      hash.forEach((field, value) -> call.reply().bulk(field));
    }
  }

  static void hvals(Call call) {
    HashValue hash = read(call);
    call.reply().array(size(hash));
    if (hash != null) {
      hash.forEach((field, value) -> call.reply().bulk(value));
    }
  }

  static void hlen(Call call) {
    call.reply().integer(size(read(call)));
  }

  static void hstrlen(Call call) {
    HashValue hash = read(call);
    int length = hash == null ? -1 : hash.valueLength(call.request().toBytes(2));
    call.reply().integer(Math.max(0, length));
  }

  static void hexists(Call call) {
    HashValue hash = read(call);
    boolean exists = hash != null && hash.contains(call.request().toBytes(2));
    call.reply().integer(exists ? 1 : 0);
  }

  /** The hash of the first argument's key, or null. */
  static HashValue read(Call call) {
    return (HashValue) call.readCollection(1, ValueType.HASH);
  }

  private static int size(HashValue hash) {
    return hash == null ? 0 : Math.toIntExact(hash.size());
  }
}
