package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What fails inside, through clocks that throw, is answered or logged, and the server goes on. */
@Timeout(60)
class FailureTest {
  @TempDir Path dir;
  private final AtomicInteger callsToFailure = new AtomicInteger(Integer.MAX_VALUE);
  private Error failure;
  private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
  private volatile CountDownLatch ticksToFail = new CountDownLatch(0);
  private RedistintoServer server;

  private void start() throws IOException {
    ServerConfig config =
        ServerConfig.of(
            "dir",
            dir.toString(),
            "dump-interval",
            "0",
            "entries",
            "4",
            "entry-size",
            "1",
            "replacement-policy",
            "none");
    server = RedistintoServer.start(config.onEphemeralPort(), this::millis, this::nanos);
    server.loaded().join();
  }

  private long millis() {
    if (ticksToFail.getCount() > 0) {
      ticksToFail.countDown();
      throw new IllegalStateException("a clock that fails, on purpose");
    }
    return millis.get();
  }

  private long nanos() {
    if (callsToFailure.decrementAndGet() == 0) {
      throw failure;
    }
    return System.nanoTime();
  }

  @AfterEach
  void close() {
    server.abort();
  }

  /** Has the n-th look at the time from now on fail; the timer must be slow for that. */
  private void failAt(int call, Error with) {
    failure = with;
    callsToFailure.set(call);
  }

  /** Leaves two holes of one entry: a value of two entries needs a compaction, timed inside it. */
  private TestClient connectWithHoles() {
    TestClient client = new TestClient(server.port());
    client.pipeline("CONFIG SET hz 1", "SET a 1", "SET b 1", "SET c 1", "SET d 1", "DEL a c");
    return client;
  }

  @Test
  void aCommandThatBreaksAnswersAndTheNextOneRuns() throws IOException {
    start();
    try (TestClient client = connectWithHoles()) {
      failAt(3, new AssertionError("on purpose"));
      assertThat(client.pipeline("PING", "SET big 22", "PING", "GET b"))
          .containsExactly("PONG", "-ERR internal error", "PONG", "1");
      assertThat(client.pipeline("SET big 22", "GET big", "GET b", "GET d"))
          .containsExactly("OK", "22", "1", "1");
      assertThat(client.call("INFO", "errorstats")).contains("errorstat_ERR:count=1");
    }
  }

  @Test
  void aCommandThatFindsNoMemoryAnswersOom() throws IOException {
    start();
    try (TestClient client = connectWithHoles()) {
      failAt(3, new OutOfMemoryError("Cannot reserve direct memory, on purpose"));
      assertThat(client.pipeline("PING", "SET big 22", "PING"))
          .containsExactly(
              "PONG", "-OOM the server has not enough memory for this command", "PONG");
      assertThat(client.pipeline("SET big 22", "GET big")).containsExactly("OK", "22");
    }
  }

  @Test
  void whereTheStreamLosesItsPlaceOnlyThatConnectionEnds() throws IOException {
    start();
    try (TestClient client = connectWithHoles();
        TestClient other = new TestClient(server.port())) {
      assertThat(other.call("PING")).isEqualTo("PONG");
      failAt(2, new AssertionError("on purpose"));
      client.sendAll("SET b 2", "SET b 3");
      assertThat(client.reply()).as("it was written before").isEqualTo("OK");
      assertThat(client.isClosed()).isTrue();
      assertThat(other.call("GET", "b")).as("and no reply went astray").isEqualTo("2");
    }
  }

  @Test
  void theTimerGoesOnAfterAFailure() throws Exception {
    start();
    try (TestClient client = new TestClient(server.port())) {
      assertThat(client.call("SET", "k", "v", "PX", "100")).isEqualTo("OK");
      CountDownLatch failures = new CountDownLatch(3);
      ticksToFail = failures;
      failures.await();
      millis.addAndGet(200);
      while (!client.call("DBSIZE").equals("0")) {
        assertThat(Thread.interrupted()).as("timed out").isFalse();
      }
    }
  }
}
