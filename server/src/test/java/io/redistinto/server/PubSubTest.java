package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comparing lines with Redis does not reach: time, INFO, pushes amid one's own replies. */
@Timeout(60)
class PubSubTest {
  @TempDir Path dir;
  private TestServer server;

  private void start(String... directives) throws IOException {
    server = TestServer.start(dir, directives);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void whoIsSubscribedIsNeverIdle() throws IOException {
    start("timeout", "1", "hz", "500");
    TestClient subscriber = server.connect();
    subscriber.call("SUBSCRIBE", "c");
    TestClient idle = server.connect();
    idle.call("PING");
    server.advanceMillis(2000);
    assertThat(idle.isClosed()).isTrue();
    assertThat(subscriber.call("PING")).isEqualTo("[pong, ]");
  }

  @Test
  void infoCountsNamesNotSubscribers() throws IOException {
    start();
    TestClient one = server.connect();
    one.pipeline("SUBSCRIBE a", "PSUBSCRIBE a*", "SSUBSCRIBE s");
    TestClient other = server.connect();
    other.pipeline("SUBSCRIBE a", "SUBSCRIBE b", "PSUBSCRIBE a*");
    assertThat(server.connect().call("INFO", "stats"))
        .contains("pubsub_channels:2\r\n", "pubsub_patterns:1\r\n", "pubsubshard_channels:1\r\n");
  }

  @Test
  void aMessageNeverComesInTheMiddleOfAReply() throws IOException {
    start("notify-keyspace-events", "Em");
    TestClient client = server.connect();
    client.call("HELLO", "3");
    client.call("SUBSCRIBE", "__keyevent@0__:keymiss");
    assertThat(client.call("MGET", "a", "b")).isEqualTo("[(nil), (nil)]");
    assertThat(client.reply()).isEqualTo("[message, __keyevent@0__:keymiss, a]");
    assertThat(client.reply()).isEqualTo("[message, __keyevent@0__:keymiss, b]");
    assertThat(client.call("PING")).isEqualTo("PONG");
  }

  @Test
  void aMessageStaysWhenTheReplyAfterItBecomesAnError() throws IOException {
    start("notify-keyspace-events", "Ex");
    TestClient client = server.connect();
    client.call("HELLO", "3");
    client.call("SUBSCRIBE", "__keyevent@0__:expired");
    client.call("SET", "k", "v", "PX", "1");
    server.advanceMillis(1);
    assertThat(client.call("INCRBYFLOAT", "k", "x"))
        .isEqualTo("[message, __keyevent@0__:expired, k]");
    assertThat(client.reply()).isEqualTo("-ERR value is not a valid float");
  }
}
