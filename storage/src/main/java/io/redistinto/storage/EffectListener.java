package io.redistinto.storage;

/** Hears of every write after it was done, in order: WATCH, key events, a journal, replicas. */
@FunctionalInterface
public interface EffectListener {
  void effect(Effect effect);
}
