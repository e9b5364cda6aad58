package io.redistinto.storage;

import static io.redistinto.storage.index.Records.HAS_DEADLINE;

import io.redistinto.storage.Effect.Cause;
import io.redistinto.storage.entries.Compaction;
import io.redistinto.storage.expiry.Clock;
import io.redistinto.storage.index.KeyIndex;
import io.redistinto.storage.index.Records;
import io.redistinto.storage.replacement.Replacement;
import io.redistinto.storage.replacement.UseCounts;
import io.redistinto.storage.value.Limits;
import io.redistinto.storage.value.Value;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * All keys of all databases, and their values. The few verbs here, beside what {@link KeyspaceView}
 * can be asked, are the only way in; each of them takes care of
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
public final class Keyspace extends KeyspaceChanges {
  private static final int RANDOM_KEY_TRIES = 100;

  private final Warming warming;
  private final Limits limits = new Limits();
  private final SplittableRandom random;

  private boolean readsCount = true;
  private boolean referencing = true;
  private boolean removingExpired = true;

  public Keyspace(KeyspaceOptions options, Clock clock, SplittableRandom random) {
    this(options, clock, random, System::nanoTime);
  }

  /** With the clock that pauses are measured by. */
  public Keyspace(
      KeyspaceOptions options, Clock clock, SplittableRandom random, LongSupplier nanoTime) {
    super(options, clock, random, nanoTime);
    this.random = random;
    warming = new Warming(records, arena);
  }

  // ---- Settings that may change while it runs

  /**
   * Changes the policy. O(keys). Where the new one counts uses and the old one did not, or the
   * reverse, every value is as good as just written.
   */
  public void replacement(Replacement wanted) {
    placement.replacement(wanted);
    if (wanted.countsUses() != countsUses) {
      countsUses = wanted.countsUses();
      int word = countsUses ? uses.word(UseCounts.INITIAL) : (int) (clock.millis() / 1000);
      for (KeyIndex index : indexes) {
        index.forEach(record -> records.useWord(record, word));
      }
    }
  }

  /** Sets how many values a policy that samples compares. */
  public void replacementSamples(int samples) {
    replacementSamples = samples;
  }

  /** How uses are counted for the policies that need it. */
  public UseCounts uses() {
    return uses;
  }

  /**
   * Sets how many bytes of entries may be taken before values give way, or writes should be
   * refused; 0, or as many as the arena has, for all of them.
   */
  public void limitBytes(long bytes) {
    placement.limitBytes(bytes);
  }

  /** Whether as many entries are taken as the limit allows. */
  public boolean isAtLimit() {
    return placement.isAtLimit();
  }

  /**
   * Replaces values while the limit is reached, a thousand at most.
   *
   * @return false if it is reached still and nothing is left to replace
   */
  public boolean replaceAtLimit() {
    return placement.replaceAtLimit();
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

  /** Counts a hit for a key that was met without being looked up, or a miss if it has expired. */
  public void countLookup(int record) {
    if (isExpired(record)) {
      statistics.misses++;
    } else {
      statistics.hits++;
    }
  }

  /** Counts a reference that wrote nothing, unless the settings or the client say otherwise. */
  public void touch(int record) {
    if (readsCount && referencing) {
      referenced(record);
    }
  }

  /** Counts a reference to the value. */
  public void reference(int record) {
    referenced(record);
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

  /**
   * Notes that an {@linkplain #edit edited} object changed in what no listener needs to hear of: a
   * stream in its groups and counters, not in its entries.
   */
  public void storeAside(int record) {
    charge(record, entriesForObject(collection(record).bytes()));
    wroteAside(record);
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
   * @param kept how many of those to be written over {@link #mayGiveWay}
   * @throws RefusedException if that many entries are neither free nor can be made so
   */
  public void checkRoom(long entries, int kept) {
    placement.checkRoom(entries, kept);
  }

  /** Whether the policy may choose this value to be replaced. */
  public boolean mayGiveWay(int record) {
    return placement.mayGiveWay(record);
  }

  /** Removes a key because a command says so. */
  public void delete(int record) {
    remove(record, Cause.COMMAND);
  }

  /** Says that a string lies in another form. Its bytes stay, so this is no change of the key. */
  public void form(int record, Form form) {
    records.type(record, ValueType.STRING, form);
  }

  /** Says how often the value is used, if that is counted. */
  public void frequency(int record, int counter) {
    if (countsUses) {
      records.useWord(record, uses.word(counter));
    }
  }

  /** Says how long ago the value was last referenced, unless uses are counted instead. */
  public void idleSeconds(int record, long seconds) {
    if (!countsUses) {
      long last = clock.millis() / 1000 - seconds;
      records.lastSecond(record, (int) Math.max(Integer.MIN_VALUE, last));
    }
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
    if (listener != null) {
      listener.removing(database, record, Cause.COMMAND);
    }
    if (other != NO_KEY) {
      discard(other, Cause.COMMAND);
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
    assert dump == null : "a dump needs the keys";
    for (int database = 0; database < indexes.length && listener != null; database++) {
      listener.flushing(database); // after which it may be gone
    }
    clear();
  }

  // ---- Expiry

  /** Whether the key has expired; if so it is gone, unless expired keys stay. */
  public boolean removeIfExpired(int record) {
    boolean expired = isExpired(record);
    if (expired && removingExpired) {
      expire(record);
    }
    return expired;
  }

  /** Removes at most {@code most} keys whose deadline has passed, the earliest first; how many. */
  public int expireSome(int most) {
    int expired = 0;
    while (expired < most && deadlines.firstMillis() <= clock.millis()) {
      expire(deadlines.first());
      expired++;
    }
    return expired;
  }

  // ---- Placing and compaction

  /** How many entries are free: no value lies in them, and no object is charged for them. */
  public int freeEntries() {
    return placement.freeEntries();
  }

  /** The bytes of the entries that are not free: what {@link #limitBytes} limits. */
  public long takenBytes() {
    return placement.takenBytes();
  }

  /** How many entries objects are charged for. */
  public int chargedEntries() {
    return placement.chargedEntries();
  }

  /** The circular pointer. */
  public int pointer() {
    return placement.pointer();
  }

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

  /** How many changes of keys the next dump is for; a key that changed twice counts twice. */
  public long changesToDump() {
    return changes.count();
  }

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
    dump = new RunningDump(this, changes, sink);
    dump.handOverRemoved();
    return dump.size();
  }

  /** Whether a dump was started and not all of it handed over. */
  public boolean dumping() {
    return dump != null;
  }

  /** Whether the running dump writes all keys of a database. */
  public boolean dumpingWhole(int database) {
    return dump.isWhole(database);
  }

  /** Hands values to the sink until they make {@code bytes} or none is left; whether none is. */
  public boolean dumpSome(long bytes) {
    boolean over = dump.handOverSome(bytes);
    if (over) {
      dump = null;
    }
    return over;
  }

  /** Hands one key's value to a sink, whatever else is dumped. */
  public void dumpOne(int record, DumpSink sink) {
    RunningDump.write(this, record, databaseOf(record), sink);
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

  /** Whether so many entries are free, in one run: nothing is removed yet while keys are loaded. */
  private boolean isFree(int entries) {
    return entries <= Math.min(arena.free().longest(), placement.freeEntries());
  }

  private void loaded(int record, long deadlineMillis) {
    writeDeadline(record, deadlineMillis);
    records.set(record, ChangedKeys.ON_DISK);
    referenced(record);
  }

  /** A file on disk has no key here, because it expired: the next dump removes it. */
  public void loadedExpired(int database, byte[] key) {
    changes.forgottenOnDisk(database, key);
  }

  /** Checks every structure against every other; for tests. O(N). */
  public void validate() {
    new Invariants(this).check();
  }
}
