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
  /** Ten of them, the last an array of arrays; one is an error. */
  private static final byte[] REPLIES =
      """
      +OK
      $3

      +
      $-1
      -OOM full
      :-42
      $0

      $12
      xxxxxxxxxxxx
      *0
      *-1
      *3
      *1
      $1
      x
      :1
      *2
      *0
      $-1
      """
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  @Test
  void countsTheSameWhereverTheStreamIsCut() throws IOException {
    for (int first = 0; first <= REPLIES.length; first++) {
      for (int second = first; second <= REPLIES.length; second++) {
        ReplyCounter counter = new ReplyCounter();
        read(counter, 0, first);
        read(counter, first, second);
        read(counter, second, REPLIES.length);

        assertThat(counter.replies()).as("cut at %d and %d", first, second).isEqualTo(10);
        assertThat(counter.errors()).isEqualTo(1);
      }
    }
  }

  @Test
  void doesNotCountAReplyBeforeItsLastByte() throws IOException {
    ReplyCounter counter = new ReplyCounter();

    read(counter, 0, REPLIES.length - 1);

    assertThat(counter.replies()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OK\r\n", "%1\r\n+OK\r\n", "$x\r\n"})
  void refusesWhatIsNoReplyOfResp2(String reply) {
    byte[] bytes = reply.getBytes(StandardCharsets.US_ASCII);

    assertThatThrownBy(() -> new ReplyCounter().read(bytes, bytes.length))
        .isInstanceOf(IOException.class);
  }

  private static void read(ReplyCounter counter, int from, int to) throws IOException {
    counter.read(Arrays.copyOfRange(REPLIES, from, to), to - from);
  }
}
