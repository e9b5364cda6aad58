package io.redistinto.bench.versus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redistinto.bench.versus.Load.KeyOrder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers all requests alike. */
class MixedLoaderTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Its only x is the value, so that the server can count requests. */
  private static final Load LOAD = Load.set(16, 1_000, KeyOrder.UNIFORM, Sizes.of(1));

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong requests = new AtomicLong();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void sendsAsManyCommandsAsAskedAndWaitsForAllReplies() throws IOException {
    try (ServerSocket server = serve("+OK\r\n")) {
      Loader.Result result = new MixedLoader().run(LOAD, 10_007, LIMIT, server.getLocalPort());

      assertThat(result.commands()).isEqualTo(10_007);
      assertThat(requests).hasValue(10_007);
      assertThat(result.errors()).isZero();
      assertThat(result.seconds()).isPositive();
      assertThat(result.latency().p50Millis())
          .isPositive()
          .isLessThanOrEqualTo(result.latency().p999Millis());
    }
  }

  @Test
  void countsErrors() throws IOException {
    try (ServerSocket server = serve("-OOM full\r\n")) {
      assertThat(new MixedLoader().run(LOAD, 1_000, LIMIT, server.getLocalPort()).errors())
          .isEqualTo(1_000);
    }
  }

  @Test
  void sendsNothingPastTheLimit() throws IOException {
    try (ServerSocket server = serve("+OK\r\n")) {
      Loader.Result result =
          new MixedLoader().run(LOAD, Long.MAX_VALUE, Duration.ofMillis(50), server.getLocalPort());

      assertThat(result.commands()).isEqualTo(requests.get());
    }
  }

  @Test
  void failsIfTheServerHangsUp() throws IOException {
    try (ServerSocket server = serve("")) {
      assertThatThrownBy(() -> new MixedLoader().run(LOAD, 1_000, LIMIT, server.getLocalPort()))
          .isInstanceOf(IOException.class);
    }
  }

  /** Answers so for each request; with nothing to answer, closes the connection. */
  private ServerSocket serve(String reply) throws IOException {
    ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    threads.execute(
        () -> {
          try {
            while (true) {
              Socket client = server.accept();
              threads.execute(() -> answer(client, reply));
            }
          } catch (IOException closed) {
            // the test is over
          }
        });
    return server;
  }

  private void answer(Socket client, String reply) {
    try (client) {
      InputStream in = client.getInputStream();
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count > 0 && !reply.isEmpty(); count = in.read(buffer)) {
        int ended = 0;
        for (int i = 0; i < count; i++) {
          ended += buffer[i] == 'x' ? 1 : 0;
        }
        requests.addAndGet(ended);
        client.getOutputStream().write(reply.repeat(ended).getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
