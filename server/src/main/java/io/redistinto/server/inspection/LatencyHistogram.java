package io.redistinto.server.inspection;

import java.util.Arrays;

/**
 * How often something took how long, in nanoseconds, to two decimal digits. Recording is O(1) and
 * touches one counter; what is above a second counts as a second.
 */
public final class LatencyHistogram {
  /*
   * Buckets as those of HdrHistogram (hdrhistogram.org) for two digits, so that figures read as
   * Redis's do: up to 255 each value has its own, from there each power of two has 128.
   *
   *   value     bits below the leading eight     bucket
   *   0..255    0                                value
   *   2^8..     1                                1 * 128 + (value >> 1)
   *   2^9..     2                                2 * 128 + (value >> 2)
   */
  private static final int LEADING_BITS = 8;
  private static final int BUCKETS_PER_POWER = 1 << (LEADING_BITS - 1);
  private static final long MOST_NANOS = 1_000_000_000;
  private static final int BUCKETS =
      bucket(MOST_NANOS) / BUCKETS_PER_POWER * BUCKETS_PER_POWER + BUCKETS_PER_POWER;

  /** Buckets for about 16 microseconds, which is all that most commands need. */
  private static final int FIRST_BUCKETS = BUCKETS_PER_POWER * 8;

  private long[] counts = new long[FIRST_BUCKETS];
  private long total;

  /** Counts one more that took so long. */
  public void record(long nanos) {
    int bucket = bucket(Math.min(Math.max(nanos, 1), MOST_NANOS));
    if (bucket >= counts.length) {
      counts = Arrays.copyOf(counts, BUCKETS);
    }
    counts[bucket]++;
    total++;
  }

  public long total() {
    return total;
  }

  /** The nanoseconds that so many percent did not exceed; 0 if nothing was recorded. */
  public long percentileNanos(double percent) {
    long wanted = Math.max(1, (long) (percent / 100 * total + 0.5));
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (seen >= wanted) {
        return percent == 0 ? least(bucket) : most(bucket);
      }
    }
    return 0;
  }

  /** Takes a part of a cumulative distribution. */
  @FunctionalInterface
  public interface Part {
    /** So many took at most so long. */
    void upTo(long micros, long cumulativeCount);
  }

  /**
   * The cumulative distribution in powers of two from 1024 nanoseconds on, without those that add
   * nothing.
   *
   * @return how many parts it has
   */
  public int distribution(Part taker) {
    int parts = 0;
    int bucket = 0;
    long seen = 0;
    for (long level = 1024; seen < total; level *= 2) {
      long before = seen;
      int last = Math.min(bucket(level), BUCKETS - 1);
      for (; bucket <= last && bucket < counts.length; bucket++) {
        seen += counts[bucket];
      }
      if (seen > before) {
        taker.upTo(most(last) / 1000, seen);
        parts++;
      }
    }
    return parts;
  }

  private static int bucket(long nanos) {
    int bits =
        Long.SIZE - LEADING_BITS - Long.numberOfLeadingZeros(nanos | (1 << LEADING_BITS) - 1);
    return bits * BUCKETS_PER_POWER + (int) (nanos >>> bits);
  }

  private static long least(int bucket) {
    int bits = Math.max(0, bucket / BUCKETS_PER_POWER - 1);
    return (long) (bucket - bits * BUCKETS_PER_POWER) << bits;
  }

  private static long most(int bucket) {
    return least(bucket + 1) - 1;
  }
}
