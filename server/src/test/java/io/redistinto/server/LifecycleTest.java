package io.redistinto.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redistinto.server.config.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers begin and end, alone and beside each other, and leave nothing behind. */
@Timeout(60)
class LifecycleTest {
  @TempDir Path dir;

  private ServerConfig config(String name, String... directives) {
    List<String> all = new ArrayList<>(List.of(directives));
    all.addAll(List.of("dir", dir.resolve(name).toString(), "entries", "100"));
    return ServerConfig.of(all.toArray(String[]::new)).onEphemeralPort();
  }

  private static List<String> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("redistinto-"))
        .toList();
  }

  private static void awaitNoServerThreads() {
    while (!serverThreads().isEmpty()) { // the last one is still saying so
      assertThat(Thread.interrupted()).as("timed out with %s", serverThreads()).isFalse();
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void aClosedServerHasDumpedAndLeavesNoThread(Network network) throws Exception {
    RedistintoServer server = RedistintoServer.start(config("a", network.with()));
    server.loaded().join();
    try (TestClient client = new TestClient(server.port())) {
      assertThat(client.call("SET", "k", "v")).isEqualTo("OK");
      server.close();
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(dir.resolve("a/k")).hasContent("v");
    awaitNoServerThreads();
  }

  @Test
  void closingAgainAndFromManyThreadsDoesNoHarm() throws Exception {
    RedistintoServer server = RedistintoServer.start(config("a"));
    List<CompletableFuture<Void>> closing = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      closing.add(CompletableFuture.runAsync(server::close));
    }
    closing.forEach(CompletableFuture::join);
    assertThat(server.stopped()).isDone();
    server.close();
    server.abort();
    awaitNoServerThreads();
  }

  @Test
  void twoServersInOneJvmDoNotKnowOfEachOther() throws Exception {
    RedistintoServer first = RedistintoServer.start(config("a"));
    RedistintoServer second = RedistintoServer.start(config("b"));
    first.loaded().join();
    second.loaded().join();
    try (TestClient toFirst = new TestClient(first.port());
        TestClient toSecond = new TestClient(second.port())) {
      assertThat(toFirst.call("SET", "k", "first")).isEqualTo("OK");
      assertThat(toSecond.call("GET", "k")).isEqualTo(TestClient.NIL);
      first.close();
      assertThat(toSecond.call("PING")).isEqualTo("PONG");
    }
    second.close();
    assertThat(dir.resolve("a/k")).exists();
    assertThat(dir.resolve("b/k")).doesNotExist();
    awaitNoServerThreads();
  }

  @Test
  void aServerClosedWhileLoadingEndsAndLosesNothing() throws Exception {
    int keys = 50;
    Files.createDirectories(dir.resolve("a"));
    for (int i = 0; i < keys; i++) {
      Files.writeString(dir.resolve("a/k" + i), "v");
    }
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    RedistintoServer server =
        RedistintoServer.start(
            config("a"),
            () -> {
              if (Thread.currentThread().getName().equals("redistinto-loader")) {
                loading.countDown();
                await(goOn);
              }
              return System.currentTimeMillis();
            },
            System::nanoTime);
    await(loading);
    try (TestClient client = new TestClient(server.port())) {
      assertThat(client.call("GET", "k1")).startsWith("-LOADING");
      CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
      assertThat(client.isClosed()).isTrue();
      assertThat(closing).as("it waits for the thread that reads").isNotDone();
      goOn.countDown();
      closing.join();
    }
    assertThat(server.loaded()).isCancelled();
    awaitNoServerThreads();
    for (int i = 0; i < keys; i++) {
      assertThat(dir.resolve("a/k" + i)).hasContent("v");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void aKeyThatCannotBeKeptEndsTheStartWithOneLine() throws Exception {
    Files.createDirectories(dir.resolve("a"));
    Files.writeString(dir.resolve("a/longer"), "v");
    RedistintoServer server = RedistintoServer.start(config("a", "max-key-length", "3"));
    assertThatThrownBy(server.loaded()::join)
        .hasMessageContaining("the key is longer than 'max-key-length' allows (3 bytes)");
    server.abort();
    awaitNoServerThreads();
    assertThat(dir.resolve("a/longer")).exists();
  }

  @Test
  void aPortThatIsTakenEndsTheStartWithOneLine() throws Exception {
    RedistintoServer server = RedistintoServer.start(config("a"));
    int port = server.port();
    String[] args = {"--port", "" + port, "--dir", dir.resolve("b").toString(), "--entries", "8"};
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            args, InputStream.nullInputStream(), System.out, new PrintStream(err, true, UTF_8));
    server.close();
    assertThat(status).isEqualTo(1);
    assertThat(err.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("Cannot start: Could not listen on 127.0.0.1:" + port + ": ")
        .contains("Address already in use");
    awaitNoServerThreads();
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void whatIsSentToAServerThatEndsIsRefusedOrLostButNeverAnswered(Network network)
      throws Exception {
    RedistintoServer server = RedistintoServer.start(config("a", network.with()));
    server.loaded().join();
    int port = server.port();
    CompletableFuture<Integer> writing =
        CompletableFuture.supplyAsync(
            () -> {
              int confirmed = 0;
              try (RawClient client = new RawClient(port)) {
                while (client.exchange("SET k " + confirmed + "\r\n", "+OK\r\n")) {
                  confirmed++;
                }
              } catch (IOException ended) {
                // as it should
              }
              return confirmed;
            });
    try (TestClient client = new TestClient(port)) {
      while (client.call("GET", "k").equals(TestClient.NIL)) {
        assertThat(Thread.interrupted()).as("timed out").isFalse();
      }
    }
    server.close();
    int confirmed = writing.join();
    assertThat(Integer.parseInt(Files.readString(dir.resolve("a/k"))))
        .isGreaterThanOrEqualTo(confirmed - 1);
    assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(ConnectException.class);
  }
}
