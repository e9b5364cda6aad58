package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.redistinto.server.config.Transport;
import io.redistinto.server.net.Transports;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As many idle clients as Redis allows by default, and what each costs. */
@Timeout(120)
class ManyConnectionsTest {
  private static final int CONNECTIONS = 10_000;
  private static final int SPARE_FILES = 200;
  private static final int MOST_BYTES_PER_CONNECTION = 8 << 10;

  @TempDir Path dir;

  @Test
  void tenThousandIdleOnesAndOneMore() throws IOException {
    run(new Network(Transports.choose(Transport.AUTO), 1));
  }

  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void tenThousandIdleOnesAndOneMoreOn(Network network) throws IOException {
    run(network);
  }

  private void run(Network network) throws IOException {
    long possible = possibleConnections();
    assumeTrue(
        possible >= CONNECTIONS,
        "only " + possible + " connections are possible here, see ulimit -n");
    List<SocketChannel> clients = new ArrayList<>();
    try (ChildServer server =
        new ChildServer(
            network.with("dir", dir.toString(), "entries", "8", "maxclients", "" + CONNECTIONS))) {
      try {
        SocketChannel first = connect(server);
        clients.add(first);
        assertThat(call(first, "PING", "+PONG\r\n")).isTrue();
        long before = server.usedBytes();
        while (clients.size() < CONNECTIONS) {
          clients.add(connect(server));
        }
        for (SocketChannel client : clients) {
          assertThat(call(client, "PING", "+PONG\r\n")).isTrue();
        }
        long each = (server.usedBytes() - before) / CONNECTIONS;
        System.out.println(network + ": " + each + " bytes for an idle connection");
        assertThat(each).isLessThan(MOST_BYTES_PER_CONNECTION);
        try (RawClient tooMany = new RawClient(server.port())) {
          assertThat(tooMany.receiveAll()).isEqualTo("-ERR max number of clients reached\r\n");
        }
        assertThat(call(clients.get(CONNECTIONS - 1), "PING", "+PONG\r\n")).isTrue();
      } finally {
        for (SocketChannel client : clients) {
          client.close();
        }
      }
    }
  }

  private static long possibleConnections() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      return system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() - SPARE_FILES;
    }
    return Long.MAX_VALUE;
  }

  private static SocketChannel connect(ChildServer server) throws IOException {
    return SocketChannel.open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
  }

  private static boolean call(SocketChannel client, String request, String reply)
      throws IOException {
    client.write(ByteBuffer.wrap((request + "\r\n").getBytes(StandardCharsets.US_ASCII)));
    ByteBuffer received = ByteBuffer.allocate(reply.length());
    while (received.hasRemaining() && client.read(received) >= 0) {
      // until it is whole
    }
    return new String(received.array(), StandardCharsets.US_ASCII).equals(reply);
  }
}
