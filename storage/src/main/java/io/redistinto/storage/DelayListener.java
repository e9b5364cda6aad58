package io.redistinto.storage;

/** Hears of work that commands had to wait for, when it is over. */
@FunctionalInterface
public interface DelayListener {
  /** What it was that took time. */
  enum Delay {
    /** Values were slid together. */
    COMPACTION,
    /** Values gave way to another. */
    REPLACEMENT
  }

  void delayed(Delay delay, long nanos);
}
