package io.redistinto.storage.index;

import io.redistinto.storage.entries.Slabs;
import io.redistinto.storage.entries.Touches;
import java.util.Arrays;

/** The memory of all indexes: segments of hash buckets, handed out and taken back by number. */
public final class Segments {
  /** A segment has 2^10 buckets: 8 KiB, split in microseconds. */
  static final int BUCKET_BITS = 10;

  static final int BUCKETS = 1 << BUCKET_BITS;
  private static final int SEGMENT_SHIFT = BUCKET_BITS + 3;

  private final Slabs slabs = new Slabs(Long.MAX_VALUE);
  private int[] counts = new int[16];
  private int[] freeNumbers = new int[16];
  private int freeCount;
  private int highest;

  /** An empty segment. */
  int allocate() {
    int segment;
    if (freeCount > 0) {
      segment = freeNumbers[--freeCount];
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        bucket(segment, bucket, 0);
      }
    } else {
      segment = highest++;
      slabs.ensure((long) highest << SEGMENT_SHIFT);
      if (highest > counts.length) {
        counts = Arrays.copyOf(counts, counts.length * 2);
      }
    }
    counts[segment] = 0;
    return segment;
  }

  void free(int segment) {
    if (freeCount == freeNumbers.length) {
      freeNumbers = Arrays.copyOf(freeNumbers, freeCount * 2);
    }
    freeNumbers[freeCount++] = segment;
  }

  int count(int segment) {
    return counts[segment];
  }

  void count(int segment, int count) {
    counts[segment] = count;
  }

  long bucket(int segment, int bucket) {
    return slabs.getLong(address(segment, bucket));
  }

  void bucket(int segment, int bucket, long value) {
    slabs.putLong(address(segment, bucket), value);
  }

  void touch(int segment, int bucket, Touches touches) {
    touches.add(slabs, address(segment, bucket));
  }

  private static long address(int segment, int bucket) {
    return ((long) segment << SEGMENT_SHIFT) + ((long) bucket << 3);
  }

  /** Memory allocated so far. */
  public long allocatedBytes() {
    return slabs.allocatedBytes();
  }
}
