package io.redistinto.storage.value;

import java.util.Arrays;

/** One end of a range of members in the order of their bytes. */
public final class LexBound {
  /** Before every member. */
  public static final LexBound LEAST = new LexBound(null, -1);

  /** After every member. */
  public static final LexBound GREATEST = new LexBound(null, 1);

  private final byte[] member;

  /** -1: just before the member; 1: just after it. */
  private final int side;

  private LexBound(byte[] member, int side) {
    this.member = member;
    this.side = side;
  }

  /** The place just before a member, or where it would be. */
  public static LexBound before(byte[] member) {
    return new LexBound(member, -1);
  }

  /** The place just after a member, or where it would be. */
  public static LexBound after(byte[] member) {
    return new LexBound(member, 1);
  }

  boolean isBefore(byte[] other) {
    if (member == null) {
      return side < 0;
    }
    int order = Arrays.compareUnsigned(member, other);
    return order < 0 || (order == 0 && side < 0);
  }

  /** How many entries of a tree, whose scores are one, are before it. O(log n). */
  int countBefore(ScoreTree tree, double score) {
    if (member == null) {
      return side < 0 ? 0 : tree.size();
    }
    // The next string after a member is that member with a zero byte behind it.
    return tree.countBefore(score, side < 0 ? member : Arrays.copyOf(member, member.length + 1));
  }
}
