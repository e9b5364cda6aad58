package io.redistinto.storage.entries;

import java.util.Arrays;

/**
 * Which entries are free, and where the lowest-numbered free run of a wanted length is.
 *
 * <pre>
 *   used and holes          | one free run to the end
 *   0 ................. frontier ................... N
 * </pre>
 *
 * <p>Invariants: (1) the entry before the frontier is used, or the frontier is 0; (2) a hole's bit
 * is set exactly when its entry lies below the frontier and is free; (3) each tree node holds the
 * longest run of set bits in its span, and the runs that touch its two ends; (4) a lone hole, which
 * bits and tree do not know yet, is the only one.
 *
 * <p>Costs: taking at the frontier O(1); first fit among holes, and taking or freeing n entries,
 * O(log N + n / 64), freeing amortised: a hole that comes to touch the frontier is forgotten word
 * by word, once. Taking from a lone hole is O(1): where an arena is full, each value that gives way
 * leaves one, which the next value takes. Nothing scans the entries. Memory is half a byte per
 * entry below the frontier.
 */
public final class FreeRuns {
  // A segment tree in heap order over 64-bit words of hole bits: node i has children 2i and 2i + 1,
  // leaf w is node leaves + w. A node's triple (prefix, suffix, longest) lies at 3i in `runs`.
  private static final int PREFIX = 0;
  private static final int SUFFIX = 1;
  private static final int LONGEST = 2;
  private static final int ROOT = 1;

  private final int entryCount;
  private int frontier;
  private int holeCount;
  private int leaves = 1;
  private long[] holes = new long[1];
  private int[] runs = new int[3 * 2];
  private int loneHole;
  private int loneHoleLength; // counted in holeCount

  /** All of {@code entryCount} entries are free. */
  public FreeRuns(int entryCount) {
    this.entryCount = entryCount;
  }

  /** How many entries are free. */
  public int count() {
    return holeCount + entryCount - frontier;
  }

  /** Entries from here on are all free. */
  public int frontier() {
    return frontier;
  }

  /** The length of the longest free run, 0 if there is none. O(1). */
  public int longest() {
    settleLoneHole();
    return Math.max(runs[3 * ROOT + LONGEST], entryCount - frontier);
  }

  public boolean isFree(int entry) {
    settleLoneHole();
    return entry >= frontier || isHole(entry);
  }

  /** The lowest free entry, or N if there is none. O(log N). */
  public int lowest() {
    settleLoneHole();
    return holeCount > 0 ? firstHole(1) : frontier;
  }

  /** The first used entry at or after {@code entry}, or the frontier if there is none. */
  public int nextUsed(int entry) {
    settleLoneHole();
    if (entry >= frontier) {
      return frontier;
    }
    int word = entry >>> 6;
    if (word >= holes.length) {
      return entry;
    }
    long used = ~holes[word] & (-1L << entry);
    while (used == 0 && ++word < holes.length) {
      used = ~holes[word];
    }
    return (word << 6) + (used == 0 ? 0 : Long.numberOfTrailingZeros(used));
  }

  /** The first free entry at or after {@code entry}, at most the frontier. */
  public int nextFree(int entry) {
    settleLoneHole();
    int word = entry >>> 6;
    if (entry >= frontier || holeCount == 0 || word >= holes.length) {
      return Math.max(entry, frontier);
    }
    long free = holes[word] & (-1L << entry);
    while (free == 0 && ++word < holes.length) {
      free = holes[word];
    }
    return free == 0 ? frontier : (word << 6) + Long.numberOfTrailingZeros(free);
  }

  /** Takes the lowest-numbered run of at least {@code n} free entries: its first entry, or -1. */
  public int take(int n) {
    if (n <= loneHoleLength) {
      int first = loneHole;
      loneHole += n;
      loneHoleLength -= n;
      holeCount -= n;
      return first;
    }
    if (runs[3 * ROOT + LONGEST] >= n) {
      int first = firstHole(n);
      setHoles(first, n, false);
      return first;
    }
    if (entryCount - frontier < n) {
      return -1;
    }
    int first = frontier;
    frontier += n;
    return first;
  }

  /**
   * Takes exactly the {@code n} entries from {@code first} on, if all of them are free. {@code
   * first} is not beyond the frontier: the entries that follow a used one.
   */
  public boolean takeAt(int first, int n) {
    assert first <= frontier;
    settleLoneHole();
    if (first + (long) n > entryCount) {
      return false;
    }
    if (first == frontier) {
      frontier += n;
      return true;
    }
    if (first + (long) n > frontier || !areHoles(first, n)) {
      return false;
    }
    setHoles(first, n, false);
    return true;
  }

  /** Gives {@code n} used entries from {@code first} on back. */
  public void free(int first, int n) {
    assert first + n <= frontier && nextFree(first) >= first + n : "freed twice";
    if (first + n < frontier) {
      if (holeCount == 0) {
        loneHole = first;
        loneHoleLength = n;
        holeCount = n;
      } else {
        settleLoneHole();
        dig(first, n);
      }
      return;
    }
    settleLoneHole();
    int below = lastUsedBefore(first);
    if (below + 1 < first) {
      setHoles(below + 1, first - below - 1, false);
    }
    frontier = below + 1;
  }

  private void settleLoneHole() {
    if (loneHoleLength > 0) {
      int n = loneHoleLength;
      loneHoleLength = 0;
      holeCount -= n;
      dig(loneHole, n);
    }
  }

  private void dig(int first, int n) {
    growTo(frontier);
    setHoles(first, n, true);
  }

  /** After a compaction: the first {@code used} entries are used and all others free. */
  public void compacted(int used) {
    clear();
    frontier = used;
  }

  /** Frees everything. */
  public void clear() {
    frontier = 0;
    holeCount = 0;
    loneHoleLength = 0;
    leaves = 1;
    holes = new long[1];
    runs = new int[3 * 2];
  }

  private boolean isHole(int entry) {
    int word = entry >>> 6;
    return word < holes.length && (holes[word] >>> entry & 1) != 0;
  }

  private boolean areHoles(int first, int n) {
    int lastWord = (first + n - 1) >>> 6;
    if (lastWord >= holes.length) {
      return false;
    }
    for (int word = first >>> 6; word <= lastWord; word++) {
      long mask = mask(word, first, n);
      if ((holes[word] & mask) != mask) {
        return false;
      }
    }
    return true;
  }

  /** The bits of a word that stand for some of the {@code n} entries from {@code first} on. */
  private static long mask(int word, int first, int n) {
    int last = first + n - 1;
    long mask = word == first >>> 6 ? -1L << first : -1L;
    return word == last >>> 6 ? mask & (-1L >>> (63 - (last & 63))) : mask;
  }

  private int lastUsedBefore(int entry) {
    int at = entry - 1;
    if (at < 0) {
      return -1;
    }
    if (at >>> 6 >= holes.length) {
      return at;
    }
    int word = at >>> 6;
    long used = ~holes[word] & (-1L >>> (63 - (at & 63)));
    while (used == 0 && word > 0) {
      used = ~holes[--word];
    }
    return used == 0 ? -1 : (word << 6) + 63 - Long.numberOfLeadingZeros(used);
  }

  private int firstHole(int n) {
    int node = ROOT;
    int span = leaves << 6;
    int start = 0;
    while (node < leaves) {
      span >>>= 1;
      int left = 3 * (2 * node);
      int right = left + 3;
      if (runs[left + LONGEST] >= n) {
        node = 2 * node;
      } else if (runs[left + SUFFIX] + runs[right + PREFIX] >= n) {
        return start + span - runs[left + SUFFIX];
      } else {
        node = 2 * node + 1;
        start += span;
      }
    }
    return start + firstRun(holes[node - leaves], n);
  }

  /** The position of the first run of at least n set bits in a word that has one. */
  private static int firstRun(long word, int n) {
    long starts = word; // after k steps: bit i is set when bits i .. i + k are
    int have = 1;
    while (have < n) {
      int step = Math.min(have, n - have);
      starts &= starts >>> step;
      have += step;
    }
    return Long.numberOfTrailingZeros(starts);
  }

  private static int longestRun(long word) {
    int n = 0;
    for (long left = word; left != 0; n++) {
      if (left == -1L) {
        return 64;
      }
      left &= left << 1;
    }
    return n;
  }

  private void setHoles(int first, int n, boolean free) {
    holeCount += free ? n : -n;
    int firstWord = first >>> 6;
    int lastWord = (first + n - 1) >>> 6;
    for (int word = firstWord; word <= lastWord; word++) {
      long mask = mask(word, first, n);
      holes[word] = free ? holes[word] | mask : holes[word] & ~mask;
      setLeaf(word);
    }
    int low = (leaves + firstWord) >>> 1;
    int high = (leaves + lastWord) >>> 1;
    for (int half = 64; low >= ROOT; half <<= 1, low >>>= 1, high >>>= 1) {
      boolean changed = false;
      for (int node = low; node <= high; node++) {
        changed |= join(node, half);
      }
      if (!changed) {
        return;
      }
    }
  }

  private void setLeaf(int word) {
    long bits = holes[word];
    int at = 3 * (leaves + word);
    runs[at + PREFIX] = Long.numberOfTrailingZeros(~bits);
    runs[at + SUFFIX] = Long.numberOfLeadingZeros(~bits);
    runs[at + LONGEST] = longestRun(bits);
  }

  /** Computes a node from its two children, each of {@code half} entries; whether it changed. */
  private boolean join(int node, int half) {
    int left = 3 * (2 * node);
    int right = left + 3;
    int leftPrefix = runs[left + PREFIX];
    int rightSuffix = runs[right + SUFFIX];
    int across = runs[left + SUFFIX] + runs[right + PREFIX];
    int prefix = leftPrefix == half ? half + runs[right + PREFIX] : leftPrefix;
    int suffix = rightSuffix == half ? half + runs[left + SUFFIX] : rightSuffix;
    int longest = Math.max(across, Math.max(runs[left + LONGEST], runs[right + LONGEST]));
    int at = 3 * node;
    boolean changed =
        runs[at + PREFIX] != prefix || runs[at + SUFFIX] != suffix || runs[at + LONGEST] != longest;
    runs[at + PREFIX] = prefix;
    runs[at + SUFFIX] = suffix;
    runs[at + LONGEST] = longest;
    return changed;
  }

  /** Makes the tree span {@code entries} entries; doubling makes it amortised O(1) per entry. */
  private void growTo(int entries) {
    int words = (entries + 63) >>> 6;
    if (words <= leaves) {
      return;
    }
    leaves = Integer.highestOneBit(words - 1) << 1;
    holes = Arrays.copyOf(holes, leaves);
    runs = new int[3 * 2 * leaves];
    for (int word = 0; word < leaves; word++) {
      setLeaf(word);
    }
    int half = 64;
    for (int level = leaves >>> 1; level >= ROOT; level >>>= 1, half <<= 1) {
      for (int node = level; node < 2 * level; node++) {
        join(node, half);
      }
    }
  }

  /** Checks the numbered invariants; for tests. O(N). */
  public void validate() {
    check(
        loneHoleLength == 0 || (loneHoleLength == holeCount && runs[3 * ROOT + LONGEST] == 0),
        "4: a lone hole is the only one");
    settleLoneHole();
    check(frontier == 0 || !isHole(frontier - 1), "1: the entry before the frontier is used");
    int bits = 0;
    for (int word = 0; word < holes.length; word++) {
      bits += Long.bitCount(holes[word]);
    }
    check(bits == holeCount, "2: hole count");
    check(frontier >= holes.length << 6 || nextHoleFrom(frontier) < 0, "2: hole past the frontier");
    int longest = 0;
    int run = 0;
    for (int entry = 0; entry < frontier; entry++) {
      run = isHole(entry) ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    check(longest == runs[3 * ROOT + LONGEST], "3: the root's longest run");
  }

  private int nextHoleFrom(int entry) {
    for (int at = entry; at < holes.length << 6; at++) {
      if (isHole(at)) {
        return at;
      }
    }
    return -1;
  }

  private static void check(boolean holds, String invariant) {
    if (!holds) {
      throw new IllegalStateException("invariant " + invariant);
    }
  }
}
