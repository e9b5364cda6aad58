package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transactions, where the server differs from Redis or a real Redis cannot be asked. */
@Timeout(60)
class TransactionTest {
  @TempDir Path dir;
  private TestServer server;
  private TestClient client;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(dir, "client-query-buffer-limit", "1mb");
    client = server.connect();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void send(String command, int from, int to) {
    for (int i = from; i < to; i++) {
      client.sendRaw(command + " " + "x".repeat(1000) + i + "\r\n");
    }
  }

  /** Whether the server ends the connection while so much is sent, whatever it answers before. */
  private boolean isClosedBy(String command, int from, int to) {
    try {
      send(command, from, to);
    } catch (UncheckedIOException closed) {
      return true;
    }
    for (int byteCount = 0; byteCount < (to - from) * "+QUEUED\r\n".length(); byteCount++) {
      if (client.isClosed()) {
        return true;
      }
    }
    return false;
  }

  @Test
  void whatIsQueuedIsBoundedAsWhatIsReceived() {
    client.call("MULTI");
    send("ECHO", 0, 700);
    for (int i = 0; i < 700; i++) {
      assertThat(client.reply()).isEqualTo("QUEUED");
    }
    TestClient other = server.connect();
    assertThat(other.call("CLIENT", "LIST")).contains(" multi=700 ");
    assertThat(isClosedBy("PING", 700, 1048)).isTrue();
    assertThat(other.call("PING")).isEqualTo("PONG");
  }

  @Test
  void whatIsWatchedIsBoundedToo() {
    send("WATCH", 0, 700);
    for (int i = 0; i < 700; i++) {
      assertThat(client.reply()).isEqualTo("OK");
    }
    send("WATCH", 0, 700); // the same
    for (int i = 0; i < 700; i++) {
      assertThat(client.reply()).isEqualTo("OK");
    }
    assertThat(isClosedBy("WATCH", 700, 1048)).isTrue();
  }

  @Test
  void anOutOfMemoryCommandFailsAloneAndTheOthersRun() {
    client.call("CONFIG", "SET", "replacement-policy", "none");
    client.call("MULTI");
    client.call("SET", "small", "v");
    client.call("SET", "large", "v".repeat(100));
    client.call("SET", "other", "v");
    assertThat(client.call("EXEC")).startsWith("[OK, -OOM ").endsWith(", OK]");
    assertThat(client.call("DBSIZE")).isEqualTo("2");
  }

  @Test
  void aWatchedKeyThatIsReplacedFailsExec() {
    client.call("SET", "watched", "v");
    client.call("WATCH", "watched");
    TestClient other = server.connect();
    for (int i = 0; i < 8; i++) {
      other.call("SET", "k" + i, "v");
    }
    client.call("MULTI");
    client.call("PING");
    assertThat(client.call("EXEC")).isEqualTo(TestClient.NIL);
  }
}
