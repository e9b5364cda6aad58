package io.redistinto.storage.rdb;

import static io.redistinto.storage.rdb.RdbException.check;

import java.util.Arrays;

/**
 * LZF: runs of bytes as they stand, and copies of what came shortly before.
 *
 * <pre>
 * 000nnnnn                     n + 1 bytes follow as they stand
 * nnnddddd dddddddd            copy n + 2 bytes from d + 1 bytes back, n being 1 to 6
 * 111nnddd nnnnnnnn dddddddd   copy n + 9 bytes from d + 1 bytes back
 * </pre>
 *
 * <p>One thread uses an instance. It keeps 256 KB, so that compressing short strings clears
 * nothing.
 */
final class Lzf {
  /* Compression is greedy: the next three bytes are looked up in a table of where bytes of the same
   * hash were last seen. Which hash, what is entered after a copy and how near the end copies are
   * still made is not part of the format; it is as redis-server does it, so that the outputs agree.
   */

  private static final int MOST_LITERALS = 32;
  private static final int LEAST_COPIED = 3;
  private static final int LEAST_LONG_COPIED = 9;
  private static final int MOST_COPIED = 264;
  private static final int MOST_DISTANCE = 1 << 13;

  /** How many times as long as its input an output can be at most. */
  static final int MOST_EXPANSION = MOST_COPIED / 3;

  private static final int HASH_BITS = 16;

  /** Where three bytes of a hash were last seen, counted from {@link #base}; below it: never. */
  private final int[] lastSeen = new int[1 << HASH_BITS];

  /** What the input's first position counts as: above all that earlier inputs left. */
  private int base = 1;

  /**
   * Compresses {@code length} bytes from {@code offset} on. O(length).
   *
   * @param most the longest output worth having
   * @return the output, or null if it would be longer than that
   */
  byte[] compress(byte[] input, int offset, int length, int most) {
    if (base > Integer.MAX_VALUE - length) {
      Arrays.fill(lastSeen, 0);
      base = 1;
    }
    Output output = new Output(input, most);
    int end = offset + length;
    int shift = base - offset;
    base += length;
    int at = offset;
    while (at < end - 2) {
      int slot = slot(input, at);
      int before = lastSeen[slot] - shift;
      lastSeen[slot] = at + shift;
      if (before > offset && at - before <= MOST_DISTANCE && sameThree(input, before, at)) {
        int copied = copyLength(input, before, at, mostCopied(end - at));
        if (!output.copy(copied, at - before)) {
          return null;
        }
        at += copied;
        if (at < end - 2) {
          lastSeen[slot(input, at - 2)] = at - 2 + shift;
          lastSeen[slot(input, at - 1)] = at - 1 + shift;
        }
      } else if (!output.literal(at++)) {
        return null;
      }
    }
    return output.finish(at, end);
  }

  private static int slot(byte[] input, int at) {
    int three = (input[at] & 0xff) << 16 | (input[at + 1] & 0xff) << 8 | (input[at + 2] & 0xff);
    return ((three >>> (24 - HASH_BITS)) - three * 5) & ((1 << HASH_BITS) - 1);
  }

  private static boolean sameThree(byte[] input, int a, int b) {
    return input[a] == input[b] && input[a + 1] == input[b + 1] && input[a + 2] == input[b + 2];
  }

  /** A copy leaves the last two bytes alone, unless it is one of few lengths. */
  private static int mostCopied(int remaining) {
    int most = Math.min(MOST_COPIED, remaining - 2);
    return Math.max(most, most > 16 ? 19 : LEAST_COPIED);
  }

  private static int copyLength(byte[] input, int before, int at, int most) {
    int length = LEAST_COPIED;
    while (length < most && input[before + length] == input[at + length]) {
      length++;
    }
    return length;
  }

  /** What has been compressed. A run's first byte is kept free until its length is known. */
  private static final class Output {
    private final byte[] input;
    private final byte[] bytes;
    private final int most;
    private int literals;
    private int at = 1;

    Output(byte[] input, int most) {
      this.input = input;
      this.most = most;
      bytes = new byte[most + LEAST_COPIED + 1];
    }

    /** False if there is no room. */
    boolean literal(int position) {
      if (at >= most) {
        return false;
      }
      add(position);
      return true;
    }

    private void add(int position) {
      bytes[at++] = input[position];
      if (++literals == MOST_LITERALS) {
        endRun();
        at++;
      }
    }

    /** False if there is no room. */
    boolean copy(int length, int distance) {
      if (at - (literals == 0 ? 1 : 0) + 4 >= most) {
        return false;
      }
      endRun();
      int back = distance - 1;
      if (length < LEAST_LONG_COPIED) {
        bytes[at++] = (byte) ((length - 2) << 5 | back >>> 8);
      } else {
        bytes[at++] = (byte) (7 << 5 | back >>> 8);
        bytes[at++] = (byte) (length - LEAST_LONG_COPIED);
      }
      bytes[at++] = (byte) back;
      at++;
      return true;
    }

    /** Closes a run; the byte that was kept free for an empty one is free again. */
    private void endRun() {
      if (literals == 0) {
        at--;
      } else {
        bytes[at - literals - 1] = (byte) (literals - 1);
        literals = 0;
      }
    }

    byte[] finish(int from, int end) {
      if (at + 3 > most) {
        return null;
      }
      for (int position = from; position < end; position++) {
        add(position);
      }
      endRun();
      return Arrays.copyOf(bytes, at);
    }
  }

  /**
   * Decompresses all of an input to {@code length} bytes. O(length).
   *
   * @throws RdbException if the input is not the compressed form of that many bytes
   */
  static byte[] decompress(byte[] input, int length) {
    check(length <= (long) input.length * MOST_EXPANSION, "more than can be compressed");
    byte[] output = new byte[length];
    int to = 0;
    int at = 0;
    while (at < input.length) {
      int control = input[at++] & 0xff;
      if (control < MOST_LITERALS) {
        int run = control + 1;
        check(run <= input.length - at && run <= length - to, "a run over the end");
        System.arraycopy(input, at, output, to, run);
        at += run;
        to += run;
        continue;
      }
      int copied = (control >>> 5) + 2;
      boolean isLong = copied == LEAST_LONG_COPIED;
      check(input.length - at >= (isLong ? 2 : 1), "half a copy");
      if (isLong) {
        copied += input[at++] & 0xff;
      }
      int distance = ((control & 0x1f) << 8 | (input[at++] & 0xff)) + 1;
      check(distance <= to && copied <= length - to, "a copy from or to beyond the ends");
      for (int i = 0; i < copied; i++, to++) {
        output[to] = output[to - distance]; // byte by byte: it may copy what it has just written
      }
    }
    check(to == length, "fewer bytes than said");
    return output;
  }
}
