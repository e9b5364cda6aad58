package io.redistinto.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redistinto.server.net.Transports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CONFIG SET of the addresses and the port that a running server listens on. */
class ListeningTest {
  private static final String BIND_REFUSED =
      "-ERR CONFIG SET failed (possibly related to argument 'bind') - Failed to bind to specified"
          + " addresses.";

  @TempDir Path dir;
  private TestServer server;
  private TestClient client;
  private int port;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(dir);
    client = server.connect();
    port = server.server().port();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anotherPortTakesTheOldOnesPlace() throws IOException {
    int other = freePort();

    assertThat(client.call("CONFIG", "SET", "port", Integer.toString(other))).isEqualTo("OK");

    assertListens("127.0.0.1", other);
    assertRefuses("127.0.0.1", port);
    assertThat(server.server().port()).isEqualTo(other);
    assertThat(client.call("PING")).as("who is connected stays").isEqualTo("PONG");
  }

  @Test
  void aPortThatIsTakenChangesNothing() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String wanted = Integer.toString(taken.getLocalPort());

      assertThat(client.call("CONFIG", "SET", "port", wanted))
          .isEqualTo(
              "-ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on"
                  + " this port. Check server logs.");
    }

    assertListens("127.0.0.1", port);
    assertThat(client.call("CONFIG", "GET", "port")).isEqualTo("[port, " + port + "]");
  }

  @Test
  void addressesComeAndGo() throws IOException {
    assertThat(client.call("CONFIG", "SET", "bind", "127.0.0.1 127.0.0.2")).isEqualTo("OK");
    assertListens("127.0.0.1", port);
    assertListens("127.0.0.2", port);

    assertThat(client.call("CONFIG", "SET", "bind", "*")).isEqualTo("OK");
    assertListens("127.0.0.3", port);

    assertThat(client.call("CONFIG", "SET", "bind", "127.0.0.2 -192.0.2.1")).isEqualTo("OK");
    assertListens("127.0.0.2", port);
    assertRefuses("127.0.0.1", port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1 192.0.2.1", "127.0.0.2 127.0.0.2", "192.0.2.1"})
  void anAddressThatCannotBeBoundChangesNothing(String addresses) throws IOException {
    client.call("CONFIG", "SET", "bind", "*");

    assertThat(client.call("CONFIG", "SET", "bind", addresses)).isEqualTo(BIND_REFUSED);

    assertListens("127.0.0.3", port);
    assertThat(client.call("CONFIG", "GET", "bind")).isEqualTo("[bind, *]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "io_uring"})
  void whereClosingTakesTimeAnAddressInTheWayStays(String transport, @TempDir Path other)
      throws IOException {
    assumeTrue(Transports.valueOf(transport.toUpperCase(Locale.ROOT)).isAvailable());
    try (TestServer slow = TestServer.start(other, "transport", transport)) {
      String refusal = slow.connect().call("CONFIG", "SET", "bind", "*");

      assertThat(refusal).isEqualTo(BIND_REFUSED);
      assertListens("127.0.0.1", slow.server().port());
    }
  }

  @Test
  void bothChangeTogether() throws IOException {
    String other = Integer.toString(freePort());

    assertThat(client.call("CONFIG", "SET", "port", other, "bind", "192.0.2.1")).startsWith("-");
    assertListens("127.0.0.1", port);

    assertThat(client.call("CONFIG", "SET", "port", other, "bind", "127.0.0.2")).isEqualTo("OK");
    assertListens("127.0.0.2", server.server().port());
    assertRefuses("127.0.0.1", port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket chosen = new ServerSocket(0)) {
      return chosen.getLocalPort();
    }
  }

  private static void assertListens(String host, int port) throws IOException {
    try (Socket socket = new Socket(host, port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("PING\r\n".getBytes(UTF_8));
      assertThat(socket.getInputStream().readNBytes(5)).isEqualTo("+PONG".getBytes(UTF_8));
    }
  }

  private static void assertRefuses(String host, int port) {
    assertThatThrownBy(() -> new Socket(host, port).close()).isInstanceOf(IOException.class);
  }
}
