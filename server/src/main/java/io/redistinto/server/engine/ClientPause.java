package io.redistinto.server.engine;

import io.redistinto.resp.Request;
import io.redistinto.server.client.Client;
import io.redistinto.server.command.Command;
import io.redistinto.storage.expiry.Clock;
import java.util.ArrayDeque;
import java.util.Deque;

/** CLIENT PAUSE: holds commands back until a time, and lets them run in their order then. */
public final class ClientPause {
  private final Clock clock;
  private final Deque<Held> held = new ArrayDeque<>();
  private long untilMillis;
  private boolean writesOnly;
  private boolean paused;

  /** A request that was held back. */
  record Held(Client client, Request request) {}

  ClientPause(Clock clock) {
    this.clock = clock;
  }

  /**
   * Pauses until a time. A second pause never shortens the first nor makes it milder, as in Redis.
   */
  public void pause(long until, boolean onlyWrites) {
    boolean goesOn = paused && !isOver();
    untilMillis = goesOn ? Math.max(untilMillis, until) : until;
    writesOnly = goesOn ? writesOnly && onlyWrites : onlyWrites;
    paused = true;
  }

  public void end() {
    untilMillis = 0;
  }

  /**
   * Whether nothing may change by itself: expiry and replacement wait too. It lasts until those who
   * waited are released, so that nobody overtakes them.
   */
  public boolean isPaused() {
    return paused;
  }

  private boolean isOver() {
    return clock.millis() >= untilMillis;
  }

  /**
   * Whether the request must wait; if so it is kept, and its client waits.
   *
   * @param flags of the commands that it runs
   */
  boolean holdsBack(Client client, Request request, int flags) {
    if (!paused || (writesOnly && (flags & (Command.WRITE | Command.MAY_REPLICATE)) == 0)) {
      return false;
    }
    client.await();
    held.add(new Held(client, Request.of(request.toArgs())));
    return true;
  }

  /** If the pause is over: takes the request that was held back last, null if none is left. */
  Held releaseLast() {
    if (!paused || !isOver()) {
      return null;
    }
    Held last = held.pollLast();
    paused = last != null;
    return last;
  }

  void forget(Client client) {
    held.removeIf(item -> item.client == client);
  }
}
