package io.redistinto.storage;

import java.util.Arrays;

/**
 * A set of record numbers: a bit each, in words of 64, in chunks of 64 words, and for each chunk a
 * word that says which of its words are not zero. A number takes an eighth of a byte, and growing
 * copies two words for each 4,096 numbers.
 *
 * <p>Invariants: (1) bit w of {@code summary[c]} is set if and only if {@code chunks[c][w]} is not
 * zero; (2) {@code summary[c]} is 0 for every c below {@code lowest}.
 */
final class RecordSet {
  private static final int CHUNK_SHIFT = 12;

  private long[][] chunks = new long[1][];
  private long[] summary = new long[1];
  private int lowest;
  private int size;

  int size() {
    return size;
  }

  /** Puts a number in; nothing if it is there. O(1), amortised. */
  void add(int number) {
    int chunk = number >>> CHUNK_SHIFT;
    if (chunk >= chunks.length) {
      int length = Math.max(chunk + 1, chunks.length + chunks.length / 2);
      chunks = Arrays.copyOf(chunks, length);
      summary = Arrays.copyOf(summary, length);
    }
    if (chunks[chunk] == null) {
      chunks[chunk] = new long[Long.SIZE];
    }
    int word = number >>> 6 & 63;
    long before = chunks[chunk][word];
    chunks[chunk][word] |= 1L << number;
    summary[chunk] |= 1L << word;
    lowest = Math.min(lowest, chunk);
    size += before == chunks[chunk][word] ? 0 : 1;
  }

  /** Takes a number out; nothing if it is not there. O(1). */
  void remove(int number) {
    int chunk = number >>> CHUNK_SHIFT;
    if (chunk >= chunks.length || chunks[chunk] == null) {
      return;
    }
    int word = number >>> 6 & 63;
    long before = chunks[chunk][word];
    long after = before & ~(1L << number);
    chunks[chunk][word] = after;
    if (after == 0) {
      summary[chunk] &= ~(1L << word);
    }
    size -= before == after ? 0 : 1;
  }

  /**
   * Takes the least number out.
   *
   * @return it, or -1 if the set is empty; O(1) amortised over those that are taken and the chunks
   */
  int takeFirst() {
    while (lowest < summary.length && summary[lowest] == 0) {
      lowest++;
    }
    if (lowest == summary.length) {
      return -1;
    }
    int word = Long.numberOfTrailingZeros(summary[lowest]);
    int bit = Long.numberOfTrailingZeros(chunks[lowest][word]);
    int number = lowest << CHUNK_SHIFT | word << 6 | bit;
    remove(number);
    return number;
  }

  void clear() {
    chunks = new long[1][];
    summary = new long[1];
    lowest = 0;
    size = 0;
  }
}
