package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.redistinto.server.config.ServerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Large, many, late, broken and unread: whatever comes and goes on a socket, replies are whole and
 * in order, and no buffer stays behind.
 */
@Timeout(120)
class ConnectionTest {
  private static final int ENTRY_BYTES = 64 << 10;

  @TempDir Path dir;
  private RedistintoServer server;
  private ResourceLeakDetector.Level level;
  private long buffersBefore;

  @BeforeEach
  void watchBuffers() {
    level = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    buffersBefore = buffersInUse();
  }

  @AfterEach
  void noBufferStaysBehind() {
    server.abort();
    ResourceLeakDetector.setLevel(level);
    assertThat(buffersInUse()).isEqualTo(buffersBefore);
  }

  private static long buffersInUse() {
    return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
        .mapToLong(PoolArenaMetric::numActiveAllocations)
        .sum();
  }

  private void start(Network network, String... directives) throws IOException {
    String[] storage = {
      "dir", dir.toString(), "dump-interval", "0", "entries", "4096", "entry-size", "" + ENTRY_BYTES
    };
    String[] all = Arrays.copyOf(network.with(storage), 4 + storage.length + directives.length);
    System.arraycopy(directives, 0, all, 4 + storage.length, directives.length);
    server = RedistintoServer.start(ServerConfig.of(all).onEphemeralPort());
    server.loaded().join();
  }

  private RawClient connect() throws IOException {
    return new RawClient(server.port());
  }

  private static String bulk(String value) {
    return "$" + value.length() + "\r\n" + value + "\r\n";
  }

  private static String set(String key, String value) {
    return "*3\r\n$3\r\nSET\r\n" + bulk(key) + bulk(value);
  }

  /** What INFO says of a name. */
  private String info(String name) throws IOException {
    try (TestClient client = new TestClient(server.port())) {
      return info(client, name);
    }
  }

  private static String info(TestClient client, String name) throws IOException {
    return client
        .call("INFO", "everything")
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .findFirst()
        .orElseThrow()
        .substring(name.length() + 1);
  }

  /** Asks on one connection: several would see one another end. */
  private void awaitNobodyElse() throws IOException {
    try (TestClient client = new TestClient(server.port())) {
      while (!info(client, "connected_clients").equals("1")) {
        assertThat(Thread.interrupted()).as("timed out").isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void aHundredThousandCommandsInOneWrite(Network network) throws IOException {
    start(network);
    int count = 100_000;
    StringBuilder requests = new StringBuilder();
    StringBuilder replies = new StringBuilder();
    for (int i = 0; i < count; i++) {
      requests.append("*2\r\n$4\r\nPING\r\n").append(bulk(Integer.toString(i)));
      replies.append(bulk(Integer.toString(i)));
    }
    try (RawClient client = connect()) {
      assertThat(client.exchange(requests, replies.toString())).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void aRequestAndAReplyOfManyMegabytesInPieces(Network network) throws IOException {
    start(network);
    int length = network.equals(Network.all().findFirst().orElseThrow()) ? 200_000_000 : 50_000_000;
    byte[] piece = new byte[999_983]; // a prime, so that pieces end anywhere
    for (int i = 0; i < piece.length; i++) {
      piece[i] = (byte) (i * 31);
    }
    try (RawClient client = connect()) {
      client.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + length + "\r\n");
      for (int sent = 0; sent < length; sent += piece.length) {
        client.send(Arrays.copyOf(piece, Math.min(piece.length, length - sent)));
      }
      client.send("\r\n");
      assertThat(client.receive(5)).isEqualTo("+OK\r\n");
      assertThat(client.exchange("GET k\r\n", "$" + length + "\r\n")).isTrue();
      for (int received = 0; received < length; received += piece.length) {
        int wanted = Math.min(piece.length, length - received);
        byte[] part = client.in().readNBytes(wanted);
        assertThat(Arrays.equals(part, 0, wanted, piece, 0, wanted)).isTrue();
      }
      assertThat(client.receive(2)).isEqualTo("\r\n");
      assertThat(client.exchange("PING\r\n", "+PONG\r\n")).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void aProtocolErrorIsAnsweredInItsPlaceAndWhatFollowsDoesNotRun(Network network)
      throws IOException {
    start(network);
    try (RawClient client = connect()) {
      client.send("PING\r\n*1\r\n$x\r\n" + set("after", "1"));
      assertThat(client.receiveAll())
          .isEqualTo("+PONG\r\n-ERR Protocol error: invalid bulk length\r\n");
    }
    try (RawClient client = connect()) {
      assertThat(client.exchange("GET after\r\n", "$-1\r\n")).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void whoClosesItsHalfGetsAllReplies(Network network) throws IOException {
    start(network);
    String value = "v".repeat(ENTRY_BYTES);
    int count = 300;
    try (RawClient client = connect()) {
      client.send(set("k", value) + "GET k\r\n".repeat(count) + "GET");
      client.halfClose();
      assertThat(client.receiveAll().length()).isEqualTo(5 + count * bulk(value).length());
    }
    awaitNobodyElse();
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void resetsLeaveNothingBehind(Network network) throws IOException {
    start(network);
    String value = "v".repeat(ENTRY_BYTES);
    for (int i = 0; i < 50; i++) {
      RawClient client = connect();
      client.send(
          set("k", value) + "GET k\r\n".repeat(i) + "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$100\r\n");
      if (i % 2 == 0) {
        client.receive(5);
      }
      client.reset();
    }
    awaitNobodyElse();
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void whoDoesNotReadIsDisconnectedAtTheLimit(Network network) throws IOException {
    start(network, "client-output-buffer-limit", "normal 4mb 0 0");
    String value = "v".repeat(ENTRY_BYTES);
    int count = 1000;
    try (RawClient client = new RawClient(server.port(), 4096)) {
      assertThat(client.exchange(set("k", value), "+OK\r\n")).isTrue();
      client.send("GET k\r\n".repeat(count));
      awaitNobodyElse();
      assertThat(readToTheEnd(client.in())).isLessThan((long) count * value.length());
    }
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void aSubscriberThatDoesNotReadIsDisconnectedAtItsOwnLimit(Network network) throws IOException {
    start(network, "client-output-buffer-limit", "normal 1kb 0 0 pubsub 4mb 0 0");
    String message = "m".repeat(ENTRY_BYTES);
    try (RawClient late = new RawClient(server.port(), 4096);
        TestClient eager = new TestClient(server.port());
        TestClient publisher = new TestClient(server.port())) {
      assertThat(late.exchange("SUBSCRIBE c\r\n", "*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n"))
          .isTrue();
      eager.call("SUBSCRIBE", "c");
      int published = 0;
      String receivers;
      do {
        receivers = publisher.call("PUBLISH", "c", message);
        assertThat(eager.reply()).isEqualTo("[message, c, " + message + "]");
        published++;
      } while (receivers.equals("2") && published < 1000);
      assertThat(receivers).isEqualTo("1");
      assertThat(published).isGreaterThan((4 << 20) / ENTRY_BYTES);
      readToTheEnd(late.in());
    }
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void messagesComeInTheirOrderToAllWhoAreSubscribed(Network network) throws IOException {
    start(network);
    String message = "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n";
    StringBuilder requests = new StringBuilder();
    StringBuilder replies = new StringBuilder();
    StringBuilder messages = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      String payload = "p".repeat(i % 50) + i;
      requests.append("*3\r\n$7\r\nPUBLISH\r\n$1\r\nc\r\n").append(bulk(payload));
      replies.append(":3\r\n");
      messages.append(message).append(bulk(payload));
    }
    RawClient[] subscribers = {connect(), connect(), connect()};
    try (RawClient publisher = connect()) {
      for (RawClient subscriber : subscribers) {
        subscriber.exchange("SUBSCRIBE c\r\n", "*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n");
      }
      assertThat(publisher.exchange(requests, replies.toString())).isTrue();
      for (RawClient subscriber : subscribers) {
        assertThat(subscriber.receive(messages.length()).contentEquals(messages)).isTrue();
      }
      for (RawClient subscriber : subscribers) {
        subscriber.reset();
      }
      while (!info("pubsub_channels").equals("0")) {
        assertThat(Thread.interrupted()).as("timed out").isFalse();
      }
      assertThat(publisher.exchange("PUBLISH c x\r\n", ":0\r\n")).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void whoReadsLateGetsAllThereIs(Network network) throws IOException {
    start(network);
    String value = "v".repeat(ENTRY_BYTES);
    int count = 300;
    try (RawClient client = new RawClient(server.port(), 4096)) {
      assertThat(client.exchange(set("k", value), "+OK\r\n")).isTrue();
      client.send("GET k\r\n".repeat(count));
      try (RawClient other = connect()) {
        assertThat(other.exchange("PING\r\n", "+PONG\r\n")).as("others are served").isTrue();
      }
      for (int i = 0; i < count; i++) {
        assertThat(client.receive(bulk(value).length()).equals(bulk(value))).isTrue();
      }
    }
  }

  private static long readToTheEnd(InputStream in) throws IOException {
    long length = 0;
    byte[] buffer = new byte[64 << 10];
    try {
      for (int read; (read = in.read(buffer)) >= 0; ) {
        length += read;
      }
    } catch (SocketException reset) {
      // as good an end as any
    }
    return length;
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void atMaxclientsOneMoreIsToldAndClosedUntilOneLeaves(Network network) throws IOException {
    start(network, "maxclients", "2");
    try (RawClient first = connect();
        TestClient second = new TestClient(server.port())) {
      assertThat(first.exchange("PING\r\n", "+PONG\r\n")).isTrue();
      assertThat(second.call("PING")).isEqualTo("PONG");
      try (RawClient tooMany = connect()) {
        assertThat(tooMany.receiveAll()).isEqualTo("-ERR max number of clients reached\r\n");
      }
      assertThat(second.call("INFO"))
          .contains("connected_clients:2\r\n")
          .contains("rejected_connections:1\r\n")
          .contains("total_connections_received:2\r\n");
      first.reset();
      while (!second.call("INFO", "clients").contains("connected_clients:1\r\n")) {
        assertThat(Thread.interrupted()).as("timed out").isFalse();
      }
      try (RawClient third = connect()) {
        assertThat(third.exchange("PING\r\n", "+PONG\r\n")).isTrue();
      }
    }
  }
}
