package io.redistinto.storage;

import io.redistinto.storage.index.Records;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which keys changed since the last dump, and the snapshot that a running dump takes of them.
 *
 * <p>A changed record carries a flag and is in a set. Two flags take turns: a snapshot only turns
 * them over, in O(1), and from then on a record with the old flag is pending; its value is handed
 * to the dump when its turn comes or just before it changes again, whichever is first.
 *
 * <p>Invariants: (1) a record with the current flag is in the current set; (2) a record with the
 * other flag is in the snapshot's set, and there is a snapshot; (3) a set may hold records that
 * lost their flag, or are none any more: they are passed over.
 */
final class ChangedKeys {
  /** A file of this key may exist on disk. */
  static final int ON_DISK = 4;

  private static final int FLAG_A = 1;
  private static final int FLAG_B = 2;

  private final Records records;
  private final boolean[] wholeDatabase;
  private int currentFlag = FLAG_A;

  /** Changes that no finished snapshot has, of whatever keys. */
  private long count;

  private long countInSnapshot;
  private RecordSet changed = new RecordSet();
  private Set<RemovedKey> removed = new LinkedHashSet<>();

  private Snapshot snapshot;

  /** A key that is gone and whose file may still be there. */
  record RemovedKey(int database, ByteBuffer key) {}

  /** What is being dumped; {@code whole} databases lose every file that was not written anew. */
  private record Snapshot(
      int flag, RecordSet changed, Deque<RemovedKey> removed, boolean[] whole) {}

  ChangedKeys(Records records, int databases) {
    this.records = records;
    this.wholeDatabase = new boolean[databases];
  }

  /** How many keys wait for the next dump, at most; a flushed or swapped database counts as one. */
  int waiting() {
    int waiting = changed.size() + removed.size();
    for (boolean whole : wholeDatabase) {
      waiting += whole ? 1 : 0;
    }
    return waiting;
  }

  /** How many changes there were that no finished snapshot has; a key may have several. */
  long count() {
    return count;
  }

  boolean snapshotRunning() {
    return snapshot != null;
  }

  /** Whether a running snapshot still needs the value that this record has now. */
  boolean isPending(int record) {
    return snapshot != null && records.has(record, snapshot.flag);
  }

  /** The value of a pending record was handed over. */
  void handedOver(int record) {
    records.clear(record, snapshot.flag);
  }

  /** The key changed. O(1), amortised. */
  void changed(int record) {
    count++;
    if (!records.has(record, currentFlag)) {
      records.set(record, currentFlag);
      changed.add(record);
    }
  }

  /** The key is about to go, or to have another name. */
  void removed(int database, int record) {
    count++;
    if (records.has(record, currentFlag)) {
      records.clear(record, currentFlag);
      changed.remove(record);
    }
    if (records.has(record, ON_DISK) && !wholeDatabase[database]) {
      removed.add(new RemovedKey(database, ByteBuffer.wrap(records.key(record))));
    }
  }

  /** A file is there and its key is not. */
  void forgottenOnDisk(int database, byte[] key) {
    removed.add(new RemovedKey(database, ByteBuffer.wrap(key)));
  }

  /** Everything in a database changed: its files will be those that the next dump writes. */
  void wholeDatabase(int database) {
    count++;
    wholeDatabase[database] = true;
    removed.removeIf(key -> key.database == database);
  }

  boolean isWhole(int database) {
    return wholeDatabase[database];
  }

  /** All records are gone; a running snapshot has nothing more to take. */
  void clear() {
    changed.clear();
    if (snapshot != null) {
      snapshot.changed.clear();
    }
  }

  /** Fixes what is to be dumped. O(1) beyond the records listed here. */
  void startSnapshot() {
    assert snapshot == null : "one snapshot at a time";
    countInSnapshot = count;
    snapshot = new Snapshot(currentFlag, changed, new ArrayDeque<>(removed), wholeDatabase.clone());
    currentFlag = currentFlag == FLAG_A ? FLAG_B : FLAG_A;
    changed = new RecordSet();
    removed = new LinkedHashSet<>();
    Arrays.fill(wholeDatabase, false);
  }

  /** The next record of the snapshot whose value was not handed over yet, or none. */
  int nextPending() {
    for (int record; (record = snapshot.changed.takeFirst()) >= 0; ) {
      if (records.isRecord(record) && records.has(record, snapshot.flag)) {
        return record;
      }
    }
    return Records.NONE;
  }

  /** The next key of the snapshot that was gone already, or null. */
  RemovedKey nextRemoved() {
    return snapshot.removed.poll();
  }

  boolean isWholeInSnapshot(int database) {
    return snapshot.whole[database];
  }

  void endSnapshot() {
    snapshot = null;
    count -= countInSnapshot;
  }
}
