package io.redistinto.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The hash against the definition of SipHash-c-d, written down straightforwardly and itself held to
 * the example that the paper gives in its appendix A, for c = 2 and d = 4.
 */
class SipHashTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());

  @Test
  void theDefinitionGivesThePapersExample() {
    byte[] message = new byte[15];
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) i;
    }
    long hash = sipHash(2, 4, 0x0706050403020100L, 0x0f0e0d0c0b0a0908L, message);
    assertThat(hash).isEqualTo(0xa129ca6149be45e5L);
  }

  @Test
  void isSipHash12AtEveryLengthOffsetAndByteOrder() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int length = 0; length < 100; length++) {
      byte[] message = new byte[length];
      random.nextBytes(message);
      long key0 = random.nextLong();
      long key1 = random.nextLong();
      long expected = sipHash(1, 2, key0, key1, message);
      SipHash hash = new SipHash(key0, key1);
      assertThat(hash.hash(message)).as("seed %d, %d bytes", SEED, length).isEqualTo(expected);
      int offset = random.nextInt(9);
      ByteBuffer heap = ByteBuffer.allocate(length + 20).put(offset, message);
      ByteBuffer direct = ByteBuffer.allocateDirect(length + 20).put(offset, message);
      for (ByteBuffer buffer : new ByteBuffer[] {heap, direct}) {
        assertThat(hash.hash(buffer.order(ByteOrder.BIG_ENDIAN), offset, length))
            .as("seed %d, %d bytes", SEED, length)
            .isEqualTo(expected);
        assertThat(hash.hash(buffer.order(ByteOrder.LITTLE_ENDIAN), offset, length))
            .as("seed %d, %d bytes", SEED, length)
            .isEqualTo(expected);
      }
    }
  }

  /** The paper's section 2, line by line. */
  private static long sipHash(int c, int d, long key0, long key1, byte[] message) {
    long[] v = {
      key0 ^ 0x736f6d6570736575L,
      key1 ^ 0x646f72616e646f6dL,
      key0 ^ 0x6c7967656e657261L,
      key1 ^ 0x7465646279746573L
    };
    byte[] padded = new byte[message.length / 8 * 8 + 8];
    System.arraycopy(message, 0, padded, 0, message.length);
    padded[padded.length - 1] = (byte) message.length;
    for (int at = 0; at < padded.length; at += 8) {
      long word = 0;
      for (int i = 7; i >= 0; i--) {
        word = word << 8 | (padded[at + i] & 0xff);
      }
      v[3] ^= word;
      rounds(c, v);
      v[0] ^= word;
    }
    v[2] ^= 0xff;
    rounds(d, v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
  }

  private static void rounds(int count, long[] v) {
    for (int round = 0; round < count; round++) {
      v[0] += v[1];
      v[2] += v[3];
      v[1] = Long.rotateLeft(v[1], 13);
      v[3] = Long.rotateLeft(v[3], 16);
      v[1] ^= v[0];
      v[3] ^= v[2];
      v[0] = Long.rotateLeft(v[0], 32);
      v[2] += v[1];
      v[0] += v[3];
      v[1] = Long.rotateLeft(v[1], 17);
      v[3] = Long.rotateLeft(v[3], 21);
      v[1] ^= v[2];
      v[3] ^= v[0];
      v[2] = Long.rotateLeft(v[2], 32);
    }
  }
}
