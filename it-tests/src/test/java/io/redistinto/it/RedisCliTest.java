package io.redistinto.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** redis-cli, run as a person runs it, works with ours. */
@ExtendWith(Servers.class)
class RedisCliTest {

  private OurServer ours;

  @BeforeEach
  void empty(OurServer server) {
    Programs.require("redis-cli", "REDISTINTO_REQUIRE_ORACLE");
    ours = server;
    assertThat(cli("FLUSHALL")).isEqualTo("OK\n");
  }

  private String cli(String... arguments) {
    return cliWithInput("", arguments);
  }

  private String cliWithInput(String input, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("redis-cli", "-h", "127.0.0.1", "-p", "" + ours.port()));
    command.addAll(List.of(arguments));
    Programs.Outcome outcome = Programs.run(Path.of("."), input, command.toArray(String[]::new));
    assertThat(outcome.errors()).isEmpty();
    return outcome.output();
  }

  @Test
  void printsRepliesRaw() {
    assertThat(cli("SET", "k", "a \"b\"\nc")).isEqualTo("OK\n");
    assertThat(cli("GET", "k")).isEqualTo("a \"b\"\nc\n");
    assertThat(cli("--raw", "GET", "k")).isEqualTo("a \"b\"\nc\n");
    assertThat(cli("GET", "missing")).isEqualTo("\n");
  }

  @Test
  void printsRepliesFormatted() {
    assertThat(cli("--no-raw", "SET", "k", "a \"b\"\nc")).isEqualTo("OK\n");
    assertThat(cli("--no-raw", "GET", "k")).isEqualTo("\"a \\\"b\\\"\\nc\"\n");
    assertThat(cli("--no-raw", "GET", "missing")).isEqualTo("(nil)\n");
    assertThat(cli("--no-raw", "EXISTS", "k")).isEqualTo("(integer) 1\n");
    assertThat(cli("--no-raw", "RENAME", "missing", "x")).isEqualTo("(error) ERR no such key\n");
    assertThat(cli("--no-raw", "KEYS", "*")).isEqualTo("1) \"k\"\n");
  }

  @Test
  void printsCsv() {
    cli("SET", "k", "v");
    assertThat(cli("--csv", "KEYS", "*")).isEqualTo("\"k\"\n");
    assertThat(cli("--csv", "CONFIG", "GET", "databases")).isEqualTo("\"databases\",\"16\"\n");
  }

  @Test
  void speaksResp3() {
    assertThat(cli("-3", "--no-raw", "CONFIG", "GET", "databases"))
        .isEqualTo("1# \"databases\" => \"16\"\n");
    assertThat(cli("-3", "--no-raw", "GET", "missing")).isEqualTo("(nil)\n");
    assertThat(cli("-3", "--json", "CONFIG", "GET", "databases"))
        .isEqualTo("{\"databases\":\"16\"}\n");
  }

  @Test
  void takesTheLastArgumentFromItsInput() {
    String value = "x".repeat(100_000);
    assertThat(cliWithInput(value, "-x", "SET", "k")).isEqualTo("OK\n");
    assertThat(cli("GET", "k")).isEqualTo(value + "\n");
  }

  @Test
  void runsCommandsFromItsInput() {
    assertThat(cliWithInput("SET a 1\nGET a\nSELECT 1\nGET a\nPING\n"))
        .isEqualTo("OK\n1\nOK\n\nPONG\n");
  }

  @Test
  void selectsTheDatabaseFirst() {
    assertThat(cli("-n", "5", "SET", "k", "five")).isEqualTo("OK\n");
    assertThat(cli("-n", "5", "GET", "k")).isEqualTo("five\n");
    assertThat(cli("EXISTS", "k")).isEqualTo("0\n");
  }

  @Test
  void repeatsACommand() {
    assertThat(cli("-r", "3", "PING")).isEqualTo("PONG\nPONG\nPONG\n");
  }

  @Test
  void pipesTenThousandSets() {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      requests.append(WireClient.encode(List.of("SET", "pipe:" + i, "value " + i)));
    }
    assertThat(cliWithInput(requests.toString(), "--pipe")).contains("errors: 0, replies: 10000");
    assertThat(cli("DBSIZE")).isEqualTo("10000\n");
    assertThat(cli("GET", "pipe:9999")).isEqualTo("value 9999\n");
  }

  @Test
  void scansByPattern() {
    for (String key : List.of("a:1", "a:2", "b:1")) {
      cli("SET", key, "v");
    }
    assertThat(cli("--scan").lines()).containsExactlyInAnyOrder("a:1", "a:2", "b:1");
    assertThat(cli("--scan", "--pattern", "a:*").lines()).containsExactlyInAnyOrder("a:1", "a:2");
  }
}
