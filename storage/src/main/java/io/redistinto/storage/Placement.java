package io.redistinto.storage;

import static io.redistinto.storage.index.Records.NONE;

import io.redistinto.storage.DelayListener.Delay;
import io.redistinto.storage.entries.Arena;
import io.redistinto.storage.entries.Compaction;
import io.redistinto.storage.index.Records;
import io.redistinto.storage.index.ReferenceOrder;
import io.redistinto.storage.replacement.PolicyContext;
import io.redistinto.storage.replacement.Replacement;
import io.redistinto.storage.replacement.ReplacementPolicy;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Finds room for values: first fit, else compact, else replace.
 *
 * <p>Arenas of up to 1 MiB and 65,536 entries compact whenever the rules say so. In larger ones
 * every byte placed saves up eight bytes of moving, at most one whole arena, which is also what
 * there is at first. A compaction that costs more than was saved up must be worth it: while it
 * would move more than eight bytes for each byte that it makes one run of, another value is
 * replaced instead, until a run is long enough, the compaction is worth it, or nothing is left to
 * replace. The run that a compaction leaves is used up before another one is needed, so over any
 * number of writes
 *
 * <pre>  bytes moved ≤ 16 × bytes placed + one arena,</pre>
 *
 * as long as something can be replaced; and a ninth of the arena at most is emptied for it. Where
 * nothing can be replaced, a compaction is all that is left, whatever it costs.
 */
final class Placement {
  /** Arenas up to this size follow the rules to the letter: compacting one takes a millisecond. */
  private static final long ALWAYS_COMPACTED_BYTES = 1 << 20;

  private static final int ALWAYS_COMPACTED_ENTRIES = 1 << 16;
  private static final int MOST_MOVED_PER_FREE = 8;
  private static final int SAVED_PER_PLACED = 8;
  private static final int MOST_REPLACED_AT_ONCE = 1000;
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private final Arena arena;
  private final Records records;
  private final PolicyContext context;
  private final StorageStatistics statistics;

  /** Removes the value of a record that gives way. */
  private final IntConsumer evict;

  private final LongSupplier nanoTime;
  private Replacement replacement = KeyspaceOptions.DEFAULT_REPLACEMENT;
  private ReplacementPolicy policy;
  private int pointer;
  private Compaction running;

  /** How many bytes a compaction may move without being worth it. */
  private long savedUpBytes;

  private long startedNanos;
  private DelayListener delays;

  /** How many entries are taken by objects, which lie elsewhere. */
  private int charged;

  /** From so many taken entries on values give way, though others are free. */
  private int limit = NO_LIMIT;

  Placement(
      PolicyContext context,
      StorageStatistics statistics,
      IntConsumer evict,
      LongSupplier nanoTime) {
    this.context = context;
    this.arena = context.arena();
    this.records = context.records();
    this.statistics = statistics;
    this.evict = evict;
    this.nanoTime = nanoTime;
    this.policy = replacement.create(context);
    this.savedUpBytes = arenaBytes();
  }

  Replacement replacement() {
    return replacement;
  }

  /** Changes the policy. O(values): the new one learns what lies where. */
  void replacement(Replacement wanted) {
    if (wanted == replacement) {
      return;
    }
    replacement = wanted;
    policy = wanted.create(context);
    ReferenceOrder order = context.order();
    for (int record = order.oldest(); record != NONE; record = order.newer(record)) {
      policy.added(records.firstEntry(record), records.valueBytes(record));
    }
  }

  ReplacementPolicy policy() {
    return policy;
  }

  /** Sets how many bytes of entries may be taken; 0, or what the arena has, for all of them. */
  void limitBytes(long bytes) {
    limit =
        bytes == 0 || bytes >= arenaBytes()
            ? NO_LIMIT
            : Math.toIntExact(bytes / arena.entryBytes());
  }

  /** Whether no entry may be taken under the limit. */
  boolean isAtLimit() {
    return limit != NO_LIMIT && takenEntries() >= limit;
  }

  long takenBytes() {
    return (long) takenEntries() * arena.entryBytes();
  }

  private int takenEntries() {
    return arena.entryCount() - freeEntries();
  }

  /**
   * Replaces values while the limit is reached, at most a thousand: lowering it a lot takes several
   * calls.
   *
   * @return false if it is reached still and nothing is left to replace
   */
  boolean replaceAtLimit() {
    long begunNanos = beginReplacing();
    for (int i = 0; i < MOST_REPLACED_AT_ONCE && isAtLimit() && evictableBeside(NONE) > 0; i++) {
      replaceOne(NONE);
    }
    endReplacing(begunNanos);
    return !isAtLimit() || evictableBeside(NONE) > 0;
  }

  int pointer() {
    return pointer;
  }

  /**
   * Takes {@code n} contiguous entries for a value, replacing others if it must.
   *
   * @param writing the record that is being written and must stay, or none
   * @param pauseAboveBytes a longer compaction is not run here but asked for by {@link
   *     PauseRequiredException}
   * @throws RefusedException if there can be no room; nothing is lost then
   */
  int place(int n, int writing, long pauseAboveBytes) {
    int first = n <= freeEntries() ? arena.take(n) : -1;
    if (first < 0) {
      makeRoom(n, writing);
      while ((first = arena.take(n)) < 0) {
        if (!isWorthCompacting() && evictableBeside(writing) > 0) {
          replaceOne(writing);
        } else if (Compaction.bytesToMove(arena) > pauseAboveBytes) {
          throw PauseRequiredException.INSTANCE;
        } else {
          compact();
        }
      }
    }
    savedUpBytes = Math.min(arenaBytes(), savedUpBytes + SAVED_PER_PLACED * bytes(n));
    return first;
  }

  /**
   * Replaces values until so many entries are free, wherever they lie.
   *
   * @param writing the record that is being written and must stay, or none
   * @throws RefusedException if there can be no room; nothing is lost then
   */
  void makeRoom(int n, int writing) {
    if (n > arena.entryCount()) {
      throw RefusedException.valueTooLarge(n, arena.entryCount());
    }
    if ((long) freeEntries() + evictableBeside(writing) < n) {
      throw RefusedException.outOfEntries();
    }
    long begunNanos = beginReplacing();
    while (freeEntries() < n) {
      replaceOne(writing);
    }
    endReplacing(begunNanos);
  }

  /** When it began, if anybody wants to hear how long it takes. */
  private long beginReplacing() {
    return delays == null ? 0 : nanoTime.getAsLong();
  }

  private void endReplacing(long begunNanos) {
    if (delays != null) {
      delays.delayed(Delay.REPLACEMENT, nanoTime.getAsLong() - begunNanos);
    }
  }

  /** Sets who hears how long compactions and replacements take; null for nobody. */
  void delays(DelayListener listener) {
    delays = listener;
  }

  /** How many entries are free: neither used nor charged. */
  int freeEntries() {
    return arena.free().count() - charged;
  }

  /** How many entries are charged for objects. */
  int chargedEntries() {
    return charged;
  }

  /** Charges for an object that grew, or gives back, if it shrank. */
  void charge(int entries) {
    charged += entries;
  }

  /**
   * Refuses what needs more entries than are free or can be made so while so many of the values
   * that may give way are kept.
   */
  void checkRoom(long entries, int kept) {
    if ((long) freeEntries() + policy.size() - kept < entries) {
      throw RefusedException.outOfEntries();
    }
  }

  /** Starts a compaction, to be carried on by {@link #compactionStep}. */
  void startCompaction() {
    assert running == null : "one compaction at a time";
    long bytesToMove = Compaction.bytesToMove(arena);
    statistics.bytesMoved += bytesToMove;
    savedUpBytes = Math.max(0, savedUpBytes - bytesToMove);
    startedNanos = nanoTime.getAsLong();
    running = new Compaction(arena, records, policy, pointer);
  }

  boolean compacting() {
    return running != null;
  }

  /** Moves some entries; whether the compaction is over. */
  boolean compactionStep(int entries) {
    if (!running.step(entries)) {
      return false;
    }
    pointer = running.pointer();
    long nanos = nanoTime.getAsLong() - startedNanos;
    statistics.paused(nanos / 1000);
    if (delays != null) {
      delays.delayed(Delay.COMPACTION, nanos);
    }
    statistics.compactions++;
    statistics.valuesMoved += running.movedValues();
    running = null;
    return true;
  }

  void clear() {
    pointer = 0;
    charged = 0;
    policy = replacement.create(context);
  }

  private void compact() {
    startCompaction();
    compactionStep(Integer.MAX_VALUE);
  }

  private boolean isWorthCompacting() {
    long bytesToMove = Compaction.bytesToMove(arena);
    boolean small =
        arena.entryCount() <= ALWAYS_COMPACTED_ENTRIES && arenaBytes() <= ALWAYS_COMPACTED_BYTES;
    return small
        || bytesToMove <= savedUpBytes
        || bytesToMove <= MOST_MOVED_PER_FREE * bytes(arena.free().count());
  }

  private long arenaBytes() {
    return bytes(arena.entryCount());
  }

  private long bytes(int entries) {
    return (long) entries * arena.entryBytes();
  }

  boolean mayGiveWay(int record) {
    return isAtomic(record) && policy.mayReplace(records.firstEntry(record));
  }

  private int evictableBeside(int writing) {
    return policy.size() - (mayGiveWay(writing) ? 1 : 0);
  }

  private boolean isAtomic(int record) {
    return record != NONE && arena.entriesFor(records.valueBytes(record)) == 1;
  }

  private void replaceOne(int writing) {
    int spared = isAtomic(writing) ? records.firstEntry(writing) : ReplacementPolicy.NONE;
    int victim = policy.victim(pointer, spared);
    statistics.evictions++;
    evict.accept(arena.owner(victim));
    pointer = victim + 1 == arena.entryCount() ? 0 : victim + 1;
  }
}
