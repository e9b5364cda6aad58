package io.redistinto.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestDecoderTest {
  private final CountingAllocator allocator = new CountingAllocator();
  private final RespLimits limits = new RespLimits();
  private final RequestDecoder decoder = authenticated(new RequestDecoder(allocator, limits));
  private final RecordingSink sink = new RecordingSink();

  @AfterEach
  void givesAllMemoryBack() {
    decoder.close();
    assertThat(allocator.liveBytes()).isZero();
    assertThat(decoder.bufferedBytes()).isZero();
  }

  @Test
  void takesWholeRequestsFromTheInputItself() {
    feed("PING\r\n\r\n*0\r\n" + Wire.multibulk("GET", "a") + Wire.multibulk("GET", "b"));
    assertThat(sink.requests)
        .containsExactly(List.of("PING"), List.of("GET", "a"), List.of("GET", "b"));
    assertThat(allocator.madeCount()).isZero();
  }

  @Test
  void keepsOnlyTheRequestThatIsNotAllThere() {
    feed(Wire.multibulk("GET", "a") + "*2\r\n$3\r\nGET\r\n$1\r\n");
    assertThat(decoder.bufferedBytes()).isEqualTo(17);
    feed("b\r\n" + Wire.multibulk("GET", "c"));
    assertThat(sink.requests)
        .containsExactly(List.of("GET", "a"), List.of("GET", "b"), List.of("GET", "c"));
    assertThat(decoder.bufferedBytes()).isZero();
    assertThat(allocator.liveBytes()).isZero();
  }

  @Test
  void copiesAValueThatComesInPiecesAboutOnce() {
    int length = 1 << 20;
    String wire = Wire.multibulk("SET", "key", "v".repeat(length));
    for (int from = 0; from < wire.length(); from += 1 << 16) {
      feed(wire.substring(from, Math.min(wire.length(), from + (1 << 16))));
    }
    assertThat(sink.requests).hasSize(1);
    assertThat(sink.requests.get(0).get(2)).hasSize(length);
    assertThat(allocator.madeBytes()).as("bytes copied, at the most").isLessThan(length * 3L / 2);
    assertThat(allocator.madeCount()).isLessThan(5);
  }

  @Test
  void takesNoMemoryForAnAnnouncement() {
    feed("*2147483647\r\n$536870912\r\n");
    assertThat(allocator.liveBytes()).isLessThan(10_000);
    feed("x".repeat(10_000));
    assertThat(allocator.liveBytes()).isLessThan(17 * 4096);
  }

  @Test
  void stopsWhereTheSinkSaysAndGoesOnLater() {
    sink.goesOn = () -> sink.requests.size() % 2 != 0;
    feed("1\n2\n3\n4\n5\n");
    assertThat(sink.requests).hasSize(2);
    assertThat(decoder.isStopped()).isTrue();
    feed("6\n7\nhal");
    assertThat(sink.requests).hasSize(2);
    assertThat(decoder.bufferedBytes()).isEqualTo(13);
    decoder.resume(sink);
    assertThat(sink.requests).hasSize(4);
    decoder.resume(sink);
    assertThat(sink.requests).hasSize(6);
    decoder.resume(sink);
    assertThat(sink.requests).hasSize(7);
    assertThat(decoder.isStopped()).isFalse();
    assertThat(decoder.bufferedBytes()).isEqualTo(3);
    feed("f\n");
    assertThat(sink.requests.get(7)).containsExactly("half");
  }

  @Test
  void stopsAfterARequestThatWasHeld() {
    feed("*1\r\n$4\r\nPI");
    sink.goesOn = () -> false;
    feed("NG\r\nPING\r\n");
    assertThat(sink.requests).hasSize(1);
    assertThat(decoder.bufferedBytes()).isEqualTo(6);
    decoder.resume(sink);
    assertThat(sink.requests).hasSize(2);
  }

  @Test
  void keepsALongBacklogWithoutCopyingItForEveryRequest() {
    sink.goesOn = () -> false;
    feed("first\n");
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      feed(i + "\n");
      if (i % 2 == 0) {
        decoder.resume(sink);
      }
    }
    long bytes = allocator.madeBytes();
    assertThat(bytes).isLessThan(2_000_000);
    sink.goesOn = () -> true;
    decoder.resume(sink);
    List<List<String>> expected = new ArrayList<>(List.of(List.of("first")));
    for (int i = 0; i < count; i++) {
      expected.add(List.of(Integer.toString(i)));
    }
    assertThat(sink.requests).isEqualTo(expected);
    assertThat(allocator.madeBytes()).isEqualTo(bytes);
  }

  @Test
  void reportsAProtocolErrorOnceAndDropsTheRest() {
    feed("PING\r\n*1\r\nfoo\r\nPING\r\n");
    feed("PING\r\n");
    decoder.resume(sink);
    assertThat(sink.requests).containsExactly(List.of("PING"));
    assertThat(sink.errors).containsExactly("ERR Protocol error: expected '$', got 'f'");
    assertThat(decoder.bufferedBytes()).isZero();
  }

  @Test
  void reportsAProtocolErrorInARequestThatWasHeld() {
    feed("*2\r\n$1\r\na\r\n$");
    feed("x\r\n");
    assertThat(sink.errors).containsExactly("ERR Protocol error: invalid bulk length");
  }

  @Test
  void letsAClientInOnceItIsAuthenticated() {
    RequestDecoder fresh = new RequestDecoder(allocator, limits);
    sink.goesOn =
        () -> {
          fresh.authenticated(true);
          return true;
        };
    String wire = Wire.multibulk("AUTH", "pw") + "*11\r\n";
    fresh.feed(Wire.direct(wire), 0, wire.length(), sink);
    assertThat(sink.errors).isEmpty();
    fresh.close();
  }

  @Test
  void refusesToKeepMoreThanTheLimit() {
    limits.maxQueryBufferBytes(1 << 20);
    feed("*1\r\n$2000000\r\n");
    String piece = "x".repeat(100_000);
    for (int i = 0; i < 20; i++) {
      feed(piece);
    }
    assertThat(sink.exceeded).isEqualTo(1);
    assertThat(sink.errors).isEmpty();
    assertThat(allocator.liveBytes()).isZero();
  }

  @Test
  void countsTheTableOfArgumentsAgainstTheLimit() {
    limits.maxQueryBufferBytes(1 << 20);
    feed("*1000000\r\n");
    String piece = "$0\r\n\r\n".repeat(1000);
    for (int i = 0; i < 170; i++) {
      feed(piece);
    }
    assertThat(sink.exceeded).isEqualTo(1);
  }

  @Test
  void canBeClosedByItsSink() {
    sink.goesOn =
        () -> {
          decoder.close();
          return true;
        };
    feed("*1\r\n$4\r\nQU");
    feed("IT\r\nPING\r\nPING\r\n");
    assertThat(sink.requests).containsExactly(List.of("QUIT"));
  }

  private void feed(String wire) {
    ByteBuffer in = Wire.direct(wire);
    decoder.feed(in, 0, wire.length(), sink);
  }

  private static RequestDecoder authenticated(RequestDecoder decoder) {
    decoder.authenticated(true);
    return decoder;
  }
}
