package io.redistinto.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.redistinto.storage.replacement.Replacement;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
  @TempDir Path temp;

  @Test
  void withoutArgumentsAllIsDefault() throws Exception {
    ServerConfig config = ServerConfigs.fromArguments();

    assertThat(config.confFile()).isEmpty();
    assertThat(config.get(Directives.PORT)).isEqualTo(6379);
    assertThat(config.get(Directives.BIND)).containsExactly(new BindAddress("127.0.0.1"));
  }

  @Test
  void aFileThenStandardInputThenOptionsTheLaterWins() throws Exception {
    Path file = write("port 1", "timeout 1", "hz 1", "hz 9");
    byte[] stdin = "timeout 2\ntcp-keepalive 2".getBytes(StandardCharsets.UTF_8);
    String[] args = {file.toString(), "--tcp-keepalive", "3", "-"};

    ServerConfig config = ConfigLoader.load(args, new ByteArrayInputStream(stdin));

    assertThat(config.confFile()).contains(file.toAbsolutePath());
    assertThat(config.get(Directives.PORT)).isEqualTo(1);
    assertThat(config.get(Directives.HZ)).isEqualTo(9);
    assertThat(config.get(Directives.TIMEOUT)).isEqualTo(2);
    assertThat(config.get(Directives.TCP_KEEPALIVE)).isEqualTo(3);
  }

  @Test
  void optionsAsTheyComeOnACommandLine() throws Exception {
    ServerConfig config =
        ServerConfigs.fromArguments(
            "--port",
            "7000",
            "--ENTRIES",
            "8",
            "--entry-size",
            "10",
            "--replacement-policy",
            "bsu",
            "--save",
            "--bind",
            "127.0.0.1",
            "-::1",
            "--requirepass",
            "--secret",
            "--timeout 5",
            "--client-output-buffer-limit",
            "normal 1 2 3",
            "--logfile",
            "");

    assertThat(config.get(Directives.PORT)).isEqualTo(7000);
    assertThat(config.get(Directives.ENTRIES)).isEqualTo(8);
    assertThat(config.get(Directives.ENTRY_SIZE)).isEqualTo(10);
    assertThat(config.get(Directives.REPLACEMENT_POLICY)).isEqualTo(Replacement.BSU);
    assertThat(config.shown(Directives.SAVE)).isEmpty();
    assertThat(config.get(Directives.BIND))
        .extracting(BindAddress::host, BindAddress::optional)
        .containsExactly(tuple("127.0.0.1", false), tuple("::1", true));
    assertThat(config.get(Directives.REQUIREPASS)).isEqualTo("--secret");
    assertThat(config.get(Directives.TIMEOUT)).isEqualTo(5);
    assertThat(config.get(Directives.CLIENT_OUTPUT_BUFFER_LIMIT).normal())
        .isEqualTo(new OutputBufferLimits.Limit(1, 2, 3));
  }

  @Test
  void aFileMayHaveCommentsEmptyLinesAndWindowsLineEnds() throws Exception {
    ServerConfig config =
        ServerConfigs.fromLines(
            "# port 1\r", "", "  \t", "   # more", "  PORT \t 7000 \r", "requirepass \"a b\\x21\"");

    assertThat(config.get(Directives.PORT)).isEqualTo(7000);
    assertThat(config.get(Directives.REQUIREPASS)).isEqualTo("a b!");
  }

  @Test
  void everyAddressIsWrittenWithStars() throws Exception {
    assertThat(ServerConfigs.fromLines("bind * -::*").get(Directives.BIND))
        .extracting(BindAddress::host)
        .containsExactly("0.0.0.0", "::");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maxmemory 640                                 | 10",
        "maxmemory 1mb; entry-size 1kb                 | 1024",
        "entry-size 1kb; maxmemory 1mb                 | 1024",
        "maxmemory 640; entries 7                      | 7",
        "entries 7; maxmemory 640                      | 10",
        "maxmemory 640; maxmemory 1280                 | 20",
      })
  void maxmemoryIsAnotherWayToSayEntries(String lines, long entries) throws Exception {
    ServerConfig config = ServerConfigs.fromLines(lines.split(";"));

    assertThat(config.get(Directives.ENTRIES)).isEqualTo(entries);
    assertThat(config.get(Directives.MAXMEMORY))
        .isEqualTo(entries * config.get(Directives.ENTRY_SIZE));
  }

  @Test
  void ofTwoNamesForAPolicyTheLaterCounts() throws Exception {
    assertThat(
            ServerConfigs.fromLines("replacement-policy bsu", "maxmemory-policy noeviction")
                .get(Directives.REPLACEMENT_POLICY))
        .isEqualTo(Replacement.NONE);
    assertThat(
            ServerConfigs.fromLines("maxmemory-policy noeviction", "replacement-policy bsu")
                .get(Directives.REPLACEMENT_POLICY))
        .isEqualTo(Replacement.BSU);
  }

  @Test
  void entriesFillAQuarterOfTheMemoryUnlessSet() {
    long bytes = ServerConfig.of("entry-size", "1mb").get(Directives.MAXMEMORY);
    long finer = ServerConfig.of("entry-size", "1kb").get(Directives.MAXMEMORY);

    assertThat(bytes).isPositive();
    assertThat(finer).isBetween(bytes, bytes + (1 << 20));
  }

  /** What Debian's package has in its file. */
  @Test
  void aStockRedisConfIsTaken() throws Exception {
    Path file =
        write(
            """
            bind 127.0.0.1 -::1
            protected-mode yes
            port 6379
            daemonize yes
            pidfile /run/redis/redis-server.pid
            loglevel notice
            logfile /var/log/redis/redis-server.log
            databases 16
            always-show-logo no
            set-proc-title yes
            proc-title-template "{title} {listen-addr} {server-mode}"
            stop-writes-on-bgsave-error yes
            rdbcompression yes
            rdbchecksum yes
            dbfilename dump.rdb
            rdb-del-sync-files no
            dir /var/lib/redis
            replica-serve-stale-data yes
            repl-diskless-sync yes
            repl-diskless-load disabled
            acllog-max-len 128
            lazyfree-lazy-eviction yes
            lazyfree-lazy-user-flush no
            oom-score-adj no
            oom-score-adj-values 0 200 800
            disable-thp yes
            appendonly no
            appendfsync everysec
            client-output-buffer-limit replica 256mb 64mb 60
            hz 10
            dynamic-hz yes
            aof-rewrite-incremental-fsync yes
            rdb-save-incremental-fsync yes
            jemalloc-bg-thread yes
            """
                .split("\n"));
    ServerConfig config =
        ConfigLoader.load(new String[] {file.toString()}, InputStream.nullInputStream());
    assertThat(config.get(Directives.PIDFILE)).isEqualTo("/run/redis/redis-server.pid");
    assertThat(config.get(Directives.STOP_WRITES_ON_BGSAVE_ERROR)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prot 1             | unknown directive 'prot': did you mean 'port'?",
        "activedefrag yes   | only 'no' is possible: the arena is compacted when that is needed;'activedefrag' takes yes or no",
        "include x.conf     | include is not supported: the directives must stand in this file",
        "port               | wrong number of arguments;'port' takes an integer from 0 to 65535",
        "port 1 2           | wrong number of arguments;'port' takes an integer from 0 to 65535",
        "port abc           | argument couldn't be parsed into an integer;'port' takes an integer from 0 to 65535",
        "entry-size 0       | argument must be between 1 and 536870912 inclusive;'entry-size' takes a memory size from 1 to 536870912 bytes, such as 1000, 64kb or 1gb",
        "transport tcp      | argument(s) must be one of the following: auto, io_uring, epoll, nio;'transport' takes one of auto, io_uring, epoll, nio",
        "requirepass \"a    | Unbalanced quotes in configuration line",
        "appendonly yes     | there is no journal yet, only no is possible;'appendonly' takes yes or no",
        "maxmemory 65       | 65 bytes are not a whole number of entries of 64 bytes: 128 would be, or set entries;'maxmemory' takes a memory size from 0 to 9223372036854775807 bytes, such as 1000, 64kb or 1gb",
        "maxmemory 0        | the arena always has a limit: set entries;'maxmemory' takes a memory size from 0 to 9223372036854775807 bytes, such as 1000, 64kb or 1gb",
        "maxmemory 999gb    | 16760438784 entries of 64 bytes are more than 1000000000: set entry-size;'maxmemory' takes a memory size from 0 to 9223372036854775807 bytes, such as 1000, 64kb or 1gb",
      })
  void aBadLineIsNamedWithWhatWouldBeRight(String line, String reason) throws Exception {
    Path file = write("# comment", "", line, "timeout 1");

    assertThatThrownBy(() -> ServerConfigs.fromArguments(file.toString()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("%s, line 3\n>>> %s\n%s", file, line, reason.replace(';', '\n'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--prot 1         | >>> --prot 1   | unknown directive 'prot': did you mean 'port'?",
        "--port           | >>> --port     | wrong number of arguments",
        "--port abc       | >>> --port abc | argument couldn't be parsed into an integer",
        "--timeout 1 --port 1 2 | >>> --port 1 2 | wrong number of arguments",
        "--port 0         | >>> --port 0   | port 0 would leave nothing to listen on",
        "-p 1             | >>> -p         | a directive starts with --",
        "--               | >>> --         | unknown directive ''",
      })
  void aBadOptionIsNamed(String args, String shown, String reason) {
    assertThatThrownBy(() -> ServerConfigs.fromArguments(args.split(" ")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("command line\n" + shown + "\n" + reason);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> ServerConfigs.fromArguments("no/such.conf"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("can't open config file 'no/such.conf': no such file");
    assertThatThrownBy(() -> ServerConfigs.fromArguments(temp.toString()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("can't read config file '" + temp);
  }

  @Test
  void aFileWithoutBoundsIsRefused() {
    assertThatThrownBy(() -> ServerConfigs.fromLines("#".repeat(1 << 21)))
        .hasMessage("config file 'standard input' is larger than 1mb");
  }

  private Path write(String... lines) throws Exception {
    return Files.write(temp.resolve("test.conf"), List.of(lines));
  }
}
