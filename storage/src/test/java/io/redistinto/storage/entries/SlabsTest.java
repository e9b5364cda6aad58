package io.redistinto.storage.entries;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlabsTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());
  private static final int SLAB_BYTES = 1 << 20;

  /** Random writes, reads, and copies downwards and to clear places, about the slabs' borders. */
  @Test
  void rangesMayCrossSlabs() {
    SplittableRandom random = new SplittableRandom(SEED);
    int size = 5 * SLAB_BYTES / 2;
    Slabs slabs = new Slabs(size);
    slabs.ensure(size);
    byte[] truth = new byte[size];
    for (int step = 0; step < 300; step++) {
      int length = random.nextInt(random.nextInt(10) == 0 ? SLAB_BYTES + 1000 : 100);
      int border = random.nextInt(1, 3) * SLAB_BYTES;
      int at = Math.max(0, Math.min(size - length, border - random.nextInt(length + 50)));
      switch (random.nextInt(3)) {
        case 0 -> {
          byte[] bytes = new byte[length];
          random.nextBytes(bytes);
          slabs.write(at, ByteBuffer.wrap(bytes), 0, length);
          System.arraycopy(bytes, 0, truth, at, length);
        }
        case 1 -> {
          int to = Math.max(0, at - random.nextInt(1000));
          slabs.copy(at, to, length);
          System.arraycopy(truth, at, truth, to, length);
        }
        default -> {
          int to = at + length;
          int clear = Math.min(length, size - to);
          slabs.copy(at, to, clear);
          System.arraycopy(truth, at, truth, to, clear);
        }
      }
      byte[] bytes = new byte[length + 4];
      slabs.read(at, ByteBuffer.wrap(bytes), 2, length);
      assertThat(Arrays.copyOfRange(bytes, 2, length + 2))
          .as("seed %d step %d", SEED, step)
          .isEqualTo(Arrays.copyOfRange(truth, at, at + length));
    }
    byte[] all = new byte[size];
    slabs.read(0, ByteBuffer.wrap(all), 0, size);
    assertThat(all).as("seed %d", SEED).isEqualTo(truth);
  }

  @Test
  void numbersAreKeptAtAlignedAddressesUpToTheEndOfEachSlab() {
    Slabs slabs = new Slabs(2 * SLAB_BYTES);
    slabs.ensure(2 * SLAB_BYTES);
    for (long slab = 0; slab < 2; slab++) {
      long end = (slab + 1) * SLAB_BYTES;
      slabs.putLong(end - 8, 0x0102030405060708L + slab);
      slabs.putInt(end - 12, -7);
      slabs.putByte(end - 13, 200);
      assertThat(slabs.getLong(end - 8)).isEqualTo(0x0102030405060708L + slab);
      assertThat(slabs.getInt(end - 12)).isEqualTo(-7);
      assertThat(slabs.getByte(end - 13)).isEqualTo((byte) 200);
    }
  }

  @Test
  void equalSeesEveryByteInBothByteOrders() {
    Slabs slabs = new Slabs(64);
    slabs.ensure(64);
    byte[] bytes = new byte[40];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 37);
    }
    slabs.write(3, ByteBuffer.wrap(bytes), 0, bytes.length);
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      for (int length = 0; length <= bytes.length; length++) {
        byte[] other = new byte[length + 5];
        System.arraycopy(bytes, 0, other, 5, length);
        ByteBuffer buffer = ByteBuffer.wrap(other).order(order);
        assertThat(slabs.equal(3, buffer, 5, length)).isTrue();
        for (int i = 0; i < length; i++) {
          other[5 + i] ^= 0x10;
          assertThat(slabs.equal(3, buffer, 5, length)).as("byte %d of %d", i, length).isFalse();
          other[5 + i] ^= 0x10;
        }
      }
    }
  }

  @Test
  void growsSlabBySlabUpToItsLimit() {
    Slabs slabs = new Slabs(SLAB_BYTES + 10);
    assertThat(slabs.allocatedBytes()).isZero();
    slabs.ensure(1);
    assertThat(slabs.allocatedBytes()).isEqualTo(SLAB_BYTES);
    slabs.ensure(SLAB_BYTES + 10);
    assertThat(slabs.allocatedBytes()).isEqualTo(SLAB_BYTES + 10);
    slabs.putByte(SLAB_BYTES + 9, 1);
  }

  /** Entries whose size does not divide a slab, all of them written, read and slid. */
  @ParameterizedTest
  @CsvSource({"3, 400000", "1000, 2200", "65537, 40", "1048575, 3", "1048577, 3"})
  void anArenaKeepsValuesAcrossSlabs(int entryBytes, int entryCount) {
    Arena arena = new Arena(entryCount, entryBytes);
    byte[] value = new byte[entryBytes];
    for (int entry = 0; entry < entryCount; entry++) {
      assertThat(arena.take(1)).isEqualTo(entry);
      arena.own(entry, 1, entry + 7);
      fill(value, entry);
      arena.write(entry, 0, ByteBuffer.wrap(value), 0, entryBytes);
    }
    byte[] read = new byte[entryBytes];
    arena.slide(1, 0, entryCount - 1);
    for (int entry = 0; entry < entryCount - 1; entry++) {
      fill(value, entry + 1);
      arena.read(entry, 0, ByteBuffer.wrap(read), 0, entryBytes);
      if (!Arrays.equals(read, value) || arena.owner(entry) != entry + 8) {
        throw new AssertionError("entry " + entry);
      }
    }
  }

  private static void fill(byte[] value, int entry) {
    Arrays.fill(value, (byte) (entry * 31 + 1));
    value[value.length - 1] = (byte) (entry >>> 8);
  }
}
