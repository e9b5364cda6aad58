package io.redistinto.server.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.redistinto.resp.ReplyWriter;
import io.redistinto.resp.Request;
import io.redistinto.resp.RespLimits;
import io.redistinto.resp.WholeRequests;
import io.redistinto.server.blocking.BlockedClients;
import io.redistinto.server.client.Client;
import io.redistinto.server.command.ServerStatistics;
import io.redistinto.server.command.Services;
import io.redistinto.server.config.Directives;
import io.redistinto.server.engine.ClientPause.Held;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.PauseRequiredException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that touches the data, an event loop. With one I/O thread the loop that reads the
 * sockets is the engine, and requests run where their bytes were read; with more, bytes come
 * through the mailbox.
 *
 * <p>A pause is a state, not a blocked thread: while the gate is shut, what is received waits in
 * the mailbox, the work that caused the pause runs in slices, and between slices the loop accepts
 * and reads. When the gate opens, what the pause interrupted goes on, then the mailbox, in the
 * order in which things came. Past {@code pause-queue-limit} sockets are not read.
 */
public final class Engine {
  /*
   * 1. No command runs, and nothing else touches the keyspace, while the gate is shut, but the work
   *    that shut it.
   * 2. Whatever waits in `interrupted` came before whatever waits in the mailbox, and what waits in
   *    either came before what is read now: the one is emptied first, then the other, and bytes run
   *    in the turn in which they were read only if both are empty.
   * 3. Who waits for a key that was written is served before any other command runs, unless CLIENT
   *    PAUSE is on.
   * 4. If something waits and the gate is open, work() is in the loop's queue; if something is in the
   *    batch, turn() is.
   * 5. What a session sent first is in the batch only as long as nothing of it is in the mailbox: before
   *    anything goes to the mailbox from this thread, the batch runs or goes there itself.
   */
  private static final Logger LOGGER = LoggerFactory.getLogger(Engine.class);

  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** A compaction that moves less than this is one slice; no command waits for it. */
  private static final long SHORT_COMPACTION_BYTES = 4 << 20;

  /** Bytes moved between two looks at the time. */
  private static final int STEP_BYTES = 256 << 10;

  /** So much of what waits runs before the loop looks at its sockets and timers again. */
  private static final int ITEMS_AT_ONCE = 1024;

  /** With more requests read ahead, no other piece is: few have room for all of theirs. */
  private static final int MOST_AHEAD = WholeRequests.MOST * 3 / 4;

  private final EventLoop loop;
  private final Keyspace keyspace;
  private final Services services;
  private final ServerStatistics statistics;
  private final CachedClock clock;
  private final ReplyWriter reply;
  private final ReplyWriter replyAside;
  private final ReplyWriter replyServed;
  private final Dispatcher dispatcher;
  private final BlockedClients blockedClients;
  private final ClientPause clientPause;
  private final LongSupplier nanoTime;
  private final Map<Client, Session> sessions = new HashMap<>();
  private final List<Session> unflushed = new ArrayList<>();
  private final Batch batch = new Batch();
  private boolean runningBatch;
  private final WholeRequests ahead;

  /** Where each piece's requests begin in {@code ahead}, and where the last one's end. */
  private final int[] firstAhead = new int[Batch.MOST_PIECES + 1];

  private int readAheadTo;
  private final Runnable turn = this::turn;
  private boolean turnScheduled;
  private final Runnable work = this::work;

  private final Mailbox mailbox = new Mailbox();
  private final AtomicBoolean woken = new AtomicBoolean();
  private boolean readingStopped;

  private volatile boolean shut;
  private boolean shutForGood;

  /** Whether the requests that run now had to wait for a pause. */
  private boolean afterPause;

  private final Deque<Interrupted> interrupted = new ArrayDeque<>();
  private final Queue<Runnable> atOpening = new ArrayDeque<>();

  /**
   * A session that was stopped between two requests.
   *
   * @param first what it runs before its next request, or null
   */
  private record Interrupted(Session session, Request first, boolean byPause) {}

  public Engine(
      EventLoop loop,
      Keyspace keyspace,
      Services services,
      CachedClock clock,
      RespLimits limits,
      ReplyWriter reply,
      ReplyWriter replyAside,
      ReplyWriter replyServed,
      LongSupplier nanoTime) {
    this.loop = loop;
    this.keyspace = keyspace;
    this.services = services;
    this.statistics = services.statistics();
    this.clock = clock;
    this.reply = reply;
    this.replyAside = replyAside;
    this.replyServed = replyServed;
    this.nanoTime = nanoTime;
    this.ahead = new WholeRequests(limits);
    this.clientPause = new ClientPause(clock);
    this.blockedClients = new BlockedClients(keyspace, services.statistics(), loop);
    this.dispatcher =
        new Dispatcher(
            keyspace, reply, replyServed, services, clientPause, blockedClients, nanoTime);
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

  /**
   * Runs something on the engine's thread, soon; nothing once it has ended. Any thread may call.
   */
  public void execute(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException ended) {
      LOGGER.debug("Not run, the server has ended: {}", task);
    }
  }

  /** Runs something that needs the keyspace: at once, or when the pause is over. */
  public void whenOpen(Runnable task) {
    if (shut) {
      atOpening.add(task);
    } else {
      clock.refresh();
      task.run();
    }
  }

  // ---- Sessions

  /** A connection was made. Any thread may call. */
  public void opening(Session session) {
    if (loop.inEventLoop()) {
      session.open();
    } else {
      execute(session::open);
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
    blockedClients.forget(session.client());
    if (session.client().hasTransaction()) {
      services.watchedKeys().unwatch(session.client().transaction());
    }
  }

  /** Takes bytes that a session received, which are given up. Any thread may call. */
  public void received(Session session, ByteBuf bytes) {
    if (loop.inEventLoop() && receivedHere(session, bytes)) {
      return;
    }
    boolean pause = shut;
    long waiting = mailbox.add(session, bytes, pause);
    if (waiting > services.config().get(Directives.PAUSE_QUEUE_LIMIT)) {
      session.stopReading();
      execute(() -> boundReading(session));
    }
    wake();
  }

  /** Takes bytes that this thread read, if nothing waits that came before. */
  private boolean receivedHere(Session session, ByteBuf bytes) {
    int length = bytes.readableBytes();
    boolean batched = Batch.takes(length);
    if (!isIdle() || !batched || !batch.hasRoomFor(length)) {
      runBatch();
    }
    if (!isIdle()) {
      return false;
    }
    if (batched) {
      batch.add(session, bytes);
      bytes.release();
      scheduleTurn();
    } else {
      clock.refresh();
      process(session, bytes);
    }
    return true;
  }

  /** A session sends no more. Any thread may call. */
  public void ended(Session session) {
    if (loop.inEventLoop()) {
      runBatch();
    }
    if (isIdle()) {
      session.ended();
      return;
    }
    mailbox.addEnd(session);
    wake();
  }

  /** Goes on with a session's requests that were held back, before all that came later. */
  public void proceed(Session session) {
    interrupted.addFirst(new Interrupted(session, null, shut));
    wake();
  }

  /** How many bytes of memory are taken by requests that wait for the engine. */
  public long queuedBytes() {
    return mailbox.bytes();
  }

  /** Whether what is read now runs at once: nothing that was read before waits. */
  public boolean isAtRest() {
    return batch.isEmpty() && isIdle();
  }

  /** Whether this is the engine's thread and nothing came before. */
  private boolean isIdle() {
    return !shut
        && loop.inEventLoop()
        && mailbox.isEmpty()
        && interrupted.isEmpty()
        && !blockedClients.isAnyReady();
  }

  // ---- The duty cycle

  private void wake() {
    if (!shut && woken.compareAndSet(false, true)) {
      execute(work);
    }
  }

  /** Runs what waits, in order, until nothing does, the gate shuts or others have their turn. */
  private void work() {
    woken.set(false);
    runBatch();
    clock.refresh();
    int left = ITEMS_AT_ONCE;
    while (!shut && left > 0 && runNext()) {
      left--;
    }
    afterPause = false;
    boundReading();
    if (!mailbox.isEmpty() || !interrupted.isEmpty()) {
      wake();
    }
  }

  /** Runs what came first of all that waits; whether there was anything. */
  private boolean runNext() {
    if (serveReady()) {
      return true;
    }
    Interrupted first = interrupted.poll();
    if (first != null) {
      afterPause = first.byPause;
      dispatcher.beginBatch();
      first.session.proceed(first.first);
      dispatcher.endBatch();
      return true;
    }
    Mailbox.Item item = mailbox.poll();
    if (item == null) {
      return false;
    }
    afterPause = item.duringPause();
    if (item.bytes() == null) {
      item.session().ended();
    } else {
      process(item.session(), item.bytes());
    }
    return true;
  }

  /** Runs the requests in these bytes, which are given up. */
  private void process(Session session, ByteBuf bytes) {
    ByteBuffer view = bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes());
    dispatcher.beginBatch();
    session.process(view, view.position(), view.limit(), ahead, 0, 0);
    dispatcher.endBatch();
    bytes.release();
  }

  /** Stops reading the sockets where too much waits, goes on where half of it has run. */
  private void boundReading() {
    long waiting = mailbox.bytes();
    long limit = services.config().get(Directives.PAUSE_QUEUE_LIMIT);
    if (readingStopped ? waiting <= limit / 2 : waiting > limit) {
      readingStopped = !readingStopped;
      sessions.values().forEach(session -> session.reading(!readingStopped));
    }
  }

  /** The same, for a session that has stopped reading by itself. */
  private void boundReading(Session session) {
    boundReading();
    session.reading(!readingStopped);
  }

  // ---- A turn of the loop

  /** Has {@link #turn} run when the loop has read all sockets that are ready. */
  private void scheduleTurn() {
    if (!turnScheduled) {
      turnScheduled = true;
      execute(turn);
    }
  }

  /**
   * Runs what was read, then sends all replies: the clients wake once for all of them, not one by
   * one.
   */
  private void turn() {
    runBatch();
    for (int i = 0; i < unflushed.size(); i++) {
      unflushed.get(i).flush();
    }
    unflushed.clear();
    turnScheduled = false;
  }

  /** Runs what was read in this turn; what a pause keeps from running goes to the mailbox. */
  private void runBatch() {
    if (batch.isEmpty() || runningBatch) {
      return;
    }
    runningBatch = true;
    try {
      clock.refresh();
      dispatcher.beginBatch();
      readAheadTo = 0;
      for (int piece = 0; piece < batch.count(); piece++) {
        runOrKeep(piece);
      }
      dispatcher.endBatch();
    } finally {
      batch.clear();
      runningBatch = false;
    }
  }

  /** Runs a piece of the batch, or keeps it if something has come before it meanwhile. */
  private void runOrKeep(int piece) {
    Session session = batch.session(piece);
    int from = batch.from(piece);
    int to = batch.to(piece);
    if (!isIdle()) {
      ByteBuf kept = session.allocate(to - from);
      mailbox.add(session, kept.writeBytes(batch.bytes().slice(from, to - from)), shut);
      wake();
      return;
    }
    if (piece >= readAheadTo) {
      readAheadTo = piece;
      readAhead();
    }
    session.process(batch.bytes(), from, to, ahead, firstAhead[piece], firstAhead[piece + 1]);
  }

  /**
   * Reads the next pieces' requests, as many as there is room for, and prepares for all of them.
   */
  private void readAhead() {
    ahead.clear();
    firstAhead[readAheadTo] = 0;
    do {
      Session session = batch.session(readAheadTo);
      if (session.takesWhole()) {
        ahead.read(batch.bytes(), batch.from(readAheadTo), batch.to(readAheadTo));
        for (int i = firstAhead[readAheadTo]; i < ahead.count(); i++) {
          dispatcher.upcoming(session.client(), ahead.get(i));
        }
      }
      firstAhead[++readAheadTo] = ahead.count();
    } while (readAheadTo < batch.count() && ahead.count() <= MOST_AHEAD);
    dispatcher.expect(ahead.count());
    if (ahead.count() > 1) {
      dispatcher.warm();
    }
  }

  // ---- Requests

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
    assert !shut : "invariant 1";
    Client client = session.client();
    try {
      dispatcher.run(client, request);
    } catch (PauseRequiredException pause) {
      interrupted.addFirst(new Interrupted(session, Request.of(request.toArgs()), true));
      pauseForCompaction(() -> {});
      return false;
    }
    serveReady();
    if (afterPause) {
      statistics.commandsQueuedByPauses++;
    }
    if (shut && client.mayContinue()) {
      interrupted.addFirst(new Interrupted(session, null, true));
    }
    return client.mayContinue() && !shut;
  }

  /** Runs a request as a part of the running one; see {@link Services#runWithin}. */
  public void runWithin(Client client, byte[][] args) {
    dispatcher.runWithin(client, args);
  }

  /** Sends a message to the client whose command runs, before or after the command's reply. */
  public void pushToRunning(byte[] message) {
    dispatcher.push(message);
  }

  /** Sends a session's replies at the end of the loop's turn. */
  public void flushLater(Session session) {
    unflushed.add(session);
    scheduleTurn();
  }

  // ---- Blocked clients

  public BlockedClients blockedClients() {
    return blockedClients;
  }

  /**
   * Serves clients that wait for keys, if such keys were written and no pause is on; whether so.
   */
  public boolean serveReady() {
    if (!blockedClients.isAnyReady() || shut || clientPause.isPaused()) {
      return false;
    }
    try {
      blockedClients.serveReady(dispatcher);
    } catch (PauseRequiredException pause) {
      pauseForCompaction(() -> {});
    }
    return true;
  }

  // ---- CLIENT PAUSE

  public ClientPause clientPause() {
    return clientPause;
  }

  /** Lets commands held back by CLIENT PAUSE run, if it is over. */
  public void releasePaused() {
    clock.refresh();
    for (Held held; (held = clientPause.releaseLast()) != null; ) {
      Session session = sessions.get(held.client());
      held.client().resume();
      interrupted.addFirst(new Interrupted(session, held.request(), false));
    }
    wake();
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
    if (shutForGood) {
      return;
    }
    shut = false;
    for (Runnable task; (task = atOpening.poll()) != null; ) {
      Runnable next = task;
      execute(() -> whenOpen(next));
    }
    woken.set(true);
    execute(work);
  }

  /** No command runs any more. */
  public void shutForGood() {
    shutForGood = true;
    shut = true;
  }

  /** Compacts with the gate shut, slice by slice; {@code done} runs before any other command. */
  public void pauseForCompaction(Runnable done) {
    shutGate();
    loop.execute(() -> compact(true, done));
  }

  private void compact(boolean start, Runnable done) {
    try {
      if (start) {
        keyspace.startCompaction();
      }
      if (!slice()) {
        // Scheduled, not executed: the loop looks at its sockets first.
        loop.schedule(() -> compact(false, done), 1, TimeUnit.MICROSECONDS);
        return;
      }
    } catch (RuntimeException | Error broken) {
      LOGGER.error(
          "A compaction broke off: the data in memory cannot be trusted any more. The server ends"
              + " without a dump",
          broken);
      services.shutDown(false, true, () -> {});
      return;
    }
    try {
      done.run();
    } finally {
      openGate();
    }
  }

  /** Moves values for a few milliseconds; whether the compaction is over. */
  private boolean slice() {
    int step = Math.max(1, STEP_BYTES / keyspace.arena().entryBytes());
    long until = nanoTime.getAsLong() + SLICE_NANOS;
    while (!keyspace.compactionStep(step)) {
      if (nanoTime.getAsLong() - until >= 0) {
        return false;
      }
    }
    return true;
  }

  // ---- The end

  /** Gives up all memory. To be called once the loop has ended. */
  public void release() {
    for (Mailbox.Item item; (item = mailbox.poll()) != null; ) {
      if (item.bytes() != null) {
        item.bytes().release();
      }
    }
    List.copyOf(sessions.values()).forEach(Session::closed);
    reply.release();
    replyAside.release();
    replyServed.release();
  }
}
