package io.redistinto.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of collections, as a person writes them and as the server does: dump-format.md. */
class CollectionFilesTest {
  private static final int MANY = 100_000;
  private static final int PER_COMMAND = 1000;

  private static final String STREAM =
      """
      last-id 1700000000100-0
      entries-added 3
      max-deleted-id 1700000000050-0
      1700000000000-0 temperature 20 unit C
      1700000000100-0 temperature "21 and rising"
      group readers last-id 1700000000000-0 entries-read 1
      consumer alice seen 1700000000200
      pending 1700000000000-0 delivered 1700000000200 times 1
      """;

  @TempDir Path dir;
  private TestServer server;
  private TestClient client;

  private void start() throws IOException {
    server =
        TestServer.start(
            dir, "entries", "1000000", "entry-size", "64", "enable-debug-command", "yes");
    client = server.connect();
  }

  private void restart() throws IOException {
    client.call("DUMP");
    server.close();
    start();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void byHand(String key, String type, String text) throws IOException {
    Path metas = Files.createDirectories(dir.resolve(".redistinto/meta/0"));
    Files.writeString(dir.resolve(key), text);
    Files.writeString(metas.resolve(key), "type " + type + "\n");
  }

  private String text(String key) throws IOException {
    return Files.readString(dir.resolve(key));
  }

  // ---- By hand

  @Test
  void readsWhatAPersonWrote() throws IOException {
    byHand(
        "list",
        "list",
        "first\n\"second element\"\n3\n\n  it's  \n\"\"\n\"\\x00\\xff\\n\\\"\\\\\"");
    byHand("set", "set", "red\r\ngreen\r\n\"light blue\"\r\n");
    byHand("hash", "hash", "name \"Link O'Hyrule\"\nage\t17\n");
    byHand("zset", "zset", "100 link\n-0.5 ganon\ninf hyrule\n1e17 far\n");
    byHand("stream", "stream", STREAM);
    byHand("entries", "stream", "1-1 a 1\n1-2 a 2\n");
    start();

    assertThat(client.call("LRANGE", "list", "0", "-1"))
        .isEqualTo("[first, second element, 3, it's, , \0\u00ff\n\"\\]");
    assertThat(client.call("SMISMEMBER", "set", "red", "green", "light blue", "blue"))
        .isEqualTo("[1, 1, 1, 0]");
    assertThat(client.call("HGETALL", "hash")).isEqualTo("[name, Link O'Hyrule, age, 17]");
    assertThat(client.call("ZRANGE", "zset", "0", "-1", "WITHSCORES"))
        .isEqualTo("[ganon, -0.5, link, 100, far, 1e+17, hyrule, inf]");
    assertThat(client.call("XRANGE", "stream", "-", "+"))
        .isEqualTo(
            "[[1700000000000-0, [temperature, 20, unit, C]],"
                + " [1700000000100-0, [temperature, 21 and rising]]]");
    assertThat(client.call("XPENDING", "stream", "readers"))
        .isEqualTo("[1, 1700000000000-0, 1700000000000-0, [[alice, 1]]]");
    assertThat(client.call("XADD", "stream", "1700000000050-0", "a", "b")).startsWith("-ERR");
    assertThat(client.call("XADD", "entries", "1-*", "a", "3")).isEqualTo("1-3");
  }

  @Test
  void writesBackWhatChanged() throws IOException {
    byHand("list", "list", "a\n");
    byHand("set", "set", "1\n");
    byHand("hash", "hash", "f v\n");
    byHand("zset", "zset", "1 a\n");
    byHand("stream", "stream", STREAM);
    start();

    client.call("RPUSH", "list", "b c", "", "\"", "caf\u00c3\u00a9", "\0\n\u00ff", "it's", "\\");
    client.call("SADD", "set", "2");
    client.call("HSET", "hash", "g", "two words");
    client.call("ZADD", "zset", "-2.5", "b", "inf", "c", "1e300", "d");
    client.call("XACK", "stream", "readers", "1700000000000-0");
    restart();

    assertThat(Files.readString(dir.resolve("list"), ISO_8859_1))
        .isEqualTo(
            "a\n\"b c\"\n\"\"\n\"\\\"\"\ncaf\u00c3\u00a9\n\"\\x00\\n\\xff\"\n\"it's\"\n\"\\\\\"\n");
    assertThat(text("set")).isEqualTo("1\n2\n");
    assertThat(text("hash")).isEqualTo("f v\ng \"two words\"\n");
    assertThat(text("zset")).isEqualTo("-2.5 b\n1 a\n1.0E300 d\ninf c\n");
    assertThat(text("stream"))
        .isEqualTo(STREAM.substring(0, STREAM.indexOf("pending")))
        .contains("consumer alice");
    assertThat(client.call("LRANGE", "list", "0", "-1"))
        .isEqualTo("[a, b c, , \", caf\u00c3\u00a9, \0\n\u00ff, it's, \\]");
    assertThat(client.call("ZRANGE", "zset", "0", "-1")).isEqualTo("[b, a, d, c]");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "list, a b, line 1: an element of a list is one word",
        "list, a\\n\"b, line 2: a quote that does not end",
        "list, \"a\"b, line 1: a quoted word must end with a blank or the line",
        "list, a\"b, line 1: a quote inside a word",
        "list, \"\\q\", line 1: an unknown escape",
        "list, \"\\xg0\", line 1: \\x wants two hexadecimal digits",
        "list, ``, a list without elements",
        "set, a\\n\\na, line 3: the member a for the second time",
        "hash, a, line 1: a field and its value expected",
        "hash, a 1\\na 2, line 2: the field a for the second time",
        "zset, x a, line 1: not a score: x",
        "zset, nan a, line 1: not a score: nan",
        "stream, 1-1 a, line 1: an entry is an ID`,` fields and values",
        "stream, 2-1 a b\\n1-1 a b, line 2: an ID that is not after the one before it",
        "tree, a, values of type tree are not known",
      })
  void refusesWhatTheTextCannotMean(String type, String text, String problem) throws IOException {
    byHand("key", type, text.replace("\\n", "\n"));

    assertThatThrownBy(this::start)
        .hasMessageContaining("key")
        .hasMessageContaining(problem.replace("`", ""));
  }

  // ---- Large ones

  @Test
  void largeOnesComeBackAsTheyWere() throws IOException {
    start();
    add("RPUSH", "list", "%s");
    add("SADD", "ints", "%s");
    add("SADD", "set", "m%s");
    add("HSET", "hash", "f%s", "v%s");
    add("ZADD", "zset", "%s.25", "m%s");
    String digest = client.call("DEBUG", "DIGEST");

    restart();

    assertThat(client.call("DEBUG", "DIGEST")).isEqualTo(digest);
    assertThat(client.call("LLEN", "list")).isEqualTo("" + MANY);
    assertThat(client.call("OBJECT", "ENCODING", "zset")).isEqualTo("skiplist");
    assertThat(text("list").lines().count()).isEqualTo(MANY);
    client.call("LSET", "list", "50000", "changed");
    client.call("HDEL", "hash", "f77");
    String changed = client.call("DEBUG", "DIGEST");
    assertThat(changed).isNotEqualTo(digest);
    assertThat(client.call("DEBUG", "RELOAD")).isEqualTo("OK");
    assertThat(client.call("DEBUG", "DIGEST")).isEqualTo(changed);
  }

  private void add(String command, String key, String... patterns) {
    for (int from = 0; from < MANY; from += PER_COMMAND) {
      String[] words =
          IntStream.range(from, from + PER_COMMAND)
              .boxed()
              .flatMap(i -> Arrays.stream(patterns).map(p -> p.formatted(i)))
              .toArray(String[]::new);
      String[] request = new String[words.length + 2];
      request[0] = command;
      request[1] = key;
      System.arraycopy(words, 0, request, 2, words.length);
      client.call(request);
    }
  }

  // ---- RELOAD

  @Test
  void reloadKeepsWhatWasNotDumpedYetAndNosaveDoesNot() throws IOException {
    start();
    client.pipeline("RPUSH l 1 2", "SET s v EX 1000", "DUMP", "RPUSH l 3");

    assertThat(client.call("DEBUG", "RELOAD")).isEqualTo("OK");
    assertThat(client.call("LRANGE", "l", "0", "-1")).isEqualTo("[1, 2, 3]");
    client.call("RPUSH", "l", "4");
    client.call("SET", "new", "1");
    assertThat(client.call("DEBUG", "RELOAD", "NOSAVE")).isEqualTo("OK");

    assertThat(client.call("LRANGE", "l", "0", "-1")).isEqualTo("[1, 2, 3]");
    assertThat(client.call("EXISTS", "new")).isEqualTo("0");
    assertThat(client.call("TTL", "s")).isEqualTo("1000");
    assertThat(client.call("DUMP")).as("nothing changed").isEqualTo("0");
  }

  @Test
  void reloadInATransactionIsRefused() throws IOException {
    start();
    client.pipeline("MULTI", "DEBUG RELOAD");
    assertThat(client.call("EXEC"))
        .isEqualTo("[-ERR DEBUG RELOAD cannot run inside a transaction]");
  }
}
