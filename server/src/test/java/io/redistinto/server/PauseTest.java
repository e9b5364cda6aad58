package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stop the world: what arrives while no command may run, runs afterwards, in order. */
@Timeout(120)
class PauseTest {
  private static final int ENTRIES = 64 << 10;
  private static final int ENTRY_BYTES = 1024;
  private static final int CONNECTIONS = 50;
  private static final long LONG_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  @TempDir Path dir;
  private final SlowMemory memory = new SlowMemory();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private RedistintoServer server;

  /** Makes a compaction last as long as a test wants, up to some seconds: one short slice each. */
  private static final class SlowMemory implements LongSupplier {
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
    private volatile boolean slow;

    @Override
    public long getAsLong() {
      if (slow) {
        LockSupport.parkNanos(SLOW_NANOS);
      }
      return System.nanoTime();
    }
  }

  @AfterEach
  void close() throws Exception {
    memory.slow = false;
    for (AutoCloseable client : opened) {
      client.close();
    }
    server.abort();
  }

  private void start(String... directives) throws IOException {
    ServerConfig config = ServerConfig.of(directives).onEphemeralPort();
    server = RedistintoServer.start(config, System::currentTimeMillis, memory);
    server.loaded().join();
  }

  /** A full arena in which every second entry was freed. */
  private void startWithHoles(Network network, String... directives) throws IOException {
    List<String> all = new ArrayList<>(List.of(directives));
    all.addAll(List.of("dir", dir.toString(), "dump-interval", "0"));
    all.addAll(List.of("entries", Integer.toString(ENTRIES)));
    all.addAll(List.of("entry-size", Integer.toString(ENTRY_BYTES)));
    all.addAll(List.of("replacement-policy", "none"));
    start(network.with(all.toArray(String[]::new)));
    makeHoles(ENTRIES, "v".repeat(ENTRY_BYTES));
  }

  private void makeHoles(int keys, String value) throws IOException {
    int batch = 8192;
    try (RawClient client = new RawClient(server.port())) {
      for (int begin = 0; begin < keys; begin += batch) {
        int end = Math.min(begin + batch, keys);
        StringBuilder requests = new StringBuilder();
        for (int i = begin; i < end; i++) {
          requests.append("SET k").append(i).append(' ').append(value).append("\r\n");
        }
        assertThat(client.exchange(requests, "+OK\r\n".repeat(end - begin))).isTrue();
      }
      for (int begin = 0; begin < keys; begin += batch) {
        StringBuilder requests = new StringBuilder();
        int deleted = 0;
        for (int i = begin; i < Math.min(begin + batch, keys); i += 2) {
          requests.append("DEL k").append(i).append("\r\n");
          deleted++;
        }
        assertThat(client.exchange(requests, ":1\r\n".repeat(deleted))).isTrue();
      }
    }
  }

  private TestClient connect() {
    TestClient client = new TestClient(server.port());
    opened.add(client);
    return client;
  }

  private List<TestClient> connect(int count) {
    List<TestClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(connect());
      assertThat(clients.get(i).call("PING")).isEqualTo("PONG");
    }
    return clients;
  }

  /** Sends, and returns when the server has it, which is paused. */
  private void sendAndAwaitArrival(TestClient client, String... lines) {
    long before = server.queuedBytes();
    client.sendAll(lines);
    await(() -> server.queuedBytes() > before);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertThat(Thread.interrupted()).as("timed out").isFalse();
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
    }
  }

  /** Sends {@code before}, COMPACT and {@code after}; returns when the pause has begun. */
  private TestClient startCompaction(String... after) {
    TestClient client = connect();
    client.call("PING");
    memory.slow = true;
    List<String> lines = new ArrayList<>(List.of("PING", "COMPACT"));
    lines.addAll(List.of(after));
    client.sendAll(lines.toArray(String[]::new));
    assertThat(client.reply()).as("sent when the gate was shut").isEqualTo("PONG");
    return client;
  }

  private long figure(TestClient client, String name) {
    Matcher figure = Pattern.compile(name + ", (\\d+)").matcher(client.call("STORAGE", "STATS"));
    assertThat(figure.find()).as(name).isTrue();
    return Long.parseLong(figure.group(1));
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void whatArrivesDuringACompactionRunsAfterItInTheOrderOfArrival(Network network)
      throws Exception {
    startWithHoles(network);
    List<TestClient> clients = connect(CONNECTIONS);
    int pings = 200;
    TestClient compactor = startCompaction("GET shared");
    long begun = System.nanoTime();
    for (int i = 0; i < CONNECTIONS; i++) {
      sendAndAwaitArrival(clients.get(i), "GET shared", "SET shared " + i, "GET shared");
    }
    for (int i = 0; i < CONNECTIONS; i++) {
      String[] lines = new String[pings];
      for (int ping = 0; ping < pings; ping++) {
        lines[ping] = "PING " + i + ":" + ping;
      }
      sendAndAwaitArrival(clients.get(i), lines);
    }
    TestClient newcomer = connect();
    sendAndAwaitArrival(newcomer, "GET shared");
    await(() -> System.nanoTime() - begun > LONG_PAUSE_NANOS);
    memory.slow = false;

    assertThat(compactor.reply()).isEqualTo(Integer.toString(ENTRIES / 2));
    assertThat(compactor.reply()).as("it came before all others").isEqualTo(TestClient.NIL);
    for (int i = 0; i < CONNECTIONS; i++) {
      TestClient client = clients.get(i);
      assertThat(client.reply()).isEqualTo(i == 0 ? TestClient.NIL : Integer.toString(i - 1));
      assertThat(client.reply()).isEqualTo("OK");
      assertThat(client.reply()).isEqualTo(Integer.toString(i));
      for (int ping = 0; ping < pings; ping++) {
        assertThat(client.reply()).isEqualTo(i + ":" + ping);
      }
    }
    assertThat(newcomer.reply()).isEqualTo(Integer.toString(CONNECTIONS - 1));
    assertThat(figure(compactor, "commands-queued-by-pauses"))
        .isEqualTo(1 + CONNECTIONS * (3L + pings) + 1);
    assertThat(figure(compactor, "last-pause-micros")).isGreaterThan(200_000);
    assertThat(figure(compactor, "compactions")).isEqualTo(1);
    assertThat(server.queuedBytes()).isZero();
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void pastTheLimitSocketsAreNotReadAndStillEverythingIsAnswered(Network network) throws Exception {
    startWithHoles(network, "pause-queue-limit", "1mb");
    int connections = 20;
    int pings = 4000;
    String payload = "x".repeat(1000);
    List<TestClient> clients = connect(connections);
    TestClient compactor = startCompaction();
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<?>> runs = new ArrayList<>();
    for (TestClient client : clients) {
      runs.add(
          threads.submit(
              () -> {
                String[] lines = new String[pings];
                for (int ping = 0; ping < pings; ping++) {
                  lines[ping] = "PING " + ping + payload;
                }
                client.sendAll(lines);
                for (int ping = 0; ping < pings; ping++) {
                  assertThat(client.reply()).startsWith(ping + "x");
                }
              }));
    }
    await(() -> server.queuedBytes() > 1 << 20);
    long most = 0;
    for (int sample = 0; sample < 200; sample++) {
      most = Math.max(most, server.queuedBytes());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    memory.slow = false;
    for (Future<?> run : runs) {
      run.get();
    }
    threads.shutdown();
    long sent = (long) connections * pings * payload.length();
    assertThat(most).isLessThan(sent / 10);
    assertThat(compactor.reply()).isEqualTo(Integer.toString(ENTRIES / 2));
    assertThat(connect().call("PING")).isEqualTo("PONG");
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void aWriteThatNeedsALongCompactionRunsInItsPlaceInThePipeline(Network network) throws Exception {
    startWithHoles(network);
    String big = "b".repeat(ENTRY_BYTES + 1);
    List<TestClient> clients = connect(8);
    memory.slow = true;
    for (int i = 0; i < clients.size(); i++) {
      String[] lines = {
        "PING", "GET shared", "SET shared " + i, "SET big" + i + " " + big, "GET shared", "GET big0"
      };
      if (i == 0) {
        clients.get(0).sendAll(lines);
        assertThat(clients.get(0).reply()).isEqualTo("PONG");
      } else {
        sendAndAwaitArrival(clients.get(i), lines);
      }
    }
    memory.slow = false;
    for (int i = 0; i < clients.size(); i++) {
      TestClient client = clients.get(i);
      assertThat(i == 0 ? "PONG" : client.reply()).isEqualTo("PONG");
      assertThat(client.reply()).isEqualTo(i == 0 ? TestClient.NIL : Integer.toString(i - 1));
      assertThat(client.reply()).isEqualTo("OK");
      assertThat(client.reply()).isEqualTo("OK");
      assertThat(client.reply()).as("nobody came between").isEqualTo(Integer.toString(i));
      assertThat(client.reply()).isEqualTo(big);
    }
    assertThat(figure(clients.get(0), "compactions")).isEqualTo(1);
    assertThat(figure(clients.get(0), "commands-queued-by-pauses"))
        .as("the first one's SET and all after it")
        .isEqualTo(3 + 6L * (clients.size() - 1));
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void aTransactionThatNeedsALongCompactionRunsWholeAfterIt(Network network) throws Exception {
    startWithHoles(network);
    TestClient client = connect();
    TestClient other = connect();
    other.call("PING");
    memory.slow = true;
    client.sendAll(
        "PING",
        "WATCH shared",
        "MULTI",
        "GET shared",
        "SET big " + "b".repeat(ENTRY_BYTES + 1),
        "SET shared 1",
        "GET shared",
        "EXEC",
        "GET shared");
    assertThat(client.reply()).isEqualTo("PONG");
    sendAndAwaitArrival(other, "GET shared", "SET shared 2", "GET shared");
    memory.slow = false;
    for (String expected : List.of("OK", "OK", "QUEUED", "QUEUED", "QUEUED", "QUEUED")) {
      assertThat(client.reply()).isEqualTo(expected);
    }
    assertThat(client.reply()).isEqualTo("[(nil), OK, OK, 1]");
    assertThat(client.reply()).isEqualTo("1");
    assertThat(List.of(other.reply(), other.reply(), other.reply()))
        .containsExactly("1", "OK", "2");
    assertThat(figure(client, "compactions")).isEqualTo(1);
  }

  @Test
  void aTransactionIsNotRunAgainOnceItDidSomethingThatIsNotToBeDoneTwice() throws Exception {
    startWithHoles(Network.all().findFirst().orElseThrow());
    TestClient client = connect();
    client.sendAll("MULTI", "ECHO x", "SET big " + "b".repeat(ENTRY_BYTES + 1), "EXEC");
    for (String expected : List.of("OK", "QUEUED", "QUEUED", "[x, OK]")) {
      assertThat(client.reply()).isEqualTo(expected);
    }
    assertThat(client.call("INFO", "commandstats")).contains("cmdstat_echo:calls=1,");
    assertThat(figure(client, "compactions")).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void whoLeavesDuringAPauseHasItsCommandsRun(Network network) throws Exception {
    startWithHoles(network);
    TestClient compactor = startCompaction();
    RawClient leaves = rawClient();
    RawClient isReset = rawClient();
    RawClient halfCloses = rawClient();
    sendAndAwaitArrival(leaves, "SET left 1\r\nSET left 2\r\nSET left");
    sendAndAwaitArrival(isReset, "SET reset 1\r\nSET reset 2\r\n");
    sendAndAwaitArrival(halfCloses, "SET half 1\r\nGET half\r\n");
    leaves.close();
    isReset.reset();
    halfCloses.halfClose();
    memory.slow = false;
    assertThat(halfCloses.receiveAll()).isEqualTo("+OK\r\n$1\r\n1\r\n");
    assertThat(compactor.reply()).isEqualTo(Integer.toString(ENTRIES / 2));
    assertThat(compactor.pipeline("GET left", "GET reset")).containsExactly("2", "2");
    await(() -> compactor.call("INFO", "clients").contains("connected_clients:1"));
  }

  private RawClient rawClient() throws IOException {
    RawClient client = new RawClient(server.port());
    opened.add(client);
    return client;
  }

  private void sendAndAwaitArrival(RawClient client, String bytes) throws IOException {
    long before = server.queuedBytes();
    client.send(bytes);
    await(() -> server.queuedBytes() > before);
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void commandsWaitForABlockingDump(Network network) throws Exception {
    start(network.with("dir", dir.toString(), "dump-interval", "0", "dump-blocking", "yes"));
    TestClient client = connect();
    TestClient other = connect();
    other.call("PING");
    StringBuilder sets = new StringBuilder();
    int keys = 2000;
    for (int i = 0; i < keys; i++) {
      sets.append("SET k").append(i).append(" v\r\n");
    }
    client.sendRaw(sets.toString());
    for (int i = 0; i < keys; i++) {
      client.reply();
    }
    client.sendAll("PING", "SAVE", "GET shared", "SET shared client");
    assertThat(client.reply()).isEqualTo("PONG");
    other.sendAll("GET shared", "SET shared other");
    assertThat(List.of(client.reply(), client.reply(), client.reply()))
        .containsExactly("OK", TestClient.NIL, "OK");
    assertThat(List.of(other.reply(), other.reply())).containsExactly("client", "OK");
    assertThat(dir.toFile().list()).hasSizeGreaterThan(keys);
    assertThat(figure(client, "commands-queued-by-pauses")).isGreaterThanOrEqualTo(2);
    assertThat(figure(client, "last-pause-micros")).isPositive();
  }

  @ParameterizedTest
  @MethodSource("io.redistinto.server.Network#all")
  void clientPauseHoldsCommandsInTheirOrderAndNobodyOvertakesThem(Network network)
      throws Exception {
    AtomicLong millis = new AtomicLong(1_700_000_000_000L);
    ServerConfig config =
        ServerConfig.of(network.with("dir", dir.toString(), "dump-interval", "0", "entries", "99"));
    server = RedistintoServer.start(config.onEphemeralPort(), millis::get, System::nanoTime);
    server.loaded().join();
    TestClient pauser = connect();
    assertThat(pauser.call("CLIENT", "PAUSE", "1000", "WRITE")).isEqualTo("OK");
    List<TestClient> clients = connect(20);
    for (int i = 0; i < clients.size(); i++) {
      clients.get(i).sendAll("SET shared " + i, "GET shared", "SET own" + i + " 1", "PING " + i);
      String held = "blocked_clients:" + (i + 1) + "\r\n";
      await(() -> pauser.call("INFO", "clients").contains(held));
    }
    TestClient last = connect();
    assertThat(last.call("PING")).isEqualTo("PONG");
    millis.addAndGet(1000);
    last.sendAll("SET shared last", "GET shared");
    for (int i = 0; i < clients.size(); i++) {
      TestClient client = clients.get(i);
      assertThat(List.of(client.reply(), client.reply(), client.reply(), client.reply()))
          .containsExactly("OK", "" + i, "OK", "" + i);
    }
    assertThat(List.of(last.reply(), last.reply())).containsExactly("OK", "last");
    assertThat(pauser.call("GET", "shared")).isEqualTo("last");
  }

  @Test
  void aLargeArenaIsCompactedInSlicesWhileManyPipeline() throws Exception {
    int keys = 2_000_000;
    start("dir", dir.toString(), "dump-interval", "0", "entries", "" + keys, "entry-size", "64");
    makeHoles(keys, "v".repeat(40));
    List<TestClient> clients = connect(CONNECTIONS);
    TestClient compactor = connect();
    compactor.sendAll("PING", "COMPACT");
    assertThat(compactor.reply()).isEqualTo("PONG");
    String[] lines = new String[100];
    for (TestClient client : clients) {
      for (int i = 0; i < lines.length; i++) {
        lines[i] = "PING " + i;
      }
      client.sendAll(lines);
    }
    assertThat(compactor.reply()).isEqualTo(Integer.toString(keys / 2));
    for (TestClient client : clients) {
      for (int i = 0; i < lines.length; i++) {
        assertThat(client.reply()).isEqualTo(Integer.toString(i));
      }
    }
    System.out.println("A pause of " + figure(compactor, "last-pause-micros") + " microseconds");
    assertThat(figure(compactor, "commands-queued-by-pauses")).isPositive();
  }
}
