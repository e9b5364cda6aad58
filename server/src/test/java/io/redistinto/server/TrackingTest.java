package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comparing lines with Redis does not reach: limits, replacement, figures. */
@Timeout(60)
class TrackingTest {
  @TempDir Path dir;
  private TestServer server;
  private TestClient writer;
  private TestClient tracker;

  private void start(String... directives) throws IOException {
    server = TestServer.start(dir, directives);
    writer = server.connect();
    tracker = server.connect();
    tracker.call("HELLO", "3");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void assertTold(String keys) {
    assertThat(tracker.reply()).isEqualTo("[invalidate, " + keys + "]");
  }

  private void assertToldNothing() {
    assertThat(tracker.call("PING")).isEqualTo("PONG");
  }

  @Test
  void pastTheLimitTheOldestIsForgottenAsIfItHadChanged() throws IOException {
    start("tracking-table-max-keys", "2");
    tracker.call("CLIENT", "TRACKING", "ON");
    tracker.call("GET", "a");
    tracker.call("GET", "b");
    tracker.call("GET", "a");
    assertThat(tracker.call("GET", "c")).isEqualTo(TestClient.NIL);
    assertTold("[a]");
    assertThat(writer.call("INFO", "stats"))
        .contains("tracking_total_keys:2\r\n", "tracking_total_items:2\r\n");
    writer.call("MSET", "a", "1", "b", "1");
    assertTold("[b]");
    assertToldNothing();
  }

  @Test
  void aKeyThatGivesWayIsTold() throws IOException {
    start();
    writer.call("SET", "old", "v");
    tracker.call("CLIENT", "TRACKING", "ON", "NOLOOP");
    tracker.call("CLIENT", "NO-TOUCH", "ON");
    tracker.call("GET", "old");
    for (int i = 0; i < 8; i++) {
      writer.call("SET", "k" + i, "v");
    }
    assertTold("[old]");
    assertToldNothing();
  }

  @Test
  void aKeyThatExpiresByItselfIsToldEvenWhoWroteIt() throws IOException {
    start("hz", "500");
    tracker.call("CLIENT", "TRACKING", "ON", "BCAST", "NOLOOP");
    tracker.call("SET", "k", "v", "PX", "1");
    server.advanceMillis(1);
    assertTold("[k]");
    assertToldNothing();
  }

  @Test
  void figuresFollow() throws IOException {
    start();
    tracker.call("CLIENT", "TRACKING", "ON");
    tracker.call("MGET", "a", "b");
    writer.call("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "x", "PREFIX", "y");
    assertThat(writer.call("INFO", "everything"))
        .contains(
            "tracking_clients:2\r\n",
            "tracking_total_keys:2\r\n",
            "tracking_total_items:2\r\n",
            "tracking_total_prefixes:2\r\n");
    tracker.call("CLIENT", "TRACKING", "OFF");
    writer.call("CLIENT", "TRACKING", "OFF");
    server.connect().call("QUIT");
    TestClient other = server.connect();
    other.call("CLIENT", "KILL", "SKIPME", "YES");
    assertThat(other.call("INFO", "everything"))
        .contains(
            "tracking_clients:0\r\n",
            "tracking_total_keys:2\r\n",
            "tracking_total_items:2\r\n",
            "tracking_total_prefixes:0\r\n");
    other.call("FLUSHALL");
    assertThat(other.call("INFO", "everything"))
        .contains("tracking_total_keys:0\r\n", "tracking_total_items:0\r\n");
  }

  @Test
  void messagesGoNowhereOnceTheClientTheyGoToIsKilled() throws IOException {
    start();
    TestClient target = server.connect();
    String id = target.call("CLIENT", "ID");
    tracker.call("CLIENT", "TRACKING", "ON", "REDIRECT", id);
    tracker.call("GET", "k");
    writer.pipeline("CLIENT KILL ID " + id, "SET k v");
    assertThat(tracker.reply()).isEqualTo("[tracking-redir-broken, " + id + "]");
    assertThat(tracker.call("CLIENT", "TRACKINGINFO")).contains("broken_redirect");
  }
}
