package io.redistinto.server.client;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names of all that a client is subscribed to, in the order in which it subscribed. */
public final class Subscriptions {
  /** What can be subscribed to. */
  public enum Kind {
    CHANNEL,
    PATTERN,
    SHARD_CHANNEL
  }

  /** Of who never subscribed. */
  static final Subscriptions NONE = new Subscriptions();

  private final Map<Kind, Set<Name>> names = new EnumMap<>(Kind.class);
  private long bytes;

  /** Adds a name, which must not change afterwards; whether it was not there. */
  boolean add(Kind kind, Name name) {
    boolean added = names.computeIfAbsent(kind, k -> new LinkedHashSet<>()).add(name);
    bytes += added ? name.memoryBytes() : 0;
    return added;
  }

  /** Removes a name; whether it was there. */
  boolean remove(Kind kind, Name name) {
    Set<Name> all = names.get(kind);
    boolean removed = all != null && all.remove(name);
    bytes -= removed ? name.memoryBytes() : 0;
    return removed;
  }

  /** About how much memory they take. */
  long memoryBytes() {
    return bytes;
  }

  /** The names of a kind, as they are now. */
  public List<Name> names(Kind kind) {
    return new ArrayList<>(names.getOrDefault(kind, Set.of()));
  }

  public int count(Kind kind) {
    return names.getOrDefault(kind, Set.of()).size();
  }

  /** How many there are, of all kinds. */
  public int count() {
    return names.values().stream().mapToInt(Set::size).sum();
  }
}
