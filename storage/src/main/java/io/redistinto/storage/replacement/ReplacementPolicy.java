package io.redistinto.storage.replacement;

/**
 * Chooses which atomic value gives way. Told of every atomic value that comes to lie in an entry or
 * leaves it; values are named by their entries.
 */
public interface ReplacementPolicy {
  /** No victim. */
  int NONE = -1;

  /** An atomic value of {@code bytes} bytes now lies in {@code entry}. */
  void added(int entry, int bytes);

  /** The atomic value of {@code bytes} bytes in {@code entry} is gone, or is no longer atomic. */
  void removed(int entry, int bytes);

  /** The atomic value in {@code entry} now uses another number of bytes of it. */
  default void resized(int entry, int oldBytes, int newBytes) {}

  /** The atomic value in {@code entry} now has a deadline, or has none any more. */
  default void deadlineChanged(int entry, boolean hasDeadline) {}

  /** Forgets the values at {@code entry} and after it: they are about to move. */
  void removedFrom(int entry);

  /** How many values may give way. */
  int size();

  /** Whether the atomic value in {@code entry} may give way. */
  boolean mayReplace(int entry);

  /**
   * The entry of the value to replace, or {@link #NONE}.
   *
   * @param pointer the circular pointer
   * @param spared the entry of a value that must stay, or {@link #NONE}
   */
  int victim(int pointer, int spared);
}
