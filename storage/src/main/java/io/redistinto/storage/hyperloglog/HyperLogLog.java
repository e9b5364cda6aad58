package io.redistinto.storage.hyperloglog;

import io.redistinto.storage.hyperloglog.SparseRegisters.Raised;
import java.util.Arrays;

/**
 * A HyperLogLog, which estimates how many different elements it was given: with 2^14 registers, to
 * within 0.81 % (standard error).
 *
 * <pre>
 * offset  length
 * 0       4       HYLL
 * 4       1       0: the registers are dense, 1: sparse
 * 5       3       not used
 * 8       8       the estimate, the lowest byte first; with the highest bit: not known
 * 16      ...     {@link DenseRegisters} or {@link SparseRegisters}
 * </pre>
 *
 * @see <a href="https://algo.inria.fr/flajolet/Publications/FlFuGaMe07.pdf">P. Flajolet et al.:
 *     HyperLogLog: the analysis of a near-optimal cardinality estimation algorithm</a>
 */
public final class HyperLogLog {
  public static final int REGISTERS = 1 << 14;
  public static final int HEADER_BYTES = 16;
  public static final int DENSE_BYTES = HEADER_BYTES + DenseRegisters.BYTES;

  /** Where the estimate is, and how long it is. */
  public static final int ESTIMATE_AT = 8;

  private static final byte[] MAGIC = {'H', 'Y', 'L', 'L'};
  private static final int ENCODING_AT = 4;
  private static final int DENSE = 0;
  private static final int SPARSE = 1;
  private static final int HIGHEST_AT = 15;
  private static final byte UNKNOWN = (byte) 0x80;

  private final byte[] header;
  private byte[] dense;

  /** Null if the registers are dense. */
  private SparseRegisters sparse;

  /** An empty, sparse one. */
  public HyperLogLog() {
    header = Arrays.copyOf(MAGIC, HEADER_BYTES);
    header[ENCODING_AT] = SPARSE;
    sparse = new SparseRegisters();
  }

  /** One whose bytes begin with a header of their length; the sparse registers may be anything. */
  public HyperLogLog(byte[] bytes) {
    header = Arrays.copyOf(bytes, HEADER_BYTES);
    byte[] registers = Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
    if (isDense(header)) {
      dense = registers;
    } else {
      sparse = new SparseRegisters(registers);
    }
  }

  // ---- Headers

  /** Whether a string of so many bytes that begins with these 16 is a HyperLogLog. */
  public static boolean isHeader(byte[] header, int length) {
    return Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        && (header[ENCODING_AT] == SPARSE || (isDense(header) && length == DENSE_BYTES));
  }

  public static boolean isDense(byte[] header) {
    return header[ENCODING_AT] == DENSE;
  }

  /** Whether the header has the estimate. */
  public static boolean knowsEstimate(byte[] header) {
    return header[HIGHEST_AT] >= 0;
  }

  /** The estimate in a header that has it. */
  public static long estimate(byte[] header) {
    long estimate = 0;
    for (int at = HIGHEST_AT; at >= ESTIMATE_AT; at--) {
      estimate = (estimate << Byte.SIZE) | (header[at] & 0xff);
    }
    return estimate;
  }

  /** Puts an estimate into a header. */
  public static void estimate(byte[] header, long estimate) {
    for (int at = ESTIMATE_AT; at <= HIGHEST_AT; at++) {
      header[at] = (byte) (estimate >>> (Byte.SIZE * (at - ESTIMATE_AT)));
    }
  }

  /** Says that the estimate is not known. */
  public static void forgetEstimate(byte[] header) {
    header[HIGHEST_AT] |= UNKNOWN;
  }

  public void forgetEstimate() {
    forgetEstimate(header);
  }

  // ---- Registers

  public boolean isDense() {
    return sparse == null;
  }

  /** The whole string. */
  public byte[] toBytes() {
    if (isDense()) {
      byte[] bytes = Arrays.copyOf(header, DENSE_BYTES);
      System.arraycopy(dense, 0, bytes, HEADER_BYTES, dense.length);
      return bytes;
    }
    byte[] bytes = Arrays.copyOf(header, HEADER_BYTES + sparse.length());
    sparse.copyTo(bytes, HEADER_BYTES);
    return bytes;
  }

  /**
   * Makes a register greater, and the registers dense if that takes more bytes than they may have
   * otherwise. O(bytes).
   *
   * @param mostSparseBytes the longest string with sparse registers
   * @return whether it was not so great before
   */
  public boolean raise(int register, int value, int mostSparseBytes) {
    if (!isDense()) {
      Raised raised =
          SparseRegisters.canHold(value)
              ? sparse.raise(register, value, mostSparseBytes - HEADER_BYTES)
              : Raised.TOO_LONG;
      if (raised != Raised.TOO_LONG) {
        return raised == Raised.DONE;
      }
      makeDense();
    }
    return DenseRegisters.raise(dense, register, value);
  }

  /** Makes the registers dense; whether they were not. */
  public boolean makeDense() {
    if (isDense()) {
      return false;
    }
    byte[] registers = new byte[DenseRegisters.BYTES];
    sparse.forEach(
        (first, count, value) -> {
          for (int register = first; value > 0 && register < first + count; register++) {
            DenseRegisters.raise(registers, register, value);
          }
        });
    dense = registers;
    sparse = null;
    header[ENCODING_AT] = DENSE;
    return true;
  }

  /** Raises each of {@link #REGISTERS} plain registers to what it is here. */
  public void mergeInto(byte[] registers) {
    if (isDense()) {
      for (int register = 0; register < REGISTERS; register++) {
        int value = DenseRegisters.get(dense, register);
        registers[register] = (byte) Math.max(registers[register], value);
      }
    } else {
      sparse.forEach(
          (first, count, value) -> {
            for (int register = first; value > 0 && register < first + count; register++) {
              registers[register] = (byte) Math.max(registers[register], value);
            }
          });
    }
  }

  /** About how many different elements it was given. O(registers). */
  public long estimate() {
    Cardinality cardinality = new Cardinality();
    if (isDense()) {
      for (int register = 0; register < REGISTERS; register++) {
        cardinality.count(DenseRegisters.get(dense, register), 1);
      }
    } else {
      sparse.forEach((first, count, value) -> cardinality.count(value, count));
    }
    return cardinality.estimate();
  }

  /** About how many different elements plain registers were given. */
  public static long estimateOf(byte[] registers) {
    Cardinality cardinality = new Cardinality();
    for (byte value : registers) {
      cardinality.count(value, 1);
    }
    return cardinality.estimate();
  }

  /** The runs of sparse registers in words. */
  public String decoded() {
    return sparse.decoded();
  }
}
