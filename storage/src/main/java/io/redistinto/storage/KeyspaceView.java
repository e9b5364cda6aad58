package io.redistinto.storage;

import static io.redistinto.storage.index.Records.HAS_DEADLINE;
import static io.redistinto.storage.index.Records.NONE;

import io.redistinto.storage.entries.Arena;
import io.redistinto.storage.expiry.Clock;
import io.redistinto.storage.expiry.Deadlines;
import io.redistinto.storage.index.KeyIndex;
import io.redistinto.storage.index.Records;
import io.redistinto.storage.index.ReferenceOrder;
import io.redistinto.storage.index.Segments;
import io.redistinto.storage.index.SipHash;
import io.redistinto.storage.replacement.UseCounts;
import io.redistinto.storage.value.Value;
import io.redistinto.storage.value.Values;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * What can be asked of keys and values without a change: no key expires by it, nothing is counted.
 * Holds the structures that they lie in.
 */
public abstract sealed class KeyspaceView permits KeyspaceChanges {
  /** The record of a key that is not there. */
  public static final int NO_KEY = NONE;

  /** The deadline of a key that does not expire. */
  public static final long NO_DEADLINE = -1;

  /** What a listpack has beside its elements, and at most one byte. */
  private static final int PACKED_HEADER_BYTES = 8;

  final Clock clock;
  final Arena arena;
  final Records records;
  final SipHash hash;
  final ReferenceOrder order;
  final Segments segments = new Segments();
  final Deadlines deadlines = new Deadlines();
  final ObjectTable objects = new ObjectTable();
  final UseCounts uses;

  /** By the number that records carry; {@link #numberOf} has the database that shows it. */
  final KeyIndex[] indexes;

  final int[] indexOf;
  final int[] numberOf;
  final int[] expiring;

  /** Counted from {@link #startMillis}, so that millions of deadlines do not overflow. */
  final long[] deadlineSums;

  final long startMillis;

  /** The bytes of all values that are no objects. */
  long valueBytes;

  boolean countsUses;

  KeyspaceView(KeyspaceOptions options, Clock clock, SplittableRandom random) {
    this.clock = clock;
    arena = new Arena(options.entryCount(), options.entryBytes());
    records = new Records(options.entryCount());
    order = new ReferenceOrder(records);
    hash = new SipHash(random);
    uses = new UseCounts(clock, random);
    indexes = new KeyIndex[options.databases()];
    indexOf = new int[options.databases()];
    numberOf = new int[options.databases()];
    expiring = new int[options.databases()];
    deadlineSums = new long[options.databases()];
    startMillis = clock.millis();
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = new KeyIndex(segments, records, hash);
      indexOf[i] = i;
      numberOf[i] = i;
    }
  }

  // ---- Looking up

  /** The hash by which a key is looked up, whatever its database. */
  public final long hash(ByteBuffer key, int offset, int length) {
    return hash.hash(key, offset, length);
  }

  /** The key's record, whether it has expired or not. Nothing changes, nothing is counted. */
  public final int recordOf(int database, ByteBuffer key, int offset, int length) {
    return indexes[indexOf[database]].find(key, offset, length);
  }

  /** How many keys a database has, expired ones that nobody met yet included. */
  public final int size(int database) {
    return indexes[indexOf[database]].size();
  }

  /** Visits some keys from a cursor on; see {@link KeyIndex#scan}. The visitor may not write. */
  public final long scan(int database, long cursor, int wanted, IntConsumer visitor) {
    return indexes[indexOf[database]].scan(cursor, wanted, visitor);
  }

  /** Visits every key of a database. The visitor may not write. O(keys). */
  public final void forEach(int database, IntConsumer visitor) {
    indexes[indexOf[database]].forEach(visitor);
  }

  // ---- Reading what was found

  public final ValueType type(int record) {
    return records.type(record);
  }

  /** In what form the value lies. */
  public final Form form(int record) {
    return records.form(record);
  }

  /** The length in bytes of a value that is no object. */
  public final int length(int record) {
    return records.valueBytes(record);
  }

  /** Whether the value lies in one entry; an object does not. */
  public final boolean isAtomic(int record) {
    return records.valueBytes(record) <= arena.entryBytes();
  }

  /** Copies {@code length} bytes of the value, from its byte {@code from} on, to {@code target}. */
  public final void read(int record, int from, ByteBuffer target, int offset, int length) {
    assert from + length <= records.valueBytes(record);
    arena.read(records.firstEntry(record), from, target, offset, length);
  }

  /**
   * The collection of a record: what is packed is a copy, to be stored after a change; an object is
   * the one that the key holds, not to be changed before {@link Keyspace#edit}.
   */
  public final Value collection(int record) {
    return records.isObject(record)
        ? objects.get(records.firstEntry(record))
        : Values.unpack(type(record), form(record), value(record));
  }

  /** A copy of the bytes of a value that is no object. */
  public final byte[] value(int record) {
    byte[] value = new byte[records.valueBytes(record)];
    read(record, 0, ByteBuffer.wrap(value), 0, value.length);
    return value;
  }

  /**
   * How many bytes a value has: those that lie in entries, or those that an object is charged for.
   */
  public final long valueBytes(int record) {
    return records.isObject(record) ? collection(record).bytes() : records.valueBytes(record);
  }

  /** Memory that a key takes with its value and its place in the index, in bytes. */
  public final long memoryBytes(int record) {
    long entries = entriesOf(record);
    long ownerBytes = records.isObject(record) ? 0 : entries * Integer.BYTES;
    long deadlineBytes = records.has(record, HAS_DEADLINE) ? Deadlines.BYTES_EACH : 0;
    return records.memoryBytes(record)
        + KeyIndex.BUCKET_BYTES
        + deadlineBytes
        + entries * arena.entryBytes()
        + ownerBytes;
  }

  public final int keyLength(int record) {
    return records.keyLength(record);
  }

  public final void readKey(int record, ByteBuffer target, int offset) {
    records.readKey(record, target, offset);
  }

  /** A copy of the key. */
  public final byte[] key(int record) {
    return records.key(record);
  }

  /** When the key expires, in milliseconds since 1970, or {@link #NO_DEADLINE}. */
  public final long deadline(int record) {
    return records.has(record, HAS_DEADLINE) ? deadlines.millis(record) : NO_DEADLINE;
  }

  /** Whether the key's deadline has passed. */
  public final boolean isExpired(int record) {
    long deadline = deadline(record);
    return deadline != NO_DEADLINE && deadline <= clock.millis();
  }

  /** Seconds since the value was last referenced; 0 if uses are counted instead. */
  public final long idleSeconds(int record) {
    return countsUses ? 0 : Math.max(0, clock.millis() / 1000 - records.lastSecond(record));
  }

  /** How often the value is used, from 0 to {@link UseCounts#MOST}; 0 if that is not counted. */
  public final int frequency(int record) {
    return countsUses ? uses.counter(records.useWord(record)) : 0;
  }

  /** Whether the replacement policy has uses counted in place of the time of the last one. */
  public final boolean countsUses() {
    return countsUses;
  }

  /** The database that shows a record's key. */
  public final int databaseOf(int record) {
    return numberOf[records.database(record)];
  }

  /** The first of the entries that a record's value lies in; it is no object. */
  public final int firstEntry(int record) {
    return records.firstEntry(record);
  }

  /** How many entries a value lies in or is charged for. */
  public final int entriesOf(int record) {
    return records.isObject(record)
        ? objects.entries(records.firstEntry(record))
        : arena.entriesFor(records.valueBytes(record));
  }

  /** How many entries a collection would lie in or be charged for. */
  public final int entriesFor(Value value) {
    return value.form() == Form.OBJECT
        ? entriesForObject(value.bytes())
        : arena.entriesFor(value.packed().remaining());
  }

  /**
   * Entries for so many bytes of an object's elements: more than one, since an object is not
   * atomic, and as many as it takes packed, which it may be when it was dumped and read again.
   */
  final int entriesForObject(long bytes) {
    long entries = (bytes + PACKED_HEADER_BYTES + arena.entryBytes() - 1) / arena.entryBytes();
    return (int) Math.max(2, Math.min(entries, Integer.MAX_VALUE / 2));
  }

  // ---- Figures

  /** How many keys of a database have a deadline. */
  public final int expiringCount(int database) {
    return expiring[indexOf[database]];
  }

  /** Memory that the deadlines of a database's keys take. */
  public final long deadlineBytes(int database) {
    return (long) expiringCount(database) * Deadlines.BYTES_EACH;
  }

  /** The mean time to live of a database's keys that have one, in milliseconds; 0 if none has. */
  public final long averageTtlMillis(int database) {
    int index = indexOf[database];
    return expiring[index] == 0
        ? 0
        : Math.max(0, deadlineSums[index] / expiring[index] + startMillis - clock.millis());
  }

  /** The arena, to look at. */
  public final Arena arena() {
    return arena;
  }

  /** The bytes of all values. */
  public final long valueBytes() {
    return valueBytes;
  }

  /** Memory allocated outside the heap and for long keys. */
  public final long allocatedBytes() {
    return arena.allocatedBytes()
        + records.allocatedBytes()
        + order.allocatedBytes()
        + segments.allocatedBytes()
        + deadlines.allocatedBytes();
  }

  /** Bytes of memory for the index and its records alone. */
  public final long indexBytes() {
    return allocatedBytes() - arena.allocatedBytes();
  }
}
