package io.redistinto.storage.value;

import java.util.SplittableRandom;

/**
 * Passes so many of the elements that it visits on, each subset with the same probability (Knuth,
 * TAOCP 2, 3.4.2, algorithm S).
 */
final class Sampling implements PagedMap.Visitor {
  private final SplittableRandom random;
  private final PagedMap.Visitor visitor;
  private long wanted;
  private long left;

  /** Passes {@code wanted} of {@code size} elements on, which are to be visited once each. */
  Sampling(long wanted, long size, SplittableRandom random, PagedMap.Visitor visitor) {
    this.wanted = wanted;
    this.left = size;
    this.random = random;
    this.visitor = visitor;
  }

  @Override
  public void visit(byte[] key, byte[] value) {
    if (random.nextLong(left--) < wanted) {
      wanted--;
      visitor.visit(key, value);
    }
  }
}
