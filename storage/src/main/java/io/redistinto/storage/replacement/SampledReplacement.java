package io.redistinto.storage.replacement;

import io.redistinto.storage.index.Records;
import java.util.function.IntToLongFunction;

/**
 * Of a few atomic values met by chance, the one that is worth least: how Redis approximates its
 * policies. A value is met by going from a random entry to the first candidate at or after it, so
 * one behind a gap is met more often. O(samples), whatever N is.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/eviction/">Key eviction</a>
 */
final class SampledReplacement implements ReplacementPolicy {
  private final EntrySet candidates = new EntrySet();
  private final PolicyContext context;
  private final boolean onlyExpiring;

  /** What the value of a record is worth. */
  private final IntToLongFunction worth;

  /**
   * @param onlyExpiring whether only values with a deadline may give way
   */
  SampledReplacement(PolicyContext context, boolean onlyExpiring, IntToLongFunction worth) {
    this.context = context;
    this.onlyExpiring = onlyExpiring;
    this.worth = worth;
  }

  @Override
  public void added(int entry, int bytes) {
    if (!onlyExpiring
        || context.records().has(context.arena().owner(entry), Records.HAS_DEADLINE)) {
      candidates.add(entry);
    }
  }

  @Override
  public void removed(int entry, int bytes) {
    candidates.remove(entry);
  }

  @Override
  public void deadlineChanged(int entry, boolean hasDeadline) {
    if (onlyExpiring) {
      if (hasDeadline) {
        candidates.add(entry);
      } else {
        candidates.remove(entry);
      }
    }
  }

  @Override
  public void removedFrom(int entry) {
    candidates.removeFrom(entry);
  }

  @Override
  public int size() {
    return candidates.size();
  }

  @Override
  public boolean mayReplace(int entry) {
    return candidates.contains(entry);
  }

  @Override
  public int victim(int pointer, int spared) {
    int victim = NONE;
    long least = Long.MAX_VALUE;
    int samples = Math.min(context.samples().getAsInt(), candidates.size());
    for (int i = 0; i < samples; i++) {
      int from = context.random().nextInt(context.arena().entryCount());
      int entry = candidates.nextFrom(from, spared);
      if (entry != NONE) {
        long value = worth.applyAsLong(context.arena().owner(entry));
        if (victim == NONE || value < least) {
          victim = entry;
          least = value;
        }
      }
    }
    return victim;
  }
}
