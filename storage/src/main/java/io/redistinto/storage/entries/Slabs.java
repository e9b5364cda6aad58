package io.redistinto.storage.entries;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes outside the Java heap, addressed by a {@code long}, that grow slab by slab up to a limit: a
 * process uses what its data needs, and the garbage collector never sees it.
 *
 * <p>Single values ({@code getInt}, {@code putLong}, ...) must lie inside one slab: aligned
 * addresses always do, since slabs are a power of two in size. Ranges may cross slabs.
 */
public final class Slabs {
  private static final int SLAB_SHIFT = 20;
  private static final int SLAB_BYTES = 1 << SLAB_SHIFT;
  private static final int SLAB_MASK = SLAB_BYTES - 1;
  private static final int CACHE_LINE_BYTES = 64;

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(16 * 1024).asReadOnlyBuffer();

  private final long limitBytes;
  private ByteBuffer[] slabs = new ByteBuffer[4];
  private long[] rawAddresses = new long[4]; // of the slabs
  private int slabCount;

  /** Memory of at most {@code limitBytes} bytes; none of it is allocated yet. */
  public Slabs(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Makes the first {@code bytes} bytes usable. New memory is zero. O(new bytes). */
  public void ensure(long bytes) {
    assert bytes <= limitBytes : bytes + " of " + limitBytes;
    while (((long) slabCount << SLAB_SHIFT) < bytes) {
      if (slabCount == slabs.length) {
        slabs = Arrays.copyOf(slabs, slabCount * 2);
        rawAddresses = Arrays.copyOf(rawAddresses, slabCount * 2);
      }
      long left = limitBytes - ((long) slabCount << SLAB_SHIFT);
      slabs[slabCount] = aligned((int) Math.min(SLAB_BYTES, left));
      if (RawMemory.AVAILABLE) {
        rawAddresses[slabCount] = RawMemory.addressOf(slabs[slabCount]);
      }
      slabCount++;
    }
  }

  /** Memory that begins with a cache line, so that what is as large as one lies in one. */
  private static ByteBuffer aligned(int bytes) {
    return ByteBuffer.allocateDirect(bytes + 2 * CACHE_LINE_BYTES) // both ends are cut to a line
        .alignedSlice(CACHE_LINE_BYTES)
        .slice(0, bytes)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** How many bytes are allocated. */
  public long allocatedBytes() {
    return Math.min(limitBytes, (long) slabCount << SLAB_SHIFT);
  }

  /** Where the byte at an address lies, if there is {@link RawMemory}. */
  long rawAddress(long address) {
    assert address >= 0 && address < allocatedBytes() : address;
    return rawAddresses[(int) (address >>> SLAB_SHIFT)] + ((int) address & SLAB_MASK);
  }

  public byte getByte(long address) {
    return slabs[(int) (address >>> SLAB_SHIFT)].get((int) address & SLAB_MASK);
  }

  public void putByte(long address, int value) {
    slabs[(int) (address >>> SLAB_SHIFT)].put((int) address & SLAB_MASK, (byte) value);
  }

  public int getInt(long address) {
    return slabs[(int) (address >>> SLAB_SHIFT)].getInt((int) address & SLAB_MASK);
  }

  public void putInt(long address, int value) {
    slabs[(int) (address >>> SLAB_SHIFT)].putInt((int) address & SLAB_MASK, value);
  }

  public long getLong(long address) {
    return slabs[(int) (address >>> SLAB_SHIFT)].getLong((int) address & SLAB_MASK);
  }

  public void putLong(long address, long value) {
    slabs[(int) (address >>> SLAB_SHIFT)].putLong((int) address & SLAB_MASK, value);
  }

  /** Copies {@code length} bytes of {@code source} from {@code offset} to {@code address}. */
  public void write(long address, ByteBuffer source, int offset, int length) {
    while (length > 0) {
      int within = (int) address & SLAB_MASK;
      int piece = Math.min(length, SLAB_BYTES - within);
      slabs[(int) (address >>> SLAB_SHIFT)].put(within, source, offset, piece);
      address += piece;
      offset += piece;
      length -= piece;
    }
  }

  /** Makes {@code length} bytes from {@code address} on zero. */
  public void zero(long address, int length) {
    while (length > 0) {
      int piece = Math.min(length, ZEROS.capacity());
      write(address, ZEROS, 0, piece);
      address += piece;
      length -= piece;
    }
  }

  /** Copies {@code length} bytes at {@code address} into {@code target} at {@code offset}. */
  public void read(long address, ByteBuffer target, int offset, int length) {
    while (length > 0) {
      int within = (int) address & SLAB_MASK;
      int piece = Math.min(length, SLAB_BYTES - within);
      target.put(offset, slabs[(int) (address >>> SLAB_SHIFT)], within, piece);
      address += piece;
      offset += piece;
      length -= piece;
    }
  }

  /** Whether the {@code length} bytes at {@code address} equal those of {@code other}. */
  public boolean equal(long address, ByteBuffer other, int offset, int length) {
    ByteBuffer slab = slabs[(int) (address >>> SLAB_SHIFT)];
    int at = (int) address & SLAB_MASK;
    assert at + length <= SLAB_BYTES;
    boolean swap = other.order() != ByteOrder.LITTLE_ENDIAN;
    int i = 0;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      long theirs = other.getLong(offset + i);
      if (slab.getLong(at + i) != (swap ? Long.reverseBytes(theirs) : theirs)) {
        return false;
      }
    }
    for (; i < length; i++) {
      if (slab.get(at + i) != other.get(offset + i)) {
        return false;
      }
    }
    return true;
  }

  /** Fills {@code count} aligned ints from {@code address} on with {@code value}. */
  public void fillInts(long address, int count, int value) {
    for (int i = 0; i < count; i++) {
      putInt(address + 4L * i, value);
    }
  }

  /**
   * Copies {@code length} bytes to an address below, overlapping or not, or to one clear of them.
   */
  public void copy(long from, long to, long length) {
    assert to <= from || to >= from + length;
    while (length > 0) {
      int source = (int) from & SLAB_MASK;
      int target = (int) to & SLAB_MASK;
      int piece = (int) Math.min(length, SLAB_BYTES - Math.max(source, target));
      slabs[(int) (to >>> SLAB_SHIFT)].put(
          target, slabs[(int) (from >>> SLAB_SHIFT)], source, piece);
      from += piece;
      to += piece;
      length -= piece;
    }
  }
}
