package io.redistinto.server.engine;

import io.redistinto.resp.Request;
import io.redistinto.server.client.Client;
import io.redistinto.server.command.Command;
import io.redistinto.storage.expiry.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/** CLIENT PAUSE: holds commands back until a time, and lets them run in their order then. */
public final class ClientPause {
  private final Clock clock;
  private final Deque<Held> held = new ArrayDeque<>();
  private long untilMillis;
  private boolean writesOnly;
  private boolean paused;

  private record Held(Client client, Request request) {}

  ClientPause(Clock clock) {
    this.clock = clock;
  }

  /**
   * Pauses until a time. A second pause never shortens the first nor makes it milder, as in Redis.
   */
  public void pause(long until, boolean onlyWrites) {
    boolean goesOn = paused && clock.millis() < untilMillis;
    untilMillis = goesOn ? Math.max(untilMillis, until) : until;
    writesOnly = goesOn ? writesOnly && onlyWrites : onlyWrites;
    paused = true;
  }

  public void end() {
    untilMillis = 0;
  }

  /** Whether nothing may change by itself: expiry and replacement wait too. */
  public boolean isPaused() {
    return paused;
  }

  /** Whether a command that writes would have to wait now. */
  boolean holdsWritesBack() {
    return paused && clock.millis() < untilMillis;
  }

  /** Whether the request must wait; if so it is kept, and its client waits. */
  boolean holdsBack(Client client, Request request, Command command) {
    if (!holdsWritesBack()) {
      return false;
    }
    if (writesOnly && !command.is(Command.WRITE | Command.MAY_REPLICATE)) {
      return false;
    }
    client.await();
    held.add(new Held(client, Request.of(request.toArgs())));
    return true;
  }

  /** Runs what was held back, if the pause is over. */
  void release(BiConsumer<Client, Request> run) {
    if (!paused || clock.millis() < untilMillis) {
      return;
    }
    paused = false;
    for (Held next; !paused && (next = held.poll()) != null; ) {
      run.accept(next.client, next.request);
    }
  }

  int heldCount() {
    return held.size();
  }

  void forget(Client client) {
    held.removeIf(item -> item.client == client);
  }
}
