package io.redistinto.server.inspection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The logins that were refused, newest first, as ACL LOG shows them. The engine thread's alone. */
public final class RefusedLogins {
  private static final long SAME_WITHIN_MILLIS = 60_000;

  private final Deque<Entry> entries = new ArrayDeque<>();

  /**
   * Who tried to log in, and how.
   *
   * @param inTransaction whether it was part of a transaction
   * @param command the command's name, as it was written
   */
  public record Attempt(boolean inTransaction, String command, String user) {}

  /**
   * A refusal, and those like it shortly before.
   *
   * @param count how many there were
   * @param atMillis when the last one was
   * @param client the line of CLIENT LIST on the last one's client
   */
  public record Entry(Attempt attempt, long count, long atMillis, String client) {}

  /**
   * Adds a refusal, to one like it if there is any of the last minute, and lets go of the oldest
   * where there are more than {@code maxEntries}.
   */
  public void add(Attempt attempt, long nowMillis, String client, long maxEntries) {
    entries.addFirst(new Entry(attempt, 1 + takeLike(attempt, nowMillis), nowMillis, client));
    while (entries.size() > maxEntries) {
      entries.removeLast();
    }
  }

  /** Takes the entry out that an attempt belongs to; its count, or 0 if there is none. */
  private long takeLike(Attempt attempt, long nowMillis) {
    for (Iterator<Entry> it = entries.iterator(); it.hasNext(); ) {
      Entry entry = it.next();
      if (entry.attempt().equals(attempt) && nowMillis - entry.atMillis() <= SAME_WITHIN_MILLIS) {
        it.remove();
        return entry.count();
      }
    }
    return 0;
  }

  /** All entries, newest first; not to be changed. */
  public Iterable<Entry> entries() {
    return entries;
  }

  public int size() {
    return entries.size();
  }

  public void clear() {
    entries.clear();
  }
}
