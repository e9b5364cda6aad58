package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.redistinto.server.config.ServerConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the socket to the reply the engine's thread allocates nothing that matters. */
@Timeout(60)
class AllocationTest {
  private static final int WARM_UP = 20_000;
  private static final int READS = 5_000;

  private static final String SET = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nvalue\r\n";
  private static final String GET = "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n";

  private static final String OK = "+OK\r\n";
  private static final String VALUE = "$5\r\nvalue\r\n";

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"auto, 1", "auto, 16", "nio, 1", "nio, 16"})
  void aReadAllocatesNextToNothing(String transport, int pipeline) throws Exception {
    ServerConfig config =
        ServerConfig.of(
            "dir", dir.toString(), "entries", "8", "dump-interval", "0", "transport", transport);
    try (RedistintoServer server = RedistintoServer.start(config.onEphemeralPort());
        RawClient client = new RawClient(server.port())) {
      server.loaded().join();
      byte[] requests = (SET + GET).repeat(pipeline).getBytes(StandardCharsets.US_ASCII);
      int replyBytes = (OK + VALUE).repeat(pipeline).length();
      exchange(client, requests, replyBytes, WARM_UP);
      long before = allocatedByEngine();
      assertThat(before).as("it is measured at all").isPositive();
      exchange(client, requests, replyBytes, READS);
      long perRead = (allocatedByEngine() - before) / READS;
      System.out.printf("%s, pipeline %d: %d bytes a read%n", transport, pipeline, perRead);
      assertThat(perRead).isLessThan(64);
    }
  }

  private static void exchange(RawClient client, byte[] requests, int replyBytes, int times)
      throws IOException {
    for (int i = 0; i < times; i++) {
      client.send(requests);
      client.in().skipNBytes(replyBytes);
    }
  }

  private static long allocatedByEngine() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (long id : threads.getAllThreadIds()) {
      if (threads.getThreadInfo(id).getThreadName().startsWith("redistinto-engine")) {
        return threads.getThreadAllocatedBytes(id);
      }
    }
    throw new AssertionError("no engine");
  }
}
