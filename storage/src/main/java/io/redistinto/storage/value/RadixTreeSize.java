package io.redistinto.storage.value;

/**
 * Counts the nodes that Redis's radix tree would have for the IDs that pages begin with: a root, a
 * leaf for each ID, a node where IDs part, and one for each run of bytes without a choice.
 */
final class RadixTreeSize {
  private static final int ID_BYTES = 2 * Long.BYTES;

  /** How deep the branches are that lead to the current ID, ascending; -1 is above the root. */
  private final int[] branches = new int[ID_BYTES + 2];

  private int depth;
  private long nodes;

  private RadixTreeSize() {
    branches[0] = -1;
  }

  /** O(pages). */
  static long of(IdPages<?> pages) {
    if (pages.size() == 0) {
      return 1;
    }
    RadixTreeSize size = new RadixTreeSize();
    for (int i = 0; i < pages.size(); i++) {
      boolean last = i + 1 == pages.size();
      size.add(last ? -1 : commonBytes(pages.get(i), pages.get(i + 1)));
    }
    return size.nodes;
  }

  /**
   * Counts an ID's leaf, and the branches that the next ID, which has so many leading bytes in
   * common with it, does not pass.
   */
  private void add(int commonWithNext) {
    int below = ID_BYTES;
    nodes++;
    while (true) {
      int branch = Math.max(branches[depth], commonWithNext);
      // The byte after a branch is the branch's; the others up to the node below are a run.
      if (below > branch + 1) {
        nodes++;
      }
      if (branches[depth] < commonWithNext) {
        branches[++depth] = commonWithNext;
        nodes++;
        return;
      }
      if (branches[depth] == commonWithNext) {
        return;
      }
      below = branches[depth--];
    }
  }

  private static int commonBytes(IdPage<?> page, IdPage<?> other) {
    long differing = page.firstMillis() ^ other.firstMillis();
    if (differing != 0) {
      return Long.numberOfLeadingZeros(differing) / Byte.SIZE;
    }
    differing = page.firstSequence() ^ other.firstSequence();
    return Long.BYTES + Long.numberOfLeadingZeros(differing) / Byte.SIZE;
  }
}
