package io.redistinto.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A keyspace as commands use it: each call is one command. A pause that a command asks for is a
 * compaction in small steps, after which the command runs again. Keys are strings of bytes; they
 * are passed inside larger buffers of either kind and order, as a server would.
 */
final class Client {
  static final long NO_DEADLINE = Keyspace.NO_DEADLINE;

  final Keyspace keyspace;
  int pauses;
  private int calls;

  Client(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  byte[] get(int database, String key) {
    return command(
        () -> {
          int record = keyspace.read(database, buffer(bytes(key)), 3, key.length());
          return record == Keyspace.NO_KEY ? null : keyspace.value(record);
        });
  }

  /** Asks of the key only. The key is warmed before, as in a pipeline. */
  boolean exists(int database, String key) {
    return command(
        () -> {
          ByteBuffer name = buffer(bytes(key));
          keyspace.warm(database, keyspace.hash(name, 3, key.length()));
          keyspace.warming().run();
          return keyspace.peek(
                  database, name, 3, key.length(), keyspace.hash(name, 3, key.length()))
              != Keyspace.NO_KEY;
        });
  }

  void set(int database, String key, String value) {
    set(database, key, bytes(value), NO_DEADLINE);
  }

  void set(int database, String key, byte[] value, long deadlineMillis) {
    command(
        () ->
            keyspace.setString(
                find(database, key),
                database,
                buffer(bytes(key)),
                3,
                key.length(),
                buffer(value),
                3,
                value.length,
                deadlineMillis));
  }

  void writeRange(int database, String key, int from, byte[] bytes) {
    command(
        () ->
            keyspace.writeRange(
                find(database, key),
                database,
                buffer(bytes(key)),
                3,
                key.length(),
                from,
                buffer(bytes),
                3,
                bytes.length));
  }

  boolean delete(int database, String key) {
    return command(
        () -> {
          int record = find(database, key);
          if (record != Keyspace.NO_KEY) {
            keyspace.delete(record);
          }
          return record != Keyspace.NO_KEY;
        });
  }

  boolean expireAt(int database, String key, long deadlineMillis) {
    return command(
        () -> {
          int record = find(database, key);
          if (record != Keyspace.NO_KEY) {
            keyspace.expireAt(record, deadlineMillis);
          }
          return record != Keyspace.NO_KEY;
        });
  }

  boolean persist(int database, String key) {
    return command(
        () -> {
          int record = find(database, key);
          return record != Keyspace.NO_KEY && keyspace.persist(record);
        });
  }

  boolean rename(int database, String key, String newKey) {
    return command(
        () -> {
          int record = find(database, key);
          if (record != Keyspace.NO_KEY) {
            keyspace.rename(record, buffer(bytes(newKey)), 3, newKey.length());
          }
          return record != Keyspace.NO_KEY;
        });
  }

  boolean load(int database, String key, byte[] value, long deadlineMillis) {
    return keyspace.load(
        database,
        buffer(bytes(key)),
        3,
        key.length(),
        buffer(value),
        3,
        value.length,
        deadlineMillis);
  }

  /** Looks a key up for a write: no hit, no miss, no reference. */
  int find(int database, String key) {
    return keyspace.find(database, buffer(bytes(key)), 3, key.length());
  }

  /** Compacts in steps of so many entries. */
  void compact(int stepEntries) {
    keyspace.startCompaction();
    while (!keyspace.compactionStep(stepEntries)) {
      // the next step
    }
  }

  /** Runs a dump from start to end. */
  void dump(DumpSink sink) {
    keyspace.startDump(sink);
    while (!keyspace.dumpSome(100)) {
      // the next piece
    }
  }

  /** All that a database holds, expired keys that nobody met included. */
  Map<String, DumpFiles.Content> contents(int database) {
    Map<String, DumpFiles.Content> contents = new TreeMap<>();
    keyspace.forEach(
        database,
        record ->
            contents.put(
                text(keyspace.key(record)),
                new DumpFiles.Content(text(keyspace.value(record)), keyspace.deadline(record))));
    return contents;
  }

  private <T> T command(Supplier<T> command) {
    keyspace.beginCommand();
    try {
      return command.get();
    } catch (PauseRequiredException e) {
      pauses++;
      compact(1);
      keyspace.beginCommand();
      return command.get();
    }
  }

  private ByteBuffer buffer(byte[] bytes) {
    calls++;
    int length = bytes.length + 8;
    ByteBuffer buffer =
        (calls & 1) == 0 ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
    buffer.order((calls & 2) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < length; i++) {
      buffer.put(i, (byte) 0xee);
    }
    return buffer.put(3, bytes);
  }
}
