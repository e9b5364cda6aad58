package io.redistinto.bench.versus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyCounterTest {
  private static final byte[] REPLIES =
      "+OK\r\n$3\r\n\r\n+\r\n$-1\r\n-OOM full\r\n:-42\r\n$0\r\n\r\n$12\r\nxxxxxxxxxxxx\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  @Test
  void countsTheSameWhereverTheStreamIsCut() throws IOException {
    for (int first = 0; first <= REPLIES.length; first++) {
      for (int second = first; second <= REPLIES.length; second++) {
        ReplyCounter counter = new ReplyCounter();
        read(counter, 0, first);
        read(counter, first, second);
        read(counter, second, REPLIES.length);

        assertThat(counter.replies()).as("cut at %d and %d", first, second).isEqualTo(7);
        assertThat(counter.errors()).isEqualTo(1);
      }
    }
  }

  @Test
  void doesNotCountAReplyBeforeItsLastByte() throws IOException {
    ReplyCounter counter = new ReplyCounter();

    read(counter, 0, REPLIES.length - 1);

    assertThat(counter.replies()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OK\r\n", "*1\r\n+OK\r\n", "$x\r\n"})
  void refusesWhatSetAndGetDoNotAnswer(String reply) {
    byte[] bytes = reply.getBytes(StandardCharsets.US_ASCII);

    assertThatThrownBy(() -> new ReplyCounter().read(bytes, bytes.length))
        .isInstanceOf(IOException.class);
  }

  private static void read(ReplyCounter counter, int from, int to) throws IOException {
    counter.read(Arrays.copyOfRange(REPLIES, from, to), to - from);
  }
}
