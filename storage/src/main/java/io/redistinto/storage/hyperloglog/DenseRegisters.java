package io.redistinto.storage.hyperloglog;

/**
 * Registers of six bits side by side, the first in the lowest bits. A register is in two bytes at
 * most; whoever holds those reads and writes it as a part of their number, the lowest byte first.
 */
public final class DenseRegisters {
  private static final int BITS = 6;
  private static final int MASK = (1 << BITS) - 1;

  static final int BYTES = HyperLogLog.REGISTERS * BITS / Byte.SIZE;

  private DenseRegisters() {}

  /** The first byte that has some of the register. */
  public static int firstByte(int register) {
    return register * BITS / Byte.SIZE;
  }

  /** How many bytes have some of the register. */
  public static int byteCount(int register) {
    return shift(register) + BITS > Byte.SIZE ? 2 : 1;
  }

  /** The register in the number that its bytes are. */
  public static int get(int bytes, int register) {
    return (bytes >>> shift(register)) & MASK;
  }

  /** The number with another value of the register. */
  public static int set(int bytes, int register, int value) {
    return (bytes & ~(MASK << shift(register))) | (value << shift(register));
  }

  private static int shift(int register) {
    return register * BITS % Byte.SIZE;
  }

  static int get(byte[] registers, int register) {
    return get(bytesOf(registers, register), register);
  }

  /** Makes a register greater; whether it was not so great before. */
  static boolean raise(byte[] registers, int register, int value) {
    int bytes = bytesOf(registers, register);
    if (get(bytes, register) >= value) {
      return false;
    }
    int raised = set(bytes, register, value);
    int at = firstByte(register);
    registers[at] = (byte) raised;
    if (byteCount(register) == 2) {
      registers[at + 1] = (byte) (raised >>> Byte.SIZE);
    }
    return true;
  }

  private static int bytesOf(byte[] registers, int register) {
    int at = firstByte(register);
    int low = registers[at] & 0xff;
    return byteCount(register) == 1 ? low : low | ((registers[at + 1] & 0xff) << Byte.SIZE);
  }
}
