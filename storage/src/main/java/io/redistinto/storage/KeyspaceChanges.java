package io.redistinto.storage;

import static io.redistinto.storage.index.Records.HAS_DEADLINE;
import static io.redistinto.storage.index.Records.NONE;

import io.redistinto.storage.Effect.Cause;
import io.redistinto.storage.expiry.Clock;
import io.redistinto.storage.index.KeyIndex;
import io.redistinto.storage.index.Records;
import io.redistinto.storage.replacement.PolicyContext;
import io.redistinto.storage.replacement.UseCounts;
import io.redistinto.storage.value.Value;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * What changes of keys are made of: how a key comes and goes, and how its value gets room, other
 * room and gives it back. The verbs of {@link Keyspace} put these steps together.
 */
abstract sealed class KeyspaceChanges extends KeyspaceView permits Keyspace {
  /** The length that stands in an object's record: it fits in no entry. */
  private static final int OBJECT_BYTES = Integer.MAX_VALUE;

  /** Long keys lie on the heap: together they may take as much as the arena, and this at least. */
  private static final long LEAST_LONG_KEY_BYTES = 64 << 20;

  final Placement placement;
  final ChangedKeys changes;
  final Effects effects = new Effects();
  final StorageStatistics statistics = new StorageStatistics();

  /** Null if nobody listens: then a change costs one look at this. */
  KeyListener listener;

  /** Null while no dump is running: then a change costs one look at this. */
  RunningDump dump;

  int replacementSamples = KeyspaceOptions.DEFAULT_REPLACEMENT_SAMPLES;
  int maxKeyBytes = KeyspaceOptions.DEFAULT_MAX_KEY_BYTES;
  long pauseAboveBytes = Long.MAX_VALUE;
  boolean changedByThisCommand;

  KeyspaceChanges(
      KeyspaceOptions options, Clock clock, SplittableRandom random, LongSupplier nanoTime) {
    super(options, clock, random);
    changes = new ChangedKeys(records, options.databases());
    placement =
        new Placement(
            new PolicyContext(
                arena, records, order, deadlines, uses, random, () -> replacementSamples),
            statistics,
            record -> remove(record, Cause.REPLACED),
            nanoTime);
  }

  // ---- Giving keys values

  /** Gives a key a collection, or takes the key away if the collection is gone; its record. */
  final int put(
      int found, int database, ByteBuffer key, int keyOffset, int keyLength, Value value) {
    if (value.isGone()) {
      if (found != NO_KEY) {
        remove(found, Cause.COMMAND);
      }
      return NO_KEY;
    }
    if (value.form() == Form.OBJECT) {
      return putObject(found, database, key, keyOffset, keyLength, value);
    }
    ByteBuffer bytes = value.packed();
    int length = bytes.remaining();
    int record =
        layOut(found, database, key, keyOffset, keyLength, value.type(), value.form(), length);
    arena.write(records.firstEntry(record), 0, bytes, bytes.position(), length);
    return record;
  }

  private int putObject(
      int found, int database, ByteBuffer key, int keyOffset, int keyLength, Value value) {
    int entries = entriesForObject(value.bytes());
    int record = found;
    if (found == NO_KEY) {
      checkKey(keyLength);
      placement.makeRoom(entries, NONE);
      record = register(database, key, keyOffset, keyLength, value.type());
      attach(record, value);
    } else if (!records.isObject(found) || collection(found) != value) {
      placement.makeRoom(Math.max(0, entries - entriesOf(found)), found);
      beforeChange(found);
      releaseContent(found);
      attach(found, value);
    }
    charge(record, entries);
    return record;
  }

  /** Charges so many entries for an object, in place of those charged before. */
  final void charge(int record, int entries) {
    int number = records.firstEntry(record);
    placement.charge(entries - objects.entries(number));
    objects.entries(number, entries);
  }

  /** Has a record that holds nothing hold an object that nothing is charged for yet. */
  private void attach(int record, Value value) {
    records.type(record, value.type(), Form.OBJECT);
    records.firstEntry(record, objects.add(value));
    records.valueBytes(record, OBJECT_BYTES);
  }

  /**
   * Gives a key a run of entries for {@code length} bytes: a new one, or what it had, made so long;
   * what fits of a value that was no object stays.
   */
  final int layOut(
      int found,
      int database,
      ByteBuffer key,
      int keyOffset,
      int keyLength,
      ValueType type,
      Form form,
      int length) {
    int record = found;
    if (found == NO_KEY) {
      record = create(database, key, keyOffset, keyLength, type, length);
    } else if (records.isObject(found)) {
      replaceObject(found, length);
    } else {
      resize(found, length);
    }
    records.type(record, type, form);
    return record;
  }

  private int create(
      int database, ByteBuffer key, int keyOffset, int keyLength, ValueType type, int length) {
    checkKey(keyLength);
    int entries = arena.entriesFor(length);
    reserveRecord();
    int first = place(entries, NONE);
    int record;
    try {
      record = register(database, key, keyOffset, keyLength, type);
    } catch (OutOfMemoryError none) {
      arena.free(first, entries);
      throw none;
    }
    lie(record, first, entries, length);
    return record;
  }

  /** Refuses a key that is too long, or one too many of the long ones. */
  final void checkKey(int length) {
    if (length > maxKeyBytes) {
      throw RefusedException.keyTooLong(maxKeyBytes);
    }
    if (length > Records.INLINE_KEY_BYTES) {
      long arenaBytes = (long) arena.entryCount() * arena.entryBytes();
      if (records.longKeyBytes() + length > Math.max(arenaBytes, LEAST_LONG_KEY_BYTES)) {
        throw RefusedException.outOfEntries();
      }
    }
  }

  /** A record for a key, of no value yet. There is memory for it. */
  private int register(int database, ByteBuffer key, int keyOffset, int keyLength, ValueType type) {
    reserveRecord();
    int index = indexOf[database];
    int record = records.allocate(index, key, keyOffset, keyLength);
    records.type(record, type, Form.BYTES);
    if (countsUses) {
      records.useWord(record, uses.word(UseCounts.INITIAL - 1)); // the write that follows counts
    }
    try {
      indexes[index].add(record);
    } catch (OutOfMemoryError none) {
      records.free(record);
      throw none;
    }
    if (listener != null) {
      listener.created(database, record);
    }
    return record;
  }

  /** Makes sure that there is memory for one more record. */
  private void reserveRecord() {
    records.reserve();
    order.reserve(records.highestNext());
  }

  // ---- Entries

  private int place(int entries, int writing) {
    return placement.place(
        entries, writing, changedByThisCommand ? Long.MAX_VALUE : pauseAboveBytes);
  }

  /** Has a record's value lie in a run of entries that was taken for it. */
  private void lie(int record, int first, int entries, int length) {
    records.firstEntry(record, first);
    records.valueBytes(record, length);
    arena.own(first, entries, record);
    valueBytes += length;
    if (entries == 1) {
      order.add(record);
      placement.policy().added(first, length);
    }
  }

  /** Gives a key that holds an object a run of entries in place of it. */
  private void replaceObject(int record, int length) {
    int charged = entriesOf(record);
    int entries = arena.entriesFor(length);
    placement.charge(-charged); // what it gives back is room for what comes
    int first;
    try {
      first = place(entries, record);
    } finally {
      placement.charge(charged);
    }
    beforeChange(record);
    releaseContent(record);
    lie(record, first, entries, length);
  }

  /** Gives an existing value another length; what fits of its bytes stays. */
  private void resize(int record, int length) {
    int oldLength = records.valueBytes(record);
    int oldEntries = arena.entriesFor(oldLength);
    int entries = arena.entriesFor(length);
    if (entries <= oldEntries) {
      beforeChange(record);
      int first = records.firstEntry(record);
      relocated(record, first, oldLength, first, length);
      if (entries < oldEntries) {
        arena.free(first + entries, oldEntries - entries);
      }
      return;
    }
    int first = records.firstEntry(record);
    int more = entries - oldEntries;
    if (more <= placement.freeEntries() && arena.takeAt(first + oldEntries, more)) {
      beforeChange(record);
      arena.own(first + oldEntries, more, record);
      relocated(record, first, oldLength, first, length);
      return;
    }
    int target = place(entries, record);
    beforeChange(record);
    first = records.firstEntry(record); // a compaction may have moved it
    arena.own(target, entries, record);
    arena.copy(first, target, oldLength);
    relocated(record, first, oldLength, target, length);
    arena.free(first, oldEntries);
  }

  /** Tells the record, the order of references and the policy of a value's new place and length. */
  private void relocated(int record, int first, int oldLength, int target, int length) {
    boolean wasAtomic = oldLength <= arena.entryBytes();
    boolean isAtomic = length <= arena.entryBytes();
    records.firstEntry(record, target);
    records.valueBytes(record, length);
    valueBytes += length - oldLength;
    if (wasAtomic && isAtomic) {
      placement.policy().resized(target, oldLength, length);
    } else if (wasAtomic) {
      order.remove(record);
      placement.policy().removed(first, oldLength);
    } else if (isAtomic) {
      order.add(record);
      placement.policy().added(target, length);
    }
  }

  /** Frees what a value lies in or is charged for. O(1), beside the entries of a run. */
  private void releaseContent(int record) {
    int first = records.firstEntry(record);
    if (records.isObject(record)) {
      placement.charge(-objects.entries(first));
      objects.remove(first);
      return;
    }
    int length = records.valueBytes(record);
    if (isAtomic(record)) {
      order.remove(record);
      placement.policy().removed(first, length);
    }
    arena.free(first, arena.entriesFor(length));
    valueBytes -= length;
  }

  // ---- Deadlines, and who must know

  /** Sets a deadline, changes it or takes it away. */
  final void writeDeadline(int record, long deadlineMillis) {
    boolean had = records.has(record, HAS_DEADLINE);
    if (!had && deadlineMillis == NO_DEADLINE) {
      return;
    }
    int index = records.database(record);
    if (had) {
      deadlineSums[index] -= deadlines.millis(record) - startMillis;
      expiring[index]--;
    }
    if (deadlineMillis == NO_DEADLINE) {
      deadlines.remove(record);
      records.clear(record, HAS_DEADLINE);
      tellPolicyOfDeadline(record, false);
      return;
    }
    if (had) {
      deadlines.change(record, deadlineMillis);
    } else {
      deadlines.add(record, deadlineMillis);
      records.set(record, HAS_DEADLINE);
      tellPolicyOfDeadline(record, true);
    }
    deadlineSums[index] += deadlineMillis - startMillis;
    expiring[index]++;
  }

  private void tellPolicyOfDeadline(int record, boolean hasDeadline) {
    if (isAtomic(record)) {
      placement.policy().deadlineChanged(records.firstEntry(record), hasDeadline);
    }
  }

  /** A running dump gets the value that the key had when the dump began. */
  final void beforeChange(int record) {
    if (dump != null) {
      dump.beforeChange(record);
    }
  }

  /** A key was written: the next dump and the listener are to know. */
  final void wrote(int record) {
    wroteAside(record);
    if (listener != null) {
      listener.changed(databaseOf(record), record);
    }
  }

  /** A key was written in what no listener needs to hear of. */
  final void wroteAside(int record) {
    referenced(record);
    changedByThisCommand = true;
    changes.changed(record);
  }

  /** Counts a reference to the value. */
  final void referenced(int record) {
    if (countsUses) {
      records.useWord(record, uses.used(records.useWord(record)));
    } else {
      records.lastSecond(record, (int) (clock.millis() / 1000));
    }
    if (isAtomic(record)) {
      order.touch(record);
    }
  }

  // ---- Removing keys

  /** Removes a key whose deadline has passed. */
  final void expire(int record) {
    statistics.expired++;
    remove(record, Cause.EXPIRED);
  }

  /** Removes a key, and reports it. */
  final void remove(int record, Cause cause) {
    int database = databaseOf(record);
    if (cause == Cause.COMMAND) {
      changedByThisCommand = true;
    }
    byte[] key = effects.wanted() ? key(record) : null;
    discard(record, cause);
    if (key != null) {
      effects.report(database, cause, "DEL", key);
    }
  }

  /** Removes a key without a word of it. */
  final void discard(int record, Cause cause) {
    if (listener != null) {
      listener.removing(databaseOf(record), record, cause);
    }
    beforeChange(record);
    changes.removed(databaseOf(record), record);
    indexes[records.database(record)].remove(record);
    release(record);
  }

  /** Frees what a key that the index no longer knows has. */
  final void release(int record) {
    releaseContent(record);
    writeDeadline(record, NO_DEADLINE);
    records.free(record);
  }

  /** Removes all keys at once. */
  final void clear() {
    for (KeyIndex index : indexes) {
      index.clear();
    }
    records.clear();
    order.clear();
    deadlines.clear();
    objects.clear();
    arena.clear();
    placement.clear();
    changes.clear();
    Arrays.fill(expiring, 0);
    Arrays.fill(deadlineSums, 0);
    valueBytes = 0;
  }
}
