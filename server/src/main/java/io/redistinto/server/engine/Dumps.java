package io.redistinto.server.engine;

import io.redistinto.persistence.DumpDirectory;
import io.redistinto.server.command.Services.DumpResult;
import io.redistinto.server.command.Services.DumpStatus;
import io.redistinto.server.inspection.LatencyMonitor;
import io.redistinto.storage.DumpSink;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.expiry.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what changed to disk: the engine hands over values batch by batch, the disk thread writes
 * them. The engine is held up only for a batch's copies, unless the dump is blocking: then the gate
 * is shut until the last file is there.
 */
public final class Dumps {
  private static final Logger LOGGER = LoggerFactory.getLogger(Dumps.class);
  private static final long BATCH_BYTES = 256 << 10;
  private static final int BATCH_OPERATIONS = 1024;

  /** So many batches may wait for the disk before the engine hands over more. */
  private static final int BATCHES_AHEAD = 2;

  private final Engine engine;
  private final Keyspace keyspace;
  private final DumpDirectory directory;
  private final Executor disk;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final LatencyMonitor latencyMonitor;

  private final Queue<Runnable> whenOver = new ArrayDeque<>();
  private Running running;
  private boolean lastOk = true;
  private long dumps;
  private long files;
  private long lastMillis;
  private long lastDurationSeconds = -1;

  /** What changes the directory; how many files it made or removed. */
  private interface Change {
    int run() throws IOException;
  }

  /** One change, and the key whose file it is about; null for all files of the database. */
  private record Operation(int database, byte[] key, Change change) {}

  public Dumps(
      Engine engine,
      Keyspace keyspace,
      DumpDirectory directory,
      Executor disk,
      Clock clock,
      LongSupplier nanoTime,
      LatencyMonitor latencyMonitor) {
    this.engine = engine;
    this.keyspace = keyspace;
    this.directory = directory;
    this.disk = disk;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.latencyMonitor = latencyMonitor;
    this.lastMillis = clock.millis();
  }

  /** Starts a dump unless one is under way; whether it did. The gate must be open. */
  public boolean start(boolean blocking, Consumer<DumpResult> done) {
    if (running != null) {
      return false;
    }
    if (blocking) {
      engine.shutGate();
    }
    running = new Running(blocking, done);
    running.start();
    return true;
  }

  /** Starts a dump as soon as those under way or waiting before it are over. */
  public void startAfterOthers(boolean blocking, Consumer<DumpResult> done) {
    whenOver(
        () ->
            engine.whenOpen(
                () -> {
                  if (!start(blocking, done)) {
                    startAfterOthers(blocking, done);
                  }
                }));
  }

  /** Calls {@code next} when the dump that is under way is over, at once if none is. */
  public void whenOver(Runnable next) {
    if (running == null) {
      next.run();
    } else {
      whenOver.add(next);
    }
  }

  /** Writes one key's file. */
  public void store(int record, Consumer<DumpResult> done) {
    List<Operation> batch = new ArrayList<>();
    keyspace.dumpOne(record, new BatchSink(batch));
    Operation write = batch.get(0);
    if (running != null) {
      running.keep(write.database, write.key);
    }
    disk.execute(
        () -> {
          boolean ok = true;
          try {
            write.change.run();
          } catch (IOException | RuntimeException | Error failure) {
            LOGGER.error("A key's file could not be written", failure);
            ok = false;
          }
          DumpResult result = new DumpResult(1, ok);
          engine.execute(() -> done.accept(result));
        });
  }

  /** Begins to count anew. */
  public void resetCounts() {
    dumps = 0;
    files = 0;
  }

  /** Whether the last dump did not succeed. */
  public boolean lastFailed() {
    return !lastOk;
  }

  public DumpStatus status() {
    return new DumpStatus(
        running != null,
        lastOk,
        dumps,
        files,
        lastMillis,
        lastDurationSeconds,
        running == null ? 0 : running.startedMillis,
        running == null ? 0 : running.processed.get(),
        running == null ? 0 : running.total);
  }

  /** Collects what the keyspace hands over as operations. */
  private class BatchSink implements DumpSink {
    List<Operation> batch;

    BatchSink(List<Operation> batch) {
      this.batch = batch;
    }

    @Override
    public void write(
        int database, byte[] key, Supplier<byte[]> content, long deadlineMillis, ValueType type) {
      add(
          database,
          key,
          () ->
              directory.write(
                  database, key, ByteBuffer.wrap(content.get()), deadlineMillis, type.wireName()));
    }

    @Override
    public void remove(int database, byte[] key) {
      add(database, key, () -> directory.remove(database, key));
    }

    @Override
    public void keepOnlyWritten(int database) {
      throw new UnsupportedOperationException();
    }

    void add(int database, byte[] key, Change change) {
      batch.add(new Operation(database, key, change));
    }
  }

  /**
   * A dump under way. Its fields are the engine's, but {@code processed} and, until all is written,
   * the last three.
   */
  private final class Running extends BatchSink {
    private final boolean blocking;
    private final Consumer<DumpResult> done;
    private final long startedMillis = clock.millis();
    private final long startedNanos = nanoTime.getAsLong();

    /** By database, where it is written whole: whose files stay. Read by the disk thread. */
    private final Map<Integer, Set<ByteBuffer>> writtenOfWhole = new HashMap<>();

    /** How many changes are to be made, at most. */
    private int total;

    private final AtomicInteger processed = new AtomicInteger();
    private int ahead;
    private boolean handedOver;

    /** Why not all could be handed over. */
    private Throwable incomplete;

    private final List<Operation> failed = new ArrayList<>();
    private Throwable failure;
    private long changed;

    Running(boolean blocking, Consumer<DumpResult> done) {
      super(new ArrayList<>());
      this.blocking = blocking;
      this.done = done;
    }

    void start() {
      try {
        total = keyspace.startDump(this);
      } catch (RuntimeException | Error broken) {
        incomplete = broken;
        handedOver = !keyspace.dumping();
      }
      pump();
      if (!blocking) {
        latencyMonitor.took(LatencyMonitor.DUMP, nanoTime.getAsLong() - startedNanos);
      }
    }

    @Override
    public void write(
        int database, byte[] key, Supplier<byte[]> content, long deadlineMillis, ValueType type) {
      super.write(database, key, content, deadlineMillis, type);
      keep(database, key);
    }

    /** Has a key's file stay, where its database is written whole. */
    void keep(int database, byte[] key) {
      boolean whole = keyspace.dumping() && keyspace.dumpingWhole(database);
      if (whole || writtenOfWhole.containsKey(database)) {
        writtenOfWhole
            .computeIfAbsent(database, d -> ConcurrentHashMap.newKeySet())
            .add(ByteBuffer.wrap(key));
      }
    }

    @Override
    public void keepOnlyWritten(int database) {
      Set<ByteBuffer> written =
          writtenOfWhole.computeIfAbsent(database, d -> ConcurrentHashMap.newKeySet());
      add(
          database,
          null,
          () -> directory.keepOnly(database, key -> written.contains(ByteBuffer.wrap(key))));
    }

    @Override
    void add(int database, byte[] key, Change change) {
      super.add(database, key, change);
      if (batch.size() >= BATCH_OPERATIONS) {
        submit();
      }
    }

    /** Hands over as much as the disk is ready for. */
    void pump() {
      while (!handedOver && ahead < BATCHES_AHEAD) {
        try {
          handedOver = keyspace.dumpSome(BATCH_BYTES);
        } catch (RuntimeException | Error broken) { // no memory for a value's copy
          incomplete = broken;
        }
        submit();
      }
      if (handedOver && ahead == 0) {
        end();
      }
    }

    private void submit() {
      List<Operation> operations = batch;
      batch = new ArrayList<>();
      ahead++;
      disk.execute(
          () -> {
            runAll(operations);
            engine.execute(this::submitted);
          });
    }

    private void submitted() {
      ahead--;
      if (blocking) {
        pump(); // it is this dump that shut the gate
      } else {
        engine.whenOpen(this::pumpBetweenCommands);
      }
    }

    private void pumpBetweenCommands() {
      long begunNanos = nanoTime.getAsLong();
      pump();
      latencyMonitor.took(LatencyMonitor.DUMP, nanoTime.getAsLong() - begunNanos);
    }

    private void runAll(List<Operation> operations) {
      for (Operation operation : operations) {
        try {
          changed += operation.change.run();
          processed.incrementAndGet();
        } catch (IOException | RuntimeException | Error broken) {
          failed.add(operation);
          failure = failure == null ? broken : failure;
        }
      }
    }

    /** The next dump does what this one could not. */
    private void leaveToNext() {
      if (incomplete != null) {
        keyspace.dumpFailed();
      }
      for (Operation operation : failed) {
        if (operation.key == null) {
          keyspace.dumpFailed(operation.database);
        } else {
          keyspace.dumpFailed(operation.database, operation.key);
        }
      }
    }

    private void end() {
      running = null;
      Throwable problem = failure == null ? incomplete : failure;
      lastOk = problem == null;
      lastDurationSeconds = (clock.millis() - startedMillis) / 1000;
      files += changed;
      if (lastOk) {
        dumps++;
        lastMillis = clock.millis();
      } else {
        LOGGER.error(
            "Dump failed: {} of its changes could not be made, the first because of {}",
            failed.size(),
            problem.toString());
        leaveToNext();
      }
      if (blocking) {
        long nanos = nanoTime.getAsLong() - startedNanos;
        keyspace.statistics().paused(nanos / 1000);
        latencyMonitor.took(LatencyMonitor.DUMP, nanos);
      }
      try {
        done.accept(new DumpResult(changed, lastOk));
      } finally {
        if (blocking) {
          engine.openGate();
        }
        for (Runnable next; running == null && (next = whenOver.poll()) != null; ) {
          next.run();
        }
      }
    }
  }
}
