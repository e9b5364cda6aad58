package io.redistinto.server.engine;

import io.redistinto.persistence.DumpDirectory;
import io.redistinto.persistence.Recovery;
import io.redistinto.persistence.RecoveryException;
import io.redistinto.persistence.RecoveryProgress;
import io.redistinto.persistence.RecoverySink;
import io.redistinto.server.command.Services.LoadStatus;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.TextReader;
import io.redistinto.storage.value.Value;
import io.redistinto.storage.value.Values;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;

/**
 * Reads the dump files at the start: a thread of its own reads, the engine puts batch by batch into
 * the keyspace, and answers {@code -LOADING} meanwhile.
 */
public final class Loading implements RecoverySink {
  private static final int BATCH_BYTES = 1 << 20;
  private static final int BATCHES_AHEAD = 2;

  private final Engine engine;
  private final Keyspace keyspace;
  private final DumpDirectory directory;
  private final RecoveryProgress progress;
  private final long startedMillis;
  private final Semaphore ahead = new Semaphore(BATCHES_AHEAD);

  private Batch batch = new Batch(BATCH_BYTES);
  private volatile boolean loading = true;
  private volatile boolean cancelled;

  /** Why a batch could not be put. */
  private volatile Throwable failure;

  /** What found no room; the engine's until all batches are put. */
  private long entriesLeftOut;

  private long keysLeftOut;

  /** The engine's. */
  private long expiredKeys;

  /** A key in a batch's bytes, followed by its value, unless that is a collection. */
  private record Item(
      int database,
      int at,
      int keyLength,
      int valueLength,
      Value collection,
      long deadlineMillis) {}

  /** Keys and values side by side in direct memory, as the engine gets them from sockets too. */
  private static final class Batch {
    final ByteBuffer bytes;
    final List<Item> items = new ArrayList<>();
    int left;

    Batch(int capacity) {
      left = capacity;
      bytes = ByteBuffer.allocateDirect(capacity);
    }
  }

  public Loading(
      Engine engine,
      Keyspace keyspace,
      DumpDirectory directory,
      RecoveryProgress progress,
      long startedMillis) {
    this.engine = engine;
    this.keyspace = keyspace;
    this.directory = directory;
    this.progress = progress;
    this.startedMillis = startedMillis;
  }

  public LoadStatus status() {
    return new LoadStatus(loading, progress.loaded(), progress.total(), expiredKeys, startedMillis);
  }

  public boolean isLoading() {
    return loading;
  }

  /**
   * Reads everything; to be run by a thread that is not the engine's.
   *
   * @return how many keys there were
   * @throws RecoveryException if a file cannot be read or its key not be kept, or more is on disk
   *     than fits
   * @throws CancellationException after {@link #cancel}
   */
  public long run() throws RecoveryException {
    long keys = Recovery.run(directory, this, progress);
    submit();
    ahead.acquireUninterruptibly(BATCHES_AHEAD); // the engine has put all batches
    goOn();
    if (failure != null) {
      throw new RecoveryException(
          directory.path(), "a key could not be loaded: " + failure.getMessage(), failure);
    }
    if (keysLeftOut > 0) {
      long entriesLacking = entriesLeftOut - keyspace.freeEntries();
      throw new RecoveryException(
          directory.path(),
          "holds more than fits: "
              + keysLeftOut
              + " keys found no room, "
              + entriesLacking
              + " more entries of "
              + keyspace.arena().entryBytes()
              + " bytes are needed (entries is "
              + keyspace.arena().entryCount()
              + ")");
    }
    return keys;
  }

  /** Lets {@link #run} end soon, whatever it has read. Any thread may call. */
  public void cancel() {
    cancelled = true;
    ahead.release(2 * BATCHES_AHEAD); // the engine may put no batch any more
  }

  private void goOn() {
    if (cancelled) {
      throw new CancellationException("the server ends");
    }
  }

  /** All is loaded: commands may run. On the engine's thread. */
  public void finished() {
    loading = false;
  }

  @Override
  public void key(int db, byte[] key, ByteBuffer value, long expiresAtMillis, String type) {
    Value collection = null;
    if (!type.equals(ValueType.STRING.wireName())) {
      collection = collection(value.duplicate(), type);
      if (collection.isGone()) {
        throw new IllegalArgumentException("a " + type + " without elements");
      }
    }
    int valueLength = collection == null ? value.remaining() : 0;
    int needed = key.length + value.remaining(); // of a collection's text too: it bounds a batch
    if (needed > batch.left) {
      submit();
      batch = new Batch(Math.max(BATCH_BYTES, needed));
    }
    batch.left -= needed;
    int at = batch.bytes.position();
    batch.items.add(new Item(db, at, key.length, valueLength, collection, expiresAtMillis));
    batch.bytes.put(key);
    if (collection == null) {
      batch.bytes.put(value.duplicate());
    }
  }

  private Value collection(ByteBuffer text, String typeName) {
    ValueType type = ValueType.named(typeName);
    if (type == null) {
      throw new IllegalArgumentException("values of type " + typeName + " are not known");
    }
    return Values.read(type, new TextReader(text), keyspace.limits());
  }

  private void submit() {
    Batch full = batch;
    ahead.acquireUninterruptibly();
    goOn();
    engine.execute(
        () -> {
          try {
            put(full);
          } catch (RuntimeException | Error broken) {
            failure = broken;
          } finally {
            ahead.release();
          }
        });
  }

  private void put(Batch full) {
    for (Item item : full.items) {
      if (item.deadlineMillis >= 0 && item.deadlineMillis <= startedMillis) {
        byte[] key = new byte[item.keyLength];
        full.bytes.get(item.at, key);
        keyspace.loadedExpired(item.database, key);
        expiredKeys++;
        continue;
      }
      if (!load(full.bytes, item)) {
        keysLeftOut++;
        entriesLeftOut +=
            item.collection == null
                ? keyspace.arena().entriesFor(item.valueLength)
                : keyspace.entriesFor(item.collection);
      }
    }
  }

  private boolean load(ByteBuffer bytes, Item item) {
    if (item.collection != null) {
      return keyspace.load(
          item.database, bytes, item.at, item.keyLength, item.collection, item.deadlineMillis);
    }
    return keyspace.load(
        item.database,
        bytes,
        item.at,
        item.keyLength,
        bytes,
        item.at + item.keyLength,
        item.valueLength,
        item.deadlineMillis);
  }
}
