package io.redistinto.server.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.redistinto.resp.ReplyWriter;
import io.redistinto.resp.Request;
import io.redistinto.server.client.Client;
import io.redistinto.server.command.ServerStatistics;
import io.redistinto.server.command.Services;
import io.redistinto.server.config.Directives;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.PauseRequiredException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The one thread that touches the data, an event loop. With one I/O thread the loop that reads the
 * sockets is the engine, and requests run where their bytes were read; with more, bytes come
 * through the mailbox.
 *
 * <p>A pause is a state, not a blocked thread: while the gate is shut, what is received waits in
 * the mailbox, the work that caused the pause runs in slices, and between slices the loop accepts
 * and reads. When the gate opens, the command that needed the pause runs again, then the mailbox,
 * in the order in which things came. Past {@code pause-queue-limit} sockets are not read.
 */
public final class Engine {
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** A compaction that moves less than this is one slice; no command waits for it. */
  private static final long SHORT_COMPACTION_BYTES = 4 << 20;

  /** Entries moved between two looks at the time. */
  private static final int STEP_BYTES = 256 << 10;

  private final EventLoop loop;
  private final Keyspace keyspace;
  private final Services services;
  private final ServerStatistics statistics;
  private final CachedClock clock;
  private final ReplyWriter reply;
  private final ReplyWriter replyAside;
  private final Dispatcher dispatcher;
  private final ClientPause clientPause;
  private final LongSupplier nanoTime;
  private final Map<Client, Session> sessions = new HashMap<>();

  private final Mailbox mailbox = new Mailbox();
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile boolean readingStopped;

  private volatile boolean shut;
  private boolean drainingPaused;

  /** What must run before the mailbox when the gate opens. */
  private final Deque<Runnable> interrupted = new ArrayDeque<>();

  public Engine(
      EventLoop loop,
      Keyspace keyspace,
      Services services,
      CachedClock clock,
      ReplyWriter reply,
      ReplyWriter replyAside,
      LongSupplier nanoTime) {
    this.loop = loop;
    this.keyspace = keyspace;
    this.services = services;
    this.statistics = services.statistics();
    this.clock = clock;
    this.reply = reply;
    this.replyAside = replyAside;
    this.nanoTime = nanoTime;
    this.clientPause = new ClientPause(clock);
    this.dispatcher = new Dispatcher(keyspace, reply, services, clientPause, nanoTime);
    keyspace.pauseAboveBytes(SHORT_COMPACTION_BYTES);
  }

  public EventLoop loop() {
    return loop;
  }

  /** Where the replies to the running session's requests go. */
  public ReplyWriter reply() {
    return reply;
  }

  /** Where what is sent to other sessions goes. */
  public ReplyWriter replyAside() {
    return replyAside;
  }

  /** Gives its buffers up, when its thread has ended. */
  public void release() {
    reply.release();
    replyAside.release();
  }

  /** Runs something on the engine's thread, soon. Any thread may call. */
  public void execute(Runnable task) {
    loop.execute(task);
  }

  // ---- Sessions

  /** A connection was made. Any thread may call. */
  public void opening(Session session) {
    if (loop.inEventLoop()) {
      session.open();
    } else {
      loop.execute(session::open);
    }
  }

  public void opened(Session session) {
    sessions.put(session.client(), session);
    if (readingStopped) {
      session.reading(false);
    }
  }

  public void forget(Session session) {
    sessions.remove(session.client());
    clientPause.forget(session.client());
  }

  /** Takes bytes that a session received, which are given up. Any thread may call. */
  public void received(Session session, ByteBuf bytes) {
    if (isIdle()) {
      clock.refresh();
      session.process(bytes);
      return;
    }
    long waiting = mailbox.add(session, bytes, shut);
    if (waiting > services.config().get(Directives.PAUSE_QUEUE_LIMIT) && !readingStopped) {
      loop.execute(() -> reading(false));
    }
    wake();
  }

  /** A session has ended, after all that it sent. Any thread may call. */
  public void ended(Session session) {
    if (isIdle()) {
      session.closed();
      return;
    }
    mailbox.add(session, null, shut);
    wake();
  }

  /** Goes on with a session's requests that were held back, after what runs now. */
  public void proceed(Session session) {
    loop.execute(() -> whenOpen(session::proceed));
  }

  /** How many bytes of requests wait for the engine. */
  public long queuedBytes() {
    return mailbox.bytes();
  }

  public ClientPause clientPause() {
    return clientPause;
  }

  /** Whether this is the engine's thread and nothing came before. */
  private boolean isIdle() {
    return !shut && loop.inEventLoop() && mailbox.isEmpty() && interrupted.isEmpty();
  }

  // ---- The duty cycle

  private void wake() {
    if (!shut && woken.compareAndSet(false, true)) {
      loop.execute(this::work);
    }
  }

  /** Runs what waits, in order, until nothing does or the gate shuts. */
  private void work() {
    woken.set(false);
    clock.refresh();
    for (Runnable task; !shut && (task = interrupted.poll()) != null; ) {
      task.run();
    }
    for (Mailbox.Item item; !shut && (item = mailbox.poll()) != null; ) {
      drainingPaused = item.paused();
      if (item.bytes() == null) {
        item.session().closed();
      } else {
        item.session().process(item.bytes());
      }
    }
    drainingPaused = false;
    if (readingStopped
        && mailbox.bytes() <= services.config().get(Directives.PAUSE_QUEUE_LIMIT) / 2) {
      reading(true);
    }
  }

  private void reading(boolean on) {
    readingStopped = !on;
    sessions.values().forEach(session -> session.reading(on));
  }

  private void whenOpen(Runnable task) {
    if (shut) {
      interrupted.add(task);
    } else {
      clock.refresh();
      task.run();
    }
  }

  // ---- Requests

  /** A batch of requests begins. */
  public void beginBatch() {
    dispatcher.beginBatch();
  }

  /** Requests that will run soon, if nothing comes between. */
  public void upcoming(Session session, Request[] requests, int count) {
    dispatcher.upcoming(session.client(), requests, count);
  }

  /**
   * Runs one request and writes its reply.
   *
   * @return whether the session's next request may run
   */
  public boolean run(Session session, Request request) {
    Client client = session.client();
    if (drainingPaused) {
      statistics.commandsQueuedByPauses++;
    }
    try {
      dispatcher.run(client, request);
    } catch (PauseRequiredException pause) {
      Request again = Request.of(request.toArgs());
      interrupted.addFirst(() -> runAgain(session, again));
      pauseForCompaction(() -> {});
      return false;
    }
    if (shut && client.mayContinue()) {
      interrupted.add(session::proceed);
    }
    return client.mayContinue() && !shut;
  }

  private void runAgain(Session session, Request request) {
    beginBatch();
    if (run(session, request)) {
      session.proceed();
    } else {
      session.flush();
    }
  }

  /** Lets commands held back by CLIENT PAUSE run, if it is over. */
  public void releasePaused() {
    clientPause.release(
        (client, request) -> {
          Session session = sessions.get(client);
          client.resume();
          beginBatch();
          if (session != null && run(session, request)) {
            session.proceed();
          } else if (session != null) {
            session.flush();
          }
        });
  }

  // ---- Pauses

  /** Whether commands are held back now. */
  public boolean isShut() {
    return shut;
  }

  /** Holds commands back until {@link #openGate}. */
  public void shutGate() {
    assert !shut : "one pause at a time";
    shut = true;
  }

  /** Lets commands run again: first those that were interrupted, then the mailbox. */
  public void openGate() {
    shut = false;
    woken.set(true);
    loop.execute(this::work);
  }

  /** Compacts with the gate shut, slice by slice. */
  public void pauseForCompaction(Runnable done) {
    shutGate();
    keyspace.startCompaction();
    loop.execute(() -> slice(done));
  }

  private void slice(Runnable done) {
    int step = Math.max(1, STEP_BYTES / keyspace.arena().entryBytes());
    long until = nanoTime.getAsLong() + SLICE_NANOS;
    while (!keyspace.compactionStep(step)) {
      if (nanoTime.getAsLong() - until >= 0) {
        // Scheduled, not executed: the loop looks at its sockets first.
        loop.schedule(() -> slice(done), 1, TimeUnit.MICROSECONDS);
        return;
      }
    }
    openGate();
    done.run();
  }
}
