package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.server.config.ConfigLoader;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CONFIG: directives of a running server, which was started with a conf file. */
class ConfigCommandsTest {
  @TempDir Path dir;
  private Path confFile;
  private TestServer server;
  private TestClient client;

  @BeforeEach
  void start() throws Exception {
    confFile = dir.resolve("test.conf");
    Files.writeString(
        confFile, "# mine\nentries 8\nentry-size 10\ndump-interval 0\ndir " + dir + "/data\n");
    Files.createDirectories(dir.resolve("data"));
    server =
        TestServer.start(
            ConfigLoader.load(new String[] {confFile.toString()}, InputStream.nullInputStream()));
    client = server.connect();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          CONFIG              => -ERR wrong number of arguments for 'config' command
          CONFIG NONE         => -ERR unknown subcommand 'NONE'. Try CONFIG HELP.
          CONFIG GET          => -ERR wrong number of arguments for 'config|get' command
          CONFIG GET none     => []
          CONFIG GET entries  => [entries, 8]
          CONFIG GET Entries hz => [Entries, 8, hz, 10]
          CONFIG GET ent* entries => [entry-size, 10, entries, 8]
          CONFIG SET hz       => -ERR wrong number of arguments for 'config|set' command
          CONFIG SET hz 20 timeout => -ERR syntax error
          CONFIG SET none 1   => -ERR Unknown option or number of arguments for CONFIG SET - 'none'
          CONFIG SET entries 9 => -ERR CONFIG SET failed (possibly related to argument 'entries') \
          - can't set immutable config
          CONFIG SET dir /tmp => -ERR CONFIG SET failed (possibly related to argument 'dir') \
          - can't set protected config
          CONFIG SET hz 20 HZ 30 => -ERR CONFIG SET failed (possibly related to argument 'HZ') \
          - duplicate parameter
          CONFIG SET maxclients 0 => -ERR CONFIG SET failed (possibly related to argument \
          'maxclients') - argument must be between 1 and 4294967295 inclusive
          """)
  void repliesAreRedis(String request, String reply) {
    assertThat(client.pipeline(request)).containsExactly(reply);
  }

  @Test
  void getIsAMapInResp3() {
    client.call("HELLO", "3");
    assertThat(client.call("CONFIG", "GET", "entries", "hz")).isEqualTo("{entries=8, hz=10}");
  }

  @Test
  void setIsAllOrNothing() {
    assertThat(client.call("CONFIG", "SET", "hz", "20", "timeout", "soon"))
        .startsWith("-ERR CONFIG SET failed (possibly related to argument 'timeout')");
    assertThat(client.call("CONFIG", "GET", "hz")).isEqualTo("[hz, 10]");
    assertThat(client.call("CONFIG", "SET", "hz", "20", "timeout", "5")).isEqualTo("OK");
    assertThat(client.call("CONFIG", "GET", "hz", "timeout")).isEqualTo("[hz, 20, timeout, 5]");
  }

  @Test
  void whatIsSetIsInForce() {
    client.pipeline("CONFIG SET replacement-policy circular", "SET a 1", "SET b 2");
    for (int i = 0; i < 6; i++) {
      client.call("SET", "k" + i, "v");
    }
    assertThat(client.pipeline("GET a", "SET more v", "EXISTS a", "EXISTS b"))
        .as("lru would keep what was just read")
        .containsExactly("1", "OK", "0", "1");
    assertThat(client.call("CONFIG", "SET", "max-key-length", "3")).isEqualTo("OK");
    assertThat(client.call("SET", "four", "v")).startsWith("-").contains("max-key-length");
    assertThat(client.call("CONFIG", "SET", "maxmemory-policy", "noeviction")).isEqualTo("OK");
    assertThat(client.call("SET", "new", "v")).startsWith("-OOM ");
  }

  @Test
  void rewriteMakesTheFileSayWhatIsInForce() throws Exception {
    assertThat(client.pipeline("CONFIG SET hz 25", "CONFIG REWRITE")).containsExactly("OK", "OK");
    assertThat(Files.readAllLines(confFile)).contains("# mine", "entries 8", "hz 25");
  }

  @Test
  void resetstatBeginsToCountAnew() {
    client.pipeline("SET k v", "GET k", "GET none", "NOSUCH", "COMPACT", "DUMP");
    assertThat(client.call("INFO", "everything"))
        .contains("keyspace_hits:1", "keyspace_misses:1", "errorstat_ERR:count=1")
        .contains("cmdstat_get:calls=2,", "\ncompactions:1", "\ndumps:1", "\nfiles:1");
    assertThat(client.call("CONFIG", "RESETSTAT")).isEqualTo("OK");
    assertThat(client.call("INFO", "everything"))
        .contains("keyspace_hits:0", "keyspace_misses:0", "total_error_replies:0")
        .contains("total_commands_processed:1\r", "\ncompactions:0", "\ndumps:0", "\nfiles:0")
        .doesNotContain("errorstat_", "cmdstat_get");
  }

  @Test
  void withoutAConfFileThereIsNothingToRewrite() throws Exception {
    try (TestServer other = TestServer.start(Files.createDirectories(dir.resolve("other")))) {
      assertThat(other.connect().call("CONFIG", "REWRITE"))
          .isEqualTo("-ERR The server is running without a config file");
    }
  }
}
