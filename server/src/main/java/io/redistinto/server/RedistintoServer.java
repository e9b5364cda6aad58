package io.redistinto.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.redistinto.persistence.DumpDirectory;
import io.redistinto.persistence.DumpDirectoryException;
import io.redistinto.persistence.FileSystemDisk;
import io.redistinto.persistence.RecoveryException;
import io.redistinto.persistence.RecoveryProgress;
import io.redistinto.resp.ReplyWriter;
import io.redistinto.resp.RespLimits;
import io.redistinto.server.config.Directives;
import io.redistinto.server.config.InvalidValueException;
import io.redistinto.server.config.ServerConfig;
import io.redistinto.server.engine.CachedClock;
import io.redistinto.server.engine.Engine;
import io.redistinto.server.net.Gatekeeper;
import io.redistinto.server.net.Listener;
import io.redistinto.server.net.OpenFiles;
import io.redistinto.server.net.Transports;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.KeyspaceOptions;
import io.redistinto.storage.expiry.Clock;
import java.io.IOException;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: started, it listens and reads its files; closed, it has dumped what changed.
 */
public final class RedistintoServer implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(RedistintoServer.class);
  private static final long IMPATIENT_SECONDS = 60;

  private final ServerConfig config;
  private final ServerServices services;
  private final Listener listener;
  private final EventLoopGroup engineGroup;
  private final EventLoopGroup readers;
  private final Engine engine;
  private final Thread loader = new Thread(this::load, "redistinto-loader");
  private final CompletableFuture<Void> loaded = new CompletableFuture<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  private RedistintoServer(ServerConfig config, Clock systemClock, LongSupplier nanoTime)
      throws IOException, DumpDirectoryException {
    this.config = config;
    Transports transport = Transports.choose(config.get(Directives.TRANSPORT));
    OpenFiles.fit(config);
    DumpDirectory directory =
        DumpDirectory.open(
            config.get(Directives.DIR),
            config.intValue(Directives.DATABASES),
            new FileSystemDisk());
    ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    int ioThreads = config.intValue(Directives.IO_THREADS);
    engineGroup = transport.newGroup(1, "redistinto-engine", true);
    readers =
        ioThreads == 1 ? engineGroup : transport.newGroup(ioThreads - 1, "redistinto-io", false);
    try {
      CachedClock clock = new CachedClock(systemClock);
      Keyspace keyspace =
          new Keyspace(
              new KeyspaceOptions(
                  config.intValue(Directives.ENTRIES),
                  config.intValue(Directives.ENTRY_SIZE),
                  config.intValue(Directives.DATABASES)),
              clock,
              new SplittableRandom(),
              nanoTime);
      services =
          new ServerServices(
              config,
              keyspace,
              directory,
              clock,
              nanoTime,
              transport.toString().toLowerCase(Locale.ROOT),
              this::stop);
      RespLimits limits = new RespLimits();
      engine =
          new Engine(
              engineGroup.next(),
              keyspace,
              services,
              clock,
              limits,
              new ReplyWriter(allocator),
              new ReplyWriter(allocator),
              new ReplyWriter(allocator),
              nanoTime);
      Gatekeeper gatekeeper = new Gatekeeper(services, limits);
      services.start(engine, gatekeeper, RecoveryProgress.onTerminalOrLog(systemClock::millis));
      listener =
          new Listener(
              transport,
              engineGroup,
              readers,
              allocator,
              config,
              engine,
              gatekeeper,
              ioThreads == 1);
      config.onChange(
          Directives.PORT, port -> listenAnew("Unable to listen on this port. Check server logs."));
      config.onChange(
          Directives.BIND, bind -> listenAnew("Failed to bind to specified addresses."));
      config.listeningOn(
          listener.listen(config.get(Directives.BIND), config.intValue(Directives.PORT)));
    } catch (IOException | RuntimeException failure) {
      endLoops(readers);
      endLoops(engineGroup);
      directory.close();
      throw failure;
    }
    LOGGER.info("Listening on port {} ({})", port(), transport);
  }

  /**
   * Starts a server: it listens when this returns, and answers {@code -LOADING} until its files are
   * read ({@link #awaitLoaded}).
   *
   * @throws DumpDirectoryException if {@code dir} cannot be used
   * @throws IOException if an address cannot be listened on
   */
  public static RedistintoServer start(ServerConfig config)
      throws IOException, DumpDirectoryException {
    return start(config, Clock.SYSTEM, System::nanoTime);
  }

  /** Starts a server that reads the time from these clocks. */
  public static RedistintoServer start(ServerConfig config, Clock clock, LongSupplier nanoTime)
      throws IOException, DumpDirectoryException {
    RedistintoServer server = new RedistintoServer(config, clock, nanoTime);
    server.loader.setDaemon(true);
    server.loader.start();
    return server;
  }

  private void listenAnew(String refusal) throws InvalidValueException {
    try {
      listener.listen(config.get(Directives.BIND), config.intValue(Directives.PORT));
      LOGGER.info("Listening on port {}", port());
    } catch (IOException failure) {
      LOGGER.warn("{}", failure.getMessage());
      throw new InvalidValueException(refusal);
    }
  }

  private void load() {
    try {
      long keys = services.load();
      LOGGER.info("Ready to accept connections: {} keys were loaded", keys);
      loaded.complete(null);
    } catch (CancellationException closed) {
      loaded.cancel(false);
    } catch (RecoveryException | RuntimeException failure) {
      loaded.completeExceptionally(failure);
    }
  }

  /**
   * Done when the files are read; failed with a {@link RecoveryException} if they cannot be,
   * cancelled if the server was closed before.
   */
  public CompletableFuture<Void> loaded() {
    return loaded;
  }

  /**
   * Waits until the files are read.
   *
   * @return this server
   * @throws java.util.concurrent.CompletionException if they cannot be read
   */
  public RedistintoServer awaitLoaded() {
    loaded.join();
    return this;
  }

  /** Done when the server has ended. */
  public CompletableFuture<Void> stopped() {
    return stopped;
  }

  /** The port it listens on. */
  public int port() {
    return config.intValue(Directives.PORT);
  }

  public ServerConfig config() {
    return config;
  }

  /** Bytes of memory taken by requests that wait for the engine. Any thread may ask. */
  long queuedBytes() {
    return engine.queuedBytes();
  }

  /**
   * Dumps what changed and ends, as SHUTDOWN does, and returns when that is done. What cannot be
   * dumped is lost, and logged. May be called any number of times, by any thread.
   */
  @Override
  public void close() {
    services.shutDown();
    while (!stopped.isDone()) {
      try {
        stopped.get(IMPATIENT_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException late) {
        LOGGER.warn("Still at work on the last dump");
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      } catch (ExecutionException never) {
        throw new AssertionError(never);
      }
    }
  }

  /**
   * Dumps what changed and ends, as SHUTDOWN does; if the dump fails, the server runs on. Any
   * thread may call.
   *
   * @return whether it has ended, once that is known
   */
  CompletableFuture<Boolean> closeIfDumped() {
    CompletableFuture<Boolean> ended = stopped.thenApply(nothing -> true);
    services.shutDownIfDumped(() -> ended.complete(false));
    return ended;
  }

  /** Ends without a dump, for a server whose files could not be read. */
  public void abort() {
    services.abort();
    stopped.join();
  }

  /** Lets everything go, on a thread that is none of the loops'. */
  private void stop() {
    new Thread(this::release, "redistinto-stopper").start();
  }

  private void release() {
    try {
      listener.close();
      loader.join();
      services.releaseDisk();
      endLoops(readers);
      endLoops(engineGroup);
      engine.release();
      services.release();
      listener.release();
    } catch (InterruptedException | RuntimeException failure) {
      LOGGER.error("The server did not end cleanly", failure);
    } finally {
      stopped.complete(null);
    }
  }

  private static void endLoops(EventLoopGroup group) {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
