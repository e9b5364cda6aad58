package io.redistinto.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigSetTest {
  private final ServerConfig config = ServerConfig.defaults();
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void someDirectivesHaveOwners() {
    config.onChange(Directives.PORT, port -> told.add("port " + port));
    config.onChange(Directives.BIND, bind -> told.add("bind " + bind));
    config.onChange(Directives.LOGLEVEL, level -> told.add("loglevel " + level));
    config.onChange(Directives.REPLACEMENT_POLICY, policy -> told.add("policy " + policy));
  }

  /** Each reason is what redis-server 7.0.15 answers, where it has the directive. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        "port       | abc          | argument couldn't be parsed into an integer",
        "port       | 99999        | argument must be between 0 and 65535 inclusive",
        "port       | 0            | port 0 would leave nothing to listen on, choose 1..65535",
        "PORT       | abc          | argument couldn't be parsed into an integer",
        "timeout    | 1x           | argument couldn't be parsed into an integer",
        "timeout    | +5           | argument couldn't be parsed into an integer",
        "timeout    | 05           | argument couldn't be parsed into an integer",
        "timeout    | -0           | argument couldn't be parsed into an integer",
        "timeout    | ''           | argument couldn't be parsed into an integer",
        "timeout    | 1 2          | argument couldn't be parsed into an integer",
        "timeout    | -1           | argument must be between 0 and 2147483647 inclusive",
        "timeout    | 99999999999  | argument must be between 0 and 2147483647 inclusive",
        "timeout    | 9999999999999999999 | argument couldn't be parsed into an integer",
        "maxclients | 0            | argument must be between 1 and 4294967295 inclusive",
        "hz         | -1           | argument must be between 0 and 2147483647 inclusive",
        "active-expire-effort | 11 | argument must be between 1 and 10 inclusive",
        "databases  | 3            | can't set immutable config",
        "databases  | abc          | can't set immutable config",
        "entries    | 3            | can't set immutable config",
        "io-threads | 3            | can't set immutable config",
        "dir        | /tmp         | can't set protected config",
        "protected-mode | maybe    | argument must be 'yes' or 'no'",
        "appendonly | maybe        | argument must be 'yes' or 'no'",
        "appendonly | yes          | there is no journal yet, only no is possible",
        "save       | 0 10         | Invalid save parameters",
        "save       | 60 -1        | Invalid save parameters",
        "save       | 60 10 5      | Invalid save parameters",
        "loglevel   | foo | argument(s) must be one of the following: debug, verbose, notice, warning",
        "replacement-policy | allkeys-lru | argument(s) must be one of the following: circular, bsu, volatile-lru, volatile-lfu, volatile-random, volatile-ttl, lru, lfu, random, none",
        "maxmemory-policy | lru | argument(s) must be one of the following: volatile-lru, volatile-lfu, volatile-random, volatile-ttl, allkeys-lru, allkeys-lfu, allkeys-random, noeviction",
        "save       | 60           | Invalid save parameters",
        "save       | a b          | Invalid save parameters",
        "appendfsync | never       | argument(s) must be one of the following: everysec, always, no",
        "maxmemory-clients | 101%  | percentage argument must be less or equal to 100",
        "maxmemory-clients | -1    | argument must be a memory or percent value",
        "activedefrag | yes | only 'no' is possible: the arena is compacted when that is needed",
        "slave-priority | x        | argument couldn't be parsed into an integer",
        "daemonize  | no           | can't set immutable config",
        "maxmemory  | 1xb | argument must be a memory value",
        "maxmemory  | 1gb | can't set immutable config",
        "pause-queue-limit | 1q    | argument must be a memory value",
        "pause-queue-limit | 1.5gb | argument must be a memory value",
        "pause-queue-limit | -1    | argument must be a memory value",
        "pause-queue-limit | 9999999999gb | argument must be a memory value",
        "proto-max-bulk-len | 10   | argument must be between 1048576 and 9223372036854775807 inclusive",
        "bind       | ''           | at least one address to listen on is needed",
        "bind       | -            | at least one address to listen on is needed",
        "bind       | 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 | Too many bind addresses specified.",
        "client-output-buffer-limit | normal 1mb 1mb | Wrong number of arguments in buffer limit configuration.",
        "client-output-buffer-limit | foo 0 0 x | Invalid client class specified in buffer limit configuration.",
        "client-output-buffer-limit | normal 0 0 x | Error in hard, soft or soft_seconds setting in buffer limit configuration.",
        "client-output-buffer-limit | normal 0 x 0 | Error in hard, soft or soft_seconds setting in buffer limit configuration.",
        "client-output-buffer-limit | normal 1 0 -1 | Error in hard, soft or soft_seconds setting in buffer limit configuration.",
        // Nobody has said that it can carry this change out.
        "lru-counts-reads | no     | can't set immutable config",
      })
  void aRefusedValueIsAnsweredWithTheReason(String name, String value, String reason) {
    assertThatThrownBy(() -> config.set(List.of(name, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessage("CONFIG SET failed (possibly related to argument '%s') - %s", name, reason);
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "timeout              | 7           | timeout              | 7",
        "TIMEOUT              | 7           | timeout              | 7",
        "hz                   | 501         | hz                   | 500",
        "hz                   | 0           | hz                   | 1",
        "protected-mode       | NO          | protected-mode       | no",
        "loglevel             | DEBUG       | loglevel             | debug",
        "pause-queue-limit    | 1k          | pause-queue-limit    | 1000",
        "pause-queue-limit    | 1KB         | pause-queue-limit    | 1024",
        "pause-queue-limit    | 3b          | pause-queue-limit    | 3",
        "pause-queue-limit    | ''          | pause-queue-limit    | 0",
        "pause-queue-limit    | kb          | pause-queue-limit    | 0",
        "pause-queue-limit    | 2m          | pause-queue-limit    | 2000000",
        "pause-queue-limit    | 2Gb         | pause-queue-limit    | 2147483648",
        "bind                 | '* -::*'    | bind                 | * -::*",
        "maxmemory-policy     | noeviction  | replacement-policy   | none",
        "replacement-policy   | none        | maxmemory-policy     | noeviction",
        "replacement-policy   | bsu         | maxmemory-policy     | bsu",
        "replacement-policy   | volatile-ttl | maxmemory-policy    | volatile-ttl",
        "maxmemory-policy     | allkeys-lfu | replacement-policy   | lfu",
        "save                 | ''          | save                 | ''",
        "client-output-buffer-limit | slave 1k 0 5 | client-output-buffer-limit | normal 0 0 0 slave 1000 0 5 pubsub 33554432 8388608 60",
        "client-output-buffer-limit | normal 0 0 0 normal 1 1 1 | client-output-buffer-limit | normal 1 1 1 slave 268435456 67108864 60 pubsub 33554432 8388608 60",
      })
  void anAcceptedValueIsShown(String name, String value, String shownName, String shown)
      throws Exception {
    config.set(List.of(name, value));

    assertThat(get(shownName)).containsEntry(shownName, shown);
  }

  @Test
  void anUnknownDirectiveIsAnswered() {
    assertRefused("Unknown option or number of arguments for CONFIG SET - 'nosuch'", "nosuch", "1");
    assertRefused(
        "Unknown option or number of arguments for CONFIG SET - 'nosuch'",
        "timeout",
        "7",
        "nosuch",
        "6");
  }

  @Test
  void aDirectiveWithoutAValueIsASyntaxError() {
    assertRefused("syntax error", "maxclients", "10", "timeout");
  }

  @Test
  void aDirectiveSetTwiceIsRefused() {
    assertRefused(failed("TIMEOUT", "duplicate parameter"), "timeout", "5", "TIMEOUT", "6");
  }

  /** Of two names of one value the later wins, as in Redis. */
  @Test
  void twoNamesOfAValueMayBeSetTogether() throws Exception {
    config.set(List.of("maxmemory-policy", "noeviction", "replacement-policy", "bsu"));
    assertThat(config.shown(Directives.REPLACEMENT_POLICY)).isEqualTo("bsu");

    config.set(List.of("replacement-policy", "bsu", "maxmemory-policy", "noeviction"));
    assertThat(config.shown(Directives.REPLACEMENT_POLICY)).isEqualTo("none");
    assertThat(told).containsExactly("policy BSU", "policy NONE");
  }

  @Test
  void whatCannotChangeMayBeSetToWhatItIs() throws Exception {
    config.set(List.of("maxmemory", config.shown(Directives.MAXMEMORY), "lru-counts-reads", "yes"));
    config.set(List.of("appendfsync", "everysec", "slave-priority", "100", "save", ""));
  }

  @Test
  void theFirstNameThatCannotBeSetIsNamed() {
    assertRefused(failed("databases", Change.IMMUTABLE), "databases", "6", "nosuch", "1");
    assertRefused(
        failed("databases", Change.IMMUTABLE), "timeout", "abc", "databases", "6", "nosuch", "1");
  }

  @Test
  void oneBadValueLeavesEverythingAsItWas() {
    assertRefused(
        failed("maxclients", "argument couldn't be parsed into an integer"),
        "timeout",
        "7",
        "port",
        "7000",
        "maxclients",
        "abc");

    assertThat(get("timeout", "port")).containsEntry("timeout", "0").containsEntry("port", "6379");
    assertThat(told).isEmpty();
  }

  @Test
  void ownersAreToldOfWhatChangedAndOnlyOfThat() throws Exception {
    config.set(List.of("maxmemory-policy", "noeviction", "port", "7000", "loglevel", "notice"));

    assertThat(told).containsExactly("policy NONE", "port 7000");
  }

  @Test
  void anOwnerSeesAllNewValues() throws Exception {
    config.onChange(
        Directives.LOGLEVEL, level -> told.add("timeout " + config.get(Directives.TIMEOUT)));

    config.set(List.of("loglevel", "debug", "timeout", "9"));

    assertThat(told).containsExactly("loglevel DEBUG", "timeout 9");
  }

  @Test
  void whenAnOwnerRefusesAllGoesBack() {
    config.onChange(
        Directives.MAXCLIENTS,
        most -> {
          if (most == 99) {
            throw new InvalidValueException("too many for this machine");
          }
          told.add("maxclients " + most);
        });

    assertRefused(
        failed("maxclients", "too many for this machine"),
        "port",
        "7000",
        "timeout",
        "3",
        "maxclients",
        "99",
        "loglevel",
        "debug");

    assertThat(told).containsExactly("port 7000", "port 6379", "maxclients 10000");
    assertThat(get("timeout", "loglevel"))
        .containsEntry("timeout", "0")
        .containsEntry("loglevel", "notice");
  }

  @Test
  void whenAnOwnerBreaksAllGoesBack() {
    config.onChange(
        Directives.MAXCLIENTS,
        most -> {
          if (most == 99) {
            throw new IllegalStateException("broken");
          }
        });

    assertThatThrownBy(() -> config.set(List.of("port", "7000", "maxclients", "99")))
        .isInstanceOf(IllegalStateException.class);

    assertThat(told).containsExactly("port 7000", "port 6379");
    assertThat(config.get(Directives.PORT)).isEqualTo(6379);
  }

  @Test
  void getTakesNamesAndPatternsAndAnswersEachDirectiveOnce() {
    assertThat(get("MAXC*", "maxclients", "[T]imeou?", "nosuch", "\\hz", "HZ", "hz"))
        .containsExactly(entry("maxclients", "10000"), entry("timeout", "0"), entry("HZ", "10"));
    assertThat(get("*")).hasSize(Directives.ALL.size());
    assertThat(get("entries", "entry-size", "maxmemory"))
        .satisfies(
            found ->
                assertThat(Long.parseLong(found.get("maxmemory")))
                    .isEqualTo(64 * Long.parseLong(found.get("entries"))));
  }

  @Test
  void listenersAreOnlyForWhatChangesByItself() {
    assertThatThrownBy(() -> config.onChange(Directives.ENTRIES, n -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> config.onChange(Directives.MAXMEMORY_POLICY, n -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEphemeralPortIsForProgramsOnly() {
    assertThat(config.onEphemeralPort().intValue(Directives.PORT)).isZero();

    config.listeningOn(40_123);

    assertThat(get("port")).containsEntry("port", "40123");
    assertThatThrownBy(() -> ServerConfig.of("port", "0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("port: port 0");
  }

  private Map<String, String> get(String... patterns) {
    return config.matching(
        Arrays.stream(patterns).map(pattern -> pattern.getBytes(StandardCharsets.UTF_8)).toList());
  }

  private void assertRefused(String message, String... namesAndValues) {
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> config.set(List.of(namesAndValues)));
    assertThat(refused).hasMessage(message);
  }

  private static String failed(String name, String reason) {
    return "CONFIG SET failed (possibly related to argument '%s') - %s".formatted(name, reason);
  }
}
