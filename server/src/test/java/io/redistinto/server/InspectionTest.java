package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SLOWLOG, LATENCY, MONITOR and INFO's sections on a server where every command takes 20 ms. */
class InspectionTest {
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long SECONDS = TestServer.START_MILLIS / 1000;

  @TempDir Path dir;
  private final AtomicLong nanos = new AtomicLong();
  private TestServer server;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(dir, () -> nanos.addAndGet(STEP_NANOS));
    client = server.connect();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void slowLogHasWhatRanWhenAndForWhom() {
    client.call("CLIENT", "SETNAME", "tester");
    client.call("SLOWLOG", "RESET");
    client.call("SET", "k", "v");
    String entry = client.call("SLOWLOG", "GET", "1");
    assertThat(entry)
        .matches("\\[\\[\\d+, " + SECONDS + ", 20000, \\[SET, k, v], 127.0.0.1:\\d+, tester]]");
  }

  @Test
  void slowLogLeavesOutWhatIsFaster() {
    client.call("CONFIG", "SET", "slowlog-log-slower-than", "20001");
    client.call("SLOWLOG", "RESET");
    client.call("SET", "k", "v");
    assertThat(client.call("SLOWLOG", "LEN")).isEqualTo("0");
    client.call("CONFIG", "SET", "slowlog-log-slower-than", "20000");
    assertThat(client.call("SLOWLOG", "LEN")).isEqualTo("1"); // the CONFIG SET
  }

  @Test
  void slowLogShowsNoSecrets() {
    client.call("CONFIG", "SET", "requirepass", "secret");
    client.call("AUTH", "default", "secret");
    client.call("HELLO", "2", "AUTH", "default", "secret", "SETNAME", "x");
    assertThat(client.call("SLOWLOG", "GET"))
        .contains("[CONFIG, SET, requirepass, (redacted)]")
        .contains("[AUTH, (redacted), (redacted)]")
        .contains("[HELLO, 2, AUTH, (redacted), (redacted), SETNAME, x]")
        .doesNotContain("secret");
  }

  @Test
  void latencyKeepsCommands() {
    client.call("CONFIG", "SET", "latency-monitor-threshold", "20");
    client.call("LATENCY", "RESET");
    client.call("GET", "k");
    server.advanceMillis(1000);
    client.call("GET", "k");
    assertThat(client.call("LATENCY", "HISTORY", "fast-command"))
        .isEqualTo("[[" + SECONDS + ", 20], [" + (SECONDS + 1) + ", 20]]");
    assertThat(client.call("LATENCY", "LATEST"))
        .contains("[fast-command, " + (SECONDS + 1) + ", 20, 20]");
    assertThat(client.call("LATENCY", "GRAPH", "fast-command")).contains("all time high 20 ms");
    assertThat(client.call("LATENCY", "DOCTOR")).contains("fast-command: in 2 seconds");
    assertThat(client.call("LATENCY", "RESET", "fast-command", "nosuch")).isEqualTo("1");
    assertThat(client.call("LATENCY", "HISTORY", "fast-command")).isEqualTo("[]");
  }

  @Test
  void latencyKeepsWhatElseHoldsClientsUp() {
    client.call("CONFIG", "SET", "latency-monitor-threshold", "1");
    for (int i = 0; i < 9; i++) {
      client.call("SET", "k" + i, "v");
    }
    client.call("DEL", "k1");
    client.call("COMPACT");
    client.call("DUMP");
    assertThat(client.call("LATENCY", "LATEST"))
        .contains("[eviction-cycle, ", "[compaction, ", "[dump, ");
  }

  @Test
  void aPipelineTakesNoMoreThanItsTime() {
    String longText = "x".repeat(2_000);
    client.call("CONFIG", "RESETSTAT");
    client.sendAll("GET k", "GET k", "GET k", "PING " + longText, "GET k");
    for (int i = 0; i < 5; i++) {
      assertThat(client.reply()).isEqualTo(i == 3 ? longText : TestClient.NIL);
    }
    // Each look at the clock is 20 ms later: one after the long reply, one after the last.
    assertThat(client.call("INFO", "commandstats"))
        .contains("cmdstat_get:calls=4,usec=20000,")
        .contains("cmdstat_ping:calls=1,usec=20000,");
  }

  @Test
  void latencyStatsShowHowLongCallsTook() {
    client.call("CONFIG", "RESETSTAT");
    client.call("GET", "k");
    client.call("GET", "k");
    client.call("GET");
    assertThat(client.call("LATENCY", "HISTOGRAM", "get"))
        .isEqualTo("[get, [calls, 2, histogram_usec, [33816, 2]]]");
    assertThat(client.call("INFO", "latencystats"))
        .contains("latency_percentiles_usec_get:p50=20054.015,p99=20054.015,p99.9=20054.015\r\n");
    assertThat(client.call("INFO", "commandstats"))
        .contains(
            "cmdstat_get:calls=2,usec=40000,usec_per_call=20000.00,"
                + "rejected_calls=1,failed_calls=0\r\n");
    assertThat(client.call("INFO", "errorstats")).contains("errorstat_ERR:count=1\r\n");
  }

  @Test
  void resetStatForgetsThemAll() {
    client.call("GET", "k");
    client.call("GET");
    client.call("CONFIG", "RESETSTAT");
    assertThat(client.call("INFO", "commandstats", "latencystats", "errorstats"))
        .doesNotContain("get", "errorstat_");
    assertThat(client.call("LATENCY", "HISTOGRAM", "get")).isEqualTo("[]");
    assertThat(client.call("SLOWLOG", "LEN")).isNotEqualTo("0");
  }

  @Test
  void monitorsAreForgottenWithTheirConnections() {
    TestClient monitor = server.connect();
    assertThat(monitor.call("MONITOR")).isEqualTo("OK");
    monitor.close();
    TestClient other = server.connect();
    assertThat(other.call("MONITOR")).isEqualTo("OK");
    client.call("ECHO", "\u00ff\n\"");
    assertThat(other.reply())
        .matches(SECONDS + "\\.\\d{6} \\[0 127.0.0.1:\\d+] \"ECHO\" \"\\\\xff\\\\n\\\\\"\"");
  }
}
