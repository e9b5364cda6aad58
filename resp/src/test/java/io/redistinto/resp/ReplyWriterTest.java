package io.redistinto.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyWriterTest {
  private final CountingAllocator allocator = new CountingAllocator();
  private final ReplyWriter writer = new ReplyWriter(allocator);

  @AfterEach
  void givesAllMemoryBack() {
    writer.release();
    assertThat(allocator.liveBytes()).isZero();
  }

  static Stream<Arguments> replies() {
    return Stream.of(
        reply("ok", ReplyWriter::ok, "+OK\r\n", "+OK\r\n"),
        reply("pong", ReplyWriter::pong, "+PONG\r\n", "+PONG\r\n"),
        reply("queued", ReplyWriter::queued, "+QUEUED\r\n", "+QUEUED\r\n"),
        reply("simple", w -> w.simple("string"), "+string\r\n", "+string\r\n"),
        reply("error", w -> w.error("ERR no"), "-ERR no\r\n", "-ERR no\r\n"),
        reply(
            "error with line ends and bytes",
            w -> w.error("ERR a\r\nb\u00ff\u0100"),
            "-ERR a  b\u00ff?\r\n",
            "-ERR a  b\u00ff?\r\n"),
        reply("integer", w -> w.integer(-12), ":-12\r\n", ":-12\r\n"),
        reply(
            "least integer",
            w -> w.integer(Long.MIN_VALUE),
            ":-9223372036854775808\r\n",
            ":-9223372036854775808\r\n"),
        reply("bulk", w -> w.bulk(Wire.bytes("a\r\n\0")), "$4\r\na\r\n\0\r\n", "$4\r\na\r\n\0\r\n"),
        reply("empty bulk", w -> w.bulk(new byte[0]), "$0\r\n\r\n", "$0\r\n\r\n"),
        reply(
            "bulk of a buffer",
            w -> w.bulk(Wire.direct("xabcdefghijklx"), 1, 12),
            "$12\r\nabcdefghijkl\r\n",
            "$12\r\nabcdefghijkl\r\n"),
        reply(
            "text", w -> w.bulkText("\u00f1"), "$2\r\n\u00c3\u00b1\r\n", "$2\r\n\u00c3\u00b1\r\n"),
        reply("null bulk", ReplyWriter::nullBulk, "$-1\r\n", "_\r\n"),
        reply("null array", ReplyWriter::nullArray, "*-1\r\n", "_\r\n"),
        reply("array", w -> w.array(3), "*3\r\n", "*3\r\n"),
        reply("map", w -> w.map(3), "*6\r\n", "%3\r\n"),
        reply("set", w -> w.set(3), "*3\r\n", "~3\r\n"),
        reply("push", w -> w.push(3), "*3\r\n", ">3\r\n"),
        reply("double", w -> w.number(3.141), "$5\r\n3.141\r\n", ",3.141\r\n"),
        reply(
            "long double",
            w -> w.number(0.1),
            "$19\r\n0.10000000000000001\r\n",
            ",0.10000000000000001\r\n"),
        reply("infinity", w -> w.number(-1 / 0.0), "$4\r\n-inf\r\n", ",-inf\r\n"),
        reply("true", w -> w.bool(true), ":1\r\n", "#t\r\n"),
        reply("false", w -> w.bool(false), ":0\r\n", "#f\r\n"),
        reply(
            "verbatim",
            w -> w.verbatim("txt", Wire.bytes("This is a verbatim\nstring")),
            "$25\r\nThis is a verbatim\nstring\r\n",
            "=29\r\ntxt:This is a verbatim\nstring\r\n"),
        reply("big number", w -> w.bigNumber("12345"), "$5\r\n12345\r\n", "(12345\r\n"),
        reply("raw", w -> w.raw(Wire.bytes("+x\r\n")), "+x\r\n", "+x\r\n"),
        reply("raw nothing", w -> w.raw(new byte[0]), "", ""),
        reply("raw of a buffer", w -> w.raw(Wire.direct("a+x\r\n"), 1, 4), "+x\r\n", "+x\r\n"));
  }

  private static Arguments reply(
      String name, Consumer<ReplyWriter> writes, String resp2, String resp3) {
    return arguments(name, writes, resp2, resp3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("replies")
  void writesBothProtocols(String name, Consumer<ReplyWriter> writes, String resp2, String resp3) {
    writes.accept(writer);
    assertThat(taken()).as(name).isEqualTo(resp2);
    writer.protocol(3);
    writes.accept(writer);
    assertThat(taken()).as(name).isEqualTo(resp3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("replies")
  void writesTheSameWhereTheBufferMustGrow(
      String name, Consumer<ReplyWriter> writes, String resp2, String resp3) {
    for (int before = 16 * 1024 - 40; before <= 16 * 1024; before++) {
      ReplyWriter full = new ReplyWriter(allocator);
      full.raw(Wire.bytes("x".repeat(before)));
      writes.accept(full);
      assertThat(text(full.take()).substring(before)).as(name).isEqualTo(resp2);
      full.release();
    }
  }

  @Test
  void leavesRoomForAPayloadThatTheCallerPuts() {
    writer.ok();
    int at = writer.beginBulk(3);
    writer.buffer().put(at, Wire.bytes("abc"));
    writer.integer(1);
    assertThat(taken()).isEqualTo("+OK\r\n$3\r\nabc\r\n:1\r\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 11, 100, 12_345})
  void countsAfterwards(int elements) {
    StringBuilder integers = new StringBuilder();
    writer.ok();
    int mark = writer.defer();
    for (int i = 0; i < elements; i++) {
      writer.integer(i);
      integers.append(':').append(i).append("\r\n");
    }
    writer.endArray(mark, elements);
    writer.ok();
    assertThat(taken()).isEqualTo("+OK\r\n*" + elements + "\r\n" + integers + "+OK\r\n");
  }

  @Test
  void countsAfterwardsInsideWhatIsCountedAfterwards() {
    writer.protocol(3);
    int outer = writer.defer();
    int inner = writer.defer();
    for (int i = 0; i < 10; i++) {
      writer.integer(i);
    }
    writer.endSet(inner, 10);
    int map = writer.defer();
    writer.endMap(map, 0);
    writer.endPush(outer, 2);
    assertThat(taken())
        .isEqualTo(
            ">2\r\n~10\r\n:0\r\n:1\r\n:2\r\n:3\r\n:4\r\n:5\r\n:6\r\n:7\r\n:8\r\n:9\r\n%0\r\n");
  }

  @Test
  void countsTheHalvesOfPairsInTheOlderProtocol() {
    int mark = writer.defer();
    for (int i = 0; i < 14; i++) {
      writer.integer(1);
    }
    writer.endMap(mark, 7);
    assertThat(taken()).isEqualTo("*14\r\n" + ":1\r\n".repeat(14));
  }

  @Test
  void takesBackWhatWasWrittenSince() {
    writer.ok();
    int mark = writer.size();
    writer.bulkText("x".repeat(100_000));
    writer.truncate(mark);
    writer.error("ERR other");
    assertThat(taken()).isEqualTo("+OK\r\n-ERR other\r\n");
  }

  @Test
  void handsOverNothingIfNothingWasWritten() {
    ByteBuf taken = writer.take();
    assertThat(taken.isReadable()).isFalse();
    taken.release();
    assertThat(allocator.madeCount()).isZero();
  }

  @Test
  void writesToTheSameMemoryOnceItWasSent() {
    for (int i = 0; i < 100; i++) {
      writer.integer(i);
      ByteBuf taken = writer.take();
      taken.skipBytes(2);
      assertThat(taken.release()).as("the writer keeps the memory").isFalse();
    }
    writer.ok();
    assertThat(taken()).isEqualTo("+OK\r\n");
    assertThat(allocator.madeCount()).isEqualTo(1);
  }

  @Test
  void writesBehindWhatIsStillBeingSent() {
    writer.simple("first");
    ByteBuf first = writer.take();
    writer.simple("second");
    int mark = writer.size();
    writer.simple("dropped");
    writer.truncate(mark);
    ByteBuf second = writer.take();
    writer.bulk(new byte[33_000]);
    ByteBuf third = writer.take();
    assertThat(allocator.madeCount()).as("the third did not fit").isEqualTo(2);
    assertThat(text(second)).isEqualTo("+second\r\n");
    assertThat(text(first)).isEqualTo("+first\r\n");
    assertThat(text(third)).isEqualTo("$33000\r\n" + "\0".repeat(33_000) + "\r\n");
    writer.ok();
    assertThat(taken()).isEqualTo("+OK\r\n");
    assertThat(allocator.madeCount()).isEqualTo(2);
  }

  @Test
  void leavesALargeBufferToWhoIsStillBeingSentIt() {
    writer.bulk(new byte[100_000]);
    ByteBuf large = writer.take();
    writer.ok();
    large.release();
    assertThat(allocator.liveBytes()).as("held by nobody else").isLessThan(100_000);
    assertThat(taken()).isEqualTo("+OK\r\n");
  }

  /** Replies of all sizes, some of which are sent late: each is what was written. */
  @Test
  void keepsRepliesApartHoweverLateTheyAreSent() {
    record Sending(ByteBuf bytes, String reply) {}
    Queue<Sending> queue = new ArrayDeque<>();
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      String text =
          Character.toString('a' + i % 26).repeat(random.nextInt(1 + random.nextInt(9_000)));
      writer.simple(text);
      queue.add(new Sending(writer.take(), "+" + text + "\r\n"));
      for (int most = random.nextInt(30); queue.size() > most; ) {
        Sending sent = queue.remove();
        assertThat(text(sent.bytes)).isEqualTo(sent.reply);
      }
    }
    queue.forEach(sent -> assertThat(text(sent.bytes)).isEqualTo(sent.reply));
  }

  @Test
  void givesTheMemoryOfAnUnusuallyLargeReplyBack() {
    writer.bulk(new byte[3_000_000]);
    writer.take().release();
    assertThat(allocator.liveBytes()).isGreaterThan(3_000_000);
    writer.ok();
    assertThat(allocator.liveBytes()).isLessThan(100_000);
    assertThat(taken()).isEqualTo("+OK\r\n");
  }

  @Test
  void growsByDoubling() {
    byte[] piece = new byte[1000];
    for (int i = 0; i < 10_000; i++) {
      writer.raw(piece);
    }
    assertThat(writer.size()).isEqualTo(10_000_000);
    assertThat(allocator.madeBytes()).isLessThan(40_000_000);
  }

  @Test
  void refusesAReplyBeyondItsLimitAndKeepsWhatWasWritten() {
    ReplyWriter small = new ReplyWriter(allocator, 100_000);
    small.ok();
    assertThatThrownBy(() -> small.beginBulk(100_000)).isInstanceOf(ReplyTooLargeException.class);
    assertThatThrownBy(() -> small.beginBulk(Integer.MAX_VALUE))
        .isInstanceOf(ReplyTooLargeException.class);
    small.bulk(new byte[50_000]);
    small.truncate(5);
    assertThat(text(small.take())).isEqualTo("+OK\r\n");
    small.release();
  }

  @Test
  void knowsNoOtherProtocol() {
    assertThat(writer.protocol()).isEqualTo(2);
    assertThatThrownBy(() -> writer.protocol(4)).isInstanceOf(IllegalArgumentException.class);
    assertThat(writer.protocol()).isEqualTo(2);
  }

  private String taken() {
    return text(writer.take());
  }

  private static String text(ByteBuf taken) {
    byte[] bytes = new byte[taken.readableBytes()];
    taken.readBytes(bytes);
    taken.release();
    return Wire.text(bytes);
  }
}
