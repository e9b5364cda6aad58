package io.redistinto.storage.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redistinto.storage.value.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DumpPayloadTest {
  private static final long MANY_BYTES = 1 << 24;
  private static final int FOOTER_BYTES = 10;
  private static final int RUNS = Boolean.getBoolean("redistinto.nightly") ? 200_000 : 2_000;

  static List<Payload> payloads() {
    return Payload.all();
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void readsWhatRedisWrote(Payload payload) {
    assertThat(DumpPayload.isIntact(payload.bytes())).isTrue();
    assertThat(read(payload.bytes(), MANY_BYTES)).isEqualTo(payload.text());
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void readsWhatItWrote(Payload payload) {
    DumpedValue restored = DumpPayload.read(payload.bytes(), MANY_BYTES, new Limits());
    byte[] again = DumpPayload.of(restored);
    assertThat(DumpPayload.isIntact(again)).isTrue();
    assertThat(read(again, MANY_BYTES)).isEqualTo(payload.text());
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void refusesWhatIsCutAnywhere(Payload payload) {
    int valueBytes = payload.bytes().length - FOOTER_BYTES;
    for (int length = 0; length < valueBytes; length++) {
      byte[] cut = Arrays.copyOf(payload.bytes(), length + FOOTER_BYTES);
      assertThat(DumpPayload.isIntact(cut)).isFalse();
      assertThatThrownBy(() -> read(cut, MANY_BYTES)).isInstanceOf(RdbException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void seesEveryChangedBit(Payload payload) {
    byte[] bytes = payload.bytes().clone();
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(DumpPayload.isIntact(bytes)).isFalse();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  /** Whoever changes a payload on purpose gives it a new checksum: the value itself is checked. */
  @ParameterizedTest
  @MethodSource("payloads")
  void answersAnyBytesWithAValueOrItsOneException(Payload payload) {
    long seed = Long.getLong("redistinto.seed", 20_260_701);
    SplittableRandom random = new SplittableRandom(seed + payload.name().hashCode());
    int read = 0;
    int refused = 0;
    for (int run = 0; run < RUNS; run++) {
      byte[] mutated = mutated(payload.bytes(), random);
      try {
        DumpedValue value = DumpPayload.read(mutated, MANY_BYTES, new Limits());
        String again = read(DumpPayload.of(value), MANY_BYTES);
        assertThat(again).as("what was accepted is sound").isEqualTo(RestoredText.of(value));
        read++;
      } catch (RdbException expected) {
        refused++;
      } catch (RuntimeException | Error other) {
        throw new AssertionError("run " + run + " of -Dredistinto.seed=" + seed, other);
      }
    }
    assertThat(refused).isPositive();
    assertThat(read + refused).isEqualTo(RUNS);
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    byte[] mutated = bytes.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int valueBytes = mutated.length - FOOTER_BYTES;
      int at = random.nextInt(Math.min(valueBytes, random.nextBoolean() ? 32 : valueBytes));
      switch (random.nextInt(6)) {
        case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutated[at] = (byte) random.nextInt(256);
        case 2 -> mutated[at] = (byte) (random.nextBoolean() ? 0xff : 0x80 + random.nextInt(2));
        case 3 -> mutated[at] += (byte) (random.nextBoolean() ? 1 : -1);
        case 4 -> {
          int from = random.nextInt(valueBytes);
          int length = Math.min(random.nextInt(9), valueBytes - Math.max(at, from));
          System.arraycopy(mutated, from, mutated, at, length);
        }
        default -> mutated = withoutOne(mutated, at);
      }
    }
    return mutated;
  }

  private static byte[] withoutOne(byte[] bytes, int at) {
    if (bytes.length == FOOTER_BYTES + 1) {
      return bytes;
    }
    byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
    System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
    return shorter;
  }

  @Test
  void refusesALaterVersionAndTakesEarlierOnes() {
    RdbWriter writer = new RdbWriter(new Lzf());
    writer.unsignedByte(RdbType.STRING);
    writer.string(new byte[] {'a'});
    for (int version = 0; version < 13; version++) {
      byte[] sealed = sealed(writer.toBytes(), version);
      assertThat(DumpPayload.isIntact(sealed)).as("%d", version).isEqualTo(version <= 10);
    }
    assertThat(DumpPayload.isIntact(new byte[0])).isFalse();
    assertThat(DumpPayload.isIntact(new byte[FOOTER_BYTES - 1])).isFalse();
  }

  @Test
  void decompressesNoMoreThanAllowed() {
    Payload payload =
        Payload.all().stream().filter(p -> p.name().equals("string-lzf-long")).findAny().get();
    assertThat(read(payload.bytes(), 70_000)).isEqualTo(payload.text());
    assertThatThrownBy(() -> read(payload.bytes(), 69_999)).isInstanceOf(RdbException.class);
  }

  /** Values that say they are long, though nothing of them is there. */
  @ParameterizedTest
  @MethodSource("lengthsOfNothing")
  void allocatesNothingForWhatIsNotThere(byte[] value) {
    assertThatThrownBy(() -> read(Arrays.copyOf(value, value.length + FOOTER_BYTES), 1L << 60))
        .isInstanceOf(RdbException.class);
  }

  static List<byte[]> lengthsOfNothing() {
    byte[] types = {0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19};
    byte[][] lengths = {
      {(byte) 0x80, 0x7f, -1, -1, -1},
      {(byte) 0x80, -1, -1, -1, -1},
      {(byte) 0x81, 0x7f, -1, -1, -1, -1, -1, -1, -1},
      {(byte) 0x81, -1, -1, -1, -1, -1, -1, -1, -1},
      {(byte) 0xc3, 1, (byte) 0x80, 0x7f, -1, -1, -1, 0},
      {(byte) 0xc3, 1, (byte) 0x81, 0x7f, -1, -1, -1, -1, -1, -1, -1, 0},
    };
    List<byte[]> values = new ArrayList<>();
    for (byte type : types) {
      for (byte[] length : lengths) {
        byte[] value = new byte[1 + length.length];
        value[0] = type;
        System.arraycopy(length, 0, value, 1, length.length);
        values.add(value);
      }
    }
    return values;
  }

  private static byte[] sealed(byte[] value, int version) {
    byte[] sealed = Arrays.copyOf(value, value.length + FOOTER_BYTES);
    sealed[value.length] = (byte) version;
    long crc = Crc64.of(sealed, 0, value.length + 2);
    for (int i = 0; i < Long.BYTES; i++) {
      sealed[value.length + 2 + i] = (byte) (crc >>> (8 * i));
    }
    return sealed;
  }

  private static String read(byte[] payload, long mostBytes) {
    return RestoredText.of(DumpPayload.read(payload, mostBytes, new Limits()));
  }
}
