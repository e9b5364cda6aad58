package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code maxmemory-clients}: the largest go, and no more of them than must. */
@Timeout(60)
class ClientMemoryTest {
  private static final int REQUEST_BYTES = 1_000_000;
  private static final String HALF_A_REQUEST = "*2\r\n$4\r\nECHO\r\n$" + REQUEST_BYTES + "\r\n";

  @TempDir Path dir;
  private RedistintoServer server;
  private TestClient admin;

  @BeforeEach
  void start() throws IOException {
    server = RedistintoServer.start(ServerConfig.of("dir", dir.toString()).onEphemeralPort());
    server.loaded().join();
    admin = new TestClient(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    admin.close();
    server.abort();
  }

  @Test
  void theLargestClientIsDisconnectedAndTheOthersStay() throws IOException {
    try (RawClient small = new RawClient(server.port());
        RawClient large = new RawClient(server.port())) {
      send(small, 10_000);
      send(large, 900_000);
      admin.call("CONFIG", "SET", "maxmemory-clients", "600kb");
      assertThat(large.receiveAll()).isEmpty();
      assertThat(evicted()).isEqualTo("1");
      assertStays(small, 10_000);
    }
  }

  @Test
  void aClientThatSaysSoIsSpared() throws IOException {
    try (RawClient spared = new RawClient(server.port());
        RawClient other = new RawClient(server.port())) {
      assertThat(spared.exchange("CLIENT NO-EVICT ON\r\n", "+OK\r\n")).isTrue();
      send(spared, 900_000);
      send(other, 500_000);
      admin.call("CONFIG", "SET", "maxmemory-clients", "300kb");
      assertThat(other.receiveAll()).isEmpty();
      admin.close(); // which may be next, being the largest that is left
      assertStays(spared, 900_000);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SUBSCRIBE channel:%d",
        "PSUBSCRIBE pattern:%d",
        "SSUBSCRIBE shard:%d",
        "CLIENT TRACKING ON BCAST PREFIX <%d>"
      })
  void whatAClientIsToldOfTakesMemory(String request) throws IOException {
    assertThat(memoryAfter(request)).isGreaterThan(50_000);
  }

  @Test
  void whatItIsNoLongerToldOfTakesNone() throws IOException {
    assertThat(memoryAfter("SUBSCRIBE channel:%1$d\r\nUNSUBSCRIBE channel:%1$d"))
        .isLessThan(50_000);
  }

  /** What a client takes that has sent these requests a thousand times, each with its number. */
  private int memoryAfter(String requests) throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      StringBuilder all = new StringBuilder("HELLO 3\r\n");
      for (int i = 0; i < 1000; i++) {
        all.append(requests.formatted(i)).append("\r\n");
      }
      client.send(all + "CLIENT INFO\r\nQUIT\r\n");
      String memory = client.receiveAll().split("tot-mem=", -1)[1];
      return Integer.parseInt(memory.split(" ", -1)[0]);
    }
  }

  /** Goes on with a client's half request, of which so much was sent. */
  private static void assertStays(RawClient client, int sent) throws IOException {
    client.send("x".repeat(REQUEST_BYTES - sent) + "\r\n");
    String reply = "$" + REQUEST_BYTES + "\r\n" + "x".repeat(REQUEST_BYTES) + "\r\n";
    assertThat(client.receive(reply.length())).isEqualTo(reply);
  }

  /** Returns when the server has read it all: else closing would be a reset of the connection. */
  private void send(RawClient client, int bytes) throws IOException {
    String sent = HALF_A_REQUEST + "x".repeat(bytes);
    client.send(sent);
    while (!admin.call("CLIENT", "LIST").contains(" qbuf=" + sent.length() + " ")) {
      Thread.onSpinWait();
    }
  }

  private String evicted() throws IOException {
    return admin
        .call("INFO", "stats")
        .lines()
        .filter(line -> line.startsWith("evicted_clients:"))
        .findFirst()
        .orElseThrow()
        .split(":", -1)[1];
  }
}
