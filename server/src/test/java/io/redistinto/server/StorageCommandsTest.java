package io.redistinto.server;

import static io.redistinto.server.TestClient.NIL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** STORAGE and COMPACT, and through them the storage engine as a client sees it. */
class StorageCommandsTest {
  private static final List<String> CONSOLES =
      List.of(
          "SET nintendo:consola:nes Mario",
          "SET nintendo:consola:snes SuperMario",
          "SET nintendo:consola:nintendo64 Mario64",
          "SET nintendo:consola:gamecube FinalFantasyTactics",
          "SET nintendo:consola:wii MarioGalaxy",
          "SET nintendo:consola:wii MarioGalaxy2",
          "SET nintendo:consola:wiiu RIP",
          "SET nintendo:consola:nintendo64 MarioKart",
          "SET sony:consola:ps1 FF7",
          "SET nintendo:consola:nintendo64 PkmnSnap",
          "SET sony:consola:ps2 GodOfWar",
          "SET sony:consola:ps1 FF8",
          "SET sony:consola:ps3 TLOU");

  @TempDir Path dir;
  private TestServer server;
  private TestClient client;

  private void start(String... directives) throws IOException {
    server = TestServer.start(dir, directives);
    client = server.connect();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          circular | [FF8, GodOfWar, TLOU, FinalFanta, syTactics, MarioGalax, y2, RIP]
          lru      | [FF8, GodOfWar, PkmnSnap, FinalFanta, syTactics, MarioGalax, y2, TLOU]
          bsu      | [Mario, FF8, TLOU, FinalFanta, syTactics, MarioGalax, y2, RIP]
          """)
  void thirteenWritesReplaceByPolicy(String policy, String entries) throws IOException {
    start("replacement-policy", policy);
    assertThat(client.pipeline(CONSOLES.toArray(String[]::new))).containsOnly("OK");
    assertThat(client.call("STORAGE", "ENTRIES")).isEqualTo(entries);
  }

  @ParameterizedTest
  @ValueSource(strings = {"circular", "lru", "bsu", "none"})
  void aFragmentedArenaIsCompactedOnceAndNothingReplaced(String policy) throws IOException {
    start("replacement-policy", policy);
    client.pipeline(
        "SET opcion1 fugazzetarellenagrande",
        "SET opcion2 promomuzzarella",
        "SET opcion3 pizzacuatroquesosgrande");
    assertThat(client.call("STORAGE", "ENTRIES"))
        .isEqualTo("[fugazzetar, ellenagran, de, promomuzza, rella, pizzacuatr, oquesosgra, nde]");

    assertThat(
            client.pipeline(
                "SET opcion1 napolitanagrande",
                "SET opcion3 pizzadepalmitos",
                "SET opcion4 pizzadecantimpalo"))
        .containsOnly("OK");

    assertThat(client.call("STORAGE", "ENTRIES"))
        .isEqualTo(
            "[napolitana, grande, promomuzza, rella, pizzadepal, mitos, pizzadecan, timpalo]");
    assertThat(client.call("STORAGE", "LAYOUT"))
        .isEqualTo(
            "[[0, 2, opcion1, 16], [2, 2, opcion2, 15], [4, 2, opcion3, 15], [6, 2, opcion4, 17]]");
    assertThat(figure("compactions")).isEqualTo(1);
    assertThat(figure("values-moved")).isEqualTo(2);
    assertThat(figure("evictions")).isZero();
  }

  @Test
  void freeEntriesAreNilAndEmptyValuesAreEmpty() throws IOException {
    start();
    client.pipeline("SET a 12345678901", "SET b x", "SET c y");
    client.call("SET", "d", "");
    client.call("DEL", "b");
    assertThat(client.call("STORAGE", "ENTRIES"))
        .isEqualTo("[1234567890, 1, (nil), y, , (nil), (nil), (nil)]");
    assertThat(client.call("STORAGE", "LAYOUT"))
        .isEqualTo("[[0, 2, a, 11], [3, 1, c, 1], [4, 1, d, 0]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          ENTRIES 6        => [(nil), (nil)]
          ENTRIES 0 0      => []
          ENTRIES 1 2      => [1, xyz]
          ENTRIES 7 100    => [(nil)]
          ENTRIES 0 9223372036854775807 => [1234567890, 1, xyz, (nil), (nil), (nil), (nil), (nil)]
          ENTRIES 8        => -ERR start is out of range, must be between 0 and 7
          ENTRIES -1       => -ERR start is out of range, must be between 0 and 7
          ENTRIES x        => -ERR start is out of range, must be between 0 and 7
          ENTRIES 0 -1     => -ERR value is out of range, must be positive
          ENTRIES 0 x      => -ERR value is out of range, must be positive
          ENTRIES 0 1 2    => -ERR wrong number of arguments for 'storage|entries' command
          LAYOUT 1 1       => [[0, 2, a, 11]]
          LAYOUT 1 2       => [[0, 2, a, 11], [2, 1, b, 3]]
          LAYOUT 3         => []
          LAYOUT 8         => -ERR start is out of range, must be between 0 and 7
          LAYOUT 0 1 2     => -ERR wrong number of arguments for 'storage|layout' command
          STATS 1          => -ERR wrong number of arguments for 'storage|stats' command
          NONE             => -ERR unknown subcommand 'NONE'. Try STORAGE HELP.
          """)
  void aRangeOfEntriesIsChecked(String request, String reply) throws IOException {
    start();
    client.pipeline("SET a 12345678901", "SET b xyz");
    assertThat(client.pipeline("STORAGE " + request)).containsExactly(reply);
  }

  @Test
  void oneReplyShowsABoundedNumberOfEntries() throws IOException {
    start("entries", "131073", "entry-size", "1");
    client.call("SET", "k", "v");
    String refusal =
        "-ERR 131073 entries are too many for one reply, it shows up to 131072: give a start and a"
            + " count";
    assertThat(client.call("STORAGE", "ENTRIES")).isEqualTo(refusal);
    assertThat(client.call("STORAGE", "LAYOUT", "0", "1000000")).isEqualTo(refusal);
    String most = client.call("STORAGE", "ENTRIES", "0", "131072");
    assertThat(most.split(", ", -1)).hasSize(131072).startsWith("[v", NIL);
    assertThat(client.call("STORAGE", "ENTRIES", "131072")).isEqualTo("[(nil)]");
  }

  @Test
  void oneReplyShowsABoundedNumberOfBytes() throws IOException {
    start("entries", "8", "entry-size", "32mb");
    client.call("SET", "k", "v");
    assertThat(client.call("STORAGE", "ENTRIES"))
        .startsWith("-ERR 8 entries are too many for one reply, it shows up to 2:");
    assertThat(client.call("STORAGE", "ENTRIES", "0", "2")).isEqualTo("[v, (nil)]");
  }

  @Test
  void statsTellWhatIsFreeAndWhatIsLost() throws IOException {
    start();
    client.pipeline("SET a 12345678901", "SET b x", "SET c y", "DEL b");
    assertThat(figure("entries")).isEqualTo(8);
    assertThat(figure("entry-size")).isEqualTo(10);
    assertThat(figure("used-entries")).isEqualTo(3);
    assertThat(figure("free-entries")).isEqualTo(5);
    assertThat(figure("longest-free-run")).isEqualTo(4);
    assertThat(figure("value-bytes")).isEqualTo(12);
    assertThat(figure("internal-fragmentation-bytes")).isEqualTo(18);
    assertThat(figure("external-fragmentation-entries")).isEqualTo(1);
  }

  @Test
  void statsCountReplacementsAndFollowThePointer() throws IOException {
    start("replacement-policy", "circular", "entries", "2");
    client.pipeline("SET a 1", "SET b 2", "SET c 3");
    assertThat(figure("evictions")).isEqualTo(1);
    assertThat(figure("pointer")).isEqualTo(1);
    assertThat(client.call("GET", "a")).isEqualTo(NIL);
  }

  @Test
  void compactRepliesHowManyValuesMoved() throws IOException {
    start();
    client.pipeline("SET a 1", "SET b 2", "SET c 3", "DEL a");
    assertThat(client.pipeline("COMPACT", "COMPACT", "GET c")).containsExactly("2", "0", "3");
    assertThat(client.call("STORAGE", "ENTRIES", "0", "3")).isEqualTo("[2, 3, (nil)]");
  }

  @Test
  void compactRepliesInOrderWhenTheArenaIsLarge() throws IOException {
    start("entries", "200000", "entry-size", "64");
    String value = "x".repeat(6_000_000);
    client.call("SET", "first", "1");
    client.call("SET", "large", value);
    client.call("DEL", "first");
    assertThat(client.pipeline("COMPACT", "STORAGE LAYOUT 0 1", "PING"))
        .containsExactly("1", "[[0, 93750, large, 6000000]]", "PONG");
    assertThat(client.call("GET", "large")).isEqualTo(value);
  }

  @Test
  void clientReplySaysWhetherCompactIsAnswered() throws IOException {
    start();
    client.sendAll("CLIENT REPLY SKIP", "COMPACT", "PING");
    assertThat(client.reply()).isEqualTo("PONG");
    client.sendAll("CLIENT REPLY OFF", "COMPACT", "PING", "CLIENT REPLY ON", "COMPACT");
    assertThat(List.of(client.reply(), client.reply())).containsExactly("OK", "0");
  }

  @Test
  void infoHasTheFiguresOfStats() throws IOException {
    start();
    client.pipeline("SET a 12345678901", "SET b x", "DEL a");
    String info = client.call("INFO", "storage");
    assertThat(info)
        .startsWith("# Storage\r\n")
        .contains("\r\nfree_entries:7\r\n", "\r\nlongest_free_run:5\r\n");
    String names = client.call("STORAGE", "STATS").replaceAll("[\\[\\]]", "");
    String[] namesAndValues = names.split(", ", -1);
    assertThat(Arrays.stream(info.split("\r\n", -1)).filter(line -> line.contains(":")))
        .hasSize(namesAndValues.length / 2);
  }

  private long figure(String name) {
    String[] namesAndValues =
        client.call("STORAGE", "STATS").replaceAll("[\\[\\]]", "").split(", ", -1);
    int at = Arrays.asList(namesAndValues).indexOf(name);
    assertThat(at).as(name).isEven();
    return Long.parseLong(namesAndValues[at + 1]);
  }
}
