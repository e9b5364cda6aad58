package io.redistinto.storage.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LzfTest {
  private final Lzf lzf = new Lzf();

  @Test
  void givesBackWhatItCompressed() {
    long seed = Long.getLong("redistinto.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    int compressible = 0;
    for (int run = 0; run < 5_000; run++) {
      byte[] input = someBytes(random);
      int offset = random.nextInt(input.length / 2 + 1);
      int length = input.length - offset;
      byte[] compressed = lzf.compress(input, offset, length, length + length / 32 + 8);
      assertThat(compressed).as("there is room for no compression at all").isNotNull();
      assertThat(Lzf.decompress(compressed, length))
          .as("run %d of -Dredistinto.seed=%d", run, seed)
          .isEqualTo(Arrays.copyOfRange(input, offset, input.length));
      byte[] again = lzf.compress(input, offset, length, length - 4);
      if (again != null) {
        compressible++;
        assertThat(again).isEqualTo(compressed).hasSizeLessThanOrEqualTo(length - 4);
      }
    }
    assertThat(compressible).isBetween(1_000, 4_999);
  }

  /** Words of a few letters, now and then one that came before, near or far. */
  private static byte[] someBytes(SplittableRandom random) {
    byte[] bytes = new byte[8 + random.nextInt(random.nextInt(10) == 0 ? 40_000 : 400)];
    int letters = 1 + random.nextInt(random.nextInt(1, 256));
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(1 + random.nextInt(random.nextInt(1, 400)), bytes.length - at);
      if (random.nextBoolean() && at > length) {
        System.arraycopy(bytes, random.nextInt(at - length), bytes, at, length);
      } else {
        for (int i = at; i < at + length; i++) {
          bytes[i] = (byte) random.nextInt(letters);
        }
      }
      at += length;
    }
    return bytes;
  }

  @Test
  void copiesWhatItHasJustWritten() {
    byte[] aFollowedByACopyOfNine = {0, 'a', (byte) 0xe0, 0, 0};
    assertThat(Lzf.decompress(aFollowedByACopyOfNine, 10)).asString().isEqualTo("aaaaaaaaaa");
  }

  @Test
  void refusesWhatReachesBeyondTheEnds() {
    refused(5, 4, 'a', 'b', 'c', 'd'); // a run of which a byte is missing
    refused(4, 4, 'a', 'b', 'c', 'd', 'e'); // more than said
    refused(6, 4, 'a', 'b', 'c', 'd', 'e'); // fewer than said
    refused(4, 0, 'a', 0x20, 1); // a copy from before the beginning
    refused(3, 0, 'a', 0x20, 0); // a copy to beyond the end
    refused(4, 0, 'a', 0x20); // half a copy
    refused(10, 0, 'a', 0xe0, 0);
    refused(1, new int[0]);
    refused(Integer.MAX_VALUE, 0, 'a', 0xe0, 255, 0);
  }

  private static void refused(int length, int... input) {
    byte[] bytes = new byte[input.length];
    for (int i = 0; i < input.length; i++) {
      bytes[i] = (byte) input[i];
    }
    assertThatThrownBy(() -> Lzf.decompress(bytes, length)).isInstanceOf(RdbException.class);
  }
}
