package io.redistinto.storage.hyperloglog;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SplittableRandom;

/** Checks on a running machine that registers keep what they are given and estimates are near. */
public final class SelfTest {
  private static final int MOST_ELEMENTS = 200_000;
  private static final int MOST_SPARSE_BYTES = 3000;

  /** Four standard errors: beyond them is one estimate of 16,000. */
  private static final double GREATEST_ERROR = 4 * 1.04 / 128;

  private SelfTest() {}

  /** What does not hold, if anything. O(10^5) elements: some 10 ms. */
  public static Optional<String> run() {
    return Optional.ofNullable(registers(new SplittableRandom(1)))
        .or(() -> Optional.ofNullable(estimates()));
  }

  /** Raises registers at random, dense and plain ones side by side. */
  private static String registers(SplittableRandom random) {
    byte[] dense = new byte[DenseRegisters.BYTES];
    byte[] plain = new byte[HyperLogLog.REGISTERS];
    for (int i = 0; i < 4 * HyperLogLog.REGISTERS; i++) {
      int register = random.nextInt(HyperLogLog.REGISTERS);
      int value = random.nextInt(64);
      if (DenseRegisters.raise(dense, register, value) != value > plain[register]) {
        return "register " + register + " was raised to " + value + " from another value";
      }
      plain[register] = (byte) Math.max(plain[register], value);
    }
    for (int register = 0; register < plain.length; register++) {
      int value = DenseRegisters.get(dense, register);
      if (value != plain[register]) {
        return "register " + register + " is " + value + ", not " + plain[register];
      }
    }
    return null;
  }

  /** Gives a sparse and a dense one the same elements. */
  private static String estimates() {
    HyperLogLog sparse = new HyperLogLog();
    HyperLogLog dense = new HyperLogLog();
    dense.makeDense();
    ByteBuffer element = ByteBuffer.allocate(Long.BYTES);
    int nextLook = 1;
    for (int elements = 1; elements <= MOST_ELEMENTS; elements++) {
      long hash = ElementHash.of(element.putLong(0, elements), 0, Long.BYTES);
      int register = ElementHash.register(hash);
      int value = ElementHash.value(hash);
      boolean changed = dense.raise(register, value, 0);
      if (sparse.raise(register, value, MOST_SPARSE_BYTES) != changed) {
        return "element " + elements + " changed one of two equal HyperLogLogs";
      }
      if (elements == nextLook) {
        nextLook *= 2;
        long estimate = dense.estimate();
        if (sparse.estimate() != estimate) {
          return "sparse registers estimate " + sparse.estimate() + ", dense ones " + estimate;
        }
        if (Math.abs(estimate - elements) > Math.max(2, GREATEST_ERROR * elements)) {
          return "the estimate of " + elements + " elements is " + estimate;
        }
      }
    }
    return null;
  }
}
