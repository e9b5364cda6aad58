package io.redistinto.server;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.redistinto.persistence.DumpDirectory;
import io.redistinto.persistence.RecoveryException;
import io.redistinto.persistence.RecoveryProgress;
import io.redistinto.server.client.Client;
import io.redistinto.server.client.Clients;
import io.redistinto.server.command.Call;
import io.redistinto.server.command.CommandTable;
import io.redistinto.server.command.MemoryFigures;
import io.redistinto.server.command.ServerStatistics;
import io.redistinto.server.command.Services;
import io.redistinto.server.command.Wait;
import io.redistinto.server.config.Directive;
import io.redistinto.server.config.Directives;
import io.redistinto.server.config.InvalidValueException;
import io.redistinto.server.config.ServerConfig;
import io.redistinto.server.engine.CachedClock;
import io.redistinto.server.engine.Dumps;
import io.redistinto.server.engine.Engine;
import io.redistinto.server.engine.Loading;
import io.redistinto.server.inspection.LatencyMonitor;
import io.redistinto.server.inspection.Monitors;
import io.redistinto.server.inspection.RefusedLogins;
import io.redistinto.server.inspection.SlowLog;
import io.redistinto.server.net.Gatekeeper;
import io.redistinto.server.pubsub.EventFlags;
import io.redistinto.server.pubsub.KeyEvents;
import io.redistinto.server.pubsub.PubSub;
import io.redistinto.server.pubsub.Tracking;
import io.redistinto.server.transaction.WatchedKeys;
import io.redistinto.storage.DelayListener;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.expiry.Clock;
import io.redistinto.storage.value.Limits;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What commands ask of the server, and what the server does by itself as time passes. */
final class ServerServices implements Services {
  private static final Logger LOGGER = LoggerFactory.getLogger(ServerServices.class);

  /** Looks at the time between so many expired keys. */
  private static final int EXPIRED_AT_ONCE = 64;

  private static final long RETRY_MILLIS = 5000;

  private final ServerConfig config;
  private final Keyspace keyspace;
  private final DumpDirectory directory;
  private final CachedClock clock;
  private final LongSupplier nanoTime;
  private final Clients clients = new Clients();
  private final PubSub pubSub = new PubSub(PooledByteBufAllocator.DEFAULT);
  private final KeyEvents keyEvents;
  private final Tracking tracking;
  private final CommandTable commands = CommandTable.INSTANCE;
  private final ServerStatistics statistics = new ServerStatistics(commands.all().size());
  private final SlowLog slowLog = new SlowLog();
  private final RefusedLogins refusedLogins = new RefusedLogins();
  private final LatencyMonitor latencyMonitor;
  private final Monitors monitors = new Monitors();
  private final ExecutorService disk =
      Executors.newSingleThreadExecutor(new DefaultThreadFactory("redistinto-disk", true));
  private Instance instance;
  private final WatchedKeys watchedKeys;
  private final Runnable stop;

  private Engine engine;
  private Gatekeeper gatekeeper;
  private Dumps dumps;
  private Loading loading;
  private long lastDumpStartMillis;
  private boolean missesReplicas;
  private boolean expiresActively = true;
  private boolean backgroundWorkRests;
  private boolean stopping;

  /** Shutdowns that wait for a dump under way before their own: what to do if they are aborted. */
  private final List<Runnable> waitingToEnd = new ArrayList<>();

  ServerServices(
      ServerConfig config,
      Keyspace keyspace,
      DumpDirectory directory,
      CachedClock clock,
      LongSupplier nanoTime,
      String transport,
      Runnable stop) {
    this.config = config;
    this.keyspace = keyspace;
    this.directory = directory;
    this.clock = clock;
    this.keyEvents = new KeyEvents(pubSub, keyspace);
    this.tracking =
        new Tracking(
            pubSub,
            keyspace,
            clients,
            task -> engine.execute(task),
            () -> config.get(Directives.TRACKING_TABLE_MAX_KEYS));
    this.nanoTime = nanoTime;
    this.latencyMonitor = new LatencyMonitor(clock);
    this.instance =
        new Instance(
            randomId(),
            randomId(),
            transport,
            clock.millis(),
            MemoryFigures.now(keyspace).usedBytes());
    this.watchedKeys = new WatchedKeys(keyspace);
    this.stop = stop;
  }

  private static String randomId() {
    byte[] id = new byte[20];
    new SecureRandom().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /** Begins to work for this engine. */
  void start(Engine startedEngine, Gatekeeper startedGatekeeper, RecoveryProgress progress) {
    engine = startedEngine;
    gatekeeper = startedGatekeeper;
    dumps = new Dumps(engine, keyspace, directory, disk, clock, nanoTime, latencyMonitor);
    loading = new Loading(engine, keyspace, directory, progress, clock.millis());
    lastDumpStartMillis = clock.millis();
    statistics.startSampling(clock.millis());
    clients.whenGone(pubSub::forget);
    clients.whenGone(tracking::forget);
    applyConfig();
    engine.execute(this::tick);
  }

  private void applyConfig() {
    follow(Directives.REPLACEMENT_POLICY, keyspace::replacement);
    follow(Directives.MAXMEMORY_SAMPLES, count -> keyspace.replacementSamples(count.intValue()));
    follow(Directives.LFU_LOG_FACTOR, factor -> keyspace.uses().logFactor(factor.intValue()));
    follow(Directives.LFU_DECAY_TIME, minutes -> keyspace.uses().decayMinutes(minutes.intValue()));
    keyspace.limitBytes(config.get(Directives.REPLACEMENT_ABOVE));
    config.onChange(Directives.REPLACEMENT_ABOVE, this::limit);
    follow(Directives.LRU_COUNTS_READS, keyspace::readsCount);
    follow(Directives.MAX_KEY_LENGTH, bytes -> keyspace.maxKeyBytes(bytes.intValue()));
    follow(Directives.PROTO_MAX_BULK_LEN, gatekeeper.requestLimits()::maxBulkBytes);
    follow(Directives.CLIENT_QUERY_BUFFER_LIMIT, gatekeeper.requestLimits()::maxQueryBufferBytes);
    follow(Directives.NOTIFY_KEYSPACE_EVENTS, this::tellEvents);
    applyLimits();
    follow(Directives.MIN_REPLICAS_TO_WRITE, least -> wantReplicas());
    follow(Directives.MIN_REPLICAS_MAX_LAG, seconds -> wantReplicas());
    follow(Directives.LATENCY_TRACKING, statistics::trackingLatency);
    follow(Directives.LATENCY_MONITOR_THRESHOLD, this::watchDelays);
  }

  /** Tells a setting what its directive says now, and whenever that changes. */
  private <T> void follow(Directive<T> directive, Consumer<T> setting) {
    config.onChange(directive, setting::accept);
    setting.accept(config.get(directive));
  }

  private void wantReplicas() {
    missesReplicas =
        config.get(Directives.MIN_REPLICAS_TO_WRITE) > 0
            && config.get(Directives.MIN_REPLICAS_MAX_LAG) > 0;
  }

  private void limit(long bytes) throws InvalidValueException {
    long most = config.get(Directives.ENTRIES) * config.get(Directives.ENTRY_SIZE);
    if (bytes > most) {
      throw new InvalidValueException(
          "the arena has %d bytes, set entries before the start".formatted(most));
    }
    keyspace.limitBytes(bytes);
    replaceSoon();
  }

  private void replaceSoon() {
    engine.execute(() -> engine.whenOpen(this::replaceAtLimit));
  }

  /**
   * Replaces what is too much, a little at a time, so that commands run in between. As in Redis
   * nothing gives way while clients are paused; the next write that may grow goes on.
   */
  private void replaceAtLimit() {
    if (!engine.clientPause().isPaused() && keyspace.isAtLimit() && keyspace.replaceAtLimit()) {
      replaceSoon();
    }
  }

  /** Has the keyspace say what takes time in it, as long as anybody wants to know. */
  private void watchDelays(long thresholdMillis) {
    keyspace.delays(thresholdMillis == 0 ? null : this::delayed);
  }

  private void delayed(DelayListener.Delay delay, long nanos) {
    latencyMonitor.took(
        switch (delay) {
          case COMPACTION -> LatencyMonitor.COMPACTION;
          case REPLACEMENT -> LatencyMonitor.EVICTION_CYCLE;
        },
        nanos);
  }

  private void applyLimits() {
    Limits limits = keyspace.limits();
    limit(Directives.HASH_MAX_LISTPACK_ENTRIES, most -> limits.hashPackedEntries = most);
    limit(Directives.HASH_MAX_LISTPACK_VALUE, most -> limits.hashPackedValueBytes = most);
    limit(Directives.LIST_MAX_LISTPACK_SIZE, size -> limits.listNodeSize = size);
    limit(Directives.SET_MAX_INTSET_ENTRIES, most -> limits.setIntsetEntries = most);
    limit(Directives.ZSET_MAX_LISTPACK_ENTRIES, most -> limits.sortedSetPackedEntries = most);
    limit(Directives.ZSET_MAX_LISTPACK_VALUE, most -> limits.sortedSetPackedValueBytes = most);
    limit(Directives.STREAM_NODE_MAX_BYTES, most -> limits.streamNodeBytes = most);
    limit(Directives.STREAM_NODE_MAX_ENTRIES, most -> limits.streamNodeEntries = most);
  }

  /** Has a limit follow its directive; what is above an int is no limit at all. */
  private void limit(Directive<Long> directive, IntConsumer limit) {
    follow(directive, value -> limit.accept((int) Math.min(value, Integer.MAX_VALUE)));
  }

  private void tellEvents(EventFlags flags) {
    keyEvents.flags(flags);
    listenForEvents();
  }

  /** While nothing is told of keys nothing is heard of them; keys read from files are no news. */
  private void listenForEvents() {
    keyspace.removeListener(keyEvents);
    if (!loading.isLoading() && keyEvents.isTelling()) {
      keyspace.addListener(keyEvents);
    }
  }

  /** Reads the files; by a thread that is not the engine's. */
  long load() throws RecoveryException {
    long keys = loading.run();
    engine.loop().submit(this::loaded).syncUninterruptibly();
    return keys;
  }

  private void loaded() {
    loading.finished();
    listenForEvents();
  }

  // ---- As time passes

  private void tick() {
    if (stopping) {
      return;
    }
    try {
      doWork();
    } catch (RuntimeException | Error failure) {
      LOGGER.error("The background work failed, and goes on", failure);
    }
    long period = 1000 / config.get(Directives.HZ);
    engine.loop().schedule(this::tick, Math.max(1, period), TimeUnit.MILLISECONDS);
  }

  private void doWork() {
    clock.refresh();
    if (!backgroundWorkRests) {
      statistics.sample(clock.millis());
      statistics.memory(MemoryFigures.now(keyspace).usedBytes());
      gatekeeper.inspect(); // before a pause ends: who was held back is not idle
    }
    engine.releasePaused();
    if (!engine.isShut()) {
      expire();
      engine.serveReady();
    }
    if (!engine.isShut() && !backgroundWorkRests) {
      dumpIfDue();
    }
  }

  /** Removes expired keys for at most a quarter of the time, as Redis does at its least effort. */
  private void expire() {
    if (!expiresActively
        || backgroundWorkRests
        || loading.isLoading()
        || engine.clientPause().isPaused()) {
      return;
    }
    long effort = config.get(Directives.ACTIVE_EXPIRE_EFFORT);
    long percent = 25 + 2 * (effort - 1);
    long budget = TimeUnit.SECONDS.toNanos(1) / config.get(Directives.HZ) * percent / 100;
    long begunNanos = nanoTime.getAsLong();
    while (keyspace.expireSome(EXPIRED_AT_ONCE) == EXPIRED_AT_ONCE) {
      if (nanoTime.getAsLong() - begunNanos >= budget) {
        statistics.expireTimeouts++;
        break;
      }
    }
    long nanos = nanoTime.getAsLong() - begunNanos;
    statistics.expireNanos += nanos;
    latencyMonitor.took(LatencyMonitor.EXPIRE_CYCLE, nanos);
  }

  private void dumpIfDue() {
    if ((intervalIsOver() || isSavePoint()) && !loading.isLoading()) {
      dump(config.get(Directives.DUMP_BLOCKING), result -> {});
    }
  }

  private boolean intervalIsOver() {
    long intervalMillis = config.get(Directives.DUMP_INTERVAL) * 1000;
    return intervalMillis > 0
        && clock.millis() - lastDumpStartMillis >= intervalMillis
        && keyspace.keysToDump() > 0;
  }

  /** As in Redis, what failed is not tried again at once. */
  private boolean isSavePoint() {
    long sinceStartMillis = clock.millis() - lastDumpStartMillis;
    return config.get(Directives.SAVE).isDue(sinceStartMillis, keyspace.changesToDump())
        && !(dumps.lastFailed() && sinceStartMillis <= RETRY_MILLIS);
  }

  // ---- For commands

  @Override
  public ServerConfig config() {
    return config;
  }

  @Override
  public Clients clients() {
    return clients;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public CommandTable commands() {
    return commands;
  }

  @Override
  public ServerStatistics statistics() {
    return statistics;
  }

  @Override
  public SlowLog slowLog() {
    return slowLog;
  }

  @Override
  public RefusedLogins refusedLogins() {
    return refusedLogins;
  }

  @Override
  public LatencyMonitor latencyMonitor() {
    return latencyMonitor;
  }

  @Override
  public Monitors monitors() {
    return monitors;
  }

  @Override
  public PubSub pubSub() {
    return pubSub;
  }

  @Override
  public KeyEvents keyEvents() {
    return keyEvents;
  }

  @Override
  public Tracking tracking() {
    return tracking;
  }

  @Override
  public void resetStatistics() {
    statistics.reset(clock.millis());
    keyspace.statistics().reset();
    dumps.resetCounts();
  }

  @Override
  public Instance instance() {
    return instance;
  }

  @Override
  public void changeReplicationId() {
    instance = instance.withReplicationId(randomId());
  }

  @Override
  public void sleep(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    clock.refresh();
  }

  @Override
  public void expireActively(boolean actively) {
    expiresActively = actively;
  }

  @Override
  public void pauseBackgroundWork(boolean pause) {
    backgroundWorkRests = pause;
  }

  @Override
  public void compact(Consumer<Long> done) {
    long before = keyspace.statistics().valuesMoved;
    Runnable report = () -> done.accept(keyspace.statistics().valuesMoved - before);
    if (keyspace.compactionIsLong()) {
      engine.pauseForCompaction(report);
    } else {
      keyspace.startCompaction();
      keyspace.compactionStep(Integer.MAX_VALUE);
      report.run();
    }
  }

  @Override
  public boolean dump(boolean blocking, Consumer<DumpResult> done) {
    if (!dumps.start(blocking, done)) {
      return false;
    }
    lastDumpStartMillis = clock.millis();
    return true;
  }

  @Override
  public void dumpAfterOthers(boolean blocking, Consumer<DumpResult> done) {
    dumps.startAfterOthers(blocking, done);
    lastDumpStartMillis = clock.millis();
  }

  @Override
  public void store(int record, Consumer<DumpResult> done) {
    dumps.store(record, done);
  }

  @Override
  public void reload(boolean dump, Consumer<Boolean> done) {
    if (!dump) {
      dumps.whenOver(() -> engine.whenOpen(() -> readAgain(done)));
      return;
    }
    dumps.startAfterOthers(
        true,
        result -> {
          if (result.ok()) {
            engine.whenOpen(() -> readAgainIfDumped(done));
          } else {
            done.accept(false);
          }
        });
  }

  /** A command may have run since the dump ended. */
  private void readAgainIfDumped(Consumer<Boolean> done) {
    if (keyspace.keysToDump() > 0) {
      reload(true, done);
    } else {
      readAgain(done);
    }
  }

  private void readAgain(Consumer<Boolean> done) {
    keyspace.forget();
    engine.shutGate();
    RecoveryProgress progress = RecoveryProgress.onTerminalOrLog(clock::millis);
    Loading again = new Loading(engine, keyspace, directory, progress, clock.millis());
    loading = again;
    listenForEvents();
    disk.execute(
        () -> {
          try {
            again.run();
            engine.execute(() -> wasReadAgain(done));
          } catch (CancellationException ends) {
            LOGGER.info("The server ends before all files were read again");
          } catch (RecoveryException | RuntimeException | Error failure) {
            LOGGER.error("The files could not be read again: the server ends", failure);
            abort();
          }
        });
  }

  private void wasReadAgain(Consumer<Boolean> done) {
    loaded();
    try {
      done.accept(true);
    } finally {
      engine.openGate();
    }
  }

  @Override
  public boolean writesStopped() {
    return dumps.lastFailed()
        && config.get(Directives.STOP_WRITES_ON_BGSAVE_ERROR)
        && (config.get(Directives.DUMP_INTERVAL) > 0 || !config.get(Directives.SAVE).isEmpty());
  }

  @Override
  public boolean missesReplicas() {
    return missesReplicas;
  }

  @Override
  public DumpStatus dumpStatus() {
    return dumps.status();
  }

  @Override
  public LoadStatus loadStatus() {
    return loading.status();
  }

  @Override
  public boolean isLoading() {
    return loading.isLoading();
  }

  @Override
  public void runWithin(Client client, byte[][] args) {
    engine.runWithin(client, args);
  }

  @Override
  public WatchedKeys watchedKeys() {
    return watchedKeys;
  }

  @Override
  public void wake(int database, int record) {
    engine.blockedClients().changed(database, record);
  }

  @Override
  public void block(Call call, Wait wait) {
    engine.blockedClients().block(call.client(), call.request(), call.command(), wait);
  }

  @Override
  public boolean unblock(Client client, boolean error) {
    return engine.blockedClients().unblock(client, error);
  }

  @Override
  public int blockedTimeouts() {
    return engine.blockedClients().timeouts();
  }

  @Override
  public void pauseClients(long untilMillis, boolean writesOnly) {
    engine.clientPause().pause(untilMillis, writesOnly);
  }

  @Override
  public void endClientPause() {
    engine.clientPause().end();
    engine.execute(engine::releasePaused); // the running command is first
  }

  @Override
  public long queuedBytes() {
    return engine.queuedBytes();
  }

  // ---- The end

  @Override
  public void shutDown(boolean dump, boolean force, Runnable failed) {
    if (!dump || loading.isLoading()) {
      end();
      return;
    }
    waitingToEnd.add(failed);
    dumps.whenOver(
        () -> {
          if (waitingToEnd.remove(failed)) {
            dumpAndEnd(force, failed);
          }
        });
  }

  private void dumpAndEnd(boolean force, Runnable failed) {
    dumps.startAfterOthers(
        true,
        result -> {
          if (result.ok() || force) {
            end();
          } else {
            failed.run();
          }
        });
  }

  @Override
  public boolean abortShutDown() {
    List<Runnable> given = List.copyOf(waitingToEnd);
    waitingToEnd.clear();
    given.forEach(Runnable::run);
    return !given.isEmpty();
  }

  /** Dumps and ends, whatever becomes of the dump. Any thread may call. */
  void shutDown() {
    engine.execute(() -> shutDown(true, true, () -> {}));
  }

  /** Dumps and ends, unless the dump fails. Any thread may call. */
  void shutDownIfDumped(Runnable failed) {
    engine.execute(() -> shutDown(true, false, failed));
  }

  /** Ends without a dump. Any thread may call. */
  void abort() {
    engine.execute(this::end);
  }

  private void end() {
    if (stopping) {
      return;
    }
    stopping = true;
    engine.shutForGood();
    loading.cancel();
    for (Client client : List.copyOf(clients.all())) {
      client.outlet().close();
    }
    stop.run();
  }

  /** Gives up all memory. To be called once the engine has ended. */
  void release() {
    pubSub.release();
  }

  /** Gives the disk up, when no command runs any more and the files are read. */
  void releaseDisk() {
    disk.shutdown();
    try {
      if (!disk.awaitTermination(1, TimeUnit.MINUTES)) {
        LOGGER.error("The disk did not finish in time");
      }
      directory.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IOException failure) {
      LOGGER.error("Could not let go of {}: {}", directory.path(), failure.toString());
    }
  }
}
