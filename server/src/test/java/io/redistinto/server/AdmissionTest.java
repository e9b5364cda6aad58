package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may connect, and who stays. */
class AdmissionTest {
  @TempDir Path dir;
  private TestServer server;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void pastMaxclientsConnectionsAreToldSoAndClosed() throws IOException {
    server = TestServer.start(dir, "maxclients", "2");
    TestClient first = server.connect();
    TestClient second = server.connect();
    assertThat(first.call("PING")).isEqualTo("PONG");
    assertThat(second.call("PING")).isEqualTo("PONG");

    TestClient third = server.connect();
    assertThat(third.reply()).isEqualTo("-ERR max number of clients reached");
    assertThat(third.isClosed()).isTrue();

    assertThat(first.call("INFO", "stats"))
        .contains("rejected_connections:1\r", "total_connections_received:2\r");
    second.call("QUIT");
    assertThat(second.isClosed()).isTrue();
    assertThat(server.connect().call("PING")).as("there is room again").isEqualTo("PONG");
    assertThat(first.call("CONFIG", "SET", "maxclients", "3")).isEqualTo("OK");
    assertThat(server.connect().call("PING")).isEqualTo("PONG");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "*1\r\n$5\r\nhost:\r\nPING\r\n"
      })
  void whatABrowserSendsIsNotAnswered(String request) throws IOException {
    server = TestServer.start(dir);
    TestClient browser = server.connect();
    browser.sendRaw(request);
    assertThat(browser.isClosed()).isTrue();
  }

  @Test
  void idleClientsAreDisconnectedAfterTheTimeout() throws IOException {
    server = TestServer.start(dir, "timeout", "10");
    TestClient idle = server.connect();
    TestClient busy = server.connect();
    assertThat(idle.call("PING")).isEqualTo("PONG");
    server.advanceMillis(6000);
    assertThat(busy.call("PING")).isEqualTo("PONG");
    server.advanceMillis(6000);
    assertThat(idle.isClosed()).isTrue();
    assertThat(busy.call("PING")).isEqualTo("PONG");
  }

  @Test
  void withoutATimeoutNobodyIsDisconnected() throws IOException {
    server = TestServer.start(dir);
    TestClient idle = server.connect();
    assertThat(idle.call("PING")).isEqualTo("PONG");
    server.advanceMillis(1_000_000_000);
    assertThat(server.connect().call("CLIENT", "LIST").lines()).hasSize(2);
    assertThat(idle.call("PING")).isEqualTo("PONG");
  }

  @Test
  void aClientThatWaitsForTheServerIsNotIdle() throws IOException {
    server = TestServer.start(dir, "timeout", "10");
    TestClient client = server.connect();
    assertThat(client.call("CLIENT", "PAUSE", "60000", "WRITE")).isEqualTo("OK");
    client.send("SET", "k", "v");
    TestClient other = server.connect();
    assertThat(other.call("PING")).isEqualTo("PONG");
    server.advanceMillis(50_000);
    assertThat(other.isClosed()).as("the timeout was looked at").isTrue();
    server.advanceMillis(10_000);
    assertThat(client.reply()).isEqualTo("OK");
  }
}
