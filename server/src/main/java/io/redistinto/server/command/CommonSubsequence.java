package io.redistinto.server.command;

/**
 * The longest common subsequence of two strings, by dynamic programming over all pairs of their
 * bytes. Time O(N×M); memory a bit for each pair, and two rows of lengths.
 */
final class CommonSubsequence {
  /*
   * L(i, j) is the length for the first i bytes of one string and the first j of the other. The way
   * back from L(n, m) takes a pair of equal bytes where there is one, else goes to the larger of
   * L(i-1, j) and L(i, j-1), to the latter if they are equal. That choice is all that has to be
   * known of a pair, so a bit is kept for it: cell i * (m + 1) + j.
   */
  private final byte[] first;
  private final byte[] second;
  private final long[] goesUp;
  private final int length;

  /** A run of bytes that both strings have: where it begins in each. */
  interface MatchVisitor {
    void match(int first, int second, int length);
  }

  CommonSubsequence(byte[] first, byte[] second) {
    this.first = first;
    this.second = second;
    long cells = (first.length + 1L) * (second.length + 1L);
    goesUp = new long[(int) ((cells >>> 6) + 1)];
    int[] above = new int[second.length + 1];
    int[] row = new int[second.length + 1];
    for (int i = 1; i <= first.length; i++) {
      byte wanted = first[i - 1];
      for (int j = 1; j <= second.length; j++) {
        if (wanted == second[j - 1]) {
          row[j] = above[j - 1] + 1;
        } else if (above[j] > row[j - 1]) {
          row[j] = above[j];
          long cell = cell(i, j);
          goesUp[(int) (cell >>> 6)] |= 1L << cell;
        } else {
          row[j] = row[j - 1];
        }
      }
      int[] swapped = above;
      above = row;
      row = swapped;
    }
    length = above[second.length];
  }

  private long cell(int i, int j) {
    return i * (second.length + 1L) + j;
  }

  private boolean goesUp(int i, int j) {
    long cell = cell(i, j);
    return ((goesUp[(int) (cell >>> 6)] >>> cell) & 1) != 0;
  }

  int length() {
    return length;
  }

  byte[] bytes() {
    byte[] bytes = new byte[length];
    int[] left = {length};
    forEachMatch(
        (from, ignored, count) -> {
          left[0] -= count;
          System.arraycopy(first, from, bytes, left[0], count);
        });
    return bytes;
  }

  /** Visits the runs that it is made of, the last one first. */
  void forEachMatch(MatchVisitor visitor) {
    int i = first.length;
    int j = second.length;
    while (i > 0 && j > 0) {
      int run = 0;
      while (i > 0 && j > 0 && first[i - 1] == second[j - 1]) {
        i--;
        j--;
        run++;
      }
      if (run > 0) {
        visitor.match(i, j, run);
      } else if (goesUp(i, j)) {
        i--;
      } else {
        j--;
      }
    }
  }
}
