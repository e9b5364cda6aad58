package io.redistinto.server.transaction;

import io.redistinto.storage.KeyMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A client's transaction: what it queued since MULTI, and the keys that it watches, which it may
 * before MULTI.
 */
public final class Transaction {
  /** What a request, an argument or a watched key take beside their bytes, about. */
  private static final int REQUEST_BYTES = 64;

  private static final int ARGUMENT_BYTES = 24;
  private static final int WATCH_BYTES = 256;

  private final List<byte[][]> queued = new ArrayList<>();
  private int queuedFlags;
  private long queuedBytes;
  private boolean open;
  private boolean aborted;

  /** Kept by {@link WatchedKeys}, as the following are. */
  final Map<KeyMap.Key, WatchedKeys.Watch> watches = new HashMap<>();

  private long watchedBytes;
  private boolean touched;

  // ---- MULTI

  /** MULTI. */
  public void open() {
    open = true;
  }

  /** Whether requests are queued instead of run. */
  public boolean isOpen() {
    return open;
  }

  /** A request could not be queued: EXEC will refuse. */
  public void abort() {
    aborted = true;
  }

  public boolean isAborted() {
    return aborted;
  }

  /**
   * Queues a request, unless it is known already that EXEC will run none.
   *
   * @param flags its command's
   */
  public void queue(byte[][] args, int flags) {
    if (aborted || touched) {
      return;
    }
    queued.add(args);
    queuedFlags |= flags;
    queuedBytes += REQUEST_BYTES;
    for (byte[] arg : args) {
      queuedBytes += ARGUMENT_BYTES + arg.length;
    }
  }

  /** The queued requests, in order. */
  public List<byte[][]> queued() {
    return queued;
  }

  /** The flags of all commands that are queued. */
  public int queuedFlags() {
    return queuedFlags;
  }

  /** Bytes of memory that the queued requests take. */
  public long queuedBytes() {
    return queuedBytes;
  }

  /** Bytes of memory that it takes in all. */
  public long bytes() {
    return queuedBytes + watchedBytes;
  }

  /** Forgets what was queued. */
  public void close() {
    queued.clear();
    queuedFlags = 0;
    queuedBytes = 0;
    open = false;
    aborted = false;
  }

  // ---- WATCH

  /** Whether a key that is watched has changed. */
  public boolean isTouched() {
    return touched;
  }

  void touched(boolean is) {
    touched = is;
  }

  void watched(WatchedKeys.Watch watch) {
    watches.put(watch.key(), watch);
    watchedBytes += WATCH_BYTES + watch.key().bytes().length;
  }

  void unwatchedAll() {
    watches.clear();
    watchedBytes = 0;
  }
}
