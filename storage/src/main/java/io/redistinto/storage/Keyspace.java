package io.redistinto.storage;

import static io.redistinto.storage.index.Records.NONE;

import io.redistinto.storage.Effect.Cause;
import io.redistinto.storage.entries.Arena;
import io.redistinto.storage.entries.Compaction;
import io.redistinto.storage.expiry.Clock;
import io.redistinto.storage.expiry.Deadlines;
import io.redistinto.storage.index.KeyIndex;
import io.redistinto.storage.index.Records;
import io.redistinto.storage.index.ReferenceOrder;
import io.redistinto.storage.index.Segments;
import io.redistinto.storage.index.SipHash;
import io.redistinto.storage.replacement.Replacement;
import io.redistinto.storage.value.Limits;
import io.redistinto.storage.value.TextWriter;
import io.redistinto.storage.value.Value;
import io.redistinto.storage.value.Values;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All keys of all databases, and their values. The few verbs here are the only way in; each of them
 * takes care of
 *
 * <ol>
 *   <li>expiry: a key past its deadline is removed by the lookup that meets it;
 *   <li>the order of references, by which {@code lru} replaces;
 *   <li>the entries: placing, growing and freeing runs, replacement and compaction;
 *   <li>what the next dump must write, and what a running one still needs;
 *   <li>the effect, reported in a form that can be repeated elsewhere.
 * </ol>
 *
 * <p>A found key is named by its record, an {@code int} that stays the same while the key lives, or
 * {@link #NO_KEY}. Keys and values come and go as ranges of buffers. All verbs are O(1) expected,
 * beside the bytes they copy, unless they say otherwise. One thread uses a keyspace.
 */
public final class Keyspace {
  /** The record of a key that is not there. */
  public static final int NO_KEY = NONE;

  /** The deadline of a key that does not expire. */
  public static final long NO_DEADLINE = -1;

  private static final int HAS_DEADLINE = 8;

  /** The length that stands in an object's record: it fits in no entry. */
  private static final int OBJECT_BYTES = Integer.MAX_VALUE;

  private static final int RANDOM_KEY_TRIES = 100;

  /** Long keys lie on the heap: together they may take as much as the arena, and this at least. */
  private static final long LEAST_LONG_KEY_BYTES = 64 << 20;

  private final Clock clock;
  private final Arena arena;
  private final Records records;
  private final SipHash hash;
  private final ReferenceOrder order;
  private final Segments segments = new Segments();
  private final Deadlines deadlines = new Deadlines();
  private final Placement placement;
  private final Warming warming;
  private final ChangedKeys changes;
  private final ObjectTable objects = new ObjectTable();
  private final Limits limits = new Limits();
  private final Effects effects = new Effects();

  /** Null if nobody listens: then a change costs one look at this. */
  private KeyListener listener;

  private final StorageStatistics statistics = new StorageStatistics();
  private final SplittableRandom random;

  /** By the number that records carry; {@link #numberOf} has the database that shows it. */
  private final KeyIndex[] indexes;

  private final int[] indexOf;
  private final int[] numberOf;
  private final int[] expiring;

  /** Counted from {@link #startMillis}, so that millions of deadlines do not overflow. */
  private final long[] deadlineSums;

  private final long startMillis;

  private boolean readsCount = true;
  private boolean referencing = true;
  private boolean removingExpired = true;
  private int maxKeyBytes = KeyspaceOptions.DEFAULT_MAX_KEY_BYTES;
  private long pauseAboveBytes = Long.MAX_VALUE;
  private boolean changedByThisCommand;
  private long valueBytes;
  private DumpSink dumpSink;

  /** {@link #numberOf} as it was when the running dump began. */
  private int[] numberInDump;

  public Keyspace(KeyspaceOptions options, Clock clock, SplittableRandom random) {
    this(options, clock, random, System::nanoTime);
  }

  /** With the clock that pauses are measured by. */
  public Keyspace(
      KeyspaceOptions options, Clock clock, SplittableRandom random, LongSupplier nanoTime) {
    this.clock = clock;
    this.random = random;
    arena = new Arena(options.entryCount(), options.entryBytes());
    records = new Records(options.entryCount());
    order = new ReferenceOrder();
    warming = new Warming(records, order, arena);
    changes = new ChangedKeys(records, options.databases());
    placement =
        new Placement(
            arena, records, order, statistics, record -> remove(record, Cause.REPLACED), nanoTime);
    indexes = new KeyIndex[options.databases()];
    indexOf = new int[options.databases()];
    numberOf = new int[options.databases()];
    expiring = new int[options.databases()];
    deadlineSums = new long[options.databases()];
    startMillis = clock.millis();
    hash = new SipHash(random);
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = new KeyIndex(segments, records, hash);
      indexOf[i] = i;
      numberOf[i] = i;
    }
  }

  // ---- Settings that may change while it runs

  public void replacement(Replacement wanted) {
    placement.replacement(wanted);
  }

  /** Sets who hears how long compactions and replacements take; null for nobody. */
  public void delays(DelayListener listener) {
    placement.delays(listener);
  }

  public Replacement replacement() {
    return placement.replacement();
  }

  /** Whether reading a value counts as a reference. */
  public void readsCount(boolean count) {
    readsCount = count;
  }

  /** Where chance comes from. */
  public SplittableRandom random() {
    return random;
  }

  /** Up to where collections are packed. */
  public Limits limits() {
    return limits;
  }

  public void maxKeyBytes(int bytes) {
    maxKeyBytes = bytes;
  }

  /** Whether the reads that follow count as references: CLIENT NO-TOUCH says no. */
  public void referencing(boolean counts) {
    referencing = counts;
  }

  /**
   * Whether lookups remove the expired keys that they meet. If not, nothing may be written: a key
   * that is not found for having expired is still there.
   */
  public void removingExpired(boolean removes) {
    removingExpired = removes;
  }

  /**
   * A command whose compaction would move more than this is answered by {@link
   * PauseRequiredException}, if it has not changed anything yet.
   */
  public void pauseAboveBytes(long bytes) {
    pauseAboveBytes = bytes;
  }

  public Effects effects() {
    return effects;
  }

  /** Lets a listener hear of keys that change, after those that do already. */
  public void addListener(KeyListener added) {
    listener = KeyListeners.with(listener, added);
  }

  /** Lets a listener that was added hear no more. */
  public void removeListener(KeyListener removed) {
    listener = KeyListeners.without(listener, removed);
  }

  public StorageStatistics statistics() {
    return statistics;
  }

  /** To be called before each command: a pause may be asked for only before its first change. */
  public void beginCommand() {
    changedByThisCommand = false;
  }

  /** The running command cannot be run again any more: from now on no pause may be asked for. */
  public void forbidPause() {
    changedByThisCommand = true;
  }

  // ---- Looking up

  /** Says that a key will be looked up soon; {@link Warming#run} follows. */
  public void warm(int database, long keyHash) {
    warming.add(indexes[indexOf[database]], keyHash);
  }

  /** Brings what was said to be looked up soon into the processor's cache. */
  public Warming warming() {
    return warming;
  }

  /** The hash by which a key is looked up, whatever its database. */
  public long hash(ByteBuffer key, int offset, int length) {
    return hash.hash(key, offset, length);
  }

  /** The key's record, for a command that will write it. */
  public int find(int database, ByteBuffer key, int offset, int length) {
    return find(database, key, offset, length, hash(key, offset, length));
  }

  /** The record of a key whose {@link #hash} is known, for a command that will write it. */
  public int find(int database, ByteBuffer key, int offset, int length, long keyHash) {
    int record = indexes[indexOf[database]].find(key, offset, length, keyHash);
    if (record != NO_KEY && records.has(record, HAS_DEADLINE) && isExpired(record)) {
      if (removingExpired) {
        expire(record);
      }
      return NO_KEY;
    }
    return record;
  }

  /** The key's record, whether it has expired or not. Nothing changes, nothing is counted. */
  public int recordOf(int database, ByteBuffer key, int offset, int length) {
    return indexes[indexOf[database]].find(key, offset, length);
  }

  /** The key's record, for a command that reads its value: counts a hit or a miss, a reference. */
  public int read(int database, ByteBuffer key, int offset, int length) {
    return read(database, key, offset, length, hash(key, offset, length));
  }

  /** The record of a key whose {@link #hash} is known, for a command that reads its value. */
  public int read(int database, ByteBuffer key, int offset, int length, long keyHash) {
    int record = peek(database, key, offset, length, keyHash);
    if (record != NO_KEY) {
      touch(record);
    }
    return record;
  }

  /**
   * The record of a key whose {@link #hash} is known, for a command that asks of the key only:
   * counts a hit or a miss.
   */
  public int peek(int database, ByteBuffer key, int offset, int length, long keyHash) {
    int record = find(database, key, offset, length, keyHash);
    if (record == NO_KEY) {
      statistics.misses++;
    } else {
      statistics.hits++;
    }
    return record;
  }

  /** Counts a reference that wrote nothing, unless the settings or the client say otherwise. */
  public void touch(int record) {
    if (readsCount && referencing) {
      reference(record);
    }
  }

  /** Counts a reference to the value. */
  public void reference(int record) {
    records.lastSecond(record, (int) (clock.millis() / 1000));
    if (isAtomic(record)) {
      order.touch(record);
    }
  }

  /** How many keys a database has, expired ones that nobody met yet included. */
  public int size(int database) {
    return indexes[indexOf[database]].size();
  }

  /**
   * A random key of a database that has not expired, or {@link #NO_KEY}. While expired keys stay,
   * it may miss one that is among very many of them.
   */
  public int randomKey(int database) {
    KeyIndex index = indexes[indexOf[database]];
    for (int tries = 0; removingExpired || tries < RANDOM_KEY_TRIES; tries++) {
      int record = index.random(random);
      if (record == NO_KEY || !isExpired(record)) {
        return record;
      }
      if (removingExpired) {
        expire(record);
      }
    }
    return NO_KEY;
  }

  /** Visits some keys from a cursor on; see {@link KeyIndex#scan}. The visitor may not write. */
  public long scan(int database, long cursor, int wanted, IntConsumer visitor) {
    return indexes[indexOf[database]].scan(cursor, wanted, visitor);
  }

  /** Visits every key of a database. The visitor may not write. O(keys). */
  public void forEach(int database, IntConsumer visitor) {
    indexes[indexOf[database]].forEach(visitor);
  }

  // ---- Reading what was found

  public ValueType type(int record) {
    return records.type(record);
  }

  /** In what form the value lies. */
  public Form form(int record) {
    return records.form(record);
  }

  /** Says that a string lies in another form. Its bytes stay, so this is no change of the key. */
  public void form(int record, Form form) {
    records.type(record, ValueType.STRING, form);
  }

  /** The length in bytes of a value that is no object. */
  public int length(int record) {
    return records.valueBytes(record);
  }

  /** Whether the value lies in one entry; an object does not. */
  public boolean isAtomic(int record) {
    return records.valueBytes(record) <= arena.entryBytes();
  }

  /** Copies {@code length} bytes of the value, from its byte {@code from} on, to {@code target}. */
  public void read(int record, int from, ByteBuffer target, int offset, int length) {
    assert from + length <= records.valueBytes(record);
    arena.read(records.firstEntry(record), from, target, offset, length);
  }

  /**
   * The collection of a record: what is packed is a copy, to be stored after a change; an object is
   * the one that the key holds, not to be changed before {@link #edit}.
   */
  public Value collection(int record) {
    return records.isObject(record)
        ? objects.get(records.firstEntry(record))
        : Values.unpack(type(record), form(record), value(record));
  }

  /** A copy of the bytes of a value that is no object. */
  public byte[] value(int record) {
    byte[] value = new byte[records.valueBytes(record)];
    read(record, 0, ByteBuffer.wrap(value), 0, value.length);
    return value;
  }

  /**
   * How many bytes a value has: those that lie in entries, or those that an object is charged for.
   */
  public long valueBytes(int record) {
    return records.isObject(record) ? collection(record).bytes() : records.valueBytes(record);
  }

  /** Memory that a key takes with its value and its place in the index, in bytes. */
  public long memoryBytes(int record) {
    long entries = entriesOf(record);
    long ownerBytes = records.isObject(record) ? 0 : entries * Integer.BYTES;
    long deadlineBytes = records.has(record, HAS_DEADLINE) ? Deadlines.BYTES_EACH : 0;
    return records.memoryBytes(record)
        + KeyIndex.BUCKET_BYTES
        + deadlineBytes
        + entries * arena.entryBytes()
        + ownerBytes;
  }

  public int keyLength(int record) {
    return records.keyLength(record);
  }

  public void readKey(int record, ByteBuffer target, int offset) {
    records.readKey(record, target, offset);
  }

  /** A copy of the key. */
  public byte[] key(int record) {
    return records.key(record);
  }

  /** When the key expires, in milliseconds since 1970, or {@link #NO_DEADLINE}. */
  public long deadline(int record) {
    return records.has(record, HAS_DEADLINE) ? deadlines.millis(record) : NO_DEADLINE;
  }

  /** Whether the key's deadline has passed. */
  public boolean isExpired(int record) {
    long deadline = deadline(record);
    return deadline != NO_DEADLINE && deadline <= clock.millis();
  }

  /** Whether the key has expired; if so it is gone, unless expired keys stay. */
  public boolean removeIfExpired(int record) {
    boolean expired = isExpired(record);
    if (expired && removingExpired) {
      expire(record);
    }
    return expired;
  }

  /** Seconds since the value was last referenced. */
  public long idleSeconds(int record) {
    return Math.max(0, clock.millis() / 1000 - records.lastSecond(record));
  }

  /** Says how long ago the value was last referenced. */
  public void idleSeconds(int record, long seconds) {
    long last = clock.millis() / 1000 - seconds;
    records.lastSecond(record, (int) Math.max(Integer.MIN_VALUE, last));
  }

  // ---- Writing

  /**
   * Gives a key a string value, whatever it held.
   *
   * @param found what {@link #find} answered for this key
   * @param deadlineMillis when it expires, or {@link #NO_DEADLINE}
   * @return the key's record
   * @throws RefusedException if it cannot be placed; nothing has changed then
   */
  public int setString(
      int found,
      int database,
      ByteBuffer key,
      int keyOffset,
      int keyLength,
      ByteBuffer value,
      int valueOffset,
      int valueLength,
      long deadlineMillis) {
    return setString(
        found,
        database,
        key,
        keyOffset,
        keyLength,
        value,
        valueOffset,
        valueLength,
        deadlineMillis,
        Form.BYTES);
  }

  /** As the other, a string in this form: as bytes, raw or embedded. */
  public int setString(
      int found,
      int database,
      ByteBuffer key,
      int keyOffset,
      int keyLength,
      ByteBuffer value,
      int valueOffset,
      int valueLength,
      long deadlineMillis,
      Form form) {
    int record =
        layOut(found, database, key, keyOffset, keyLength, ValueType.STRING, form, valueLength);
    arena.write(records.firstEntry(record), 0, value, valueOffset, valueLength);
    writeDeadline(record, deadlineMillis);
    wrote(record);
    if (effects.wanted()) {
      byte[] bytes = value(record);
      if (deadlineMillis == NO_DEADLINE) {
        effects.report(database, Cause.COMMAND, "SET", key(record), bytes);
      } else {
        effects.report(database, Cause.COMMAND, "SET", key(record), bytes, "PXAT", deadlineMillis);
      }
    }
    return record;
  }

  /**
   * Writes bytes into a string value from its byte {@code from} on, and makes it as long as that
   * needs: what lies between its old end and {@code from} is zero. A key that is not there is made;
   * a deadline stays.
   *
   * @param found what {@link #find} answered for this key
   * @return the key's record
   * @throws RefusedException if it cannot be placed; nothing has changed then
   */
  public int writeRange(
      int found,
      int database,
      ByteBuffer key,
      int keyOffset,
      int keyLength,
      int from,
      ByteBuffer bytes,
      int offset,
      int length) {
    int end = Math.addExact(from, length);
    int oldLength = found == NO_KEY ? 0 : records.valueBytes(found);
    int record =
        layOut(
            found,
            database,
            key,
            keyOffset,
            keyLength,
            ValueType.STRING,
            Form.RAW,
            Math.max(end, oldLength));
    int first = records.firstEntry(record);
    if (from > oldLength) {
      arena.zero(first, oldLength, from - oldLength);
    }
    arena.write(first, from, bytes, offset, length);
    wrote(record);
    if (effects.wanted()) {
      byte[] written = new byte[length];
      bytes.get(offset, written);
      effects.report(database, Cause.COMMAND, "SETRANGE", key(record), from, written);
    }
    return record;
  }

  /**
   * The collection of a record, to be changed and then {@linkplain #store stored}: what a running
   * dump needs of an object is kept, and there is room for it to grow.
   *
   * @param growthBytes how many {@link Value#bytes} an object may have more after the change, at
   *     most
   * @throws RefusedException if there is no room for them; nothing has changed then
   */
  public Value edit(int record, long growthBytes) {
    if (records.isObject(record)) {
      int number = records.firstEntry(record);
      int grown = entriesForObject(objects.get(number).bytes() + growthBytes);
      placement.makeRoom(Math.max(0, grown - objects.entries(number)), record);
      beforeChange(record);
      changedByThisCommand = true;
    }
    return collection(record);
  }

  /**
   * Gives a key a collection, as {@link #store(int, int, ByteBuffer, int, int, Value)} does, and a
   * deadline.
   */
  public int store(
      int found,
      int database,
      ByteBuffer key,
      int keyOffset,
      int keyLength,
      Value value,
      long deadlineMillis) {
    int record = put(found, database, key, keyOffset, keyLength, value);
    if (record != NO_KEY) {
      writeDeadline(record, deadlineMillis);
      wrote(record);
    }
    return record;
  }

  /**
   * Gives a key a collection, whatever it held; the key goes if the collection is gone. A deadline
   * stays. A changed object was {@linkplain #edit edited}.
   *
   * @param found what {@link #find} answered for this key
   * @return the key's record, or {@link #NO_KEY} if there is none any more
   * @throws RefusedException if it cannot be placed; nothing has changed then, but an object that
   *     is the key's already
   */
  public int store(
      int found, int database, ByteBuffer key, int keyOffset, int keyLength, Value value) {
    int record = put(found, database, key, keyOffset, keyLength, value);
    if (record != NO_KEY) {
      wrote(record);
    }
    return record;
  }

  private int put(
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

  /**
   * Notes that an {@linkplain #edit edited} object changed in what no listener needs to hear of: a
   * stream in its groups and counters, not in its entries.
   */
  public void storeAside(int record) {
    charge(record, entriesForObject(collection(record).bytes()));
    wroteAside(record);
  }

  /** Charges so many entries for an object, in place of those charged before. */
  private void charge(int record, int entries) {
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

  /** Entries for so many bytes of an object: more than one, since an object is not atomic. */
  private int entriesForObject(long bytes) {
    long entries = (bytes + arena.entryBytes() - 1) / arena.entryBytes();
    return (int) Math.max(2, Math.min(entries, Integer.MAX_VALUE / 2));
  }

  /** How many entries a value lies in or is charged for. */
  public int entriesOf(int record) {
    return records.isObject(record)
        ? objects.entries(records.firstEntry(record))
        : arena.entriesFor(records.valueBytes(record));
  }

  /** Whether a key of this length may be too long, or one too many of the long ones. */
  public boolean mayRefuseKey(int keyLength) {
    return keyLength > Math.min(maxKeyBytes, Records.INLINE_KEY_BYTES);
  }

  /**
   * How many entries must be found to give a key a string value: none if it fits where the old one
   * lies.
   *
   * @param found what {@link #find} answered for this key
   * @throws RefusedException if the key is too long
   */
  public int entriesToFind(int found, int keyLength, int valueLength) {
    int entries = arena.entriesFor(valueLength);
    if (found == NO_KEY) {
      checkKey(keyLength);
      return entries;
    }
    return records.isObject(found) || entries > entriesOf(found) ? entries : 0;
  }

  /**
   * Refuses writes that are to happen together, unless there is room for all of them at once.
   *
   * @param entries the sum of what {@link #entriesToFind} says of each
   * @param kept how many atomic values are among those to be written over
   * @throws RefusedException if that many entries are neither free nor can be made so
   */
  public void checkRoom(long entries, int kept) {
    placement.checkRoom(entries, kept);
  }

  /** Removes a key because a command says so. */
  public void delete(int record) {
    remove(record, Cause.COMMAND);
  }

  /** Sets a deadline that lies in the future. */
  public void expireAt(int record, long deadlineMillis) {
    beforeChange(record);
    writeDeadline(record, deadlineMillis);
    wrote(record);
    if (effects.wanted()) {
      effects.report(databaseOf(record), Cause.COMMAND, "PEXPIREAT", key(record), deadlineMillis);
    }
  }

  /** Takes the deadline away; whether there was one. */
  public boolean persist(int record) {
    if (!records.has(record, HAS_DEADLINE)) {
      return false;
    }
    beforeChange(record);
    writeDeadline(record, NO_DEADLINE);
    wrote(record);
    if (effects.wanted()) {
      effects.report(databaseOf(record), Cause.COMMAND, "PERSIST", key(record));
    }
    return true;
  }

  /** Gives a key another name; what bore that name before is gone. Value and deadline stay. */
  public void rename(int record, ByteBuffer key, int offset, int length) {
    int database = databaseOf(record);
    checkKey(length);
    int other = find(database, key, offset, length);
    if (other == record) {
      return;
    }
    if (other != NO_KEY) {
      discard(other, Cause.COMMAND);
    }
    if (listener != null) {
      listener.removing(database, record, Cause.COMMAND);
    }
    beforeChange(record);
    byte[] oldKey = effects.wanted() ? key(record) : null;
    changes.removed(database, record);
    KeyIndex index = indexes[records.database(record)];
    index.remove(record);
    records.rename(record, key, offset, length);
    records.clear(record, ChangedKeys.ON_DISK);
    index.add(record);
    wrote(record);
    if (effects.wanted()) {
      effects.report(database, Cause.COMMAND, "RENAME", oldKey, key(record));
    }
  }

  /**
   * Gives a key the value and the deadline of another. O(pages) of an object.
   *
   * @param record the key that is copied
   * @param found what {@link #find} answered for the key that is written
   * @return the record of the copy
   * @throws RefusedException if there is no room; nothing has changed then
   */
  public int copy(
      int record, int found, int database, ByteBuffer key, int keyOffset, int keyLength) {
    long deadlineMillis = deadline(record);
    int from = databaseOf(record);
    byte[] original = effects.wanted() ? key(record) : null;
    int copy;
    if (records.isObject(record)) {
      copy = put(found, database, key, keyOffset, keyLength, collection(record).snapshot());
    } else {
      byte[] value = value(record); // making room may take the original
      copy =
          layOut(
              found, database, key, keyOffset, keyLength, type(record), form(record), value.length);
      arena.write(records.firstEntry(copy), 0, ByteBuffer.wrap(value), 0, value.length);
    }
    writeDeadline(copy, deadlineMillis);
    wrote(copy);
    if (original != null) {
      effects.report(from, Cause.COMMAND, "COPY", original, key(copy), "DB", database, "REPLACE");
    }
    return copy;
  }

  /** Tells of a key as of one that came into being: it has taken the place of another. */
  public void tellCreated(int record) {
    if (listener != null) {
      listener.created(databaseOf(record), record);
    }
  }

  /** Moves a key to another database, which has no key of that name. Value and deadline stay. */
  public void move(int record, int database) {
    int from = databaseOf(record);
    long deadlineMillis = deadline(record);
    if (listener != null) {
      listener.removing(from, record, Cause.COMMAND);
    }
    beforeChange(record);
    changes.removed(from, record);
    indexes[records.database(record)].remove(record);
    writeDeadline(record, NO_DEADLINE);
    records.database(record, indexOf[database]);
    records.clear(record, ChangedKeys.ON_DISK);
    writeDeadline(record, deadlineMillis);
    indexes[indexOf[database]].add(record);
    if (listener != null) {
      listener.created(database, record);
    }
    wrote(record);
    if (effects.wanted()) {
      effects.report(from, Cause.COMMAND, "MOVE", key(record), database);
    }
  }

  /** Exchanges two databases. O(1); the next dump writes both anew. */
  public void swap(int first, int second) {
    if (listener != null) {
      listener.swapping(first, second);
    }
    int index = indexOf[first];
    indexOf[first] = indexOf[second];
    indexOf[second] = index;
    numberOf[indexOf[first]] = first;
    numberOf[indexOf[second]] = second;
    changes.wholeDatabase(first);
    changes.wholeDatabase(second);
    changedByThisCommand = true;
    if (effects.wanted()) {
      effects.report(first, Cause.COMMAND, "SWAPDB", first, second);
    }
  }

  /**
   * Removes all keys of a database; how many. A running dump gets no more of them. If no key is
   * left anywhere, the circular pointer goes back to 0. O(keys), O(1) if no other database has any.
   */
  public int flush(int database) {
    KeyIndex index = indexes[indexOf[database]];
    int size = index.size();
    if (listener != null) {
      listener.flushing(database);
    }
    changes.wholeDatabase(database);
    if (size == records.count()) {
      clear();
    } else {
      index.forEach(this::release);
      index.clear();
    }
    changedByThisCommand = true;
    if (effects.wanted()) {
      effects.report(database, Cause.COMMAND, "FLUSHDB");
    }
    return size;
  }

  /**
   * Removes all keys; how many. A running dump gets no more of them. The circular pointer goes back
   * to 0, as in a new arena.
   */
  public int flushAll() {
    int size = records.count();
    for (int database = 0; database < indexes.length; database++) {
      if (listener != null) {
        listener.flushing(database);
      }
      changes.wholeDatabase(database);
    }
    clear();
    changedByThisCommand = true;
    if (effects.wanted()) {
      effects.report(0, Cause.COMMAND, "FLUSHALL");
    }
    return size;
  }

  /**
   * Forgets all keys, as if none had been read from disk yet: their files stay. No dump may be
   * running.
   */
  public void forget() {
    assert dumpSink == null : "a dump needs the keys";
    for (int database = 0; database < indexes.length && listener != null; database++) {
      listener.flushing(database); // after which it may be gone
    }
    clear();
  }

  // ---- Expiry

  /** Removes at most {@code most} keys whose deadline has passed, the earliest first; how many. */
  public int expireSome(int most) {
    int expired = 0;
    while (expired < most && deadlines.firstMillis() <= clock.millis()) {
      expire(deadlines.first());
      expired++;
    }
    return expired;
  }

  /** How many keys of a database have a deadline. */
  public int expiringCount(int database) {
    return expiring[indexOf[database]];
  }

  /** Memory that the deadlines of a database's keys take. */
  public long deadlineBytes(int database) {
    return (long) expiringCount(database) * Deadlines.BYTES_EACH;
  }

  /** The mean time to live of a database's keys that have one, in milliseconds; 0 if none has. */
  public long averageTtlMillis(int database) {
    int index = indexOf[database];
    return expiring[index] == 0
        ? 0
        : Math.max(0, deadlineSums[index] / expiring[index] + startMillis - clock.millis());
  }

  // ---- Compaction

  /** Whether a compaction would move as much as {@link #pauseAboveBytes} calls a pause. */
  public boolean compactionIsLong() {
    return Compaction.bytesToMove(arena) > pauseAboveBytes;
  }

  /** Starts a compaction. Until its last step nothing else may be asked of this keyspace. */
  public void startCompaction() {
    placement.startCompaction();
  }

  /** Moves some entries; whether the compaction is over. */
  public boolean compactionStep(int entries) {
    return placement.compactionStep(entries);
  }

  // ---- Dump

  /** How many keys wait for the next dump, at most. */
  public int keysToDump() {
    return changes.waiting();
  }

  /**
   * Fixes what is to be dumped: all that changed since the last one. O(1), unless whole databases
   * were flushed or swapped: then O(their keys). Values go to the sink as {@link #dumpSome} is
   * called, or just before they change; all of them as they are now, but what a flush removes
   * meanwhile: the next dump removes its files.
   *
   * @return how many changes the sink will be told of, at most
   */
  public int startDump(DumpSink sink) {
    for (int database = 0; database < indexes.length; database++) {
      if (changes.isWhole(database)) {
        forEach(database, changes::changed);
      }
    }
    int most = changes.waiting();
    changes.startSnapshot();
    dumpSink = sink;
    numberInDump = numberOf.clone();
    for (ChangedKeys.RemovedKey gone; (gone = changes.nextRemoved()) != null; ) {
      byte[] key = gone.key().array();
      if (indexes[indexOf[gone.database()]].find(gone.key(), 0, key.length) == NO_KEY) {
        sink.remove(gone.database(), key);
      }
    }
    return most;
  }

  /** Whether a dump was started and not all of it handed over. */
  public boolean dumping() {
    return dumpSink != null;
  }

  /** Whether the running dump writes all keys of a database. */
  public boolean dumpingWhole(int database) {
    return changes.isWholeInSnapshot(database);
  }

  /** Hands values to the sink until they make {@code bytes} or none is left; whether none is. */
  public boolean dumpSome(long bytes) {
    long handed = 0;
    while (handed < bytes) {
      int record = changes.nextPending();
      if (record == NO_KEY) {
        for (int database = 0; database < indexes.length; database++) {
          if (changes.isWholeInSnapshot(database)) {
            dumpSink.keepOnlyWritten(database);
          }
        }
        changes.endSnapshot();
        dumpSink = null;
        return true;
      }
      handed += (long) entriesOf(record) * arena.entryBytes() + records.keyLength(record);
      handOver(record);
    }
    return false;
  }

  /** Hands one key's value to a sink, whatever else is dumped. */
  public void dumpOne(int record, DumpSink sink) {
    dump(record, databaseOf(record), sink);
  }

  private void dump(int record, int database, DumpSink sink) {
    records.set(record, ChangedKeys.ON_DISK);
    sink.write(database, key(record), content(record), deadline(record), records.type(record));
  }

  private Supplier<byte[]> content(int record) {
    ValueType type = records.type(record);
    if (type == ValueType.STRING) {
      byte[] value = value(record);
      return () -> value;
    }
    if (records.isObject(record)) {
      Value snapshot = collection(record).snapshot();
      return () -> text(snapshot);
    }
    Form form = records.form(record);
    byte[] packed = value(record);
    return () -> text(Values.unpack(type, form, packed));
  }

  private static byte[] text(Value value) {
    TextWriter out = new TextWriter();
    value.write(out);
    return out.toBytes();
  }

  /** A dump failed: nothing is known of the files, so the next one writes everything. */
  public void dumpFailed() {
    for (int database = 0; database < indexes.length; database++) {
      changes.wholeDatabase(database);
    }
  }

  /** The files of a database could not be put in order: the next dump writes all of them. */
  public void dumpFailed(int database) {
    changes.wholeDatabase(database);
  }

  /** A key's file could not be written or removed: the next dump tries again. */
  public void dumpFailed(int database, byte[] key) {
    int record = indexes[indexOf[database]].find(ByteBuffer.wrap(key), 0, key.length);
    if (record != NO_KEY) {
      changes.changed(record);
    } else if (!changes.isWhole(database)) {
      changes.forgottenOnDisk(database, key);
    }
  }

  /**
   * Puts a key that was read from disk. Not a change, and not replaced by others: it fits or it
   * does not.
   *
   * @return whether there was room
   */
  public boolean load(
      int database,
      ByteBuffer key,
      int keyOffset,
      int keyLength,
      ByteBuffer value,
      int valueOffset,
      int valueLength,
      long deadlineMillis) {
    if (!isFree(arena.entriesFor(valueLength))) {
      return false;
    }
    int record =
        layOut(
            NO_KEY, database, key, keyOffset, keyLength, ValueType.STRING, Form.BYTES, valueLength);
    arena.write(records.firstEntry(record), 0, value, valueOffset, valueLength);
    loaded(record, deadlineMillis);
    return true;
  }

  /** The same, of a collection. */
  public boolean load(
      int database,
      ByteBuffer key,
      int keyOffset,
      int keyLength,
      Value value,
      long deadlineMillis) {
    if (!isFree(entriesFor(value))) {
      return false;
    }
    loaded(put(NO_KEY, database, key, keyOffset, keyLength, value), deadlineMillis);
    return true;
  }

  /** How many entries a collection would lie in or be charged for. */
  public int entriesFor(Value value) {
    return value.form() == Form.OBJECT
        ? entriesForObject(value.bytes())
        : arena.entriesFor(value.packed().remaining());
  }

  /** Whether so many entries are free, in one run: nothing is removed yet while keys are loaded. */
  private boolean isFree(int entries) {
    return entries <= Math.min(arena.free().longest(), placement.freeEntries());
  }

  private void loaded(int record, long deadlineMillis) {
    writeDeadline(record, deadlineMillis);
    records.set(record, ChangedKeys.ON_DISK);
    reference(record);
  }

  /** A file on disk has no key here, because it expired: the next dump removes it. */
  public void loadedExpired(int database, byte[] key) {
    changes.forgottenOnDisk(database, key);
  }

  // ---- Looking at the entries

  /** The arena, to look at. */
  public Arena arena() {
    return arena;
  }

  /** The database that shows a record's key. */
  public int databaseOf(int record) {
    return numberOf[records.database(record)];
  }

  /** How many entries are free: no value lies in them, and no object is charged for them. */
  public int freeEntries() {
    return placement.freeEntries();
  }

  /** How many entries objects are charged for. */
  public int chargedEntries() {
    return placement.chargedEntries();
  }

  /** The first of the entries that a record's value lies in; it is no object. */
  public int firstEntry(int record) {
    return records.firstEntry(record);
  }

  /** The circular pointer. */
  public int pointer() {
    return placement.pointer();
  }

  /** The bytes of all values. */
  public long valueBytes() {
    return valueBytes;
  }

  /** Memory allocated outside the heap and for long keys. */
  public long allocatedBytes() {
    return arena.allocatedBytes()
        + records.allocatedBytes()
        + order.allocatedBytes()
        + segments.allocatedBytes()
        + deadlines.allocatedBytes();
  }

  /** Bytes of memory for the index and its records alone. */
  public long indexBytes() {
    return allocatedBytes() - arena.allocatedBytes();
  }

  // ---- Inside

  private void checkKey(int length) {
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

  private int place(int entries, int writing) {
    return placement.place(
        entries, writing, changedByThisCommand ? Long.MAX_VALUE : pauseAboveBytes);
  }

  /** Makes sure that there is memory for one more record. */
  private void reserveRecord() {
    records.reserve();
    order.reserve(records.highestNext());
  }

  /** A record for a key, of no value yet. There is memory for it. */
  private int register(int database, ByteBuffer key, int keyOffset, int keyLength, ValueType type) {
    reserveRecord();
    int index = indexOf[database];
    int record = records.allocate(index, key, keyOffset, keyLength);
    records.type(record, type, Form.BYTES);
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

  /**
   * Gives a key a run of entries for {@code length} bytes: a new one, or what it had, made so long;
   * what fits of a value that was no object stays.
   */
  private int layOut(
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

  private void writeDeadline(int record, long deadlineMillis) {
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
      return;
    }
    if (had) {
      deadlines.change(record, deadlineMillis);
    } else {
      deadlines.add(record, deadlineMillis);
      records.set(record, HAS_DEADLINE);
    }
    deadlineSums[index] += deadlineMillis - startMillis;
    expiring[index]++;
  }

  private void wroteAside(int record) {
    reference(record);
    changedByThisCommand = true;
    changes.changed(record);
  }

  private void wrote(int record) {
    wroteAside(record);
    if (listener != null) {
      listener.changed(databaseOf(record), record);
    }
  }

  /** A running dump gets the value that the key had when the dump began. */
  private void beforeChange(int record) {
    if (dumpSink != null && changes.isPending(record)) {
      handOver(record);
    }
  }

  private void handOver(int record) {
    changes.handedOver(record);
    dump(record, numberInDump[records.database(record)], dumpSink);
  }

  private void expire(int record) {
    statistics.expired++;
    remove(record, Cause.EXPIRED);
  }

  private void remove(int record, Cause cause) {
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
  private void discard(int record, Cause cause) {
    if (listener != null) {
      listener.removing(databaseOf(record), record, cause);
    }
    beforeChange(record);
    changes.removed(databaseOf(record), record);
    indexes[records.database(record)].remove(record);
    release(record);
  }

  /** Frees what a key that the index no longer knows has. */
  private void release(int record) {
    releaseContent(record);
    writeDeadline(record, NO_DEADLINE);
    records.free(record);
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

  private void clear() {
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

  /** Checks every structure against every other; for tests. O(N). */
  public void validate() {
    arena.free().validate();
    deadlines.validate();
    int keys = 0;
    for (KeyIndex index : indexes) {
      index.validate();
      keys += index.size();
    }
    check(keys == records.count(), "each record is in one index");
    int[] seen = new int[4]; // values, used entries, atomic values, charged entries
    long[] bytes = new long[1];
    for (int number = 0; number < indexes.length; number++) {
      int database = number;
      forEach(
          number,
          record -> {
            check(databaseOf(record) == database, "a record names its index");
            if (records.isObject(record)) {
              Value object = collection(record);
              check(object.type() == records.type(record), "an object is of its record's type");
              check(entriesOf(record) == entriesFor(object), "an object is charged for its bytes");
              check(!object.isGone(), "no empty collection is kept");
              seen[3] += entriesOf(record);
              return;
            }
            int first = records.firstEntry(record);
            int entries = entriesOf(record);
            for (int entry = first; entry < first + entries; entry++) {
              check(!arena.free().isFree(entry), "a value's entries are used");
              check(arena.owner(entry) == record, "a value's entries name it");
            }
            seen[0]++;
            seen[1] += entries;
            seen[2] += entries == 1 ? 1 : 0;
            bytes[0] += records.valueBytes(record);
          });
    }
    check(seen[1] == arena.usedEntries(), "every used entry has a value");
    check(seen[3] == placement.chargedEntries(), "what is charged is charged for objects");
    check(placement.freeEntries() >= 0, "no more is charged than is free");
    check(bytes[0] == valueBytes, "value bytes");
    int ordered = 0;
    for (int record = order.oldest(); record != NONE; record = order.newer(record)) {
      check(isAtomic(record), "only atomic values are in the order of references");
      ordered++;
    }
    check(ordered == seen[2] && ordered == order.size(), "all atomic values are in the order");
  }

  private static void check(boolean holds, String invariant) {
    if (!holds) {
      throw new IllegalStateException("invariant: " + invariant);
    }
  }
}
