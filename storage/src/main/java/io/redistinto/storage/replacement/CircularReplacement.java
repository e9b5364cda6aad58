package io.redistinto.storage.replacement;

/** The first atomic value at or after the pointer, going round. */
public final class CircularReplacement implements ReplacementPolicy {
  private final EntrySet atomic = new EntrySet();

  @Override
  public void added(int entry, int bytes) {
    atomic.add(entry);
  }

  @Override
  public void removed(int entry, int bytes) {
    atomic.remove(entry);
  }

  @Override
  public void removedFrom(int entry) {
    atomic.removeFrom(entry);
  }

  @Override
  public int size() {
    return atomic.size();
  }

  @Override
  public boolean mayReplace(int entry) {
    return true;
  }

  @Override
  public int victim(int pointer, int spared) {
    return atomic.nextFrom(pointer, spared);
  }
}
