package io.redistinto.storage.rdb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64Test {
  @Test
  void givesTheCheckValueOfItsCatalogue() {
    assertThat(Crc64.of("123456789".getBytes(US_ASCII), 0, 9)).isEqualTo(0xe9c6d914c4b8d9caL);
  }

  @Test
  void isTheRemainderOfADivisionBitByBit() {
    byte[] bytes = new byte[100];
    new Random(1).nextBytes(bytes);
    for (int offset = 0; offset < 10; offset++) {
      for (int length = 0; length <= bytes.length - offset; length++) {
        assertThat(Crc64.of(bytes, offset, length)).isEqualTo(bitByBit(bytes, offset, length));
      }
    }
  }

  /** As the polynomial is usually written, its highest power first. */
  private static long bitByBit(byte[] bytes, int offset, int length) {
    long crc = 0;
    for (int at = offset; at < offset + length; at++) {
      crc ^= Long.reverse(bytes[at]) & 0xff00000000000000L;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc << 1 ^ (crc < 0 ? 0xad93d23594c935a9L : 0);
      }
    }
    return Long.reverse(crc);
  }
}
