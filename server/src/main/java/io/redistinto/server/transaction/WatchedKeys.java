package io.redistinto.server.transaction;

import io.redistinto.storage.Effect.Cause;
import io.redistinto.storage.KeyListener;
import io.redistinto.storage.KeyMap;
import io.redistinto.storage.Keyspace;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The keys that transactions watch: when one changes, whoever watches it is told, and watches no
 * key any more. The engine thread's alone.
 */
public final class WatchedKeys implements KeyListener {
  /*
   * 1. It listens to the keyspace exactly while some key is watched.
   * 2. A watch is in its key's set exactly while it is among its transaction's watches.
   */
  private final Keyspace keyspace;
  private final KeyMap<Set<Watch>> byKey;

  /** That a transaction watches a key. */
  static final class Watch {
    private final Transaction by;
    private final KeyMap.Key key;

    /** Whether the key had expired, but was still there, when WATCH came: its removal is none. */
    private boolean expired;

    Watch(Transaction by, KeyMap.Key key, boolean expired) {
      this.by = by;
      this.key = key;
      this.expired = expired;
    }

    KeyMap.Key key() {
      return key;
    }
  }

  public WatchedKeys(Keyspace keyspace) {
    this.keyspace = keyspace;
    this.byKey = new KeyMap<>(keyspace);
  }

  /** Watches a key, unless the transaction does or it is known already that EXEC will fail. */
  public void watch(Transaction transaction, int database, byte[] name) {
    KeyMap.Key key = new KeyMap.Key(database, name);
    if (transaction.isTouched() || transaction.watches.containsKey(key)) {
      return;
    }
    if (byKey.isEmpty()) {
      keyspace.addListener(this);
    }
    Watch watch = new Watch(transaction, key, isExpired(record(database, key)));
    transaction.watched(watch);
    byKey.getOrMake(key, made -> new LinkedHashSet<>()).add(watch);
  }

  /** UNWATCH: the transaction watches no key any more, and what happened to those is forgotten. */
  public void unwatch(Transaction transaction) {
    release(transaction);
    transaction.touched(false);
  }

  /** Whether a key that a transaction watches has expired since WATCH. */
  public boolean isAnyExpired(Transaction transaction) {
    return transaction.watches.values().stream()
        .anyMatch(watch -> !watch.expired && isExpired(record(watch.key.database(), watch.key)));
  }

  private int record(int database, KeyMap.Key key) {
    ByteBuffer bytes = ByteBuffer.wrap(key.bytes());
    return keyspace.recordOf(database, bytes, 0, bytes.capacity());
  }

  private boolean isExpired(int record) {
    return record != Keyspace.NO_KEY && keyspace.isExpired(record);
  }

  private void release(Transaction transaction) {
    if (transaction.watches.isEmpty()) {
      return;
    }
    for (Watch watch : transaction.watches.values()) {
      Set<Watch> others = byKey.get(watch.key);
      others.remove(watch);
      if (others.isEmpty()) {
        byKey.remove(watch.key);
      }
    }
    transaction.unwatchedAll();
    if (byKey.isEmpty()) {
      keyspace.removeListener(this);
    }
  }

  /** Tells those who watch, if what happened is a change to them. */
  private void touch(Iterable<Watch> watches, Predicate<Watch> isChange) {
    List<Transaction> touched = new ArrayList<>();
    for (Watch watch : watches) {
      if (isChange.test(watch)) {
        touched.add(watch.by);
      }
    }
    for (Transaction transaction : touched) {
      transaction.touched(true);
      release(transaction);
    }
  }

  // ---- What the keyspace tells

  @Override
  public void created(int database, int record) {}

  @Override
  public void changed(int database, int record) {
    Set<Watch> watches = byKey.get(database, record);
    if (watches != null) {
      touch(watches, watch -> !watch.expired);
    }
  }

  @Override
  public void removing(int database, int record, Cause cause) {
    Set<Watch> watches = byKey.get(database, record);
    if (watches != null) {
      touch(watches, WatchedKeys::isRemoval);
    }
  }

  /** Whether the key's removal is a change; if it had expired before, it is not any more. */
  private static boolean isRemoval(Watch watch) {
    boolean change = !watch.expired;
    watch.expired = false;
    return change;
  }

  @Override
  public void flushing(int database) {
    touch(
        watches(database),
        watch -> record(database, watch.key) != Keyspace.NO_KEY && isRemoval(watch));
  }

  @Override
  public void swapping(int first, int second) {
    List<Watch> ofFirst = watches(first);
    List<Watch> ofSecond = watches(second);
    touch(ofFirst, watch -> isExchange(watch, second));
    touch(ofSecond, watch -> isExchange(watch, first));
  }

  /** Whether another database in place of the key's own changes the key. */
  private boolean isExchange(Watch watch, int other) {
    int old = record(watch.key.database(), watch.key);
    int next = record(other, watch.key);
    boolean wasThere = old != Keyspace.NO_KEY && !watch.expired;
    boolean willBeThere = next != Keyspace.NO_KEY && !keyspace.isExpired(next);
    watch.expired = !wasThere && isExpired(next);
    return wasThere || willBeThere;
  }

  private List<Watch> watches(int database) {
    List<Watch> all = new ArrayList<>();
    byKey.forEach(database, all::addAll);
    return all;
  }
}
