package io.redistinto.server.config;

/** How far one word is from another in slips of the keyboard. */
final class EditDistance {
  private EditDistance() {}

  /**
   * The fewest characters to insert, remove or replace, or neighbours to exchange, that make one
   * word of the other (optimal string alignment). Time and space are the product of the lengths.
   */
  static int between(String a, String b) {
    int[][] distance = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        distance[i][j] =
            i == 0 || j == 0
                ? i + j
                : Math.min(
                    distance[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1),
                    1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
        if (exchanged(a, i, b, j)) {
          distance[i][j] = Math.min(distance[i][j], distance[i - 2][j - 2] + 1);
        }
      }
    }
    return distance[a.length()][b.length()];
  }

  private static boolean exchanged(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
