package io.redistinto.server.blocking;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.resp.Request;
import io.redistinto.server.blocking.KeyQueue.Place;
import io.redistinto.server.client.Client;
import io.redistinto.server.command.Command;
import io.redistinto.server.command.ServerStatistics;
import io.redistinto.server.command.Wait;
import io.redistinto.storage.Effect.Cause;
import io.redistinto.storage.KeyListener;
import io.redistinto.storage.KeyMap;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.PauseRequiredException;
import io.redistinto.storage.ValueType;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The clients that wait for keys or for time to pass. It hears of keys that are written, and serves
 * who waits for them once the command that wrote them is over. The engine thread's alone.
 */
public final class BlockedClients implements KeyListener {
  /*
   * 1. It listens to the keyspace exactly while some client is blocked.
   * 2. A client is blocked exactly while it is in `byClient`; a queue is in `queues` exactly while
   *    someone is in it.
   * 3. A queue is in `ready` exactly while its mark says so. A mark is taken off before those who
   *    wait are served, so that what is written by serving them marks it again.
   */
  private static final String UNBLOCKED = "UNBLOCKED client unblocked via CLIENT UNBLOCK";

  private final Keyspace keyspace;
  private final ServerStatistics statistics;
  private final ScheduledExecutorService timer;
  private final Map<Client, BlockedClient> byClient = new LinkedHashMap<>();
  private final KeyMap<KeyQueue> queues;
  private final Deque<KeyQueue> ready = new ArrayDeque<>();
  private int timeouts;

  /** Runs attempts. */
  @FunctionalInterface
  public interface Server {
    /**
     * Makes an attempt; if it succeeds, {@link #answer} has its reply.
     *
     * @param keyArg the argument whose key may be ready
     * @throws PauseRequiredException if it must be made again after a pause; nothing has changed
     */
    void serve(BlockedClient blocked, int keyArg);
  }

  /**
   * @param timer runs what is scheduled on the engine's thread
   */
  public BlockedClients(
      Keyspace keyspace, ServerStatistics statistics, ScheduledExecutorService timer) {
    this.keyspace = keyspace;
    this.statistics = statistics;
    this.timer = timer;
    this.queues = new KeyMap<>(keyspace);
  }

  /** How many clients wait for no longer than some time. */
  public int timeouts() {
    return timeouts;
  }

  // ---- Blocking and unblocking

  /** Blocks the client whose request is running, which writes no reply. O(keys). */
  public void block(Client client, Request request, Command command, Wait wait) {
    if (byClient.isEmpty()) {
      keyspace.addListener(this);
    }
    BlockedClient blocked = new BlockedClient(client, command, request.toArgs(), wait);
    byClient.put(client, blocked);
    client.block();
    for (int arg = wait.firstKey(); arg < wait.firstKey() + wait.keyCount(); arg++) {
      KeyMap.Key key = new KeyMap.Key(client.database(), blocked.args()[arg]);
      queues.getOrMake(key, KeyQueue::new).join(blocked, arg);
    }
    if (wait.timeoutMillis() > 0) {
      timeouts++;
      blocked.timeout =
          timer.schedule(
              () -> answer(blocked, wait.inVain(), 0, false),
              wait.timeoutMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  /**
   * CLIENT UNBLOCK: ends a client's wait, as its time would or with an error; whether it waited.
   */
  public boolean unblock(Client client, boolean error) {
    BlockedClient blocked = byClient.get(client);
    if (blocked == null) {
      return false;
    }
    if (error) {
      statistics.error("UNBLOCKED");
      answer(blocked, reply -> reply.error(UNBLOCKED), 0, true);
    } else {
      answer(blocked, blocked.waitsFor().inVain(), 0, false);
    }
    return true;
  }

  /**
   * Answers who waits, who is blocked no longer: the call is over.
   *
   * @param nanos how long it took to serve it
   */
  public void answer(
      BlockedClient blocked, Consumer<ReplyWriter> reply, long nanos, boolean failed) {
    release(blocked);
    statistics.ended(statistics.of(blocked.command()), nanos, failed);
    blocked.client().answer(reply);
  }

  /** A client is gone. */
  public void forget(Client client) {
    BlockedClient blocked = byClient.get(client);
    if (blocked != null) {
      release(blocked);
    }
  }

  private void release(BlockedClient blocked) {
    byClient.remove(blocked.client());
    blocked.client().unblock();
    for (Place place : blocked.places) {
      place.queue.leave(place);
      if (place.queue.isEmpty()) {
        queues.remove(place.queue.key());
      }
    }
    if (blocked.timeout != null) {
      timeouts--;
      blocked.timeout.cancel(false);
    }
    if (byClient.isEmpty()) {
      keyspace.removeListener(this);
    }
  }

  // ---- Serving

  /** Whether keys that clients wait for were written since {@link #serveReady}. */
  public boolean isAnyReady() {
    return !ready.isEmpty();
  }

  /**
   * Serves those who wait for keys that were written, in the order of the writes and then of the
   * waiting, until serving them makes no other key ready.
   *
   * @throws PauseRequiredException if it is to be called again after a pause
   */
  public void serveReady(Server server) {
    for (KeyQueue queue; (queue = ready.poll()) != null; ) {
      queue.ready = false;
      try {
        serve(queue, server);
      } catch (PauseRequiredException pause) {
        if (!queue.ready) {
          queue.ready = true;
          ready.addFirst(queue);
        }
        throw pause;
      }
    }
  }

  private void serve(KeyQueue queue, Server server) {
    Place next;
    for (Place place = queue.first(); place != null; place = next) {
      next = place.behind();
      ValueType type = typeOf(queue.key());
      if (!queue.isWorthServing(type)) {
        return; // if it went with the last attempt, others heard of that
      }
      Wait wait = place.blocked.waitsFor();
      if ((wait.type() == type || wait.orGone()) && !place.blocked.client().isClosing()) {
        server.serve(place.blocked, place.keyArg);
      }
    }
  }

  /** What a key holds; null if there is no such key. */
  private ValueType typeOf(KeyMap.Key key) {
    ByteBuffer bytes = ByteBuffer.wrap(key.bytes());
    int record = keyspace.find(key.database(), bytes, 0, bytes.capacity());
    return record == Keyspace.NO_KEY ? null : keyspace.type(record);
  }

  // ---- What the keyspace tells

  @Override
  public void created(int database, int record) {
    KeyQueue queue = queues.get(database, record);
    if (queue != null && queue.isWorthServing(keyspace.type(record))) {
      signal(queue);
    }
  }

  /**
   * As in Redis only streams are waited for once they are there: who waits for a list or a sorted
   * set hears of a key that comes into being, not of one whose value is replaced by such.
   */
  @Override
  public void changed(int database, int record) {
    KeyQueue queue = queues.get(database, record);
    ValueType waitedFor = keyspace.type(record) == ValueType.STREAM ? ValueType.STREAM : null;
    if (queue != null && queue.isWorthServing(waitedFor)) {
      signal(queue);
    }
  }

  @Override
  public void removing(int database, int record, Cause cause) {
    KeyQueue queue = queues.get(database, record);
    if (queue != null && queue.isWorthServingWhenGone()) {
      signal(queue);
    }
  }

  @Override
  public void flushing(int database) {
    queues.forEach(
        database,
        queue -> {
          if (queue.isWorthServingWhenGone()) {
            signal(queue);
          }
        });
  }

  @Override
  public void swapping(int first, int second) {
    queues.forEach(first, this::signal);
    queues.forEach(second, this::signal);
  }

  private void signal(KeyQueue queue) {
    if (!queue.ready) {
      queue.ready = true;
      ready.add(queue);
    }
  }
}
