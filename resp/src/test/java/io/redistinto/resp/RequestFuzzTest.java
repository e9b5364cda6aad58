package io.redistinto.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever is fed: no exception, no hang, no more memory than what was fed accounts for, and the
 * same requests and errors however it is cut.
 */
class RequestFuzzTest {
  private static final String ALPHABET = "*$-+0123456789\r\n\"'\\x \0a";
  private static final String[] PARTS = {
    "*1\r\n", "*2\r\n", "*3\r\n", "*0\r\n", "*-1\r\n", "*11\r\n", "*", "$", "$0\r\n", "$1\r\n",
        "$10\r\n",
    "$10\r\n", "$-1\r\n", "$16385\r\n", "\r\n", "\r\n", "\r", "\n", "\0", "a", "a\r\n", "a\r\n",
    "0123456789\r\n", "0123456789\r\n", "0123456789", "get \"a\\x41\"\n", "get 'a b'\r\n", "\"", " "
  };
  private static final int MOST_FED = 2048;

  @Property(tries = 500)
  void survivesBytesAtRandom(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] garbage = new byte[random.nextInt(MOST_FED)];
    random.nextBytes(garbage);
    run(garbage, random);
  }

  @Property(tries = 2000)
  void survivesPartsOfRequestsAtRandom(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder parts = new StringBuilder();
    for (int i = random.nextInt(100); i > 0; i--) {
      parts.append(PARTS[random.nextInt(PARTS.length)]);
    }
    run(Wire.bytes(parts.toString()), random);
  }

  @Property(tries = 1000)
  void survivesRequestsWithBytesChanged(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder valid = new StringBuilder();
    for (int i = random.nextInt(50); i >= 0; i--) {
      String value = "v".repeat(random.nextInt(60));
      valid.append(Wire.multibulk("SET", "key" + i, value)).append("get \"key\\x41\"\r\n");
      valid.append(Wire.multibulk("MSET", "k".repeat(random.nextInt(200)), "", value, "x"));
    }
    byte[] mutated = Wire.bytes(valid.toString());
    for (int i = random.nextInt(6); i > 0; i--) {
      int at = random.nextInt(mutated.length);
      mutated[at] =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }
    run(mutated, random);
  }

  private static void run(byte[] bytes, Random random) {
    boolean authenticated = random.nextBoolean();
    RecordingSink whole = new RecordingSink();
    feedInPieces(bytes, authenticated, whole, bytes.length, random);
    RecordingSink pieces = new RecordingSink();
    pieces.goesOn = () -> random.nextInt(8) != 0;
    feedInPieces(bytes, authenticated, pieces, 1 + random.nextInt(1 + bytes.length / 2), random);
    RecordingSink single = new RecordingSink();
    feedInPieces(bytes, authenticated, single, 1, random);
    assertThat(pieces.requests).isEqualTo(whole.requests).isEqualTo(single.requests);
    assertThat(pieces.errors).isEqualTo(whole.errors).isEqualTo(single.errors);
    assertThat(whole.errors.size()).isLessThanOrEqualTo(1);
  }

  private static void feedInPieces(
      byte[] bytes, boolean authenticated, RecordingSink sink, int longest, Random random) {
    ByteBuffer in = Wire.direct(bytes);
    CountingAllocator allocator = new CountingAllocator();
    RequestDecoder decoder = new RequestDecoder(allocator, new RespLimits());
    decoder.authenticated(authenticated);
    for (int fed = 0; fed < bytes.length; ) {
      int length = longest == bytes.length ? longest : 1 + random.nextInt(longest);
      int to = Math.min(bytes.length, fed + length);
      decoder.feed(in, fed, to, sink);
      fed = to;
      assertThat(decoder.bufferedBytes()).isBetween(0, fed);
      assertThat(allocator.liveBytes()).isLessThanOrEqualTo(4L * fed + 3 * 4096);
      decoder.resume(sink);
    }
    while (decoder.isStopped()) {
      decoder.resume(sink);
    }
    decoder.close();
    assertThat(allocator.liveBytes()).isZero();
    assertThat(sink.exceeded).isZero();
  }
}
