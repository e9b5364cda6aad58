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
 * <p>A changed record carries a flag and stands in a list. Two flags take turns: a snapshot only
 * turns them over, in O(1), and from then on a record with the old flag is pending; its value is
 * handed to the dump when its turn comes or just before it changes again, whichever is first.
 *
 * <p>Invariants: (1) a record with the current flag stands in the current list; (2) a record with
 * the other flag stands in the snapshot's list, and there is a snapshot; (3) a list may name
 * records that lost their flag, or are none any more: they are passed over.
 */
final class ChangedKeys {
  /** A file of this key may exist on disk. */
  static final int ON_DISK = 4;

  private static final int FLAG_A = 1;
  private static final int FLAG_B = 2;

  private final Records records;
  private final boolean[] wholeDatabase;
  private int currentFlag = FLAG_A;
  private int[] list = new int[16];
  private int listSize;
  private Set<RemovedKey> removed = new LinkedHashSet<>();

  private Snapshot snapshot;

  /** A key that is gone and whose file may still be there. */
  record RemovedKey(int database, ByteBuffer key) {}

  /** What is being dumped; {@code whole} databases lose every file that was not written anew. */
  private record Snapshot(
      int flag, int[] list, int listSize, Deque<RemovedKey> removed, boolean[] whole, int[] next) {}

  ChangedKeys(Records records, int databases) {
    this.records = records;
    this.wholeDatabase = new boolean[databases];
  }

  /** How many keys wait for the next dump, at most; a flushed or swapped database counts as one. */
  int waiting() {
    int waiting = listSize + removed.size();
    for (boolean whole : wholeDatabase) {
      waiting += whole ? 1 : 0;
    }
    return waiting;
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
    if (!records.has(record, currentFlag)) {
      records.set(record, currentFlag);
      append(record);
    }
  }

  /** The key is about to go. */
  void removed(int database, int record) {
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
    wholeDatabase[database] = true;
    removed.removeIf(key -> key.database == database);
  }

  boolean isWhole(int database) {
    return wholeDatabase[database];
  }

  /** All records are gone; a running snapshot has nothing more to take. */
  void clear() {
    listSize = 0;
    if (snapshot != null) {
      snapshot.next[0] = snapshot.listSize;
    }
  }

  /** Fixes what is to be dumped. O(1) beyond the records listed here. */
  void startSnapshot() {
    assert snapshot == null : "one snapshot at a time";
    snapshot =
        new Snapshot(
            currentFlag,
            list,
            listSize,
            new ArrayDeque<>(removed),
            wholeDatabase.clone(),
            new int[1]);
    currentFlag = currentFlag == FLAG_A ? FLAG_B : FLAG_A;
    list = new int[16];
    listSize = 0;
    removed = new LinkedHashSet<>();
    Arrays.fill(wholeDatabase, false);
  }

  /** The next record of the snapshot whose value was not handed over yet, or none. */
  int nextPending() {
    while (snapshot.next[0] < snapshot.listSize) {
      int record = snapshot.list[snapshot.next[0]++];
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
  }

  private void append(int record) {
    if (listSize == list.length) {
      if (listSize > 1024 && listSize > 2 * records.count()) {
        dropStale();
      }
      list = listSize > list.length / 2 ? Arrays.copyOf(list, list.length * 2) : list;
    }
    list[listSize++] = record;
  }

  /** Keys that come and go between dumps leave stale names: keeps one of each flagged record. */
  private void dropStale() {
    int kept = 0;
    for (int i = 0; i < listSize; i++) {
      int record = list[i];
      if (records.has(record, currentFlag)) {
        records.clear(record, currentFlag);
        list[kept++] = record;
      }
    }
    listSize = kept;
    for (int i = 0; i < kept; i++) {
      records.set(list[i], currentFlag);
    }
  }
}
