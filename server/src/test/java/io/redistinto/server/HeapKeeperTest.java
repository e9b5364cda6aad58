package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapKeeperTest {
  private static final long MB = 1 << 20;

  private long used;
  private long alive;
  private int collections;
  private final HeapKeeper keeper =
      new HeapKeeper(
          () -> used,
          () -> {
            collections++;
            used = alive;
          });

  @Test
  void aSmallHeapIsLeftAlone() {
    used = 90 * MB;
    keeper.look();
    assertThat(collections).isZero();
  }

  @Test
  void collectsWheneverTheHeapHasGrownByHalf() {
    alive = 400 * MB;
    for (used = 0; collections < 3; used += MB) {
      keeper.look();
      assertThat(used).isLessThanOrEqualTo(650 * MB);
    }
  }

  @Test
  void collectionsCostInProportionToWhatIsAllocated() {
    long allocated = 0;
    for (int i = 0; i < 10_000; i++) {
      used += MB;
      allocated += MB;
      alive += i % 2 == 0 ? MB : 0; // half of it stays
      keeper.look();
    }
    assertThat(collections).isLessThan(30);
    assertThat(used).isLessThan(alive + alive / 2 + 60 * MB);
    assertThat(allocated).isEqualTo(10_000 * MB);
  }
}
