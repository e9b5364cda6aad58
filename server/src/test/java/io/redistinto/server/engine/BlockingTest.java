package io.redistinto.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.redistinto.resp.ReplyWriter;
import io.redistinto.resp.Request;
import io.redistinto.server.blocking.BlockedClients;
import io.redistinto.server.client.Client;
import io.redistinto.server.client.Client.Replies;
import io.redistinto.server.client.Clients;
import io.redistinto.server.client.Outlet;
import io.redistinto.server.command.Attempt;
import io.redistinto.server.command.Call;
import io.redistinto.server.command.CommandException;
import io.redistinto.server.command.CommandTable;
import io.redistinto.server.command.ServerStatistics;
import io.redistinto.server.command.Services;
import io.redistinto.server.command.Wait;
import io.redistinto.server.config.ServerConfig;
import io.redistinto.server.inspection.LatencyMonitor;
import io.redistinto.server.inspection.Monitors;
import io.redistinto.server.pubsub.KeyEvents;
import io.redistinto.server.pubsub.PubSub;
import io.redistinto.server.pubsub.Tracking;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.KeyspaceOptions;
import io.redistinto.storage.PauseRequiredException;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.expiry.Clock;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that wait for string keys, with a command that there is only here: pop a string. */
class BlockingTest {
  private static final Attempt POP =
      (call, keyArg) -> {
        int record = call.find(keyArg);
        if (record == Keyspace.NO_KEY) {
          return false;
        }
        call.replyValue(record);
        call.keyspace().delete(record);
        return true;
      };

  /** Takes the value of the first key and gives it to the second. */
  private static final Attempt MOVE =
      (call, keyArg) -> {
        int record = call.find(1);
        byte[] value = call.keyspace().value(record);
        call.keyspace().delete(record);
        Request target = Request.of(call.request().toBytes(2), value);
        call.keyspace()
            .setString(
                Keyspace.NO_KEY,
                call.database(),
                target.bytes(),
                target.offset(0),
                target.length(0),
                target.bytes(),
                target.offset(1),
                target.length(1),
                Keyspace.NO_DEADLINE);
        call.reply().ok();
        return true;
      };

  private final Clock clock = () -> 1_000_000_000_000L;
  private final Keyspace keyspace =
      new Keyspace(new KeyspaceOptions(64, 16, 16), clock, new SplittableRandom(1));
  private final ServerStatistics statistics =
      new ServerStatistics(CommandTable.INSTANCE.all().size());
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final BlockedClients blockedClients = new BlockedClients(keyspace, statistics, timer);
  private final ReplyWriter reply = writer();
  private final ReplyWriter served = writer();
  private final ReplyWriter sent = writer();
  private final PubSub pubSub = new PubSub(UnpooledByteBufAllocator.DEFAULT);
  private final KeyEvents keyEvents = new KeyEvents(pubSub, keyspace);
  private final Tracking tracking =
      new Tracking(pubSub, keyspace, new Clients(), Runnable::run, () -> 0);
  private final Services services = services();
  private final Dispatcher dispatcher =
      new Dispatcher(
          keyspace, reply, served, services, new ClientPause(clock), blockedClients, () -> 0);
  private final Client writer = client("writer");

  /** What was sent, each as {@code client: reply}. */
  private final List<String> answers = new ArrayList<>();

  private long lastId;

  @AfterEach
  void release() {
    timer.shutdownNow();
    keyspace.validate();
    reply.release();
    served.release();
    sent.release();
  }

  private static ReplyWriter writer() {
    return new ReplyWriter(new UnpooledByteBufAllocator(true, /* disableLeakDetector= */ true));
  }

  private Services services() {
    ServerConfig config = ServerConfig.of("databases", "16");
    LatencyMonitor latencyMonitor = new LatencyMonitor(clock);
    Monitors monitors = new Monitors();
    return proxy(
        Services.class,
        (method, arguments) ->
            switch (method) {
              case "clock" -> clock;
              case "config" -> config;
              case "commands" -> CommandTable.INSTANCE;
              case "statistics" -> statistics;
              case "latencyMonitor" -> latencyMonitor;
              case "monitors" -> monitors;
              case "isLoading", "writesStopped", "missesReplicas" -> false;
              case "keyEvents" -> keyEvents;
              case "tracking" -> tracking;
              default -> throw new UnsupportedOperationException(method);
            });
  }

  @FunctionalInterface
  private interface Answer {
    Object to(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.to(method.getName(), arguments)));
  }

  private Client client(String name) {
    Outlet outlet =
        proxy(
            Outlet.class,
            (method, arguments) -> {
              if (method.equals("send")) {
                @SuppressWarnings("unchecked") // as Outlet declares
                Consumer<ReplyWriter> reply = (Consumer<ReplyWriter>) arguments[0];
                reply.accept(sent);
                answers.add(name + ": " + text(sent));
              }
              return null;
            });
    return new Client(++lastId, outlet, clock.millis(), /* authenticated= */ true);
  }

  private static String text(ReplyWriter reply) {
    byte[] bytes = new byte[reply.size()];
    if (bytes.length > 0) {
      reply.buffer().get(0, bytes);
    }
    reply.truncate(0);
    return new String(bytes, StandardCharsets.ISO_8859_1).strip().replace("\r\n", " ");
  }

  /** A client that waits for the keys in order to make an attempt. */
  private Client blocked(String name, Attempt attempt, String... keys) {
    return blocked(client(name), Wait.forKeys(ValueType.STRING, 1, keys.length, 0, attempt), keys);
  }

  private Client blocked(Client client, Wait wait, String... keys) {
    String[] words = new String[1 + keys.length];
    words[0] = "del";
    System.arraycopy(keys, 0, words, 1, keys.length);
    Request request = Request.of(words);
    blockedClients.block(client, request, CommandTable.INSTANCE.find(request), wait);
    return client;
  }

  /** Runs a command of another client; then serves. */
  private void run(String line) {
    command(line);
    serve();
  }

  private void command(String line) {
    dispatcher.run(writer, Request.of(line.split(" ")));
    assertThat(text(reply)).as(line).doesNotStartWith("-");
  }

  private void serve() {
    if (blockedClients.isAnyReady()) {
      blockedClients.serveReady(dispatcher);
    }
  }

  @Test
  void whoCameFirstIsServedFirst() {
    Client one = blocked("one", POP, "k");
    Client two = blocked("two", POP, "k");
    run("SET k a");
    assertThat(answers).containsExactly("one: $1 a");
    assertThat(one.isWaiting()).isFalse();
    assertThat(two.isBlocked()).isTrue();
    run("SET k b");
    assertThat(answers).containsExactly("one: $1 a", "two: $1 b");
    run("SET k c");
    assertThat(answers).hasSize(2);
    assertThat(keyspace.size(0)).isEqualTo(1);
  }

  @Test
  void nobodyIsServedWithinACommand() {
    blocked("one", POP, "k");
    command("SET k a");
    assertThat(answers).isEmpty();
    assertThat(blockedClients.isAnyReady()).isTrue();
  }

  @Test
  void theKeyThatWasWrittenFirstServes() {
    blocked("one", POP, "k1", "k2");
    command("SET k2 second");
    command("SET k1 first");
    serve();
    assertThat(answers).containsExactly("one: $6 second");
    assertThat(keyspace.size(0)).isEqualTo(1);
  }

  @Test
  void aKeyThatIsGoneAgainServesNobody() {
    Client one = blocked("one", POP, "k");
    command("SET k a");
    command("DEL k");
    serve();
    assertThat(answers).isEmpty();
    assertThat(one.isBlocked()).isTrue();
  }

  @Test
  void whatServingWritesServesOthers() {
    blocked("last", POP, "c");
    blocked("second", MOVE, "b", "c");
    blocked("first", MOVE, "a", "b");
    run("SET a v");
    assertThat(answers).containsExactly("first: +OK", "second: +OK", "last: $1 v");
    assertThat(keyspace.size(0)).isZero();
  }

  @Test
  void anAttemptThatDoesNothingLeavesTheClientInItsPlace() {
    List<String> wanted = new ArrayList<>(List.of("no"));
    blocked("picky", (call, keyArg) -> wanted.isEmpty() && POP.run(call, keyArg), "k");
    blocked("other", POP, "k");
    run("SET k a");
    assertThat(answers).containsExactly("other: $1 a");
    wanted.clear();
    blocked("late", POP, "k");
    run("SET k b");
    assertThat(answers).containsExactly("other: $1 a", "picky: $1 b");
  }

  @Test
  void aKeyOfAnotherDatabaseOrNameServesNobody() {
    blocked("one", POP, "k");
    run("SET kk a");
    run("SELECT 1");
    run("SET k a");
    assertThat(answers).isEmpty();
  }

  @Test
  void keysThatAppearByOtherMeansServe() {
    blocked("renamed", POP, "to");
    run("SET from a");
    run("RENAME from to");
    assertThat(answers).containsExactly("renamed: $1 a");
    run("SELECT 1");
    run("SET k b");
    blocked("swapped", POP, "k");
    run("SWAPDB 0 1");
    assertThat(answers).containsExactly("renamed: $1 a", "swapped: $1 b");
    assertThat(keyspace.size(0)).isZero();
  }

  @Test
  void aPauseThatAnAttemptNeedsComesBeforeItAndNobodyIsServedTwice() {
    List<String> pauses = new ArrayList<>(List.of("one"));
    Attempt pausing =
        (call, keyArg) -> {
          if (!pauses.isEmpty()) {
            pauses.clear();
            call.reply().ok(); // half a reply
            throw PauseRequiredException.INSTANCE;
          }
          return POP.run(call, keyArg);
        };
    Client one = blocked("one", pausing, "k");
    blocked("two", POP, "k2");
    command("SET k a");
    command("SET k2 b");
    assertThatThrownBy(this::serve).isInstanceOf(PauseRequiredException.class);
    assertThat(answers).isEmpty();
    assertThat(one.isBlocked()).isTrue();
    serve();
    assertThat(answers).containsExactly("one: $1 a", "two: $1 b");
  }

  @Test
  void anAttemptThatFailsAnswersItsErrorAndIsCountedAsFailed() {
    Attempt failing =
        (call, keyArg) -> {
          throw new CommandException(CommandException.WRONG_TYPE);
        };
    blocked("one", failing, "k");
    blocked("two", POP, "k");
    run("SET k a");
    assertThat(answers).containsExactly("one: -" + CommandException.WRONG_TYPE, "two: $1 a");
    ServerStatistics.Counts counts = statistics.of(CommandTable.INSTANCE.find(Request.of("del")));
    assertThat(counts.calls).as("counted when they blocked").isZero();
    assertThat(counts.failed).isEqualTo(1);
    assertThat(statistics.errorsByCode()).containsEntry("WRONGTYPE", 1L);
  }

  @Test
  void whoWaitsForKeysThatGoHearsOfThat() {
    Attempt gone =
        (call, keyArg) -> {
          throw new CommandException("UNBLOCKED gone");
        };
    Wait wait = Wait.forKeys(ValueType.STRING, 1, 1, 0, gone);
    for (String removal : List.of("DEL k", "FLUSHDB", "FLUSHALL", "RENAME k l", "SWAPDB 0 1")) {
      command("SET k a");
      blocked(client(removal), wait.orWhenGone(), "k");
      blocked(client("indifferent"), wait, "k");
      run(removal);
      assertThat(answers).containsExactly(removal + ": -UNBLOCKED gone");
      answers.clear();
    }
  }

  @Test
  void aKeyNamedTwiceServesOnce() {
    blocked("one", POP, "k", "k");
    blocked("two", POP, "k");
    run("SET k a");
    run("SET k b");
    assertThat(answers).containsExactly("one: $1 a", "two: $1 b");
  }

  @Test
  void whoIsGoneOrDisconnectingTakesNothing() {
    Client gone = blocked("gone", POP, "k");
    Client closing = blocked("closing", POP, "k");
    blocked("here", POP, "k");
    blockedClients.forget(gone);
    closing.closeAfterReply();
    run("SET k a");
    assertThat(answers).containsExactly("here: $1 a");
  }

  @Test
  void clientUnblockAnswersAsTheTimeoutOrWithAnError() {
    Client one = blocked("one", POP, "k");
    Client two = blocked("two", POP, "k");
    assertThat(blockedClients.unblock(one, false)).isTrue();
    assertThat(blockedClients.unblock(two, true)).isTrue();
    assertThat(blockedClients.unblock(one, false)).isFalse();
    assertThat(answers)
        .containsExactly("one: *-1", "two: -UNBLOCKED client unblocked via CLIENT UNBLOCK");
    run("SET k a");
    assertThat(answers).hasSize(2);
    assertThat(keyspace.size(0)).isEqualTo(1);
  }

  @Test
  void clientReplyOffHoldsForTheReplyThatComesLate() {
    Client mute = client("mute");
    mute.replies(Replies.OFF);
    blocked(mute, Wait.forKeys(ValueType.STRING, 1, 1, 0, POP), "k");
    run("SET k a");
    assertThat(answers).isEmpty();
    assertThat(mute.isWaiting()).isFalse();
    assertThat(keyspace.size(0)).isZero();
  }

  @Test
  void whoMayNotBlockIsAnsweredAsIfTheTimeWereOver() {
    Call call = new Call(keyspace, sent, services);
    writer.blockingDenied(true);
    Request request = Request.of("del", "k");
    call.set(writer, request, CommandTable.INSTANCE.find(request));
    call.block(Wait.forKeys(ValueType.STRING, 1, 1, 0, POP));
    assertThat(text(sent)).isEqualTo("*-1");
    assertThat(writer.isBlocked()).isFalse();
  }
}
