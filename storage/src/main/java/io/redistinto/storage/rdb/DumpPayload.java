package io.redistinto.storage.rdb;

/**
 * What DUMP answers and RESTORE takes.
 *
 * <pre>
 * type: 1 | value | version: 2 | CRC64 of all before: 8, both with the lowest byte first
 * </pre>
 */
public final class DumpPayload {
  private static final int VERSION_BYTES = 2;
  private static final int FOOTER_BYTES = VERSION_BYTES + Long.BYTES;

  private DumpPayload() {}

  /** What was written, the type included, as a payload. */
  static byte[] sealed(RdbWriter writer) {
    writer.littleEndian(Rdb.VERSION, VERSION_BYTES);
    writer.littleEndian(writer.crc(), Long.BYTES);
    return writer.toBytes();
  }

  /** Whether bytes are a payload of a version that can be read, and arrived whole. */
  public static boolean isIntact(byte[] payload) {
    if (payload.length < FOOTER_BYTES) {
      return false;
    }
    CheckedBytes footer = new CheckedBytes(payload, payload.length - FOOTER_BYTES, FOOTER_BYTES);
    long version = footer.unsignedLittleEndian(VERSION_BYTES);
    long crc = footer.unsignedLittleEndian(Long.BYTES);
    return version <= Rdb.VERSION && crc == Crc64.of(payload, 0, payload.length - Long.BYTES);
  }

  /**
   * Reads an intact payload.
   *
   * @param mostBytes how long the decompressed strings in it may be together
   * @throws RdbException if it is no value; the visitor may have been told of a part of it
   */
  public static void read(byte[] payload, long mostBytes, RdbVisitor visitor) {
    CheckedBytes value = new CheckedBytes(payload, 0, payload.length - FOOTER_BYTES);
    new ObjectReader(new RdbReader(value, mostBytes), visitor).read();
  }
}
