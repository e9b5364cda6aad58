package io.redistinto.resp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is allocated for a request and its reply. */
class AllocationTest {
  private static final int PER_BATCH = 1000;
  private static final int BATCHES = 100;

  private final RequestDecoder decoder =
      new RequestDecoder(ByteBufAllocator.DEFAULT, new RespLimits());
  private final ReplyWriter writer = new ReplyWriter(ByteBufAllocator.DEFAULT);
  private final ByteBuffer value = Wire.direct("v".repeat(64));
  private long requests;

  private final RequestDecoder.Sink sink =
      new RequestDecoder.Sink() {
        @Override
        public boolean request(Request request) {
          requests++;
          if (request.is(0, "GET")) {
            writer.bulk(value, 0, value.capacity());
          } else {
            writer.integer(request.isLong(1) ? request.toLong(1) : -1);
          }
          return true;
        }

        @Override
        public void protocolError(String message) {
          throw new AssertionError(message);
        }

        @Override
        public void queryBufferExceeded() {
          throw new AssertionError();
        }
      };

  /**
   * With a cut, each batch ends in the middle of a request: one buffer's view a batch is allowed.
   */
  @ParameterizedTest
  @CsvSource({"0, 1", "11, 2"})
  void isNoneARequest(int cut, double mostBytesARequest) {
    String pair = Wire.multibulk("GET", "key:000000012345") + Wire.multibulk("INCRBY", "12345");
    String batch = pair.repeat(PER_BATCH / 2);
    ByteBuffer in = Wire.direct(batch.substring(cut) + batch.substring(0, cut));
    decoder.authenticated(true);
    ByteBuffer first = Wire.direct(batch.substring(0, cut));
    decoder.feed(first, 0, cut, sink);
    run(in);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    requests = 0;
    long before = threads.getThreadAllocatedBytes(thread);
    run(in);
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    assertThat(requests).isEqualTo((long) PER_BATCH * BATCHES);
    assertThat((double) allocated / requests).as("bytes a request").isLessThan(mostBytesARequest);
    decoder.close();
    writer.release();
  }

  private void run(ByteBuffer in) {
    for (int i = 0; i < BATCHES; i++) {
      decoder.feed(in, 0, in.capacity(), sink);
      writer.take().release();
    }
  }
}
