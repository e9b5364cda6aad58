package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** INFO: sections, and figures that are true. */
class InfoCommandsTest {
  private static final List<String> DEFAULT_TITLES =
      List.of(
          "# Server",
          "# Clients",
          "# Memory",
          "# Persistence",
          "# Stats",
          "# Replication",
          "# CPU",
          "# Modules",
          "# Errorstats",
          "# Cluster",
          "# Keyspace",
          "# Storage");
  private static final List<String> ALL_TITLES =
      List.of(
          "# Server",
          "# Clients",
          "# Memory",
          "# Persistence",
          "# Stats",
          "# Replication",
          "# CPU",
          "# Modules",
          "# Commandstats",
          "# Errorstats",
          "# Latencystats",
          "# Cluster",
          "# Keyspace",
          "# Storage");

  @TempDir Path dir;
  private TestServer server;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(dir);
    client = server.connect();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void withoutArgumentsTheDefaultSectionsAreShown() {
    assertThat(titles(client.call("INFO"))).isEqualTo(DEFAULT_TITLES);
    assertThat(titles(client.call("INFO", "default"))).isEqualTo(DEFAULT_TITLES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "EVERYTHING"})
  void everySectionCanBeAskedFor(String argument) {
    assertThat(titles(client.call("INFO", argument))).isEqualTo(ALL_TITLES);
  }

  @Test
  void sectionsComeInTheirOwnOrderAndUnknownOnesNotAtAll() {
    assertThat(client.call("INFO", "keyspace", "none", "Cluster"))
        .isEqualTo("# Cluster\r\ncluster_enabled:0\r\n\r\n# Keyspace\r\n");
    assertThat(client.call("INFO", "none")).isEmpty();
    assertThat(titles(client.call("INFO", "default", "commandstats"))).contains("# Commandstats");
  }

  @Test
  void infoIsATextInResp3() {
    client.call("HELLO", "3");
    client.sendRaw("*2\r\n$4\r\nINFO\r\n$7\r\ncluster\r\n");
    assertThat(client.reply()).isEqualTo("# Cluster\r\ncluster_enabled:0\r\n");
  }

  @Test
  void theServerSaysWhatItIs() {
    server.advanceMillis(90_061_000);
    Map<String, String> info = info("server");
    assertThat(info)
        .containsEntry("redis_version", "7.2.4")
        .containsEntry("redistinto_version", Version.REDISTINTO)
        .containsEntry("redis_mode", "standalone")
        .containsEntry("tcp_port", Integer.toString(server.server().port()))
        .containsEntry("process_id", Long.toString(ProcessHandle.current().pid()))
        .containsEntry("uptime_in_seconds", "90061")
        .containsEntry("uptime_in_days", "1")
        .containsEntry("server_time_usec", (TestServer.START_MILLIS + 90_061_000) + "000");
    assertThat(info.get("run_id")).matches("[0-9a-f]{40}");
  }

  @Test
  void memoryIsWhatIsAllocated() {
    client.call("SET", "k", "12345");
    Map<String, String> info = info("memory");
    assertThat(number(info, "used_memory"))
        .isEqualTo(
            number(info, "used_memory_heap")
                + number(info, "used_memory_storage")
                + number(info, "used_memory_network"))
        .isLessThanOrEqualTo(number(info, "used_memory_peak"));
    assertThat(number(info, "used_memory_storage")).isPositive();
    assertThat(info)
        .containsEntry("used_memory_dataset", "5")
        .containsEntry("maxmemory", "80")
        .containsEntry("maxmemory_human", "80B")
        .containsEntry("maxmemory_policy", "allkeys-lru");
    assertThat(number(info, "mem_clients_normal")).isPositive();
  }

  @Test
  void persistenceTellsOfDumps() {
    client.call("SET", "k", "v");
    assertThat(info("persistence"))
        .containsEntry("loading", "0")
        .containsEntry("rdb_changes_since_last_save", "1")
        .containsEntry("rdb_bgsave_in_progress", "0")
        .containsEntry("rdb_last_bgsave_time_sec", "-1");
    server.advanceMillis(2000);
    String during = client.pipeline("BGSAVE", "INFO persistence").get(1);
    assertThat(during).contains("rdb_bgsave_in_progress:1\r", "rdb_current_bgsave_time_sec:0\r");
    client.call("DUMP");
    assertThat(info("persistence"))
        .containsEntry("rdb_changes_since_last_save", "0")
        .containsEntry("rdb_last_save_time", Long.toString(TestServer.START_MILLIS / 1000 + 2))
        .containsEntry("rdb_last_bgsave_status", "ok")
        .containsEntry("rdb_last_bgsave_time_sec", "0")
        .containsEntry("rdb_current_bgsave_time_sec", "-1")
        .containsEntry("rdb_saves", "2");
  }

  @Test
  void persistenceTellsWhatWasLoaded() throws IOException {
    server.advanceMillis(-1000);
    client.pipeline("SET a 1", "SET b 2");
    client.call("SET", "c", "3", "PX", "500");
    client.call("DUMP");
    server.close();
    server = TestServer.start(dir);
    client = server.connect();
    assertThat(info("persistence"))
        .containsEntry("rdb_last_load_keys_loaded", "2")
        .containsEntry("rdb_last_load_keys_expired", "1");
  }

  @Test
  void statsCount() {
    server.connect().call("PING");
    client.pipeline("SET k v PX 10", "GET k", "GET none", "NOSUCH");
    server.advanceMillis(20);
    client.call("GET", "k");
    Map<String, String> info = info("stats");
    assertThat(info)
        .containsEntry("total_connections_received", "2")
        .containsEntry("total_commands_processed", "5")
        .containsEntry("expired_keys", "1")
        .containsEntry("keyspace_hits", "1")
        .containsEntry("keyspace_misses", "2")
        .containsEntry("total_error_replies", "1");
    assertThat(number(info, "total_net_input_bytes")).isGreaterThan(100);
    assertThat(number(info, "total_net_output_bytes")).isGreaterThan(20);
  }

  @Test
  void scanCountsTheKeysWhoseTypeItAsksFor() {
    client.pipeline("MSET a 1 b 2", "SCAN 0", "SCAN 0 MATCH a TYPE string", "SCAN 0 TYPE list");
    assertThat(info("stats")).containsEntry("keyspace_hits", "3");
    assertThat(info("stats")).containsEntry("keyspace_misses", "0");
  }

  @Test
  void clientsAreCounted() {
    server.connect().call("PING");
    assertThat(info("clients"))
        .containsEntry("connected_clients", "2")
        .containsEntry("maxclients", "10000")
        .containsEntry("blocked_clients", "0");
  }

  @Test
  void keyspaceHasALineForEachDatabaseWithKeys() {
    client.pipeline("SET a 1", "SET b 2 PX 5000", "SELECT 3", "SET c 3 PX 1000");
    assertThat(info("keyspace"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("db0", "keys=2,expires=1,avg_ttl=5000", "db3", "keys=1,expires=1,avg_ttl=1000"));
  }

  @Test
  void commandsAndErrorsAreCountedByName() {
    client.pipeline("GET a", "GET a", "GET", "CONFIG GET hz", "SET k v XYZ", "HELLO 9", "NOSUCH");
    Map<String, String> commands = info("commandstats");
    assertThat(commands.get("cmdstat_get"))
        .matches("calls=2,usec=\\d+,usec_per_call=\\d+\\.\\d\\d,rejected_calls=1,failed_calls=0");
    assertThat(commands.get("cmdstat_set")).endsWith(",rejected_calls=0,failed_calls=1");
    assertThat(commands).containsKey("cmdstat_config|get").doesNotContainKey("cmdstat_del");
    assertThat(info("errorstats"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("errorstat_ERR", "count=3", "errorstat_NOPROTO", "count=1"));
  }

  @Test
  void aCallCountsFromWhenItBlocks() {
    TestClient waiting = server.connect();
    waiting.send("BLPOP", "list", "0");
    while (!info("clients").get("blocked_clients").equals("1")) {
      Thread.onSpinWait();
    }
    assertThat(info("commandstats").get("cmdstat_blpop")).startsWith("calls=1,");

    client.call("RPUSH", "list", "a");
    assertThat(waiting.reply()).isEqualTo("[list, a]");
    assertThat(info("commandstats").get("cmdstat_blpop")).startsWith("calls=1,");
  }

  @Test
  void readsAndWritesOfSocketsAreCounted() {
    client.call("CONFIG", "RESETSTAT");
    client.pipeline("PING", "PING");
    client.call("PING");
    assertThat(info("stats"))
        .containsEntry("total_reads_processed", "3")
        .containsEntry("total_writes_processed", "3")
        .containsEntry("io_threaded_reads_processed", "0");
  }

  @Test
  void cpuTimeIsTheProcesss() {
    Map<String, String> info = info("cpu");
    assertThat(Double.parseDouble(info.get("used_cpu_user"))).isPositive();
    assertThat(Double.parseDouble(info.get("used_cpu_user_main_thread")))
        .isLessThanOrEqualTo(Double.parseDouble(info.get("used_cpu_user")) + 0.1);
  }

  private Map<String, String> info(String section) {
    Map<String, String> fields = new HashMap<>();
    client
        .call("INFO", section)
        .lines()
        .filter(line -> !line.startsWith("#") && !line.isEmpty())
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              fields.put(line.substring(0, colon), line.substring(colon + 1));
            });
    return fields;
  }

  private static long number(Map<String, String> info, String field) {
    return Long.parseLong(info.get(field));
  }

  private static List<String> titles(String info) {
    return Arrays.stream(info.split("\r\n", -1)).filter(line -> line.startsWith("#")).toList();
  }
}
