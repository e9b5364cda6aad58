package io.redistinto.storage.entries;

import java.nio.ByteBuffer;

/**
 * Bytes to be brought into the processor's cache together. A processor waits for as many of them at
 * once as it finds in the few hundred instructions that it looks ahead: where they lie is worked
 * out first, and then as little as can be stands between one load and the next.
 */
public final class Touches {
  private final ByteBuffer[] slabs;
  private final int[] offsets;
  private int count;

  /** Keeps the compiler from leaving the loads out. */
  private int sum;

  /** Room for {@code most} bytes at once. */
  public Touches(int most) {
    slabs = new ByteBuffer[most];
    offsets = new int[most];
  }

  /** Adds the byte at an address; it must have been made usable. */
  public void add(Slabs memory, long address) {
    slabs[count] = memory.slab(address);
    offsets[count++] = memory.offset(address);
  }

  /** Loads the bytes that were added, and forgets them. */
  public void run() {
    int total = 0;
    for (int i = 0; i < count; i++) {
      total += slabs[i].get(offsets[i]);
    }
    sum += total;
    count = 0;
  }

  @Override
  public String toString() {
    return "Touches " + sum;
  }
}
