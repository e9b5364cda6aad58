package io.redistinto.storage.hyperloglog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HyperLogLogTest {
  private static final String EMPTY = "48594c4c010000000000000000000000";

  /** Sparse, dense and both at once, values that are rare included. */
  @ParameterizedTest
  @ValueSource(ints = {0, 18, 40, 200, 3000, 100_000})
  void registersAreTheGreatestValuesTheyWereRaisedTo(int mostSparseBytes) {
    long seed = Long.getLong("redistinto.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < 20; run++) {
      HyperLogLog value = new HyperLogLog();
      byte[] model = new byte[HyperLogLog.REGISTERS];
      int nearby = 1 + random.nextInt(random.nextInt(1, HyperLogLog.REGISTERS));
      int greatest = 1 + random.nextInt(random.nextBoolean() ? 4 : 34);
      for (int step = random.nextInt(2_000); step > 0; step--) {
        int register = random.nextInt(nearby);
        int raised = 1 + random.nextInt(greatest);
        assertThat(value.raise(register, raised, mostSparseBytes))
            .isEqualTo(raised > model[register]);
        model[register] = (byte) Math.max(model[register], raised);
      }
      String place = "run " + run + " of -Dredistinto.seed=" + seed;
      assertThat(registers(value)).as(place).isEqualTo(model);
      assertThat(registers(new HyperLogLog(value.toBytes()))).as(place).isEqualTo(model);
      assertThat(value.estimate()).as(place).isEqualTo(HyperLogLog.estimateOf(model));
      int length = value.toBytes().length;
      assertThat(length).as(place).isLessThanOrEqualTo(limit(value, mostSparseBytes));
    }
  }

  /** The empty one is 18 bytes long, however few there may be. */
  private static int limit(HyperLogLog value, int mostSparseBytes) {
    return value.isDense() ? HyperLogLog.DENSE_BYTES : Math.max(18, mostSparseBytes);
  }

  private static byte[] registers(HyperLogLog value) {
    byte[] registers = new byte[HyperLogLog.REGISTERS];
    value.mergeInto(registers);
    return registers;
  }

  @Test
  void becomesDenseForAValueThatSparseRegistersCannotHold() {
    HyperLogLog value = new HyperLogLog();
    assertThat(value.raise(7, 32, 3000)).isTrue();
    assertThat(value.isDense()).isFalse();
    assertThat(value.raise(7, 33, 3000)).isTrue();
    assertThat(value.isDense()).isTrue();
    assertThat(registers(value)[7]).isEqualTo((byte) 33);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          7fff,          Z:16384
          00807ffd,      'z:1 v:1,1 Z:16382'
          3f408084434e,  'z:64 Z:129 v:2,1 Z:847'
          ff,            'v:32,4'
          """)
  void saysItsRunsInWords(String hex, String words) {
    assertThat(new HyperLogLog(HexFormat.of().parseHex(EMPTY + hex)).decoded()).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7ffe", "7fff00", "7fff80", "7f", "7fff40", "7fff7fff"})
  void refusesMoreOrFewerRegisters(String hex) {
    HyperLogLog value = new HyperLogLog(HexFormat.of().parseHex(EMPTY + hex));
    assertThatThrownBy(value::estimate).isInstanceOf(CorruptHyperLogLogException.class);
    assertThatThrownBy(value::makeDense).isInstanceOf(CorruptHyperLogLogException.class);
    assertThatThrownBy(() -> registers(value)).isInstanceOf(CorruptHyperLogLogException.class);
    value.decoded();
  }

  @Test
  void endsWithAnyBytesAsRegistersOrSaysTheyAreCorrupt() {
    SplittableRandom random = new SplittableRandom(1);
    int corrupt = 0;
    for (int run = 0; run < 20_000; run++) {
      byte[] bytes = HexFormat.of().parseHex(EMPTY + "3f408084434e");
      byte[] any = Arrays.copyOf(bytes, bytes.length - 6 + random.nextInt(20));
      for (int at = 16; at < any.length; at++) {
        any[at] = random.nextInt(3) == 0 ? 0x7f : (byte) random.nextInt();
      }
      HyperLogLog value = new HyperLogLog(any);
      try {
        value.raise(random.nextInt(HyperLogLog.REGISTERS), 1 + random.nextInt(40), 3000);
        value.estimate();
      } catch (CorruptHyperLogLogException expected) {
        corrupt++;
      }
    }
    assertThat(corrupt).isPositive();
  }

  @Test
  void aHeaderIsOfAKnownEncodingAndADenseOneOfOneLength() {
    byte[] header = HexFormat.of().parseHex(EMPTY);
    assertThat(HyperLogLog.isHeader(header, 16)).isTrue();
    header[4] = 0;
    assertThat(HyperLogLog.isHeader(header, 16)).isFalse();
    assertThat(HyperLogLog.isHeader(header, HyperLogLog.DENSE_BYTES)).isTrue();
    header[4] = 2;
    assertThat(HyperLogLog.isHeader(header, HyperLogLog.DENSE_BYTES)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 255, 256, 1L << 40, Long.MAX_VALUE})
  void keepsTheEstimateUntilItIsForgotten(long estimate) {
    byte[] header = HexFormat.of().parseHex(EMPTY);
    HyperLogLog.estimate(header, estimate);
    assertThat(HyperLogLog.knowsEstimate(header)).isTrue();
    assertThat(HyperLogLog.estimate(header)).isEqualTo(estimate);
    HyperLogLog.forgetEstimate(header);
    assertThat(HyperLogLog.knowsEstimate(header)).isFalse();
  }

  @Test
  void hashesDoNotDependOnTheByteOrderOrTheOffset() {
    byte[] text = "the quick brown fox".getBytes(US_ASCII);
    for (int length = 0; length <= text.length; length++) {
      ByteBuffer bytes = ByteBuffer.wrap(text);
      ByteBuffer shifted =
          ByteBuffer.allocateDirect(text.length + 3).order(ByteOrder.LITTLE_ENDIAN);
      shifted.put(3, text);
      assertThat(ElementHash.of(bytes, 0, length)).isEqualTo(ElementHash.of(shifted, 3, length));
    }
  }

  @Test
  void aHashOfZerosRaisesItsRegisterToTheGreatestValue() {
    assertThat(ElementHash.value(0)).isEqualTo(51);
    assertThat(ElementHash.value(1L << 14)).isEqualTo(1);
    assertThat(ElementHash.value(-1)).isEqualTo(1);
  }

  @Test
  void passesItsOwnTest() {
    assertThat(SelfTest.run()).isEmpty();
  }
}
