package io.redistinto.storage;

import io.redistinto.storage.Effect.Cause;

/**
 * Hears of keys as they change, one call at a time and in order: WATCH, blocked clients, tracking,
 * notifications. Records may be read during the call, nothing may be written.
 */
public interface KeyListener {
  /**
   * A key came into being. Its value is not there yet and {@link #changed} follows, unless it took
   * the place of another.
   */
  void created(int database, int record);

  /** A key's value, deadline or name is another now. */
  void changed(int database, int record);

  /** A key is about to go; record, key and value are still there. */
  void removing(int database, int record, Cause cause);

  /** All keys of a database are about to go at once; {@link #removing} is not called. */
  void flushing(int database);

  /** Two databases are about to be exchanged. */
  void swapping(int first, int second);
}
