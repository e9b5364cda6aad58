package io.redistinto.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However a stream of requests is cut, the same requests come out, and no memory is kept. */
class RequestStreamTest {
  /** Some requests, and one way to write them. */
  record Stream(List<List<String>> requests, String wire) {}

  private enum Form {
    MULTIBULK,
    DOUBLE_QUOTED,
    BARE_WHERE_POSSIBLE
  }

  private record Written(List<String> args, String wire) {}

  @Property(tries = 150)
  void areTheSameCutInTwoAnywhere(@ForAll("streams") Stream stream) {
    for (int cut = 0; cut <= stream.wire.length(); cut++) {
      Run run = new Run(new Random(cut), 0);
      run.feed(stream.wire.substring(0, cut));
      run.feed(stream.wire.substring(cut));
      run.check(stream);
    }
  }

  @Property(tries = 500)
  void areTheSameCutIntoRandomPieces(@ForAll("streams") Stream stream, @ForAll long seed) {
    Random random = new Random(seed);
    for (int longest : new int[] {1, 2, 10, 100}) {
      Run run = new Run(random, 0);
      run.feedInPieces(stream.wire, longest);
      run.check(stream);
    }
  }

  @Property(tries = 500)
  void areTheSameWhenTheSinkStopsNowAndThen(@ForAll("streams") Stream stream, @ForAll long seed) {
    Random random = new Random(seed);
    for (int longest : new int[] {1, 10, 100}) {
      Run run = new Run(random, 2);
      run.feedInPieces(stream.wire, longest);
      run.resumeToTheEnd();
      run.check(stream);
    }
  }

  /** One decoder from its first byte to its last. */
  private static final class Run {
    private final CountingAllocator allocator = new CountingAllocator();
    private final RequestDecoder decoder = new RequestDecoder(allocator, new RespLimits());
    private final RecordingSink sink = new RecordingSink();
    private final Random random;

    /** Stops after one request in {@code stopsOneIn}, or never if that is 0. */
    Run(Random random, int stopsOneIn) {
      this.random = random;
      decoder.authenticated(true);
      sink.goesOn = () -> stopsOneIn == 0 || random.nextInt(stopsOneIn) != 0;
    }

    void feedInPieces(String wire, int longest) {
      for (int from = 0; from < wire.length(); ) {
        int to = Math.min(wire.length(), from + 1 + random.nextInt(longest));
        feed(wire.substring(from, to));
        if (random.nextBoolean()) {
          decoder.resume(sink);
        }
        from = to;
      }
    }

    /** Feeds from a buffer with other bytes around, which is overwritten afterwards. */
    void feed(String wire) {
      ByteBuffer in = Wire.direct("$9" + wire + "\r\n");
      decoder.feed(in, 2, 2 + wire.length(), sink);
      for (int i = 0; i < in.capacity(); i++) {
        in.put(i, (byte) '#');
      }
    }

    void resumeToTheEnd() {
      while (decoder.isStopped()) {
        decoder.resume(sink);
      }
    }

    void check(Stream stream) {
      assertThat(sink.errors).isEmpty();
      assertThat(sink.requests).isEqualTo(stream.requests);
      assertThat(decoder.bufferedBytes()).isZero();
      assertThat(allocator.liveBytes()).isZero();
    }
  }

  @Provide
  Arbitrary<Stream> streams() {
    Arbitrary<Character> anyByte = Arbitraries.chars().range('\0', '\u00ff');
    Arbitrary<Character> awkward = Arbitraries.of('\r', '\n', '$', '*', '"', '\'', '\\', ' ', '\0');
    Arbitrary<Character> plain = Arbitraries.chars().range('a', 'z');
    Arbitrary<String> arg =
        Arbitraries.oneOf(
            Arbitraries.strings().withChars("").ofMaxLength(0),
            characters(Arbitraries.oneOf(anyByte, awkward), 12),
            characters(plain, 12),
            characters(plain, 120));
    Arbitrary<List<String>> args = arg.list().ofMinSize(1).ofMaxSize(5);
    Arbitrary<String> nothing = Arbitraries.of("", "", "", "\r\n", " \n", "*0\r\n", "*-1\r\n");
    Arbitrary<Written> written =
        Combinators.combine(args, Arbitraries.of(Form.class), nothing)
            .as((words, form, before) -> new Written(words, before + write(words, form)));
    return written.list().ofMinSize(1).ofMaxSize(6).map(RequestStreamTest::join);
  }

  private static Arbitrary<String> characters(Arbitrary<Character> character, int most) {
    return character
        .list()
        .ofMaxSize(most)
        .map(
            list -> {
              StringBuilder text = new StringBuilder();
              list.forEach(text::append);
              return text.toString();
            });
  }

  private static Stream join(List<Written> all) {
    List<List<String>> requests = new ArrayList<>();
    StringBuilder wire = new StringBuilder();
    for (Written one : all) {
      requests.add(one.args);
      wire.append(one.wire);
    }
    return new Stream(requests, wire.toString());
  }

  private static String write(List<String> args, Form form) {
    if (form == Form.MULTIBULK) {
      return Wire.multibulk(args);
    }
    StringBuilder line = new StringBuilder();
    for (String arg : args) {
      boolean bare = form == Form.BARE_WHERE_POSSIBLE && arg.matches("[a-z0-9]+");
      line.append(line.length() == 0 ? "" : " ").append(bare ? arg : quote(arg));
    }
    return line.append(form == Form.DOUBLE_QUOTED ? "\r\n" : "\n").toString();
  }

  private static String quote(String arg) {
    if (arg.matches("[a-z \"']+")) {
      return "'" + arg.replace("'", "\\'") + "'";
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < arg.length(); i++) {
      char character = arg.charAt(i);
      switch (character) {
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\b' -> quoted.append("\\b");
        case '"', '\\' -> quoted.append('\\').append(character);
        default -> {
          boolean printable = character >= ' ' && character <= '~';
          quoted.append(printable ? "" + character : String.format("\\x%02x", (int) character));
        }
      }
    }
    return quoted.append('"').toString();
  }
}
