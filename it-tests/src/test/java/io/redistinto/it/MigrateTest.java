package io.redistinto.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MIGRATE between a real redis-server and ours, in either direction. */
@ExtendWith(Servers.class)
class MigrateTest {
  private static final String OK = "OK";
  private static final List<String> VALUES =
      List.of(
          "SET string hello",
          "SET number 12345 EX 1000",
          "RPUSH list a b c",
          "SADD ints 1 2 3",
          "SADD words a b c",
          "HSET hash f v g w",
          "ZADD zset 1 a 2.5 b",
          "XADD stream 1-1 f v",
          "PFADD hll a b c");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void valuesOfEveryTypeArriveAndAreGoneHere(boolean fromOurs, RealRedis real, OurServer ours) {
    try (Pair pair = new Pair(fromOurs ? ours : real, fromOurs ? real : ours)) {
      for (String command : VALUES) {
        pair.source.ask(CommandLine.split(command));
      }
      for (String command : VALUES) {
        String key = CommandLine.split(command).get(1);
        String type = pair.source("TYPE", key);
        String content = pair.content(pair.source, key);
        assertThat(pair.migrate(key)).as(command).isEqualTo(OK);
        assertThat(pair.source("EXISTS", key)).as(command).isEqualTo("(integer) 0");
        assertThat(pair.target("TYPE", key)).as(command).isEqualTo(type);
        assertThat(pair.content(pair.target, key)).as(command).isEqualTo(content);
      }
      assertThat(pair.target("TTL", "number")).matches("\\(integer\\) (999|1000)");
    }
  }

  @Test
  void optionsDoWhatTheySay(RealRedis real, OurServer ours) {
    try (Pair pair = new Pair(ours, real)) {
      pair.source("MSET", "a", "1", "b", "2", "c", "3", "d", "4");
      assertThat(pair.migrate("a", "COPY")).isEqualTo(OK);
      assertThat(pair.source("GET", "a")).isEqualTo("\"1\"");
      assertThat(pair.migrate("a"))
          .isEqualTo(
              "(error) ERR Target instance replied with error:"
                  + " BUSYKEY Target key name already exists.");
      assertThat(pair.source("EXISTS", "a")).isEqualTo("(integer) 1");
      pair.source("SET", "a", "new");
      assertThat(pair.migrate("a", "REPLACE")).isEqualTo(OK);
      assertThat(pair.target("GET", "a")).isEqualTo("\"new\"");
      assertThat(pair.migrate("", "KEYS", "b", "none", "c", "b"))
          .contains("BUSYKEY"); // what is named twice is there by then
      assertThat(pair.source("EXISTS", "b", "c", "d")).isEqualTo("(integer) 1");
      assertThat(pair.migrate("", "REPLACE", "KEYS", "d", "d")).isEqualTo(OK);
      assertThat(pair.target("MGET", "b", "c", "d")).isEqualTo("[\"2\", \"3\", \"4\"]");
      assertThat(pair.migrate("none")).isEqualTo("NOKEY");
    }
  }

  @Test
  void aTargetThatWantsAPasswordIsGivenOne(OurServer ours) {
    try (RealRedis locked = RealRedis.start("--requirepass", "secret");
        Pair pair = new Pair(ours, locked)) {
      pair.source("SET", "key", "value");
      assertThat(pair.migrate("key"))
          .isEqualTo(
              "(error) ERR Target instance replied with error: NOAUTH Authentication required.");
      assertThat(pair.migrate("key", "AUTH", "wrong")).contains("replied with error: WRONGPASS");
      assertThat(pair.source("EXISTS", "key")).isEqualTo("(integer) 1");
      assertThat(pair.migrate("key", "AUTH", "secret", "COPY")).isEqualTo(OK);
      assertThat(pair.migrate("key", "AUTH2", "default", "secret", "REPLACE")).isEqualTo(OK);
      assertThat(pair.source("EXISTS", "key")).isEqualTo("(integer) 0");
    }
  }

  /** A server that is busy with this very command does not answer itself. */
  @Test
  void aTargetThatSaysNothingIsWaitedForNoLongerThanTheTimeout(OurServer ours) {
    try (Pair pair = new Pair(ours, ours)) {
      pair.source("SET", "key", "value");
      assertThat(pair.migrate("key"))
          .isEqualTo("(error) IOERR error or timeout reading to target instance");
      assertThat(pair.source("GET", "key")).isEqualTo("\"value\"");
    }
  }

  @Test
  void whoAnswersSomethingElseGetsNothing(OurServer ours) throws Exception {
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        WireClient client = WireClient.connect(ours.port())) {
      Thread answering = new Thread(() -> answerOnce(stranger));
      answering.start();
      client.ask("SET", "key", "value");
      String port = Integer.toString(stranger.getLocalPort());
      assertThat(client.ask("MIGRATE", "127.0.0.1", port, "key", "0", "5000").parsed().readable())
          .isEqualTo("(error) IOERR error or timeout reading to target instance");
      assertThat(client.ask("GET", "key").parsed().text()).isEqualTo("value");
      answering.join();
    }
  }

  private static void answerOnce(ServerSocket stranger) {
    try (Socket peer = stranger.accept()) {
      peer.getOutputStream().write("HTTP/1.1 400 Bad Request\r\nX: y\r\n".getBytes(US_ASCII));
      peer.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client of each server, with nothing in either. */
  private static final class Pair implements AutoCloseable {
    private final TestServer targetServer;
    private final WireClient source;
    private final WireClient target;

    Pair(TestServer source, TestServer target) {
      targetServer = target;
      this.source = WireClient.connect(source.port());
      this.target = WireClient.connect(target.port());
      this.source.ask("FLUSHALL");
      this.target.ask("FLUSHALL");
    }

    String source(String... words) {
      return source.ask(words).parsed().readable();
    }

    String target(String... words) {
      return target.ask(words).parsed().readable();
    }

    String migrate(String key, String... options) {
      List<String> words =
          new ArrayList<>(
              List.of(
                  "MIGRATE", "127.0.0.1", Integer.toString(targetServer.port()), key, "0", "500"));
      words.addAll(List.of(options));
      return source.ask(words).parsed().readable();
    }

    /** All of a value, in order. */
    String content(WireClient client, String key) {
      String command =
          switch (client.ask("TYPE", key).parsed().text()) {
            case "string" -> "GET " + key;
            case "list" -> "LRANGE " + key + " 0 -1";
            case "set" -> "SORT " + key + " ALPHA";
            case "hash" -> "HMGET " + key + " f g";
            case "zset" -> "ZRANGE " + key + " 0 -1 WITHSCORES";
            default -> "XRANGE " + key + " - +";
          };
      return client.ask(CommandLine.split(command)).parsed().readable();
    }

    @Override
    public void close() {
      source.ask("FLUSHALL");
      source.close();
      target.close();
    }
  }
}
