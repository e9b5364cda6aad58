package io.redistinto.storage;

import io.redistinto.storage.ChangedKeys.RemovedKey;
import io.redistinto.storage.value.TextWriter;
import io.redistinto.storage.value.Value;
import io.redistinto.storage.value.Values;
import java.util.function.Supplier;

/**
 * A dump that was started and is not handed over wholly. Each changed key's value goes to the sink
 * when its turn comes or just before it changes again, whichever is first: as it was when the dump
 * began.
 */
final class RunningDump {
  private final KeyspaceView keys;
  private final ChangedKeys changes;
  private final DumpSink sink;

  /** {@link KeyspaceView#numberOf} as it was when the dump began. */
  private final int[] numberOf;

  private final int size;

  /**
   * Fixes what is to be dumped: all that changed since the last dump. O(1), O(keys) of databases
   * that are written whole.
   */
  RunningDump(KeyspaceView keys, ChangedKeys changes, DumpSink sink) {
    this.keys = keys;
    this.changes = changes;
    this.sink = sink;
    numberOf = keys.numberOf.clone();
    for (int database = 0; database < numberOf.length; database++) {
      if (changes.isWhole(database)) {
        keys.forEach(database, changes::changed);
      }
    }
    size = changes.waiting();
    changes.startSnapshot();
  }

  /** How many changes the sink is told of in all, at most. */
  int size() {
    return size;
  }

  /** Tells the sink of the keys that were gone when the dump began. */
  void handOverRemoved() {
    for (RemovedKey gone; (gone = changes.nextRemoved()) != null; ) {
      byte[] key = gone.key().array();
      if (keys.recordOf(gone.database(), gone.key(), 0, key.length) == KeyspaceView.NO_KEY) {
        sink.remove(gone.database(), key);
      }
    }
  }

  /** Whether all keys of a database are written. */
  boolean isWhole(int database) {
    return changes.isWholeInSnapshot(database);
  }

  /** Hands values over until they make {@code bytes} or none is left; whether none is. */
  boolean handOverSome(long bytes) {
    long handed = 0;
    while (handed < bytes) {
      int record = changes.nextPending();
      if (record == KeyspaceView.NO_KEY) {
        end();
        return true;
      }
      handed += (long) keys.entriesOf(record) * keys.arena.entryBytes() + keys.keyLength(record);
      handOver(record);
    }
    return false;
  }

  private void end() {
    for (int database = 0; database < numberOf.length; database++) {
      if (isWhole(database)) {
        sink.keepOnlyWritten(database);
      }
    }
    changes.endSnapshot();
  }

  /** Hands the value of a key over that is about to change, if its turn has not come yet. */
  void beforeChange(int record) {
    if (changes.isPending(record)) {
      handOver(record);
    }
  }

  private void handOver(int record) {
    changes.handedOver(record);
    write(keys, record, numberOf[keys.records.database(record)], sink);
  }

  /** Hands a key's value to a sink, as it is now. */
  static void write(KeyspaceView keys, int record, int database, DumpSink sink) {
    keys.records.set(record, ChangedKeys.ON_DISK);
    sink.write(
        database,
        keys.key(record),
        content(keys, record),
        keys.deadline(record),
        keys.type(record));
  }

  private static Supplier<byte[]> content(KeyspaceView keys, int record) {
    ValueType type = keys.type(record);
    if (type == ValueType.STRING) {
      byte[] value = keys.value(record);
      return () -> value;
    }
    if (keys.records.isObject(record)) {
      Value snapshot = keys.collection(record).snapshot();
      return () -> text(snapshot);
    }
    Form form = keys.form(record);
    byte[] packed = keys.value(record);
    return () -> text(Values.unpack(type, form, packed));
  }

  private static byte[] text(Value value) {
    TextWriter out = new TextWriter();
    value.write(out);
    return out.toBytes();
  }
}
