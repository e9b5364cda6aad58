package io.redistinto.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is fed: no exception, no hang, and no more memory than what was fed accounts for. */
class RequestFuzzTest {
  private static final String ALPHABET = "*$-+0123456789\r\n\"'\\x \0a";
  private static final int MOST_FED = 4096;

  @Property(tries = 3000)
  void survivesBytesAtRandom(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] garbage = new byte[random.nextInt(MOST_FED)];
    random.nextBytes(garbage);
    run(garbage, random);
  }

  @Property(tries = 5000)
  void survivesTheCharactersOfTheProtocolAtRandom(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] garbage = new byte[random.nextInt(MOST_FED)];
    for (int i = 0; i < garbage.length; i++) {
      garbage[i] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }
    run(garbage, random);
  }

  @Property(tries = 5000)
  void survivesRequestsWithBytesChanged(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder valid = new StringBuilder();
    for (int i = random.nextInt(50); i >= 0; i--) {
      String value = "v".repeat(random.nextInt(60));
      valid.append(Wire.multibulk("SET", "key" + i, value)).append("get \"key\\x41\"\r\n");
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
    CountingAllocator allocator = new CountingAllocator();
    RequestDecoder decoder = new RequestDecoder(allocator, new RespLimits());
    decoder.authenticated(random.nextBoolean());
    RecordingSink sink = new RecordingSink();
    sink.goesOn = () -> random.nextInt(8) != 0;
    int longest = 1 + random.nextInt(bytes.length + 1);
    int fed = 0;
    while (fed < bytes.length) {
      int to = Math.min(bytes.length, fed + 1 + random.nextInt(longest));
      byte[] piece = Arrays.copyOfRange(bytes, fed, to);
      ByteBuffer in = Wire.direct(piece);
      decoder.feed(in, 0, piece.length, sink);
      fed = to;
      assertThat(decoder.bufferedBytes()).isBetween(0, fed);
      assertThat(allocator.liveBytes()).isLessThanOrEqualTo(4L * fed + 3 * 4096);
      decoder.resume(sink);
    }
    assertThat(sink.errors.size() + sink.exceeded).isLessThanOrEqualTo(1);
    assertThat(sink.requests.size()).isLessThanOrEqualTo(bytes.length);
    decoder.close();
    assertThat(allocator.liveBytes()).isZero();
  }
}
