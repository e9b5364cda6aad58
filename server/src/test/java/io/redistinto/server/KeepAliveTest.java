package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redistinto.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The seconds of tcp-keepalive are those of the kernel's timer, as Linux shows it. */
@Timeout(60)
class KeepAliveTest {
  private static final List<Path> SOCKETS =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final int CENTISECONDS = 100;

  /** The kind of timer that runs for a socket. */
  private static final String NO_TIMER = "00";

  private static final String KEEPALIVE_TIMER = "02";

  @TempDir Path dir;

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void theTimerRunsForAsLongAsTheDirectiveSays(Network network) throws Exception {
    assumeTrue(
        SOCKETS.stream().allMatch(Files::isReadable),
        "this system does not show its sockets' timers");
    ServerConfig config =
        ServerConfig.of(
            network.with("dir", dir.toString(), "entries", "8", "tcp-keepalive", "5000"));
    try (RedistintoServer server = RedistintoServer.start(config.onEphemeralPort())) {
      server.loaded().join();
      try (RawClient client = connect(server)) {
        String[] timer = timer(server.port(), client.port());
        assertThat(timer[0]).isEqualTo(KEEPALIVE_TIMER);
        assertThat(Long.parseLong(timer[1], 16) / CENTISECONDS).isBetween(4900L, 5001L);
        assertThat(client.exchange("CONFIG SET tcp-keepalive 0\r\n", "+OK\r\n")).isTrue();
      }
      try (RawClient client = connect(server)) {
        assertThat(timer(server.port(), client.port())[0]).as("for 0").isEqualTo(NO_TIMER);
        assertThat(client.exchange("CONFIG SET tcp-keepalive 2147483647\r\n", "+OK\r\n")).isTrue();
      }
      try (RawClient client = connect(server)) {
        assertThat(Long.parseLong(timer(server.port(), client.port())[1], 16) / CENTISECONDS)
            .as("the most that the system takes")
            .isBetween(32_000L, 33_000L);
      }
    }
  }

  private static RawClient connect(RedistintoServer server) throws IOException {
    RawClient client = new RawClient(server.port());
    assertThat(client.exchange("PING\r\n", "+PONG\r\n")).isTrue();
    return client;
  }

  /** Kind and remaining time of the timer of a connection's socket on the server's side. */
  private static String[] timer(int localPort, int remotePort) throws IOException {
    String local = ":%04X".formatted(localPort);
    String remote = ":%04X".formatted(remotePort);
    while (true) {
      List<String> lines = new ArrayList<>();
      for (Path sockets : SOCKETS) {
        lines.addAll(Files.readAllLines(sockets));
      }
      for (String line : lines) {
        String[] fields = line.trim().split("\\s+", -1);
        if (fields[1].endsWith(local) && fields[2].endsWith(remote)) {
          String[] timer = fields[5].split(":", -1);
          if (!timer[0].equals("01")) { // the reply is not confirmed yet
            return timer;
          }
        }
      }
      assertThat(Thread.interrupted()).as("timed out").isFalse();
    }
  }
}
