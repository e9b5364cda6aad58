package io.redistinto.storage.entries;

/**
 * Bytes to be brought into the processor's cache together. A processor waits for as many of them at
 * once as it finds in the few hundred instructions that it looks ahead: where they lie is worked
 * out first, and then nothing stands between one load and the next.
 */
public final class Touches {
  private final long[] addresses;
  private int count;

  /** Keeps the compiler from leaving the loads out. */
  private int sum;

  /** Room for {@code most} bytes at once. */
  public Touches(int most) {
    addresses = new long[most];
  }

  /** Adds the byte at an address; it must have been made usable. */
  public void add(Slabs memory, long address) {
    if (RawMemory.AVAILABLE) {
      addresses[count++] = memory.rawAddress(address);
    } else {
      sum += memory.getByte(address);
    }
  }

  /** Loads the bytes that were added, and forgets them. */
  public void run() {
    int total = 0;
    for (int i = 0; i < count; i++) {
      total += RawMemory.get(addresses[i]);
    }
    sum += total;
    count = 0;
  }

  @Override
  public String toString() {
    return "Touches " + sum;
  }
}
