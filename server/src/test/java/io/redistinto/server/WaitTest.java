package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are blocked, by the simplest command that blocks. */
@Timeout(60)
class WaitTest {
  @TempDir Path dir;
  private TestServer server;
  private TestClient client;
  private TestClient other;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(dir);
    client = server.connect();
    other = server.connect();
    other.call("PING");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertThat(Thread.interrupted()).as("timed out").isFalse();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private void awaitBlocked(int count) {
    await(() -> other.call("INFO", "clients").contains("blocked_clients:" + count + "\r\n"));
  }

  @Test
  void theTimePassesAndWhatWasSentMeanwhileFollows() {
    client.sendAll("WAIT 1 20", "PING");
    assertThat(client.reply()).isEqualTo("0");
    assertThat(client.reply()).isEqualTo("PONG");
  }

  @Test
  void whoIsBlockedIsSeenAndCounted() {
    String id = client.call("CLIENT", "ID");
    client.sendAll("WAIT 1 0", "PING");
    awaitBlocked(1);
    assertThat(other.call("CLIENT", "LIST", "ID", id)).contains(" flags=b ").contains(" cmd=wait ");
    assertThat(other.call("INFO", "commandstats")).contains("cmdstat_wait:calls=1,");
    assertThat(other.call("CLIENT", "UNBLOCK", id)).isEqualTo("1");
    assertThat(client.reply()).isEqualTo("0");
    assertThat(client.reply()).isEqualTo("PONG");
    assertThat(other.call("CLIENT", "UNBLOCK", id)).isEqualTo("0");
    assertThat(other.call("INFO", "commandstats"))
        .contains("cmdstat_wait:calls=1,")
        .contains("rejected_calls=0,failed_calls=0");
    awaitBlocked(0);
  }

  @Test
  void clientUnblockWithAnErrorIsAFailedCall() {
    String id = client.call("CLIENT", "ID");
    client.send("WAIT", "1", "100000");
    awaitBlocked(1);
    assertThat(other.call("INFO", "clients")).contains("clients_in_timeout_table:1\r\n");
    assertThat(other.call("CLIENT", "UNBLOCK", id, "error")).isEqualTo("1");
    assertThat(client.reply()).isEqualTo("-UNBLOCKED client unblocked via CLIENT UNBLOCK");
    assertThat(other.call("INFO", "everything"))
        .contains("errorstat_UNBLOCKED:count=1\r\n")
        .contains("clients_in_timeout_table:0\r\n")
        .containsPattern("cmdstat_wait:calls=1,.*,failed_calls=1\r\n");
  }

  @Test
  void whoDisconnectsIsBlockedNoLonger() {
    client.send("WAIT", "1", "0");
    awaitBlocked(1);
    client.close();
    awaitBlocked(0);
    TestClient killed = server.connect();
    String id = killed.call("CLIENT", "ID");
    killed.send("WAIT", "1", "0");
    awaitBlocked(1);
    assertThat(other.call("CLIENT", "KILL", "ID", id)).isEqualTo("1");
    awaitBlocked(0);
    assertThat(killed.isClosed()).isTrue();
  }

  @Test
  void whoIsHeldBackByAPauseIsNotBlockedAndCannotBeUnblocked() {
    String id = client.call("CLIENT", "ID");
    other.call("CLIENT", "PAUSE", "100000", "WRITE");
    client.send("SET", "k", "v");
    awaitBlocked(1);
    assertThat(other.call("CLIENT", "UNBLOCK", id)).isEqualTo("0");
    other.call("CLIENT", "UNPAUSE");
    assertThat(client.reply()).isEqualTo("OK");
  }
}
