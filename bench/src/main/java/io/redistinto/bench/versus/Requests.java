package io.redistinto.bench.versus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Composes the commands of a load, the same ones in every run. */
final class Requests {
  private static final long SEED = 20_260_101;
  private static final int KEY_DIGITS = 12; // as redis-benchmark's
  private static final String KEY = "$16\r\nkey:" + "0".repeat(KEY_DIGITS) + "\r\n";

  private final Load load;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final byte[] get = bytes("*2\r\n$3\r\nGET\r\n" + KEY);

  /** SET with a value of each length, from the shortest; made when first needed. */
  private final byte[][] sets;

  private final int getDigitsEnd = get.length - 2;
  private final int setDigitsEnd = bytes("*3\r\n$3\r\nSET\r\n" + KEY).length - 2;
  private long ordinal;

  Requests(Load load) {
    this.load = load;
    sets = new byte[load.values().max() - load.values().min() + 1][];
  }

  /** Bytes that a pipeline of requests can take. */
  int longestPipeline() {
    return Math.max(get.length, set(sets.length - 1).length) * load.pipeline();
  }

  /** Appends the next requests to a buffer that has room for them. */
  void append(int count, ByteBuffer buffer) {
    for (int i = 0; i < count; i++) {
      appendOne(buffer);
    }
  }

  private void appendOne(ByteBuffer buffer) {
    int key = load.order().key(ordinal++, load.keyCount(), random);
    if (load.operation().isWrite(random)) {
      byte[] set = set(sets.length == 1 ? 0 : random.nextInt(sets.length));
      writeDigits(key, set, setDigitsEnd);
      buffer.put(set);
    } else {
      writeDigits(key, get, getDigitsEnd);
      buffer.put(get);
    }
  }

  private static void writeDigits(int key, byte[] request, int end) {
    int left = key;
    for (int i = end - 1; i >= end - KEY_DIGITS; i--) {
      request[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }

  private byte[] set(int beyondShortest) {
    byte[] made = sets[beyondShortest];
    if (made == null) {
      int length = load.values().min() + beyondShortest;
      byte[] head = bytes("*3\r\n$3\r\nSET\r\n" + KEY + "$" + length + "\r\n");
      made = Arrays.copyOf(head, head.length + length + 2);
      Arrays.fill(made, head.length, head.length + length, (byte) 'x');
      made[made.length - 2] = '\r';
      made[made.length - 1] = '\n';
      sets[beyondShortest] = made;
    }
    return made;
  }

  private static byte[] bytes(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }
}
