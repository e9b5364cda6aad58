package io.redistinto.server.pubsub;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.resp.Request;
import io.redistinto.server.client.Client;
import io.redistinto.server.client.Clients;
import io.redistinto.server.client.KeyTracking;
import io.redistinto.server.client.KeyTracking.Mode;
import io.redistinto.server.client.Name;
import io.redistinto.server.command.Command;
import io.redistinto.server.command.KeyReference;
import io.redistinto.storage.Effect.Cause;
import io.redistinto.storage.KeyListener;
import io.redistinto.storage.Keyspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Tells clients that keep copies of keys which of them are no longer right. As in Redis a key is
 * its name, whatever the database. The engine thread's alone; while nobody tracks it costs nothing
 * but {@link #isOn}.
 */
public final class Tracking implements KeyListener {
  private static final byte[] NIL_IN_RESP2 = {'$', '-', '1', '\r', '\n'};

  private final PubSub pubSub;
  private final Keyspace keyspace;
  private final Clients clients;
  private final Executor afterThisTurn;
  private final LongSupplier mostKeys;

  /*
   * 1. A client's id is among a key's readers if the key was read and not changed since, while the
   *    client tracked what it reads; ids of clients that are gone or track no more stay until the
   *    key changes.
   * 2. A prefix has a client, and a client is of a prefix if and only if the prefix is among the
   *    client's.
   */

  /** The clients that have read a key, their ids in order; keys in the order of their reading. */
  private final Map<Name, long[]> readers = new LinkedHashMap<>();

  private long readerCount;
  private final Map<Name, Prefix> prefixes = new TreeMap<>();
  private int trackingClients;
  private boolean on;

  private Client running;
  private boolean flushTold;
  private boolean broadcastDue;

  /** What the client whose command runs is to hear after the reply. */
  private final List<Runnable> afterReply = new ArrayList<>();

  /** Keys that begin alike, those of them that changed in this turn, and who wants to know. */
  private static final class Prefix {
    final Set<Client> clients = new LinkedHashSet<>();

    /** With the client that changed it last; null if that was none. */
    final Map<Name, Client> changed = new TreeMap<>();
  }

  /**
   * @param afterThisTurn runs things when the requests that are there now have run
   * @param mostKeys how many keys' readers are remembered at most, 0 for any number
   */
  public Tracking(
      PubSub pubSub,
      Keyspace keyspace,
      Clients clients,
      Executor afterThisTurn,
      LongSupplier mostKeys) {
    this.pubSub = pubSub;
    this.keyspace = keyspace;
    this.clients = clients;
    this.afterThisTurn = afterThisTurn;
    this.mostKeys = mostKeys;
  }

  /** Whether it is to be told of commands. */
  public boolean isOn() {
    return on;
  }

  // ---- Clients

  /** Tracks for a client, or goes on with other options; its prefixes are added to. */
  public void turnOn(Client client, KeyTracking wanted) {
    KeyTracking before = client.tracking();
    if (before == null) {
      trackingClients++;
    } else {
      before.prefixes().forEach(wanted::addPrefix);
      wanted.caching(before.caching());
    }
    for (Name prefix : wanted.prefixes()) {
      prefixes.computeIfAbsent(prefix, absent -> new Prefix()).clients.add(client);
    }
    client.tracking(wanted);
    if (!on) {
      on = true;
      keyspace.addListener(this);
    }
  }

  public void turnOff(Client client) {
    KeyTracking tracking = client.tracking();
    if (tracking == null) {
      return;
    }
    for (Name name : tracking.prefixes()) {
      Prefix prefix = prefixes.get(name);
      prefix.clients.remove(client);
      if (prefix.clients.isEmpty()) {
        prefixes.remove(name);
      }
    }
    client.tracking(null);
    trackingClients--;
  }

  /** A client is gone. What others have read still counts: they may track again. */
  public void forget(Client client) {
    turnOff(client);
    if (on && trackingClients == 0 && readers.isEmpty()) {
      on = false;
      keyspace.removeListener(this);
    }
  }

  // ---- Commands

  /** A client's command is about to run. */
  public void begin(Client client) {
    running = client;
    flushTold = false;
  }

  /** A command that only reads has run: its keys are tracked, if the client's options say so. */
  public void remember(Client client, Request request, Command command) {
    if (!client.tracking().tracksReads()) {
      return;
    }
    for (KeyReference key : command.keysToTrack(request)) {
      readers.compute(Name.of(request.toBytes(key.arg())), (name, ids) -> with(ids, client.id()));
    }
  }

  private long[] with(long[] ids, long added) {
    if (ids == null) {
      readerCount++;
      return new long[] {added};
    }
    int at = Arrays.binarySearch(ids, added);
    if (at >= 0) {
      return ids;
    }
    readerCount++;
    int before = -at - 1;
    long[] more = Arrays.copyOf(ids, ids.length + 1);
    System.arraycopy(ids, before, more, before + 1, ids.length - before);
    more[before] = added;
    return more;
  }

  /** The command has been replied to. */
  public void end() {
    running = null;
    if (!afterReply.isEmpty()) {
      afterReply.forEach(Runnable::run);
      afterReply.clear();
    }
    enforceLimit();
  }

  /**
   * Forgets keys beyond the limit, those that were read first. As in Redis that is nobody's doing,
   * so that NOLOOP spares nobody.
   */
  private void enforceLimit() {
    long most = mostKeys.getAsLong();
    while (most > 0 && readers.size() > most) {
      tellReaders(readers.keySet().iterator().next());
    }
  }

  // ---- Keys

  @Override
  public void created(int database, int record) {}

  @Override
  public void changed(int database, int record) {
    changed(record, running);
  }

  @Override
  public void removing(int database, int record, Cause cause) {
    changed(record, cause == Cause.COMMAND ? running : null);
  }

  private void changed(int record, Client writer) {
    if (readers.isEmpty() && prefixes.isEmpty()) {
      return;
    }
    Name key = Name.of(keyspace.key(record));
    prefixes.forEach(
        (name, prefix) -> {
          if (startsWith(key.bytes(), name.bytes())) {
            prefix.changed.put(key, writer);
            broadcastSoon();
          }
        });
    tellReaders(key);
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private void tellReaders(Name key) {
    long[] ids = readers.remove(key);
    if (ids == null) {
      return;
    }
    readerCount -= ids.length;
    Message message = message(push -> writeKeys(push, List.of(key)));
    for (long id : ids) {
      Client client = clients.get(id);
      KeyTracking tracking = client == null ? null : client.tracking();
      boolean tells =
          tracking != null
              && tracking.mode() != Mode.BCAST
              && !(tracking.noLoop() && client == running);
      if (tells) {
        tell(client, message);
      }
    }
  }

  /** As in Redis, whatever else is left: no key is right any more. */
  @Override
  public void flushing(int database) {
    if (flushTold) {
      return; // one command flushes them all
    }
    flushTold = true;
    readers.clear();
    readerCount = 0;
    for (Client client : clients.all()) {
      if (client.tracking() != null) {
        boolean speaksResp2 = client.protocol() == 2;
        tell(client, message(speaksResp2 ? push -> push.raw(NIL_IN_RESP2) : ReplyWriter::nullBulk));
      }
    }
  }

  @Override
  public void swapping(int first, int second) {}

  private void broadcastSoon() {
    if (!broadcastDue) {
      broadcastDue = true;
      afterThisTurn.execute(this::broadcast);
    }
  }

  private void broadcast() {
    broadcastDue = false;
    for (Prefix prefix : prefixes.values()) {
      if (!prefix.changed.isEmpty()) {
        broadcast(prefix);
        prefix.changed.clear();
      }
    }
  }

  private void broadcast(Prefix prefix) {
    Message all = message(push -> writeKeys(push, prefix.changed.keySet()));
    for (Client client : prefix.clients) {
      if (!client.tracking().noLoop()) {
        tell(client, all);
        continue;
      }
      List<Name> byOthers = new ArrayList<>(prefix.changed.keySet());
      byOthers.removeIf(key -> prefix.changed.get(key) == client);
      if (!byOthers.isEmpty()) {
        tell(client, message(push -> writeKeys(push, byOthers)));
      }
    }
  }

  // ---- Messages

  private Message message(Consumer<ReplyWriter> keys) {
    return pubSub.message(
        push -> {
          if (push.protocol() == 2) {
            push.array(3);
            push.bulkText("message");
            push.bulkText("__redis__:invalidate");
          } else {
            push.push(2);
            push.bulkText("invalidate");
          }
          keys.accept(push);
        });
  }

  private static void writeKeys(ReplyWriter push, Collection<Name> keys) {
    push.array(keys.size());
    keys.forEach(key -> push.bulk(key.bytes()));
  }

  private void tell(Client client, Message message) {
    KeyTracking tracking = client.tracking();
    if (client == running) {
      afterReply.add(() -> deliver(client, tracking, message));
    } else {
      deliver(client, tracking, message);
    }
  }

  /** Sends a message to a client, or to the one that gets its messages. */
  private void deliver(Client client, KeyTracking tracking, Message message) {
    if (tracking.redirect() == KeyTracking.NO_REDIRECT) {
      if (client.protocol() == 3) {
        message.sendTo(client);
      }
      return;
    }
    Client target = clients.get(tracking.redirect());
    if (target == null) {
      breakRedirect(client, tracking);
    } else if (target.protocol() == 3 || target.isSubscriber()) {
      message.sendTo(target);
    }
  }

  private void breakRedirect(Client client, KeyTracking tracking) {
    tracking.breakRedirect();
    if (client.protocol() == 3) {
      pubSub
          .message(
              push -> {
                push.push(2);
                push.bulkText("tracking-redir-broken");
                push.integer(tracking.redirect());
              })
          .sendTo(client);
    }
  }

  // ---- Figures

  /** How many clients track. */
  public int trackingClients() {
    return trackingClients;
  }

  /** How many keys have readers. */
  public int trackedKeys() {
    return readers.size();
  }

  /** How many readers all keys have, a client counted for each key. */
  public long readerCount() {
    return readerCount;
  }

  public int prefixCount() {
    return prefixes.size();
  }
}
