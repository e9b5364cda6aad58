package io.redistinto.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A large argument is read where it will lie, if the reader asks the decoder for the place. */
class LentPlaceTest {
  private static final int MB = 1 << 20;

  private final CountingAllocator allocator = new CountingAllocator();
  private final RespLimits limits = new RespLimits();
  private final RequestDecoder decoder = new RequestDecoder(allocator, limits);
  private final RecordingSink sink = new RecordingSink();

  LentPlaceTest() {
    decoder.authenticated(true);
  }

  @AfterEach
  void givesAllMemoryBack() {
    decoder.close();
    assertThat(allocator.liveBytes()).isZero();
  }

  @Test
  void isWhereTheArgumentStays() {
    byte[] wire = Wire.bytes(Wire.multibulk("SET", "key", "v".repeat(MB)));
    int read = feed(wire, 0, 64 << 10);
    ByteBuf lent = decoder.lend();
    assertThat(lent.writableBytes()).as("all that is missing").isEqualTo(wire.length - read);
    long made = allocator.madeBytes();
    feedLent(lent, wire, read, lent.writableBytes());
    assertThat(sink.requests).hasSize(1);
    assertThat(sink.requests.get(0).get(2)).hasSize(MB);
    assertThat(allocator.madeBytes()).as("not moved again").isEqualTo(made);
  }

  @Test
  void isNotGivenForWhatIsShortOrNotThere() {
    assertThat(decoder.lend()).isNull();
    byte[] wire = Wire.bytes("*2\r\n$3\r\nGET\r\n$100\r\nab");
    feed(wire, 0, wire.length);
    assertThat(decoder.lend()).isNull();
  }

  @Test
  void endsWithTheArgument() {
    byte[] wire = Wire.bytes(Wire.multibulk("SET", "key", "v".repeat(100_000)) + "PING\r\n");
    int read = feed(wire, 0, 50_000);
    ByteBuf lent = decoder.lend();
    int rest = lent.writableBytes();
    feedLent(lent, wire, read, rest);
    assertThat(sink.requests).hasSize(1);
    feed(wire, read + rest, wire.length);
    assertThat(sink.requests.get(1)).containsExactly("PING");
  }

  @Test
  void isNoWayAroundTheLimit() {
    limits.maxQueryBufferBytes(MB);
    byte[] wire = Wire.bytes(Wire.multibulk("SET", "key", "v".repeat(2 * MB)));
    int read = feed(wire, 0, 100_000);
    ByteBuf lent = decoder.lend();
    assertThat(read + lent.writableBytes()).isLessThanOrEqualTo(MB);
    read += feedLent(lent, wire, read, lent.writableBytes());
    assertThat(decoder.lend()).isNull();
    feed(wire, read, wire.length);
    assertThat(sink.exceeded).isEqualTo(1);
  }

  /** Whatever is read there or elsewhere, little or much or nothing, the same requests come out. */
  @Property(tries = 100)
  void givesTheSameRequests(@ForAll long seed) {
    Random random = new Random(seed);
    List<List<String>> requests = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      List<String> args = new ArrayList<>();
      for (int j = random.nextInt(4); j >= 0; j--) {
        int length = random.nextInt(2) * random.nextInt(200_000) + random.nextInt(10);
        args.add(Character.toString('a' + random.nextInt(26)).repeat(length));
      }
      requests.add(args);
      text.append(Wire.multibulk(args));
    }
    LentPlaceTest one = new LentPlaceTest();
    one.sink.goesOn = () -> random.nextInt(3) != 0;
    one.feedInPieces(Wire.bytes(text.toString()), random);
    assertThat(one.sink.requests).isEqualTo(requests);
    assertThat(one.allocator.liveBytes()).isZero();
  }

  private void feedInPieces(byte[] wire, Random random) {
    for (int at = 0; at < wire.length; ) {
      int most = Math.min(wire.length - at, 1 + random.nextInt(100_000));
      ByteBuf lent = random.nextInt(4) == 0 ? null : decoder.lend();
      if (lent == null) {
        at += feed(wire, at, at + most);
      } else if (random.nextInt(4) == 0) {
        lent.release(); // nothing was there to be read
      } else {
        at += feedLent(lent, wire, at, Math.min(most, lent.writableBytes()));
      }
      if (random.nextBoolean()) {
        decoder.resume(sink);
      }
    }
    while (decoder.isStopped()) {
      decoder.resume(sink);
    }
  }

  /** Feeds [from, to) from elsewhere. */
  private int feed(byte[] wire, int from, int to) {
    ByteBuf read = allocator.directBuffer(to - from).writeBytes(wire, from, to - from);
    return feed(read);
  }

  private int feedLent(ByteBuf lent, byte[] wire, int from, int length) {
    return feed(lent.writeBytes(wire, from, length));
  }

  private int feed(ByteBuf read) {
    int length = read.readableBytes();
    decoder.received(read);
    ByteBuffer view = read.internalNioBuffer(read.readerIndex(), length);
    decoder.feed(view, view.position(), view.limit(), sink);
    read.release();
    return length;
  }
}
