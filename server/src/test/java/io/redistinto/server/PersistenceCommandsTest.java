package io.redistinto.server;

import static io.redistinto.server.TestClient.NIL;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * DUMP, STORE, SAVE, BGSAVE, BGREWRITEAOF, LASTSAVE and SHUTDOWN, and the files that they leave.
 */
class PersistenceCommandsTest {
  private static final String SAVE_IN_PROGRESS = "-ERR Background save already in progress";

  @TempDir Path dir;
  private TestServer server;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(dir, "entries", "4096");
    client = server.connect();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void dumpWritesAPlainFileForEachChangedKey() throws IOException {
    client.pipeline("SET a one", "SET b two");
    client.call("SET", "bytes", "\0\r\n\u00ff and more than an entry");

    assertThat(client.call("DUMP")).isEqualTo("3");

    assertThat(files()).containsExactly("a", "b", "bytes");
    assertThat(Files.readString(dir.resolve("bytes"), ISO_8859_1))
        .isEqualTo("\0\r\n\u00ff and more than an entry");
    assertThat(client.call("DUMP")).as("nothing changed").isEqualTo("0");
    client.pipeline("SET a other", "DEL b");
    assertThat(client.call("DUMP")).as("a written, b removed").isEqualTo("2");
    assertThat(files()).containsExactly("a", "bytes");
    assertThat(Files.readString(dir.resolve("a"))).isEqualTo("other");
  }

  @Test
  void dumpedKeysAreThereAfterARestartAndOthersAreNot() throws IOException {
    client.pipeline("SET dumped here", "DUMP", "SET later gone");
    assertThat(endingReply("SHUTDOWN", "NOSAVE")).isTrue();

    start();

    assertThat(client.pipeline("GET dumped", "GET later")).containsExactly("here", NIL);
  }

  @Test
  void aFileThatAPersonPutThereIsAKeyAfterARestart() throws IOException {
    client.pipeline("SET k before", "DUMP");
    assertThat(endingReply("SHUTDOWN")).isTrue();
    Files.writeString(dir.resolve("k"), "edited");
    Files.writeString(dir.resolve("new"), "by hand");

    start();

    assertThat(client.pipeline("GET k", "GET new")).containsExactly("edited", "by hand");
  }

  @Test
  void aDumpWaitsForTheOneUnderWayAndWritesWhatChangedSince() throws IOException {
    client.call("SET", "first", "1");
    // All in one packet: the disk cannot be done before the last of them runs.
    client.sendAll("BGSAVE", "SET second 2", "DUMP", "GET second");
    assertThat(List.of(client.reply(), client.reply(), client.reply(), client.reply()))
        .containsExactly("Background saving started", "OK", "1", "2");
    assertThat(files()).containsExactly("first", "second");
  }

  @Test
  void infoSaysHowFarADumpIs() {
    int keys = 3000;
    for (int i = 0; i < keys; i++) {
      client.call("SET", "k" + i, "v");
    }
    client.call("BGSAVE");
    List<Integer> processed = new ArrayList<>();
    String info = client.call("INFO", "persistence");
    for (int i = 0; i < 100_000 && info.contains("rdb_bgsave_in_progress:1"); i++) {
      assertThat(info).contains("current_save_keys_total:" + keys);
      processed.add(
          Integer.valueOf(info.replaceAll("(?s).*current_save_keys_processed:(\\d+).*", "$1")));
      info = client.call("INFO", "persistence");
    }
    assertThat(processed).isSorted().anyMatch(done -> done > 0).allMatch(done -> done <= keys);
    assertThat(info)
        .contains("current_save_keys_processed:0", "current_save_keys_total:0")
        .contains("current_fork_perc:0.00");
  }

  @Test
  void dumpsOfSeveralClientsFollowEachOther() throws IOException {
    List<TestClient> clients = Stream.generate(server::connect).limit(10).toList();
    for (int i = 0; i < clients.size(); i++) {
      clients.get(i).sendAll("SET k" + i + " v", "DUMP", "SET k" + i + " w", "DUMP");
    }
    for (TestClient each : clients) {
      assertThat(each.reply()).isEqualTo("OK");
      assertThat(Integer.parseInt(each.reply())).isBetween(0, 20);
      assertThat(each.reply()).isEqualTo("OK");
      assertThat(Integer.parseInt(each.reply())).isBetween(0, 20);
    }
    for (int i = 0; i < clients.size(); i++) {
      assertThat(dir.resolve("k" + i)).hasContent("w");
    }
  }

  @Test
  void aTransactionDoesNotWaitForTheDisk() {
    client.call("MULTI");
    assertThat(client.call("DUMP")).isEqualTo("QUEUED");
    assertThat(client.call("EXEC")).contains("ERR Command not allowed inside a transaction");
  }

  @Test
  void dumpOfAKeyAnswersItsValueAndWritesNothing() {
    client.call("SET", "k", "v");
    assertThat(client.call("DUMP", "k")).startsWith("\0\u0001v\n\0");
    assertThat(dir.resolve("k")).doesNotExist();
    assertThat(client.call("DUMP", "a", "b"))
        .isEqualTo("-ERR wrong number of arguments for 'dump' command");
  }

  @Test
  void storeWritesThatKeyAlone() throws IOException {
    client.pipeline("SET a one", "SET b two");
    assertThat(client.pipeline("STORE a", "STORE none")).containsExactly("OK", NIL);
    assertThat(files()).containsExactly("a");
    assertThat(dir.resolve("a")).hasContent("one");
  }

  @Test
  void whatCannotBeWrittenIsAnErrorAndIsWrittenOnceItCan() throws IOException {
    Path inTheWay = Files.createDirectories(dir.resolve("k").resolve("file")).getParent();
    client.call("SET", "k", "v");

    assertThat(client.call("DUMP")).isEqualTo("-ERR Dump failed. Check logs.");
    assertThat(client.call("SAVE")).isEqualTo("-ERR");
    assertThat(client.call("STORE", "k")).isEqualTo("-ERR Store failed. Check logs.");
    assertThat(client.call("INFO", "persistence")).contains("rdb_last_bgsave_status:err");
    assertThat(client.call("SHUTDOWN")).isEqualTo("-ERR Errors trying to SHUTDOWN. Check logs.");
    assertThat(client.call("GET", "k")).as("still serving").isEqualTo("v");

    Files.delete(inTheWay.resolve("file"));
    Files.delete(inTheWay);
    assertThat(client.call("DUMP")).isEqualTo("1");
    assertThat(dir.resolve("k")).hasContent("v");
    assertThat(client.call("INFO", "persistence")).contains("rdb_last_bgsave_status:ok");
  }

  @Test
  void aKeyThatCannotBeWrittenDoesNotKeepTheOthersFromTheDisk() throws IOException {
    Files.createDirectory(dir.resolve("k"));
    client.pipeline("SET before 1", "SET k 2", "SET after 3");
    assertThat(client.call("DUMP")).startsWith("-");
    assertThat(files()).contains("before", "after");

    Files.delete(dir.resolve("k"));
    assertThat(client.call("DUMP")).as("the one that was left").isEqualTo("1");
    assertThat(Files.readString(dir.resolve("k"))).isEqualTo("2");
  }

  @Test
  void writesAreRefusedWhileDumpsFailIfThatIsWanted() throws IOException {
    client.pipeline("CONFIG SET stop-writes-on-bgsave-error yes", "CONFIG SET dump-interval 3600");
    Files.createDirectory(dir.resolve("k"));
    assertThat(client.pipeline("SET k v", "SET k w")).containsExactly("OK", "OK");
    assertThat(client.call("DUMP")).startsWith("-");

    String refusal = "MISCONF Redis is configured to save RDB snapshots, but it's currently unable";
    assertThat(client.call("SET", "k", "x")).startsWith("-" + refusal);
    assertThat(client.call("PING")).startsWith("-" + refusal);
    assertThat(client.pipeline("GET k", "MULTI", "GET k")).containsExactly("w", "OK", "QUEUED");
    assertThat(client.call("DEL", "k")).startsWith("-" + refusal);
    assertThat(client.call("EXEC")).startsWith("-EXECABORT");

    client.call("CONFIG", "SET", "stop-writes-on-bgsave-error", "no");
    assertThat(client.call("SET", "k", "y")).isEqualTo("OK");
    client.call("CONFIG", "SET", "stop-writes-on-bgsave-error", "yes");
    assertThat(client.call("SET", "k", "z")).startsWith("-" + refusal);
    Files.delete(dir.resolve("k"));
    assertThat(client.call("DUMP")).isEqualTo("1");
    assertThat(client.call("SET", "k", "z")).isEqualTo("OK");
  }

  @Test
  void shutdownForceEndsThoughNothingCanBeWritten() throws IOException {
    Files.createDirectories(dir.resolve("k").resolve("file"));
    client.call("SET", "k", "v");
    assertThat(endingReply("SHUTDOWN", "FORCE")).isTrue();
  }

  @Test
  void saveRepliesWhenTheFilesAreThere() throws IOException {
    assertThat(client.pipeline("SET k v", "SAVE")).containsExactly("OK", "OK");
    assertThat(files()).containsExactly("k");
  }

  @Test
  void commandsAfterASaveInTheSamePacketFollowIt() {
    client.sendAll("SET k v", "SAVE", "GET k", "SAVE", "PING");
    assertThat(
            List.of(client.reply(), client.reply(), client.reply(), client.reply(), client.reply()))
        .containsExactly("OK", "OK", "v", "OK", "PONG");
  }

  @Test
  void bgsaveStartsADumpUnlessOneIsUnderWay() {
    assertThat(client.pipeline("SET k v", "BGSAVE", "BGSAVE", "BGSAVE SCHEDULE", "SAVE"))
        .containsExactly(
            "OK",
            "Background saving started",
            SAVE_IN_PROGRESS,
            SAVE_IN_PROGRESS,
            SAVE_IN_PROGRESS);
    assertThat(client.call("DUMP")).isEqualTo("0");
    assertThat(dir.resolve("k")).hasContent("v");
  }

  @Test
  void bgrewriteaofStartsADumpOrHasOneFollow() {
    assertThat(client.pipeline("SET k v", "BGREWRITEAOF", "SET l w", "BGREWRITEAOF"))
        .containsExactly(
            "OK",
            "Background append only file rewriting started",
            "OK",
            "Background append only file rewriting scheduled");
    assertThat(client.call("DUMP")).isEqualTo("0");
    assertThat(dir.resolve("l")).hasContent("w");
  }

  @Test
  void lastSaveIsTheTimeOfTheLastDumpThatSucceeded() {
    long startSeconds = TestServer.START_MILLIS / 1000;
    assertThat(client.call("LASTSAVE")).isEqualTo(Long.toString(startSeconds));
    server.advanceMillis(5000);
    assertThat(client.pipeline("LASTSAVE", "SAVE", "LASTSAVE"))
        .containsExactly(Long.toString(startSeconds), "OK", Long.toString(startSeconds + 5));
  }

  @Test
  void aSavePointDumpsWhatChangedOftenEnoughForLongEnough() {
    long startSeconds = TestServer.START_MILLIS / 1000;
    client.pipeline("CONFIG SET hz 500", "SET k v", "SET k w");
    assertThat(client.call("CONFIG", "SET", "save", "3600 1 10 2")).isEqualTo("OK");
    server.advanceMillis(10_001);
    for (int i = 0; i < 10_000 && !Files.exists(dir.resolve("k")); i++) {
      client.call("PING"); // until the background work has run
    }
    client.call("DUMP"); // follows the running one
    assertThat(client.call("LASTSAVE")).isEqualTo(Long.toString(startSeconds + 10));
    assertThat(dir.resolve("k")).hasContent("w");
  }

  @Test
  void timeIsTheServersClock() {
    server.advanceMillis(1234);
    assertThat(client.call("TIME"))
        .isEqualTo("[" + (TestServer.START_MILLIS / 1000 + 1) + ", 234000]");
  }

  @Test
  void shutdownDumpsUnlessToldNotTo() throws IOException {
    client.call("SET", "k", "v");
    TestClient other = server.connect();
    assertThat(other.call("PING")).isEqualTo("PONG");

    assertThat(endingReply("SHUTDOWN")).isTrue();

    assertThat(other.isClosed()).isTrue();
    assertThat(files()).containsExactly("k");
    start();
    client.call("SET", "k", "not kept");
    assertThat(endingReply("SHUTDOWN", "NOSAVE")).isTrue();
    assertThat(dir.resolve("k")).hasContent("v");
  }

  @Test
  void aShutdownThatWaitsForADumpCanBeAborted() throws IOException {
    server.close();
    server = TestServer.start(dir, "entry-size", "4mb");
    client = server.connect();
    TestClient other = server.connect();
    other.call("SET", "large", "x".repeat(30 << 20));
    client.sendAll("BGSAVE", "SHUTDOWN", "PING");
    assertThat(client.reply()).isEqualTo("Background saving started");

    String aborted = abort(other);

    if (aborted.isEmpty()) { // a disk so fast that the shutdown did not wait any more
      server.awaitEnd();
    } else {
      assertThat(aborted).isEqualTo("OK");
      assertThat(client.reply()).isEqualTo("-ERR Errors trying to SHUTDOWN. Check logs.");
      assertThat(client.reply()).isEqualTo("PONG");
    }
  }

  private static String abort(TestClient client) {
    try {
      return client.call("SHUTDOWN", "ABORT");
    } catch (RuntimeException ended) {
      return "";
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHUTDOWN NONE",
        "SHUTDOWN SAVE NOSAVE",
        "SHUTDOWN ABORT NOW",
        "SHUTDOWN FORCE ABORT",
        "SHUTDOWN NOW NOW x",
        "BGSAVE NONE",
        "BGSAVE SCHEDULE SCHEDULE"
      })
  void wrongOptionsAreSyntaxErrors(String request) {
    assertThat(client.pipeline(request, "PING")).containsExactly("-ERR syntax error", "PONG");
  }

  @Test
  void withoutAShutdownThereIsNothingToAbort() {
    assertThat(client.call("SHUTDOWN", "ABORT")).isEqualTo("-ERR No shutdown in progress.");
  }

  /** Sends a request that ends the server; whether the connection ended without a reply. */
  private boolean endingReply(String... args) {
    client.send(args);
    boolean closed = client.isClosed();
    server.awaitEnd();
    return closed;
  }

  /** The names of the files that a person sees. */
  private List<String> files() throws IOException {
    try (Stream<Path> paths = Files.list(dir)) {
      return paths
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }
}
