package io.redistinto.storage;

import static io.redistinto.storage.index.Records.NONE;

import io.redistinto.storage.index.KeyIndex;
import io.redistinto.storage.replacement.Replacement;
import io.redistinto.storage.value.Value;

/**
 * What holds of a keyspace whenever no verb runs, beside what holds of each structure:
 *
 * <ol>
 *   <li>each record is in one index, and names it;
 *   <li>the entries that a value lies in are used and name its record, and no others are used;
 *   <li>an object is of its record's type, is not empty, and is charged for its bytes; nothing else
 *       is charged, and no more than is free;
 *   <li>the bytes of the values in entries are counted;
 *   <li>the order of references has the atomic values, and no others;
 *   <li>the replacement policy has the atomic values that it may choose.
 * </ol>
 */
final class Invariants {
  private final Keyspace keyspace;
  private int usedEntries;
  private int chargedEntries;
  private int atomicValues;
  private int replaceableValues;
  private long valueBytes;

  Invariants(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  /** Checks them all. O(N). */
  void check() {
    keyspace.arena.free().validate();
    keyspace.deadlines.validate();
    int keys = 0;
    for (int number = 0; number < keyspace.indexes.length; number++) {
      KeyIndex index = keyspace.indexes[number];
      index.validate();
      keys += index.size();
      int database = number;
      keyspace.forEach(database, record -> checkRecord(database, record));
    }
    check(keys == keyspace.records.count(), "each record is in one index");
    check(usedEntries == keyspace.arena.usedEntries(), "every used entry has a value");
    check(chargedEntries == keyspace.chargedEntries(), "what is charged is charged for objects");
    check(keyspace.freeEntries() >= 0, "no more is charged than is free");
    check(valueBytes == keyspace.valueBytes, "value bytes");
    checkOrder();
    check(replaceableValues == keyspace.placement.policy().size(), "the policy has what may go");
  }

  private void checkRecord(int database, int record) {
    check(keyspace.databaseOf(record) == database, "a record names its index");
    if (keyspace.records.isObject(record)) {
      checkObject(record);
    } else {
      checkEntries(record);
    }
  }

  private void checkObject(int record) {
    Value object = keyspace.collection(record);
    int entries = keyspace.entriesOf(record);
    check(object.type() == keyspace.type(record), "an object is of its record's type");
    check(entries == keyspace.entriesFor(object), "an object is charged for its bytes");
    check(!object.isGone(), "no empty collection is kept");
    chargedEntries += entries;
  }

  private void checkEntries(int record) {
    int first = keyspace.firstEntry(record);
    int entries = keyspace.entriesOf(record);
    for (int entry = first; entry < first + entries; entry++) {
      check(!keyspace.arena.free().isFree(entry), "a value's entries are used");
      check(keyspace.arena.owner(entry) == record, "a value's entries name it");
    }
    usedEntries += entries;
    atomicValues += entries == 1 ? 1 : 0;
    boolean mayGiveWay = entries == 1 && mayGiveWay(record);
    check(mayGiveWay == keyspace.mayGiveWay(record), "the policy knows which values may go");
    replaceableValues += mayGiveWay ? 1 : 0;
    valueBytes += keyspace.length(record);
  }

  private boolean mayGiveWay(int atomic) {
    Replacement replacement = keyspace.replacement();
    boolean expires = keyspace.deadline(atomic) != Keyspace.NO_DEADLINE;
    return replacement != Replacement.NONE && (expires || !replacement.isVolatile());
  }

  private void checkOrder() {
    int ordered = 0;
    for (int record = keyspace.order.oldest();
        record != NONE;
        record = keyspace.order.newer(record)) {
      check(keyspace.isAtomic(record), "only atomic values are in the order of references");
      ordered++;
    }
    check(
        ordered == atomicValues && ordered == keyspace.order.size(),
        "all atomic values are in the order");
  }

  private static void check(boolean holds, String invariant) {
    if (!holds) {
      throw new IllegalStateException("invariant: " + invariant);
    }
  }
}
