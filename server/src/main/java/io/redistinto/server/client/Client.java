package io.redistinto.server.client;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.server.client.Subscriptions.Kind;
import io.redistinto.server.transaction.Transaction;
import java.util.function.Consumer;

/** One client's session, from its connection to its end. The engine thread's alone. */
public final class Client {
  /** How CLIENT REPLY treats replies. */
  public enum Replies {
    ON,
    OFF,
    /** The reply to the next command is dropped. */
    SKIP_NEXT,
    /** The reply to the running command is dropped. */
    SKIP
  }

  private final long id;
  private final Outlet outlet;
  private final long connectedMillis;

  private int database;
  private int protocol = 2;
  private boolean authenticated;
  private String name = "";
  private String libraryName = "";
  private String libraryVersion = "";
  private boolean noEvict;
  private boolean noTouch;
  private boolean monitor;
  private Replies replies = Replies.ON;

  /** Null until it subscribes for the first time. */
  private Subscriptions subscriptions;

  private boolean subscriber;

  /** Null while nothing is tracked. */
  private KeyTracking tracking;

  private boolean waiting;
  private boolean answerDropped;
  private boolean blocked;
  private boolean blockingDenied;
  private Transaction transaction;
  private boolean closing;
  private Object lastCommand = "NULL";
  private long lastCommandMillis;

  public Client(long id, Outlet outlet, long connectedMillis, boolean authenticated) {
    this.id = id;
    this.outlet = outlet;
    this.connectedMillis = connectedMillis;
    this.lastCommandMillis = connectedMillis;
    authenticated(authenticated);
  }

  /** A number that no other client of this server has or had. */
  public long id() {
    return id;
  }

  public Outlet outlet() {
    return outlet;
  }

  public long connectedMillis() {
    return connectedMillis;
  }

  /** The number of the selected database. */
  public int database() {
    return database;
  }

  public void database(int number) {
    database = number;
  }

  /** The protocol that replies are written in: 2 or 3. */
  public int protocol() {
    return protocol;
  }

  public void protocol(int version) {
    protocol = version;
  }

  public boolean isAuthenticated() {
    return authenticated;
  }

  public void authenticated(boolean is) {
    authenticated = is;
    outlet.authenticated(is);
  }

  /** The name that CLIENT SETNAME gave, or empty. */
  public String name() {
    return name;
  }

  public void name(String given) {
    name = given;
  }

  public String libraryName() {
    return libraryName;
  }

  public void libraryName(String given) {
    libraryName = given;
  }

  public String libraryVersion() {
    return libraryVersion;
  }

  public void libraryVersion(String given) {
    libraryVersion = given;
  }

  public boolean noEvict() {
    return noEvict;
  }

  public void noEvict(boolean is) {
    noEvict = is;
  }

  /** Whether its reads leave the order of references alone. */
  public boolean noTouch() {
    return noTouch;
  }

  public void noTouch(boolean is) {
    noTouch = is;
  }

  /** Whether it is sent a line for every command that runs. */
  public boolean isMonitor() {
    return monitor;
  }

  public void monitor(boolean is) {
    monitor = is;
  }

  public Replies replies() {
    return replies;
  }

  public void replies(Replies mode) {
    replies = mode;
  }

  /** Whether CLIENT REPLY lets what runs now be answered. */
  public boolean isAnswered() {
    return replies == Replies.ON || replies == Replies.SKIP_NEXT;
  }

  // ---- Subscriptions; the names known to others are changed along with them

  /** What it is subscribed to, to look at. */
  public Subscriptions subscriptions() {
    return subscriptions == null ? Subscriptions.NONE : subscriptions;
  }

  /** Whether it is subscribed to anything. */
  public boolean isSubscriber() {
    return subscriber;
  }

  /** Whether it was not subscribed to this before. */
  public boolean subscribe(Kind kind, Name name) {
    if (subscriptions == null) {
      subscriptions = new Subscriptions();
    }
    subscriber = true;
    return subscriptions.add(kind, name);
  }

  /** Whether it was subscribed to this before. */
  public boolean unsubscribe(Kind kind, Name name) {
    if (subscriptions == null || !subscriptions.remove(kind, name)) {
      return false;
    }
    subscriber = subscriptions.count() > 0;
    return true;
  }

  /** How the keys that it keeps copies of are tracked, null if they are not. */
  public KeyTracking tracking() {
    return tracking;
  }

  public void tracking(KeyTracking wanted) {
    tracking = wanted;
  }

  /** The full name of the last command, as CLIENT LIST shows it. */
  public String lastCommand() {
    return lastCommand.toString();
  }

  public long lastCommandMillis() {
    return lastCommandMillis;
  }

  /** Notes the command that was sent, refused or not; its text is its full name. */
  public void running(Object command, long nowMillis) {
    lastCommand = command;
    lastCommandMillis = nowMillis;
  }

  /** Whether the next request may run now. */
  public boolean mayContinue() {
    return !waiting && !closing;
  }

  public boolean isWaiting() {
    return waiting;
  }

  /** Holds back the client's next requests until {@link #answer} or {@link #resume}. */
  public void await() {
    waiting = true;
    answerDropped = !isAnswered();
  }

  /**
   * Answers the command that waits, unless CLIENT REPLY said not to, and goes on with the client's
   * next requests.
   */
  public void answer(Consumer<ReplyWriter> reply) {
    if (!answerDropped) {
      outlet.send(reply);
    }
    resume();
  }

  /** Goes on with the client's next requests. */
  public void resume() {
    waiting = false;
    outlet.resume();
  }

  /** As {@link #await}, for something that may never come. */
  public void block() {
    await();
    blocked = true;
  }

  /** What it waited for has come or is waited for no longer; {@link #answer} follows. */
  public void unblock() {
    blocked = false;
  }

  /** Whether it waits for keys that others write, or for time to pass. */
  public boolean isBlocked() {
    return blocked;
  }

  /** Whether a command that would block answers at once instead. */
  public boolean isBlockingDenied() {
    return blockingDenied;
  }

  public void blockingDenied(boolean is) {
    blockingDenied = is;
  }

  /** Whether its requests are queued instead of run: MULTI. */
  public boolean isInTransaction() {
    return transaction != null && transaction.isOpen();
  }

  /** What it queued and watches. */
  public Transaction transaction() {
    if (transaction == null) {
      transaction = new Transaction();
    }
    return transaction;
  }

  /** Whether it ever queued or watched anything. */
  public boolean hasTransaction() {
    return transaction != null;
  }

  /** Disconnects once the reply to the running command is sent. */
  public void closeAfterReply() {
    closing = true;
  }

  /** Disconnects at once; nothing more of it runs. */
  public void kill() {
    closing = true;
    outlet.close();
  }

  public boolean isClosing() {
    return closing;
  }

  /**
   * What RESET does: as if it had just connected, beside its id, its library's name and, as in
   * Redis 7.0, CLIENT NO-EVICT.
   */
  public void reset(boolean stillAuthenticated) {
    database = 0;
    protocol = 2;
    name = "";
    noTouch = false;
    if (replies != Replies.SKIP) { // that is for RESET itself
      replies = Replies.ON;
    }
    authenticated(stillAuthenticated);
  }
}
