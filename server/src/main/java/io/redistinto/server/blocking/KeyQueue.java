package io.redistinto.server.blocking;

import io.redistinto.storage.KeyMap;
import io.redistinto.storage.ValueType;
import java.util.EnumMap;
import java.util.Map;

/** The clients that wait for one key, first come first. Joining and leaving are O(1). */
final class KeyQueue {
  private final KeyMap.Key key;
  private final Map<ValueType, Integer> waitingFor = new EnumMap<>(ValueType.class);
  private int waitingForGone;
  private Place first;
  private Place last;

  /** Whether it is among the queues that are to be served. */
  boolean ready;

  /** One client's place in one queue. */
  static final class Place {
    final BlockedClient blocked;
    final KeyQueue queue;

    /** The argument that the key is. */
    final int keyArg;

    private Place before;
    private Place behind;
    private boolean left;

    private Place(BlockedClient blocked, KeyQueue queue, int keyArg) {
      this.blocked = blocked;
      this.queue = queue;
      this.keyArg = keyArg;
    }

    /** Who comes after; null for the last one. */
    Place behind() {
      return behind;
    }

    boolean hasLeft() {
      return left;
    }
  }

  KeyQueue(KeyMap.Key key) {
    this.key = key;
  }

  KeyMap.Key key() {
    return key;
  }

  boolean isEmpty() {
    return first == null;
  }

  Place first() {
    return first;
  }

  /** Whether anyone waits for the key to hold this type; null for its being gone. */
  boolean isWorthServing(ValueType type) {
    return waitingForGone > 0 || waitingFor.getOrDefault(type, 0) > 0;
  }

  /** Whether anyone waits for the key to go. */
  boolean isWorthServingWhenGone() {
    return waitingForGone > 0;
  }

  /** Joins at the end; a client that names a key twice joins once. */
  void join(BlockedClient blocked, int keyArg) {
    if (last != null && last.blocked == blocked) {
      return;
    }
    Place place = new Place(blocked, this, keyArg);
    place.before = last;
    if (last == null) {
      first = place;
    } else {
      last.behind = place;
    }
    last = place;
    blocked.places.add(place);
    count(blocked, 1);
  }

  void leave(Place place) {
    if (place.before == null) {
      first = place.behind;
    } else {
      place.before.behind = place.behind;
    }
    if (place.behind == null) {
      last = place.before;
    } else {
      place.behind.before = place.before;
    }
    place.left = true;
    count(place.blocked, -1);
  }

  private void count(BlockedClient blocked, int change) {
    waitingFor.merge(blocked.waitsFor().type(), change, Integer::sum);
    waitingForGone += blocked.waitsFor().orGone() ? change : 0;
  }
}
