package io.redistinto.storage.replacement;

/** Nothing ever gives way: a full arena stays full. */
public final class NoReplacement implements ReplacementPolicy {
  @Override
  public void added(int entry, int bytes) {}

  @Override
  public void removed(int entry, int bytes) {}

  @Override
  public void removedFrom(int entry) {}

  @Override
  public int size() {
    return 0;
  }

  @Override
  public boolean mayReplace(int entry) {
    return false;
  }

  @Override
  public int victim(int pointer, int spared) {
    return NONE;
  }
}
