package io.redistinto.storage.replacement;

import io.redistinto.storage.index.Records;
import io.redistinto.storage.index.ReferenceOrder;

/**
 * The atomic value whose last reference is the oldest. O(1): the order is kept as values are used.
 */
public final class LruReplacement implements ReplacementPolicy {
  private final Records records;
  private final ReferenceOrder order;

  public LruReplacement(Records records, ReferenceOrder order) {
    this.records = records;
    this.order = order;
  }

  @Override
  public void added(int entry, int bytes) {}

  @Override
  public void removed(int entry, int bytes) {}

  @Override
  public void removedFrom(int entry) {}

  @Override
  public int size() {
    return order.size();
  }

  @Override
  public boolean mayReplace(int entry) {
    return true;
  }

  @Override
  public int victim(int pointer, int spared) {
    int record = order.oldest();
    if (record != Records.NONE && records.firstEntry(record) == spared) {
      record = order.newer(record);
    }
    return record == Records.NONE ? NONE : records.firstEntry(record);
  }
}
