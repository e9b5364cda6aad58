package io.redistinto.server;

import static io.redistinto.server.TestClient.NIL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CLIENT: who is connected, and what may be done to them. */
class ClientCommandsTest {
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

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          CLIENT                  => -ERR wrong number of arguments for 'client' command
          CLIENT NONE             => -ERR unknown subcommand 'NONE'. Try CLIENT HELP.
          CLIENT NOSUCH on      => -ERR unknown subcommand 'NOSUCH'. Try CLIENT HELP.
          CLIENT ID x             => -ERR wrong number of arguments for 'client|id' command
          CLIENT GETNAME          => (nil)
          CLIENT SETINFO LIB-NAME lib => OK
          CLIENT SETINFO lib-ver 1.0  => OK
          CLIENT SETINFO other 1  => -ERR Unrecognized option 'other'
          CLIENT LIST NONE        => -ERR syntax error
          CLIENT LIST TYPE        => -ERR syntax error
          CLIENT LIST TYPE none   => -ERR Unknown client type 'none'
          CLIENT LIST TYPE normal x => -ERR syntax error
          CLIENT LIST TYPE pubsub => ''
          CLIENT LIST ID          => -ERR syntax error
          CLIENT LIST ID x        => -ERR Invalid client ID
          CLIENT LIST ID 0 99     => ''
          CLIENT KILL none        => -ERR No such client
          CLIENT KILL ID          => -ERR No such client
          CLIENT KILL ID x        => -ERR client-id should be greater than 0
          CLIENT KILL ID 0        => -ERR client-id should be greater than 0
          CLIENT KILL ID 99       => 0
          CLIENT KILL ID 1        => 0
          CLIENT KILL ID 1 ADDR   => -ERR syntax error
          CLIENT KILL NONE x      => -ERR syntax error
          CLIENT KILL TYPE none   => -ERR Unknown client type 'none'
          CLIENT KILL TYPE pubsub SKIPME no => 0
          CLIENT KILL USER joe    => -ERR No such user 'joe'
          CLIENT KILL USER default => 0
          CLIENT KILL SKIPME maybe => -ERR syntax error
          CLIENT PAUSE x          => -ERR timeout is not an integer or out of range
          CLIENT PAUSE -1         => -ERR timeout is negative
          CLIENT PAUSE 10 NONE    => -ERR CLIENT PAUSE mode must be WRITE or ALL
          CLIENT PAUSE 10 ALL x   => -ERR unknown subcommand or wrong number of arguments for \
          'PAUSE'. Try CLIENT HELP.
          CLIENT UNPAUSE          => OK
          CLIENT NO-EVICT maybe   => -ERR syntax error
          CLIENT NO-TOUCH maybe   => -ERR syntax error
          CLIENT REPLY maybe      => -ERR syntax error
          """)
  void repliesAreRedis(String request, String reply) {
    assertThat(client.pipeline(request, "PING")).containsExactly(reply, "PONG");
  }

  // ---- What is known

  @Test
  void idsGrow() {
    assertThat(client.call("CLIENT", "ID")).isEqualTo("1");
    assertThat(server.connect().call("CLIENT", "ID")).isEqualTo("2");
  }

  @Test
  void aNameHasVisibleCharactersOnly() {
    assertThat(client.pipeline("CLIENT SETNAME me", "CLIENT GETNAME")).containsExactly("OK", "me");
    for (String bad : List.of("a b", "a\n", "\u007f", "\u00e9")) {
      assertThat(client.call("CLIENT", "SETNAME", bad))
          .isEqualTo("-ERR Client names cannot contain spaces, newlines or special characters.");
    }
    assertThat(client.call("CLIENT", "SETNAME", "")).isEqualTo("OK");
    assertThat(client.call("CLIENT", "GETNAME")).isEqualTo(NIL);
    assertThat(client.call("CLIENT", "SETINFO", "lib-name", "a b"))
        .isEqualTo("-ERR lib-name cannot contain spaces, newlines or special characters.");
  }

  @Test
  void infoHasTheFieldsOfRedisInTheirOrder() {
    client.pipeline(
        "CLIENT SETNAME me", "CLIENT SETINFO lib-name lib", "CLIENT SETINFO lib-ver 1.2");
    server.advanceMillis(3000);
    String info = client.call("CLIENT", "INFO");
    assertThat(info).endsWith("\n");
    assertThat(Arrays.stream(info.strip().split(" ", -1)).map(field -> field.split("=", -1)[0]))
        .containsExactly(
            ("id addr laddr fd name age idle flags db sub psub ssub multi qbuf qbuf-free argv-mem"
                    + " multi-mem rbs rbp obl oll omem tot-mem events cmd user redir resp lib-name"
                    + " lib-ver")
                .split(" ", -1));
    assertThat(info)
        .startsWith("id=1 addr=" + client.address() + " laddr=127.0.0.1:" + server.server().port())
        .contains(" name=me age=3 idle=0 flags=N db=0 ", " argv-mem=10 ")
        .contains(" cmd=client|info user=default redir=-1 resp=2 lib-name=lib lib-ver=1.2");
    assertThat(info).doesNotContain("tot-mem=0");
  }

  @Test
  void listShowsEveryClientOrThoseOfSomeIds() {
    TestClient other = server.connect();
    other.pipeline("CLIENT SETNAME other", "CLIENT NO-EVICT on", "CLIENT NO-TOUCH on");
    List<String> lines = client.call("CLIENT", "LIST").lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("id=1 ").contains(" cmd=client|list ");
    assertThat(lines.get(1))
        .startsWith("id=2 ")
        .contains(" name=other ", " flags=eT ", " cmd=client|no-touch ");
    assertThat(client.call("CLIENT", "LIST", "TYPE", "NORMAL").lines()).hasSize(2);
    assertThat(client.call("CLIENT", "LIST", "ID", "2", "7", "1").lines())
        .extracting(line -> line.substring(0, 4))
        .containsExactly("id=2", "id=1");
  }

  @Test
  void aRequestThatIsNotAllThereIsCounted() {
    TestClient other = server.connect();
    other.call("CLIENT", "SETNAME", "other");
    other.sendRaw("*2\r\n$3\r\nGET\r\n$100\r\nunfinished");
    assertThat(client.call("CLIENT", "LIST", "ID", "2")).contains(" qbuf=29 ");
    assertThat(client.call("CLIENT", "LIST", "ID", "2")).doesNotContain(" qbuf-free=0 ");
  }

  @Test
  void helpNamesEverySubcommand() {
    assertThat(client.call("CLIENT", "HELP"))
        .startsWith("[CLIENT <subcommand> ")
        .contains("GETNAME", "KILL", "UNPAUSE", "SETINFO", "NO-TOUCH");
  }

  // ---- Killing

  @Test
  void killByAddressClosesThatClient() {
    TestClient other = server.connect();
    other.call("PING");
    assertThat(client.call("CLIENT", "KILL", other.address())).isEqualTo("OK");
    assertThat(other.isClosed()).isTrue();
    assertThat(client.call("CLIENT", "LIST").lines()).hasSize(1);
    assertThat(client.call("CLIENT", "KILL", other.address())).isEqualTo("-ERR No such client");
  }

  @Test
  void killByFiltersClosesThoseThatAllHoldFor() {
    TestClient second = server.connect();
    TestClient third = server.connect();
    assertThat(List.of(second.call("CLIENT", "ID"), third.call("CLIENT", "ID")))
        .containsExactly("2", "3");
    assertThat(client.call("CLIENT", "KILL", "ID", "2", "ADDR", third.address())).isEqualTo("0");
    assertThat(client.call("CLIENT", "KILL", "ID", "2", "ADDR", second.address())).isEqualTo("1");
    assertThat(second.isClosed()).isTrue();
    String local = "127.0.0.1:" + server.server().port();
    assertThat(client.call("CLIENT", "KILL", "LADDR", local, "USER", "default", "TYPE", "normal"))
        .isEqualTo("1");
    assertThat(third.isClosed()).isTrue();
    assertThat(client.call("PING")).isEqualTo("PONG");
  }

  @Test
  void whoKillsItselfGetsTheReplyFirst() {
    client.sendAll("CLIENT KILL TYPE normal SKIPME no", "PING");
    assertThat(client.reply()).isEqualTo("1");
    assertThat(client.isClosed()).isTrue();
    TestClient other = server.connect();
    other.call("PING");
    assertThat(other.call("CLIENT", "KILL", other.address())).isEqualTo("OK");
    assertThat(other.isClosed()).isTrue();
  }

  @Test
  void aKilledClientIsGoneForTheNextRequest() {
    TestClient other = server.connect();
    other.call("PING");
    assertThat(client.pipeline("CLIENT KILL ID 2", "CLIENT KILL ID 2", "CLIENT LIST ID 2"))
        .containsExactly("1", "0", "");
  }

  // ---- Pausing

  @Test
  void aPauseHoldsEverythingBackUntilItsTime() {
    TestClient other = server.connect();
    assertThat(client.call("CLIENT", "PAUSE", "1000")).isEqualTo("OK");
    other.sendAll("SET k v", "GET k");
    client.sendAll("CLIENT UNPAUSE", "PING");
    TestClient third = server.connect();
    third.send("NOSUCH");
    assertThat(third.reply()).as("refusals do not wait").startsWith("-ERR unknown command");
    third.send("PING");
    server.advanceMillis(1000);
    assertThat(List.of(other.reply(), other.reply())).containsExactly("OK", "v");
    assertThat(List.of(client.reply(), client.reply())).containsExactly("OK", "PONG");
    assertThat(third.reply()).isEqualTo("PONG");
  }

  @Test
  void aPauseOfWritesLetsReadsThroughAndCanBeEnded() {
    TestClient other = server.connect();
    client.call("SET", "k", "before");
    assertThat(client.call("CLIENT", "PAUSE", "100000", "WRITE")).isEqualTo("OK");
    other.sendAll("SET k after", "GET k");
    assertThat(client.pipeline("GET k", "PING", "CONFIG SET hz 10", "SAVE"))
        .containsExactly("before", "PONG", "OK", "OK");
    assertThat(client.call("CLIENT", "LIST", "ID", "2")).contains(" flags=b ");
    assertThat(client.call("INFO", "clients")).contains("blocked_clients:1");
    assertThat(client.call("CLIENT", "UNPAUSE")).isEqualTo("OK");
    assertThat(List.of(other.reply(), other.reply())).containsExactly("OK", "after");
    assertThat(client.call("INFO", "clients")).contains("blocked_clients:0");
  }

  @Test
  void nothingExpiresWhileWritesAreHeldBack() {
    client.call("SET", "k", "v", "PX", "100");
    client.call("CLIENT", "PAUSE", "1000", "WRITE");
    server.advanceMillis(200);
    assertThat(client.pipeline("GET k", "EXISTS k", "RANDOMKEY", "KEYS *"))
        .as("it is not seen")
        .containsExactly(NIL, "0", NIL, "[]");
    assertThat(client.call("INFO", "keyspace")).as("but it is there").contains("db0:keys=1");
    client.call("CLIENT", "UNPAUSE");
    assertThat(client.call("GET", "k")).isEqualTo(NIL);
    assertThat(client.call("INFO", "keyspace")).doesNotContain("db0");
  }

  @Test
  void aSecondPauseNeitherShortensNorSoftensTheFirst() {
    TestClient other = server.connect();
    client.pipeline("CLIENT PAUSE 1000 WRITE", "CLIENT PAUSE 10 WRITE");
    other.send("SET", "k", "v");
    server.advanceMillis(500);
    assertThat(client.call("GET", "k")).isEqualTo(NIL);
    assertThat(client.call("INFO", "clients")).contains("blocked_clients:1");
    server.advanceMillis(500);
    assertThat(other.reply()).isEqualTo("OK");
  }

  @Test
  void aClientThatLeavesWhileHeldBackIsForgotten() {
    TestClient other = server.connect();
    other.call("PING");
    client.call("CLIENT", "PAUSE", "100000", "WRITE");
    other.send("SET", "k", "v");
    assertThat(client.call("CLIENT", "KILL", "ID", "2")).isEqualTo("1");
    assertThat(other.isClosed()).isTrue();
    client.call("CLIENT", "UNPAUSE");
    assertThat(client.pipeline("GET k", "INFO clients").get(0)).isEqualTo(NIL);
  }

  // ---- Replies

  @Test
  void replyOffIsSilentUntilOn() {
    client.sendAll("CLIENT REPLY OFF", "PING", "NOSUCH", "SET k v", "CLIENT REPLY SKIP");
    client.sendAll("PING", "CLIENT REPLY ON", "GET k");
    assertThat(List.of(client.reply(), client.reply())).containsExactly("OK", "v");
  }

  @Test
  void replySkipDropsTheNextReplyAlone() {
    client.sendAll("CLIENT REPLY SKIP", "PING first", "PING second");
    assertThat(client.reply()).isEqualTo("second");
    client.sendAll("CLIENT REPLY SKIP", "DUMP", "PING third");
    assertThat(client.reply()).as("a deferred reply is dropped too").isEqualTo("third");
    client.sendAll("CLIENT REPLY SKIP", "CLIENT REPLY ON", "PING fourth");
    assertThat(List.of(client.reply(), client.reply())).containsExactly("OK", "fourth");
  }

  // ---- Marks

  @Test
  void whatANoTouchClientReadsStaysAsOldAsItIs() {
    client.pipeline("SET old v", "SET new v");
    for (int i = 0; i < 6; i++) {
      client.call("SET", "k" + i, "v");
    }
    assertThat(client.pipeline("CLIENT NO-TOUCH ON", "GET old")).containsExactly("OK", "v");
    assertThat(client.pipeline("SET more v", "EXISTS old", "EXISTS new"))
        .containsExactly("OK", "0", "1");
    assertThat(client.pipeline("CLIENT NO-TOUCH OFF", "GET new", "SET again v"))
        .containsExactly("OK", "v", "OK");
    assertThat(client.pipeline("EXISTS new", "EXISTS k0")).containsExactly("1", "0");
  }
}
