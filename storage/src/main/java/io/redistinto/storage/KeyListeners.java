package io.redistinto.storage;

import io.redistinto.storage.Effect.Cause;
import java.util.ArrayList;
import java.util.List;

/** Several listeners as one: each hears of everything, in the order in which they were added. */
final class KeyListeners implements KeyListener {
  private final List<KeyListener> all;

  private KeyListeners(List<KeyListener> all) {
    this.all = List.copyOf(all);
  }

  /** Listeners, one or none (null), with another. */
  static KeyListener with(KeyListener present, KeyListener added) {
    List<KeyListener> more = list(present);
    more.add(added);
    return of(more);
  }

  /** Listeners without one of them; null if it was the only one. */
  static KeyListener without(KeyListener present, KeyListener removed) {
    List<KeyListener> fewer = list(present);
    fewer.remove(removed);
    return of(fewer);
  }

  private static List<KeyListener> list(KeyListener present) {
    if (present instanceof KeyListeners several) {
      return new ArrayList<>(several.all);
    }
    return new ArrayList<>(present == null ? List.of() : List.of(present));
  }

  private static KeyListener of(List<KeyListener> listeners) {
    return switch (listeners.size()) {
      case 0 -> null;
      case 1 -> listeners.get(0);
      default -> new KeyListeners(listeners);
    };
  }

  @Override
  public void created(int database, int record) {
    for (KeyListener listener : all) {
      listener.created(database, record);
    }
  }

  @Override
  public void changed(int database, int record) {
    for (KeyListener listener : all) {
      listener.changed(database, record);
    }
  }

  @Override
  public void removing(int database, int record, Cause cause) {
    for (KeyListener listener : all) {
      listener.removing(database, record, cause);
    }
  }

  @Override
  public void flushing(int database) {
    for (KeyListener listener : all) {
      listener.flushing(database);
    }
  }

  @Override
  public void swapping(int first, int second) {
    for (KeyListener listener : all) {
      listener.swapping(first, second);
    }
  }
}
