package io.redistinto.server;

import io.redistinto.server.config.ServerConfig;
import io.redistinto.storage.expiry.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A server in this JVM, on a port that the system chose, with a clock that the test sets. */
final class TestServer implements AutoCloseable {
  static final long START_MILLIS = 1_700_000_000_000L;

  private final AtomicLong millis = new AtomicLong(START_MILLIS);
  private final List<TestClient> clients = new ArrayList<>();
  private final RedistintoServer server;
  private boolean ended;

  private TestServer(ServerConfig config, LongSupplier nanoTime) throws IOException {
    Clock clock = millis::get;
    server = RedistintoServer.start(config.onEphemeralPort(), clock, nanoTime);
    try {
      server.loaded().join();
    } catch (CompletionException refused) {
      close();
      throw refused;
    }
  }

  /** A server of 8 entries of 10 bytes that dumps on request only, unless directives differ. */
  static TestServer start(Path dir, String... directives) throws IOException {
    return start(dir, System::nanoTime, directives);
  }

  /** The same, with a stopwatch of the test's. */
  static TestServer start(Path dir, LongSupplier nanoTime, String... directives)
      throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "dir", dir.toString(), "entries", "8", "entry-size", "10", "dump-interval", "0"));
    all.addAll(List.of(directives));
    return new TestServer(ServerConfig.of(all.toArray(String[]::new)), nanoTime);
  }

  static TestServer start(ServerConfig config) throws IOException {
    return new TestServer(config, System::nanoTime);
  }

  TestClient connect() {
    TestClient client = new TestClient(server.port());
    clients.add(client);
    return client;
  }

  RedistintoServer server() {
    return server;
  }

  /** Lets time pass. */
  void advanceMillis(long by) {
    millis.addAndGet(by);
  }

  /** Waits until a SHUTDOWN is over. */
  void awaitEnd() {
    server.stopped().join();
    ended = true;
  }

  @Override
  public void close() {
    clients.forEach(TestClient::close);
    if (!ended) {
      server.close();
    }
  }
}
