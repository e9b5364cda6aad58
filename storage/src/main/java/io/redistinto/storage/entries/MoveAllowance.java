package io.redistinto.storage.entries;

/**
 * Bounds what compaction may cost where values of mixed size are written into a full arena: every
 * byte written earns eight bytes of moving, up to one whole arena, and a compaction that the
 * allowance does not cover waits until replacing more values has made it cheaper or needless.
 *
 * <p>So over any number of writes, bytes moved ≤ 8 × bytes written + one arena. An arena of up to 1
 * MiB is always covered: there a compaction costs less than a millisecond, and the engine follows
 * its rules to the letter.
 */
public final class MoveAllowance {
  /** Arenas up to this size compact whenever the rules say so. */
  public static final long ALWAYS_COVERED_BYTES = 1 << 20;

  private static final int MOVED_PER_WRITTEN = 8;

  private final long arenaBytes;
  private long leftBytes;

  /** A full allowance for an arena of this size. */
  public MoveAllowance(long arenaBytes) {
    this.arenaBytes = arenaBytes;
    this.leftBytes = arenaBytes;
  }

  /** So many bytes were placed. */
  public void written(long bytes) {
    leftBytes = Math.min(arenaBytes, leftBytes + MOVED_PER_WRITTEN * bytes);
  }

  public boolean covers(long bytes) {
    return arenaBytes <= ALWAYS_COVERED_BYTES || bytes <= leftBytes;
  }

  /** So many bytes are moved; a compaction that cannot wait may leave a debt. */
  public void moved(long bytes) {
    leftBytes -= bytes;
  }
}
