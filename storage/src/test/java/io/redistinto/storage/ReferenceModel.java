package io.redistinto.storage;

import io.redistinto.storage.replacement.Replacement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The rules of the storage engine as plainly as they can be put: a list of values and loops over
 * the entries. It shares no code with the engine beyond the names of the policies, and is what
 * random runs compare the engine with. Arenas of up to 1 MiB only: there compaction is always
 * allowed.
 */
final class ReferenceModel {
  static final long NO_DEADLINE = -1;

  final int entryCount;
  final int entryBytes;
  final int databases;

  final List<Value> values = new ArrayList<>();
  Replacement policy = Replacement.LRU;
  boolean readsCount = true;
  int maxKeyBytes = 512 << 20;

  /** Whether a command that needs a compaction waits for it and then runs from its beginning. */
  boolean compactionsPause;

  long nowMillis;

  int pointer;
  long evictions;
  long expired;
  long compactions;
  long valuesMoved;
  long bytesMoved;
  long hits;
  long misses;
  private long operations;

  /** A value and its key, and the run of entries that it lies in. */
  static final class Value {
    int database;
    String key;
    byte[] bytes;
    int first;
    int entries;
    long deadlineMillis = NO_DEADLINE;
    long lastOperation;
    long lastSecond;
  }

  /** The model's refusal, with the error that a client gets. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** A command that needs a compaction is to run again after it. */
  private static final class Paused extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  ReferenceModel(int entryCount, int entryBytes, int databases) {
    this.entryCount = entryCount;
    this.entryBytes = entryBytes;
    this.databases = databases;
  }

  // ---- Commands

  /** The value's bytes, or null. */
  byte[] get(int database, String key) {
    Value value = find(database, key);
    if (value == null) {
      misses++;
      return null;
    }
    hits++;
    if (readsCount) {
      reference(value);
    }
    return value.bytes;
  }

  /** Asks of the key only, which is no reference. */
  boolean exists(int database, String key) {
    boolean exists = find(database, key) != null;
    hits += exists ? 1 : 0;
    misses += exists ? 0 : 1;
    return exists;
  }

  void set(int database, String key, byte[] bytes, long deadlineMillis) {
    try {
      setNow(database, key, bytes, deadlineMillis);
    } catch (Paused pause) {
      compact();
      setNow(database, key, bytes, deadlineMillis);
    }
  }

  private void setNow(int database, String key, byte[] bytes, long deadlineMillis) {
    Value value = find(database, key);
    int needed = entriesFor(bytes);
    if (value == null) {
      checkKey(key);
      int first = place(needed, null);
      value = new Value();
      value.database = database;
      value.key = key;
      value.first = first;
      values.add(value);
    } else if (needed > value.entries && !canGrowInPlace(value, needed)) {
      value.first = place(needed, value);
    }
    value.entries = needed;
    value.bytes = bytes;
    value.deadlineMillis = deadlineMillis;
    reference(value);
  }

  /** Writes bytes into a value, which is made as long as that needs, with zeros in between. */
  void writeRange(int database, String key, int from, byte[] bytes) {
    Value value = find(database, key);
    byte[] old = value == null ? new byte[0] : value.bytes;
    byte[] written = Arrays.copyOf(old, Math.max(old.length, from + bytes.length));
    System.arraycopy(bytes, 0, written, from, bytes.length);
    set(database, key, written, value == null ? NO_DEADLINE : value.deadlineMillis);
  }

  boolean delete(int database, String key) {
    Value value = find(database, key);
    return value != null && values.remove(value);
  }

  boolean expireAt(int database, String key, long deadlineMillis) {
    Value value = find(database, key);
    if (value == null) {
      return false;
    }
    value.deadlineMillis = deadlineMillis;
    reference(value);
    return true;
  }

  boolean persist(int database, String key) {
    Value value = find(database, key);
    if (value == null || value.deadlineMillis == NO_DEADLINE) {
      return false;
    }
    value.deadlineMillis = NO_DEADLINE;
    reference(value);
    return true;
  }

  boolean rename(int database, String key, String newKey) {
    Value value = find(database, key);
    if (value == null) {
      return false;
    }
    checkKey(newKey);
    Value other = find(database, newKey);
    if (other != value) {
      values.remove(other);
      value.key = newKey;
      reference(value);
    }
    return true;
  }

  void swap(int one, int other) {
    for (Value value : values) {
      if (value.database == one) {
        value.database = other;
      } else if (value.database == other) {
        value.database = one;
      }
    }
  }

  int flush(int database) {
    int before = values.size();
    values.removeIf(value -> value.database == database);
    int flushed = before - values.size();
    if (values.isEmpty()) {
      pointer = 0;
    }
    return flushed;
  }

  int flushAll() {
    int flushed = values.size();
    values.clear();
    pointer = 0;
    return flushed;
  }

  int expireSome(int most) {
    List<Value> due = new ArrayList<>(values);
    due.removeIf(value -> !isExpired(value));
    due.sort(Comparator.comparingLong(value -> value.deadlineMillis));
    int count = Math.min(most, due.size());
    values.removeAll(due.subList(0, count));
    expired += count;
    return count;
  }

  void compact() {
    Value[] entries = entries();
    Value atPointer = null;
    for (int entry = pointer; entry < entryCount && atPointer == null; entry++) {
      atPointer = entries[entry];
    }
    int lowestFree = 0;
    while (lowestFree < entryCount && entries[lowestFree] != null) {
      lowestFree++;
    }
    int next = 0;
    for (Value value : inEntryOrder()) {
      if (value.first > lowestFree) {
        valuesMoved++;
        bytesMoved += (long) value.entries * entryBytes;
      }
      value.first = next;
      next += value.entries;
    }
    pointer = atPointer == null ? 0 : atPointer.first;
    compactions++;
  }

  /** Puts a value that was read from disk, where it first fits. */
  boolean load(int database, String key, byte[] bytes, long deadlineMillis) {
    int first = firstFit(entriesFor(bytes));
    if (first < 0) {
      return false;
    }
    Value value = new Value();
    value.database = database;
    value.key = key;
    value.bytes = bytes;
    value.first = first;
    value.entries = entriesFor(bytes);
    value.deadlineMillis = deadlineMillis;
    reference(value);
    values.add(value);
    return true;
  }

  // ---- To look at

  /** For each entry the value that lies in it, or null. */
  Value[] entries() {
    Value[] entries = new Value[entryCount];
    for (Value value : values) {
      for (int i = 0; i < value.entries; i++) {
        entries[value.first + i] = value;
      }
    }
    return entries;
  }

  /** The value whether or not it has expired, or null. */
  Value peek(int database, String key) {
    for (Value value : values) {
      if (value.database == database && value.key.equals(key)) {
        return value;
      }
    }
    return null;
  }

  boolean isExpired(Value value) {
    return value.deadlineMillis != NO_DEADLINE && value.deadlineMillis <= nowMillis;
  }

  int freeEntries() {
    int free = entryCount;
    for (Value value : values) {
      free -= value.entries;
    }
    return free;
  }

  List<Value> inEntryOrder() {
    List<Value> ordered = new ArrayList<>(values);
    ordered.sort(Comparator.comparingInt(value -> value.first));
    return ordered;
  }

  int entriesFor(byte[] bytes) {
    return Math.max(1, (bytes.length + entryBytes - 1) / entryBytes);
  }

  // ---- Rules

  /** Looks a key up for a write. */
  Value find(int database, String key) {
    Value value = peek(database, key);
    if (value != null && isExpired(value)) {
      values.remove(value);
      expired++;
      return null;
    }
    return value;
  }

  private void reference(Value value) {
    value.lastOperation = ++operations;
    value.lastSecond = nowMillis / 1000;
  }

  private void checkKey(String key) {
    if (key.length() > maxKeyBytes) {
      throw new Refused(
          "ERR the key is longer than 'max-key-length' allows (" + maxKeyBytes + " bytes)");
    }
  }

  private int place(int needed, Value writing) {
    int first = firstFit(needed);
    if (first >= 0) {
      return first;
    }
    if (needed > entryCount) {
      throw new Refused(
          "OOM the value needs %d entries and the arena has %d (see 'entries' and 'entry-size')"
              .formatted(needed, entryCount));
    }
    if (freeEntries() + evictable(writing).size() < needed) {
      throw new Refused("OOM command not allowed when used memory > 'maxmemory'.");
    }
    while (freeEntries() < needed) {
      evictOne(writing);
    }
    first = firstFit(needed);
    if (first < 0 && compactionsPause) {
      throw new Paused();
    }
    if (first < 0) {
      compact();
      first = firstFit(needed);
    }
    return first;
  }

  private List<Value> evictable(Value writing) {
    List<Value> evictable = new ArrayList<>();
    for (Value value : values) {
      if (value.entries == 1 && value != writing && policy != Replacement.NONE) {
        evictable.add(value);
      }
    }
    return evictable;
  }

  private void evictOne(Value writing) {
    Value victim = null;
    for (Value candidate : evictable(writing)) {
      if (victim == null || goesBefore(candidate, victim)) {
        victim = candidate;
      }
    }
    values.remove(victim);
    evictions++;
    pointer = (victim.first + 1) % entryCount;
  }

  private boolean goesBefore(Value one, Value other) {
    if (policy == Replacement.LRU && one.lastOperation != other.lastOperation) {
      return one.lastOperation < other.lastOperation;
    }
    if (policy == Replacement.BSU && one.bytes.length != other.bytes.length) {
      return one.bytes.length > other.bytes.length;
    }
    return fromPointer(one) < fromPointer(other);
  }

  private int fromPointer(Value value) {
    return (value.first - pointer + entryCount) % entryCount;
  }

  private int firstFit(int needed) {
    Value[] entries = entries();
    int run = 0;
    for (int entry = 0; entry < entryCount; entry++) {
      run = entries[entry] == null ? run + 1 : 0;
      if (run == needed) {
        return entry - needed + 1;
      }
    }
    return -1;
  }

  /** Whether the entries after a value are free, so that it can have {@code needed} of them. */
  private boolean canGrowInPlace(Value value, int needed) {
    Value[] entries = entries();
    for (int entry = value.first + value.entries; entry < value.first + needed; entry++) {
      if (entry >= entryCount || entries[entry] != null) {
        return false;
      }
    }
    return true;
  }
}
