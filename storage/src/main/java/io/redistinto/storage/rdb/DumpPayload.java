package io.redistinto.storage.rdb;

import io.redistinto.storage.value.Limits;

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

  /** What is around the value: its type before it, version and checksum after it. */
  public static final int FRAME_BYTES = 1 + FOOTER_BYTES;

  /** Large, and needed by whichever thread writes. */
  private static final ThreadLocal<Lzf> LZF = ThreadLocal.withInitial(Lzf::new);

  private DumpPayload() {}

  // ---- Writing

  /** The payload of a value. O(bytes). */
  public static byte[] of(DumpedValue value) {
    RdbWriter out = new RdbWriter(LZF.get());
    new ObjectWriter(out).write(value);
    out.littleEndian(Rdb.VERSION, VERSION_BYTES);
    out.littleEndian(out.crc(), Long.BYTES);
    return out.toBytes();
  }

  // ---- Reading

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
   * The value of an intact payload, which anybody may have written.
   *
   * @param mostBytes how long the decompressed strings in it may be together, and the whole value
   * @throws RdbException if it is no value
   */
  public static DumpedValue read(byte[] payload, long mostBytes, Limits limits) {
    CheckedBytes value = new CheckedBytes(payload, 0, payload.length - FOOTER_BYTES);
    return new ObjectReader(new RdbReader(value, mostBytes), limits).read();
  }
}
