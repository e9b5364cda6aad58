package io.redistinto.storage;

import io.redistinto.storage.Effect.Cause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The one place that every write reports to. Costs nothing while nobody listens. */
public final class Effects {
  private final List<EffectListener> listeners = new ArrayList<>();

  public void addListener(EffectListener listener) {
    listeners.add(listener);
  }

  public void removeListener(EffectListener listener) {
    listeners.remove(listener);
  }

  boolean wanted() {
    return !listeners.isEmpty();
  }

  /** Reports a command; arguments are {@code byte[]}, or else taken as their text. */
  void report(int database, Cause cause, Object... command) {
    List<byte[]> arguments = new ArrayList<>(command.length);
    for (Object argument : command) {
      arguments.add(
          argument instanceof byte[] bytes
              ? bytes
              : argument.toString().getBytes(StandardCharsets.US_ASCII));
    }
    Effect effect = new Effect(database, cause, List.copyOf(arguments));
    for (EffectListener listener : listeners) {
      listener.effect(effect);
    }
  }
}
