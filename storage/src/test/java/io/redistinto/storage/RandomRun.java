package io.redistinto.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.storage.DumpFiles.Content;
import io.redistinto.storage.DumpFiles.Name;
import io.redistinto.storage.ReferenceModel.Value;
import io.redistinto.storage.replacement.Replacement;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Random commands for a keyspace and for {@link ReferenceModel}, which must agree on everything
 * that can be seen after each of them. Beside them run a {@link Replica} that is fed with the
 * effects, and {@link DumpFiles} that must show the keyspace as it was when the dump began.
 */
final class RandomRun {
  private static final int DATABASES = 3;

  /** Those whose victims are certain. */
  private static final List<Replacement> POLICIES =
      List.of(Replacement.CIRCULAR, Replacement.LRU, Replacement.BSU, Replacement.NONE);

  private static final long START_MILLIS = 1_000_000_000_000L;

  private final SplittableRandom random;
  private final int entryCount;
  private final int entryBytes;
  private final boolean readsCount;
  private final String[] keys;
  private final List<Action> actions = new ArrayList<>();
  private int totalWeight;

  private long nowMillis = START_MILLIS;
  private Client client;
  private ReferenceModel model;
  private Replica replica;
  private long lastDeadline = START_MILLIS;

  private final DumpFiles disk = new DumpFiles();

  /** What the running dump is to show, or null while there is none. */
  private Map<Name, Content> snapshot;

  /** The number that each database had when the running dump began. */
  private final int[] numberInSnapshot = new int[DATABASES];

  /** Databases, by that number, that lost the rest of the snapshot to a flush. */
  private final Set<Integer> flushedInSnapshot = new HashSet<>();

  /** Keys that the running dump may write, and those that the next one may. */
  private Set<Name> changedInSnapshot = new HashSet<>();

  private Set<Name> changed = new HashSet<>();

  /** Whether the files show one moment: not after a failed dump, or one that a flush cut short. */
  private boolean filesAreWhole = true;

  private String lastAction = "";

  private record Action(String name, int weight, Runnable run) {}

  RandomRun(
      SplittableRandom random,
      int entryCount,
      int entryBytes,
      int longestKey,
      Replacement policy,
      boolean readsCount) {
    this.random = random;
    this.entryCount = entryCount;
    this.entryBytes = entryBytes;
    this.readsCount = readsCount;
    keys = new String[Math.max(4, entryCount + entryCount / 2)];
    for (int i = 0; i < keys.length; i++) {
      int tail = random.nextInt(4) == 0 ? random.nextInt(longestKey) : 0;
      keys[i] = i == 0 ? "" : Integer.toString(i, 36) + "/" + Client.text(randomBytes(tail));
    }
    action(350, "set", this::set);
    action(250, "overwrite", this::overwrite);
    action(150, "writeRange", this::writeRange);
    action(150, "get", this::get);
    action(30, "exists", this::exists);
    action(80, "delete", this::delete);
    action(50, "expireAt", this::expireAt);
    action(20, "persist", this::persist);
    action(50, "rename", this::rename);
    action(50, "moveClock", this::moveClock);
    action(20, "expireSome", this::expireSome);
    action(10, "compact", this::compact);
    action(10, "randomKey", this::randomKey);
    action(80, "dump", this::dump);
    action(20, "store", this::store);
    action(10, "changePolicy", this::changePolicy);
    action(10, "changeLimits", this::changeLimits);
    action(5, "swap", this::swap);
    action(4, "flush", this::flush);
    action(1, "flushAll", this::flushAll);
    action(5, "restart", this::restart);
    start(policy);
  }

  private void action(int weight, String name, Runnable run) {
    actions.add(new Action(name, weight, run));
    totalWeight += weight;
  }

  private void start(Replacement policy) {
    KeyspaceOptions options = new KeyspaceOptions(entryCount, entryBytes, DATABASES);
    client = new Client(new Keyspace(options, () -> nowMillis, random.split()));
    client.keyspace.replacement(policy);
    client.keyspace.readsCount(readsCount);
    model = new ReferenceModel(entryCount, entryBytes, DATABASES);
    model.policy = policy;
    model.readsCount = readsCount;
    model.nowMillis = nowMillis;
    replica = new Replica(2 * entryCount, entryBytes, DATABASES, random.split());
    client.keyspace.effects().addListener(replica);
  }

  /** What the run did last, for a failure's message. */
  String lastAction() {
    return lastAction;
  }

  /** Does something to both, and compares all that can be seen. */
  void step() {
    int draw = random.nextInt(totalWeight);
    int at = 0;
    while (draw >= actions.get(at).weight) {
      draw -= actions.get(at++).weight;
    }
    lastAction = actions.get(at).name;
    actions.get(at).run.run();
    compare();
  }

  // ---- Actions

  private void set() {
    write(anyKey(), random.nextInt(DATABASES));
  }

  /** Writes a key that is there. */
  private void overwrite() {
    Value value = anyValue();
    if (value != null) {
      write(value.key, value.database);
    }
  }

  private void write(String key, int database) {
    byte[] value = randomBytes(anyLength());
    long deadline = random.nextInt(5) == 0 ? anyDeadline() : Client.NO_DEADLINE;
    lastAction += " " + database + " '" + key + "' " + value.length + " bytes";
    changes(database, key);
    both(
        () -> {
          client.set(database, key, value, deadline);
          return true;
        },
        () -> {
          model.set(database, key, value, deadline);
          return true;
        });
  }

  /** Writes a part of a value, that is there or not, at or after its end or inside. */
  private void writeRange() {
    Value value = random.nextInt(4) == 0 ? null : anyValue();
    String key = value == null ? anyKey() : value.key;
    int database = value == null ? random.nextInt(DATABASES) : value.database;
    int length = value == null ? 0 : value.bytes.length;
    int from = random.nextBoolean() ? length : random.nextInt(length + 2 * entryBytes);
    byte[] bytes = randomBytes(random.nextInt(2 * entryBytes));
    lastAction += " " + database + " '" + key + "' " + from + " " + bytes.length + " bytes";
    changes(database, key);
    both(
        () -> {
          client.writeRange(database, key, from, bytes);
          return true;
        },
        () -> {
          model.writeRange(database, key, from, bytes);
          return true;
        });
  }

  private void get() {
    int database = random.nextInt(DATABASES);
    String key = anyKey();
    lastAction += " " + database + " '" + key + "'";
    both(() -> client.get(database, key), () -> model.get(database, key));
  }

  private void exists() {
    int database = random.nextInt(DATABASES);
    String key = anyKey();
    lastAction += " " + database + " '" + key + "'";
    both(() -> client.exists(database, key), () -> model.exists(database, key));
  }

  private void delete() {
    int database = random.nextInt(DATABASES);
    String key = anyKey();
    lastAction += " " + database + " '" + key + "'";
    both(() -> client.delete(database, key), () -> model.delete(database, key));
  }

  private void expireAt() {
    int database = random.nextInt(DATABASES);
    String key = anyKey();
    long deadline = anyDeadline();
    lastAction += " " + database + " '" + key + "' " + deadline;
    changes(database, key);
    both(
        () -> client.expireAt(database, key, deadline),
        () -> model.expireAt(database, key, deadline));
  }

  private void persist() {
    int database = random.nextInt(DATABASES);
    String key = anyKey();
    changes(database, key);
    both(() -> client.persist(database, key), () -> model.persist(database, key));
  }

  private void rename() {
    Value value = anyValue();
    String newKey = anyKey();
    if (value != null) {
      int database = value.database;
      String key = value.key;
      lastAction += " " + database + " '" + key + "' '" + newKey + "'";
      changes(database, newKey);
      both(() -> client.rename(database, key, newKey), () -> model.rename(database, key, newKey));
    }
  }

  private void moveClock() {
    nowMillis += random.nextInt(10) == 0 ? random.nextInt(100_000) : random.nextInt(100);
    model.nowMillis = nowMillis;
  }

  private void expireSome() {
    int most = 1 + random.nextInt(4);
    both(() -> client.keyspace.expireSome(most), () -> model.expireSome(most));
  }

  private void compact() {
    int stepEntries = random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(4);
    lastAction += " in steps of " + stepEntries;
    client.compact(stepEntries);
    model.compact();
  }

  private void randomKey() {
    int database = random.nextInt(DATABASES);
    int record = client.keyspace.randomKey(database);
    Map<String, Content> left = client.contents(database);
    int before = model.values.size();
    model.values.removeIf(
        value ->
            value.database == database && model.isExpired(value) && !left.containsKey(value.key));
    model.expired += before - model.values.size();
    if (record == Keyspace.NO_KEY) {
      assertThat(left).isEmpty();
    } else {
      String key = Client.text(client.keyspace.key(record));
      assertThat(model.isExpired(model.peek(database, key))).isFalse();
    }
  }

  private void changePolicy() {
    model.policy = POLICIES.get(random.nextInt(POLICIES.size()));
    client.keyspace.replacement(model.policy);
  }

  private void changeLimits() {
    model.maxKeyBytes = random.nextInt(4) == 0 ? 5 : 1000;
    client.keyspace.maxKeyBytes(model.maxKeyBytes);
    model.compactionsPause = random.nextBoolean();
    client.keyspace.pauseAboveBytes(model.compactionsPause ? 0 : Long.MAX_VALUE);
  }

  private void swap() {
    int one = random.nextInt(DATABASES);
    int other = random.nextInt(DATABASES);
    lastAction += " " + one + " " + other;
    client.keyspace.swap(one, other);
    model.swap(one, other);
    int number = numberInSnapshot[one];
    numberInSnapshot[one] = numberInSnapshot[other];
    numberInSnapshot[other] = number;
    changesAll(one);
    changesAll(other);
  }

  private void flush() {
    int database = random.nextInt(DATABASES);
    lastAction += " " + database;
    both(() -> client.keyspace.flush(database), () -> model.flush(database));
    flushedInSnapshot.add(numberInSnapshot[database]);
    changesAll(database);
  }

  private void flushAll() {
    both(client.keyspace::flushAll, model::flushAll);
    for (int database = 0; database < DATABASES; database++) {
      flushedInSnapshot.add(database);
      changesAll(database);
    }
  }

  // ---- Dumps and restarts

  /** Starts a dump, or goes on with the one that runs. */
  private void dump() {
    if (snapshot == null) {
      snapshot = contents();
      disk.begin();
      disk.failAfterCalls = random.nextInt(10) == 0 ? random.nextInt(10) : Long.MAX_VALUE;
      changedInSnapshot = changed;
      changed = new HashSet<>();
      flushedInSnapshot.clear();
      for (int database = 0; database < DATABASES; database++) {
        numberInSnapshot[database] = database;
      }
      client.keyspace.startDump(disk);
    }
    int bytes = random.nextInt(4) == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(20);
    lastAction += " of " + bytes + " bytes";
    if (client.keyspace.dumpSome(bytes)) {
      dumped();
    }
    assertThat(client.keyspace.dumping()).isEqualTo(snapshot != null);
  }

  private void dumped() {
    assertThat(changedInSnapshot).as("keys written that had not changed").containsAll(disk.written);
    boolean failed = disk.failed();
    if (failed) {
      client.keyspace.dumpFailed();
      for (int database = 0; database < DATABASES; database++) {
        changesAll(database);
      }
    } else {
      assertThat(withoutFlushed(disk.files)).isEqualTo(withoutFlushed(snapshot));
    }
    filesAreWhole = !failed && flushedInSnapshot.isEmpty();
    snapshot = null;
  }

  private Map<Name, Content> withoutFlushed(Map<Name, Content> all) {
    Map<Name, Content> rest = new TreeMap<>(all);
    rest.keySet().removeIf(name -> flushedInSnapshot.contains(name.database()));
    return rest;
  }

  /** Writes one key's file now. */
  private void store() {
    int database = random.nextInt(DATABASES);
    String key = anyKey();
    int record = client.find(database, key);
    check(record != Keyspace.NO_KEY, model.find(database, key) != null, "found");
    if (record != Keyspace.NO_KEY && snapshot == null) {
      disk.begin();
      client.keyspace.dumpOne(record, disk);
      filesAreWhole = false;
    }
  }

  /** Loads the files into a new keyspace, in any order. */
  private void restart() {
    while (snapshot != null || !filesAreWhole) {
      dump();
    }
    start(model.policy);
    List<Name> names = new ArrayList<>(disk.files.keySet());
    Collections.shuffle(names, new Random(random.nextLong()));
    changed.clear();
    for (Name name : names) {
      Content content = disk.files.get(name);
      byte[] value = Client.bytes(content.value());
      if (content.deadlineMillis() != Client.NO_DEADLINE && content.deadlineMillis() <= nowMillis) {
        client.keyspace.loadedExpired(name.database(), Client.bytes(name.key()));
      } else {
        both(
            () -> client.load(name.database(), name.key(), value, content.deadlineMillis()),
            () -> model.load(name.database(), name.key(), value, content.deadlineMillis()));
        replica.client.load(name.database(), name.key(), value, content.deadlineMillis());
      }
    }
    assertThat(client.keyspace.keysToDump()).isEqualTo(disk.files.size() - model.values.size());
  }

  private void changes(int database, String key) {
    changed.add(new Name(database, key));
  }

  private void changesAll(int database) {
    for (String key : keys) {
      changes(database, key);
    }
  }

  // ---- Comparing

  /** Runs a command on both: the same answer, or the same error. */
  private <T> void both(Supplier<T> real, Supplier<T> plain) {
    T expected = null;
    String expectedError = null;
    try {
      expected = plain.get();
    } catch (ReferenceModel.Refused e) {
      expectedError = e.getMessage();
    }
    T actual = null;
    String actualError = null;
    try {
      actual = real.get();
    } catch (RefusedException e) {
      actualError = e.getMessage();
    }
    assertThat(actualError).as("error").isEqualTo(expectedError);
    assertThat(actual).as("answer").isEqualTo(expected);
  }

  private void compare() {
    Keyspace keyspace = client.keyspace;
    keyspace.validate();
    int entry = 0;
    byte[] bytes = new byte[entryBytes];
    Map<Integer, Integer> sizes = new HashMap<>();
    Map<Integer, Integer> expiring = new HashMap<>();
    for (Value value : model.inEntryOrder()) {
      for (; entry < value.first; entry++) {
        assertFree(entry);
      }
      sizes.merge(value.database, 1, Integer::sum);
      int record = keyspace.arena().owner(entry);
      String where = "entry " + entry;
      check(Client.text(keyspace.key(record)).equals(value.key), true, where + "'s key");
      check(keyspace.databaseOf(record), value.database, where);
      check(keyspace.length(record), value.bytes.length, where);
      check(keyspace.deadline(record), value.deadlineMillis, where);
      check(keyspace.idleSeconds(record), nowMillis / 1000 - value.lastSecond, where);
      for (int i = 0; i < value.entries; i++, entry++) {
        check(keyspace.arena().free().isFree(entry), false, where);
        check(keyspace.arena().owner(entry), record, where);
        int from = i * entryBytes;
        int length = Math.min(entryBytes, value.bytes.length - from);
        keyspace.arena().read(entry, 0, ByteBuffer.wrap(bytes), 0, length);
        for (int b = 0; b < length; b++) {
          check(bytes[b], value.bytes[from + b], where);
        }
      }
      if (value.deadlineMillis != Client.NO_DEADLINE) {
        expiring.merge(value.database, 1, Integer::sum);
      }
    }
    for (; entry < entryCount; entry++) {
      assertFree(entry);
    }
    for (int database = 0; database < DATABASES; database++) {
      check(keyspace.size(database), sizes.getOrDefault(database, 0), "size");
      check(keyspace.expiringCount(database), expiring.getOrDefault(database, 0), "expiring");
    }
    check(keyspace.pointer(), model.pointer, "pointer");
    StorageStatistics statistics = keyspace.statistics();
    check(statistics.evictions, model.evictions, "evictions");
    check(statistics.compactions, model.compactions, "compactions");
    check(statistics.valuesMoved, model.valuesMoved, "values moved");
    check(statistics.bytesMoved, model.bytesMoved, "bytes moved");
    check(statistics.expired, model.expired, "expired");
    check(statistics.hits, model.hits, "hits");
    check(statistics.misses, model.misses, "misses");
  }

  /** Compares the data of the replica, and checks it. Slower, so not after every step. */
  void compareReplica() {
    for (int database = 0; database < DATABASES; database++) {
      assertThat(replica.client.contents(database))
          .as("replica's database " + database)
          .isEqualTo(client.contents(database));
    }
    replica.client.keyspace.validate();
  }

  private void assertFree(int entry) {
    check(client.keyspace.arena().free().isFree(entry), true, "entry " + entry);
  }

  private static void check(boolean actual, boolean expected, String what) {
    if (actual != expected) {
      throw new AssertionError(what + " is " + actual + " and should be " + expected);
    }
  }

  private static void check(long actual, long expected, String what) {
    if (actual != expected) {
      throw new AssertionError(what + " is " + actual + " and should be " + expected);
    }
  }

  private Map<Name, Content> contents() {
    Map<Name, Content> contents = new TreeMap<>();
    for (Value value : model.values) {
      contents.put(
          new Name(value.database, value.key),
          new Content(Client.text(value.bytes), value.deadlineMillis));
    }
    return contents;
  }

  // ---- Drawing

  private String anyKey() {
    return keys[random.nextInt(keys.length)];
  }

  /** A value that is there, or null. */
  private Value anyValue() {
    return model.values.isEmpty() ? null : model.values.get(random.nextInt(model.values.size()));
  }

  private int anyLength() {
    return switch (random.nextInt(20)) {
      case 0 -> random.nextInt(entryBytes * (entryCount + 2) + 1);
      case 1 -> 0;
      case 2, 3, 4 -> entryBytes * Math.min(entryCount, 1 + random.nextInt(4));
      case 5, 6, 7, 8, 9, 10 -> random.nextInt(4 * entryBytes + 1);
      default -> random.nextInt(entryBytes + 1);
    };
  }

  /** A deadline that no other key has, so that it is plain which one expires first. */
  private long anyDeadline() {
    lastDeadline = Math.max(lastDeadline, nowMillis) + 1 + random.nextInt(20);
    return lastDeadline;
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
