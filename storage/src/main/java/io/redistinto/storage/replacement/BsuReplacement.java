package io.redistinto.storage.replacement;

import java.util.HashMap;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/**
 * Biggest space used: the atomic value that uses the most bytes of its entry; among equals, the
 * circular rule. Keeps one set of entries per used size, and the set of sizes that have entries.
 */
public final class BsuReplacement implements ReplacementPolicy {
  private final Map<Integer, EntrySet> entriesBySize = new HashMap<>();
  private final RoaringBitmap sizes = new RoaringBitmap();
  private int size;

  @Override
  public void added(int entry, int bytes) {
    EntrySet entries = entriesBySize.get(bytes);
    if (entries == null) {
      entries = new EntrySet();
      entriesBySize.put(bytes, entries);
    }
    if (entries.isEmpty()) {
      sizes.add(bytes);
    }
    entries.add(entry);
    size++;
  }

  @Override
  public void removed(int entry, int bytes) {
    EntrySet entries = entriesBySize.get(bytes);
    entries.remove(entry);
    size--;
    if (entries.isEmpty()) {
      sizes.remove(bytes);
    }
  }

  @Override
  public void resized(int entry, int oldBytes, int newBytes) {
    if (oldBytes != newBytes) {
      removed(entry, oldBytes);
      added(entry, newBytes);
    }
  }

  @Override
  public void removedFrom(int entry) {
    entriesBySize.forEach(
        (bytes, entries) -> {
          size -= entries.size();
          entries.removeFrom(entry);
          size += entries.size();
          if (entries.isEmpty()) {
            sizes.remove(bytes);
          }
        });
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean mayReplace(int entry) {
    return true;
  }

  @Override
  public int victim(int pointer, int spared) {
    if (sizes.isEmpty()) {
      return NONE;
    }
    int largest = sizes.last();
    int victim = entriesBySize.get(largest).nextFrom(pointer, spared);
    if (victim != NONE) {
      return victim;
    }
    long smaller = sizes.previousValue(largest - 1); // the spared one was alone
    return smaller < 0 ? NONE : entriesBySize.get((int) smaller).nextFrom(pointer, spared);
  }
}
