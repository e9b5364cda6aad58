package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** CONFIG SET maxmemory: less of the arena than there is. It has 8 entries of 10 bytes. */
@Timeout(60)
class MemoryLimitTest {
  private static final String OOM = "-OOM command not allowed when used memory > 'maxmemory'.";

  @TempDir Path dir;

  @Test
  void whereNothingGivesWayWhatMayGrowIsRefusedAtTheLimit() throws IOException {
    try (TestServer server = TestServer.start(dir, "replacement-policy", "none")) {
      TestClient client = server.connect();
      client.call("CONFIG", "SET", "maxmemory", "25");
      assertThat(client.call("SET", "a", "1")).isEqualTo("OK");
      assertThat(client.call("SET", "b", "1")).isEqualTo("OK");
      assertThat(client.call("SET", "c", "1")).isEqualTo(OOM);
      assertThat(client.call("SET", "a", "2")).as("as in Redis").isEqualTo(OOM);
      assertThat(client.call("GET", "a")).isEqualTo("1");
      assertThat(client.call("DEL", "a")).isEqualTo("1");
      assertThat(client.call("SET", "c", "1")).isEqualTo("OK");
    }
  }

  @Test
  void aLimitBelowOneEntryRefusesAll() throws IOException {
    try (TestServer server = TestServer.start(dir, "replacement-policy", "none")) {
      TestClient client = server.connect();
      client.call("CONFIG", "SET", "maxmemory", "1");
      assertThat(client.call("LPUSH", "l", "1")).isEqualTo(OOM);
      assertThat(client.call("EXISTS", "l")).isEqualTo("0");
    }
  }

  @Test
  void aTransactionIsAbortedByWhatIsRefusedInIt() throws IOException {
    try (TestServer server = TestServer.start(dir, "replacement-policy", "none")) {
      TestClient client = server.connect();
      client.call("MULTI");
      client.call("SET", "a", "1");
      server.connect().call("CONFIG", "SET", "maxmemory", "1");
      assertThat(client.call("SET", "b", "1")).isEqualTo(OOM);
      assertThat(client.call("EXEC")).startsWith("-EXECABORT");

      server.connect().call("CONFIG", "SET", "maxmemory", "0");
      client.call("MULTI");
      client.call("SET", "a", "1");
      server.connect().call("CONFIG", "SET", "maxmemory", "1");
      assertThat(client.call("EXEC")).startsWith("-EXECABORT").contains("OOM");
      assertThat(client.call("EXISTS", "a", "b")).isEqualTo("0");
    }
  }

  @Test
  void valuesGiveWayBeforeTheArenaIsFull() throws IOException {
    try (TestServer server = TestServer.start(dir, "replacement-policy", "lru")) {
      TestClient client = server.connect();
      client.call("CONFIG", "SET", "maxmemory", "30");
      for (int i = 0; i < 5; i++) {
        assertThat(client.call("SET", "k" + i, "v")).isEqualTo("OK");
      }
      assertThat(client.call("EXISTS", "k0", "k1")).isEqualTo("0");
      assertThat(client.call("EXISTS", "k2", "k3", "k4")).isEqualTo("3");
    }
  }

  @Test
  void whatTheLimitDoesNotCountIsInInfo() throws IOException {
    try (TestServer server = TestServer.start(dir)) {
      TestClient client = server.connect();
      client.call("SET", "one-entry", "v");
      client.call("SET", "two-entries", "0123456789a");
      String memory = client.call("INFO", "memory");
      long counted = figure(memory, "used_memory") - figure(memory, "mem_not_counted_for_evict");
      assertThat(counted).isEqualTo(30);
    }
  }

  private static long figure(String info, String field) {
    String prefix = field + ":";
    String line = info.lines().filter(any -> any.startsWith(prefix)).findFirst().orElseThrow();
    return Long.parseLong(line.substring(prefix.length()));
  }

  @Test
  void aLowerLimitReplacesWithoutAnyWrite() throws IOException {
    try (TestServer server =
        TestServer.start(dir, "replacement-policy", "lru", "notify-keyspace-events", "Ee")) {
      TestClient listener = server.connect();
      listener.call("SUBSCRIBE", "__keyevent@0__:evicted");
      TestClient client = server.connect();
      client.call("SET", "a", "v");
      client.call("SET", "b", "v");
      client.call("CONFIG", "SET", "maxmemory", "1");
      assertThat(listener.reply()).isEqualTo("[message, __keyevent@0__:evicted, a]");
      assertThat(listener.reply()).isEqualTo("[message, __keyevent@0__:evicted, b]");
      assertThat(client.call("SET", "c", "v")).as("nothing is left to give way").isEqualTo(OOM);
    }
  }

  @Test
  void theWholeArenaIsTheLimitAgain() throws IOException {
    try (TestServer server = TestServer.start(dir, "replacement-policy", "none")) {
      TestClient client = server.connect();
      assertThat(client.call("CONFIG", "GET", "maxmemory")).isEqualTo("[maxmemory, 80]");
      client.call("CONFIG", "SET", "maxmemory", "1");
      assertThat(client.call("CONFIG", "GET", "maxmemory")).isEqualTo("[maxmemory, 1]");
      assertThat(client.call("CONFIG", "SET", "maxmemory", "81"))
          .isEqualTo(
              "-ERR CONFIG SET failed (possibly related to argument 'maxmemory') -"
                  + " the arena has 80 bytes, set entries before the start");
      for (String whole : new String[] {"0", "80"}) {
        client.call("FLUSHALL");
        client.call("CONFIG", "SET", "maxmemory", whole);
        assertThat(client.call("CONFIG", "GET", "maxmemory"))
            .isEqualTo("[maxmemory, " + whole + "]");
        for (int i = 0; i < 8; i++) {
          assertThat(client.call("SET", "k" + i, "v")).isEqualTo("OK");
        }
        assertThat(client.call("SET", "k0", "w")).as("it takes no entry").isEqualTo("OK");
      }
    }
  }
}
