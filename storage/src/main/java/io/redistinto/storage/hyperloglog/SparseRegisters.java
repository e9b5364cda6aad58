package io.redistinto.storage.hyperloglog;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * Registers as runs of equal ones.
 *
 * <pre>
 * 00nnnnnn            n + 1 registers of 0
 * 01nnnnnn nnnnnnnn   n + 1 registers of 0
 * 1vvvvvnn            n + 1 registers of v + 1
 * </pre>
 *
 * <p>The bytes may be anybody's: runs may be of more or fewer registers than there are.
 */
final class SparseRegisters {
  /* A run is split when one of its registers changes, and runs nearby are joined again if they are
   * of the same value: only runs of values, never of zeros, and only some from the run before on.
   * The bytes that come of it must be those that a redis-server has after the same elements.
   */

  private static final int MOST_SHORT_ZEROS = 64;
  private static final int MOST_ZEROS = 1 << 14;
  private static final int MOST_REPEATED = 4;
  private static final int GREATEST_VALUE = 32;

  /** How many runs are looked at to be joined. */
  private static final int JOINED_RUNS = 5;

  /** A run is split into three at most, of which two may be of many zeros. */
  private static final int MOST_SPLIT_BYTES = 5;

  private byte[] bytes;
  private int length;

  /** All registers are 0. */
  SparseRegisters() {
    bytes = new byte[2 * MOST_SPLIT_BYTES];
    length = putZeros(0, HyperLogLog.REGISTERS);
  }

  /** Takes the bytes over. */
  SparseRegisters(byte[] bytes) {
    this.bytes = bytes;
    length = bytes.length;
  }

  int length() {
    return length;
  }

  void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, length);
  }

  // ---- Runs

  private boolean isOfMany(int at) {
    return (bytes[at] & 0xc0) == 0x40;
  }

  private int runBytes(int at) {
    return isOfMany(at) ? 2 : 1;
  }

  private int value(int at) {
    return bytes[at] >= 0 ? 0 : ((bytes[at] >>> 2) & 0x1f) + 1;
  }

  private int registers(int at) {
    if (bytes[at] < 0) {
      return (bytes[at] & 3) + 1;
    }
    if (!isOfMany(at)) {
      return bytes[at] + 1;
    }
    int low = at + 1 < length ? bytes[at + 1] & 0xff : 0;
    return (((bytes[at] & 0x3f) << Byte.SIZE) | low) + 1;
  }

  /** Where the run after one of zeros, of so many registers, begins. */
  private int putZeros(int at, int registers) {
    if (registers <= MOST_SHORT_ZEROS) {
      bytes[at] = (byte) (registers - 1);
      return at + 1;
    }
    assert registers <= MOST_ZEROS;
    bytes[at] = (byte) (0x40 | ((registers - 1) >>> Byte.SIZE));
    bytes[at + 1] = (byte) (registers - 1);
    return at + 2;
  }

  private int putValue(int at, int value, int registers) {
    bytes[at] = (byte) (0x80 | ((value - 1) << 2) | (registers - 1));
    return at + 1;
  }

  private int put(int at, int value, int registers) {
    if (registers == 0) {
      return at;
    }
    return value == 0 ? putZeros(at, registers) : putValue(at, value, registers);
  }

  /** Is told of runs. */
  interface Visitor {
    void run(int first, int registers, int value);
  }

  /**
   * Visits each run.
   *
   * @throws CorruptHyperLogLogException if there are more or fewer registers than there should be;
   *     if more, before the run that has one too many
   */
  void forEach(Visitor visitor) {
    int first = 0;
    for (int at = 0; at < length; at += runBytes(at)) {
      int registers = registers(at);
      if (first + registers > HyperLogLog.REGISTERS) {
        throw new CorruptHyperLogLogException();
      }
      visitor.run(first, registers, value(at));
      first += registers;
    }
    if (first != HyperLogLog.REGISTERS) {
      throw new CorruptHyperLogLogException();
    }
  }

  /** Every run in words, whether or not they are as many registers as they should be. */
  String decoded() {
    StringJoiner runs = new StringJoiner(" ");
    for (int at = 0; at < length; at += runBytes(at)) {
      if (value(at) > 0) {
        runs.add("v:" + value(at) + "," + registers(at));
      } else {
        runs.add((isOfMany(at) ? "Z:" : "z:") + registers(at));
      }
    }
    return runs.toString();
  }

  // ---- Changes

  /** Whether a register can be made so great. */
  static boolean canHold(int value) {
    return value <= GREATEST_VALUE;
  }

  /**
   * Makes a register greater. O(length).
   *
   * @param most how long this may become, if it must become longer
   * @return whether that changed it; if {@link #length} is more than {@code most}, not yet
   */
  Raised raise(int register, int value, int most) {
    int before = 0;
    int at = 0;
    int first = 0;
    while (at < length && register >= first + registers(at)) {
      first += registers(at);
      before = at;
      at += runBytes(at);
    }
    if (at + (at < length ? runBytes(at) : 1) > length) {
      throw new CorruptHyperLogLogException();
    }
    int old = value(at);
    if (old >= value) {
      return Raised.NOT;
    }
    int registers = registers(at);
    if (registers > 1) {
      int ahead = register - first;
      int behind = registers - ahead - 1;
      int oldBytes = runBytes(at);
      int newBytes = splitBytes(old, ahead) + 1 + splitBytes(old, behind);
      if (newBytes > oldBytes && length + newBytes - oldBytes > most) {
        return Raised.TOO_LONG;
      }
      open(at, oldBytes, newBytes);
      int middle = put(at, old, ahead);
      put(putValue(middle, value, 1), old, behind);
    } else {
      open(at, runBytes(at), 1);
      putValue(at, value, 1);
    }
    join(before);
    return Raised.DONE;
  }

  /** What came of raising a register. */
  enum Raised {
    /** It was as great before. */
    NOT,
    DONE,
    /** Nothing: it would take more bytes than there may be. */
    TOO_LONG
  }

  private static int splitBytes(int value, int registers) {
    return registers == 0 ? 0 : value == 0 && registers > MOST_SHORT_ZEROS ? 2 : 1;
  }

  private void open(int at, int oldBytes, int newBytes) {
    int newLength = length - oldBytes + newBytes;
    byte[] source = bytes;
    if (newLength > bytes.length) {
      bytes = Arrays.copyOf(source, Math.max(newLength, bytes.length * 2));
    }
    System.arraycopy(source, at + oldBytes, bytes, at + newBytes, length - at - oldBytes);
    length = newLength;
  }

  /** Joins runs of the same value, from one on. */
  private void join(int from) {
    int at = from;
    for (int looked = 0; looked < JOINED_RUNS && at < length; looked++) {
      int next = at + 1;
      if (bytes[at] >= 0) {
        at += runBytes(at);
      } else if (next < length
          && bytes[next] < 0
          && value(at) == value(next)
          && registers(at) + registers(next) <= MOST_REPEATED) {
        putValue(next, value(at), registers(at) + registers(next));
        open(at, 1, 0);
      } else {
        at = next;
      }
    }
  }
}
