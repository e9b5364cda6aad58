package io.redistinto.server;

import static io.redistinto.server.TestClient.NIL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PING, ECHO, HELLO, AUTH, RESET and QUIT. */
class ConnectionCommandsTest {
  private static final String OPEN = "";
  private static final String NOAUTH = "-NOAUTH Authentication required.";
  private static final String WRONGPASS =
      "-WRONGPASS invalid username-password pair or user is disabled.";

  @TempDir Path dir;
  private TestServer server;
  private TestClient client;

  private void start(String password) throws IOException {
    server = TestServer.start(dir, "requirepass", password);
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
          PING             => PONG
          PING hello       => hello
          PING a b         => -ERR wrong number of arguments for 'ping' command
          ECHO hello       => hello
          AUTH x           => -ERR AUTH <password> called without any password configured for the \
          default user. Are you sure your configuration is correct?
          AUTH default any => OK
          AUTH joe any     => -WRONGPASS invalid username-password pair or user is disabled.
          AUTH a b c       => -ERR syntax error
          HELLO 1          => -NOPROTO unsupported protocol version
          HELLO 4          => -NOPROTO unsupported protocol version
          HELLO x          => -ERR Protocol version is not an integer or out of range
          HELLO 3 AUTH joe => -ERR Syntax error in HELLO option 'AUTH'
          HELLO 3 SETNAME  => -ERR Syntax error in HELLO option 'SETNAME'
          HELLO 3 MORE     => -ERR Syntax error in HELLO option 'MORE'
          HELLO 3 AUTH joe any => -WRONGPASS invalid username-password pair or user is disabled.
          """)
  void repliesAreRedis(String request, String reply) throws IOException {
    start(OPEN);
    assertThat(client.pipeline(request, "PING still")).containsExactly(reply, "still");
  }

  @Test
  void helloSwitchesTheProtocolAndGreetsInIt() throws IOException {
    start(OPEN);
    String facts = "version=7.2.4, proto=3, id=1, mode=standalone, role=master, modules=[]}";
    assertThat(client.call("HELLO", "3", "SETNAME", "me")).isEqualTo("{server=redis, " + facts);
    assertThat(client.call("CLIENT", "GETNAME")).isEqualTo("me");
    assertThat(client.call("CONFIG", "GET", "port")).startsWith("{port=");
    assertThat(client.call("HELLO")).as("no version: as it is").startsWith("{");
    assertThat(client.call("HELLO", "2")).startsWith("[server, redis, version, 7.2.4, proto, 2");
  }

  @Test
  void helloThatFailsLeavesTheProtocolAndWhatStoodBefore() throws IOException {
    start(OPEN);
    assertThat(client.call("HELLO", "3", "SETNAME", "a b"))
        .isEqualTo("-ERR Client names cannot contain spaces, newlines or special characters.");
    assertThat(client.call("HELLO", "3", "AUTH", "joe", "x", "SETNAME", "me")).isEqualTo(WRONGPASS);
    assertThat(client.call("CLIENT", "GETNAME")).isEqualTo(NIL);
    assertThat(client.call("HELLO", "3", "SETNAME", "me", "AUTH", "joe", "x")).isEqualTo(WRONGPASS);
    assertThat(client.call("CLIENT", "GETNAME")).as("as in Redis").isEqualTo("me");
    assertThat(client.call("CONFIG", "GET", "port")).startsWith("[port, ");
  }

  @Test
  void aPasswordIsNeededBeforeAnythingElse() throws IOException {
    start("secret");
    assertThat(client.pipeline("PING", "GET k", "CLIENT ID", "SHUTDOWN NOSAVE"))
        .containsOnly(NOAUTH);
    assertThat(client.pipeline("NOSUCH", "GET"))
        .containsExactly(
            "-ERR unknown command 'NOSUCH', with args beginning with: ",
            "-ERR wrong number of arguments for 'get' command");
    assertThat(client.call("HELLO", "3"))
        .startsWith("-NOAUTH HELLO must be called with the client already authenticated");
    assertThat(client.pipeline("AUTH secre", "AUTH secrets", "AUTH joe secret"))
        .containsOnly(WRONGPASS);
    assertThat(client.call("AUTH", "")).isEqualTo(WRONGPASS);
    assertThat(client.pipeline("AUTH secret", "PING")).containsExactly("OK", "PONG");
    assertThat(server.connect().pipeline("AUTH default secret", "PING"))
        .containsExactly("OK", "PONG");
    TestClient third = server.connect();
    assertThat(third.call("HELLO", "3", "AUTH", "default", "secret")).startsWith("{server=redis");
    assertThat(third.call("PING")).isEqualTo("PONG");
  }

  @Test
  void aFailedAuthLeavesTheClientAuthenticated() throws IOException {
    start("secret");
    assertThat(client.pipeline("AUTH secret", "AUTH wrong", "PING"))
        .containsExactly("OK", WRONGPASS, "PONG");
  }

  @Test
  void passwordsMayHaveAnyCharacters() throws IOException {
    start("pässword \u20ac");
    String utf8 = "p\u00c3\u00a4ssword \u00e2\u0082\u00ac";
    assertThat(client.call("AUTH", utf8)).isEqualTo("OK");
    assertThat(client.call("CONFIG", "GET", "requirepass"))
        .isEqualTo("[requirepass, " + utf8 + "]");
    assertThat(client.call("CONFIG", "SET", "requirepass", "\u00ff"))
        .isEqualTo("-ERR configuration must be UTF-8 text");
  }

  @Test
  void aPasswordCanBeSetAndTakenAwayWhileRunning() throws IOException {
    start(OPEN);
    TestClient late = connectAfter("secret");
    assertThat(client.call("PING")).as("who is in stays in").isEqualTo("PONG");
    assertThat(late.call("PING")).isEqualTo(NOAUTH);
    assertThat(client.call("CONFIG", "SET", "requirepass", "")).isEqualTo("OK");
    assertThat(late.call("PING")).isEqualTo("PONG");
    assertThat(client.call("CONFIG", "SET", "requirepass", "other")).isEqualTo("OK");
    assertThat(late.pipeline("PING", "AUTH other", "PING")).containsExactly(NOAUTH, "OK", "PONG");
  }

  private TestClient connectAfter(String password) {
    assertThat(client.call("CONFIG", "SET", "requirepass", password)).isEqualTo("OK");
    return server.connect();
  }

  @Test
  void resetMakesTheConnectionNew() throws IOException {
    start(OPEN);
    client.call("HELLO", "3", "SETNAME", "me");
    client.call("CLIENT", "NO-TOUCH", "ON");
    client.call("CLIENT", "SETINFO", "LIB-NAME", "lib");
    client.sendAll("CLIENT REPLY OFF", "PING", "RESET");
    assertThat(client.reply()).isEqualTo("RESET");
    assertThat(client.call("CLIENT", "INFO"))
        .contains(" name= ", " flags=N ", " db=0 ", " resp=2 ", " lib-name=lib ");
    assertThat(client.call("CONFIG", "GET", "hz")).isEqualTo("[hz, 10]");
  }

  @Test
  void resetForgetsThePassword() throws IOException {
    start("secret");
    assertThat(client.pipeline("AUTH secret", "RESET", "PING"))
        .containsExactly("OK", "RESET", NOAUTH);
  }

  @Test
  void quitRepliesAndDisconnects() throws IOException {
    start("secret");
    client.sendAll("QUIT", "PING");
    assertThat(client.reply()).isEqualTo("OK");
    assertThat(client.isClosed()).isTrue();
  }
}
