package io.redistinto.storage.value;

/** The entries of the ranks from {@code from} until before {@code to}; none if those are equal. */
public record Ranks(int from, int to) {
  public static final Ranks NONE = new Ranks(0, 0);

  public int count() {
    return to - from;
  }

  /** Those that are left when {@code skipped} are left out and at most {@code most} kept. */
  public Ranks limit(int skipped, int most, boolean fromTheEnd) {
    int skip = Math.min(skipped, count());
    int kept = Math.min(most, count() - skip);
    return fromTheEnd
        ? new Ranks(to - skip - kept, to - skip)
        : new Ranks(from + skip, from + skip + kept);
  }
}
