package io.redistinto.storage.value;

/**
 * What to remove from the start of a stream: all but so many entries, or those before an ID.
 *
 * @param mostEntries how many may stay; not if {@code leastId} is given
 * @param leastId before which none may stay, or null
 * @param approximate whether only whole nodes are removed
 * @param limit how many entries may be removed, at most; 0 if as many as there are
 */
public record StreamTrim(long mostEntries, StreamId leastId, boolean approximate, long limit) {

  public static StreamTrim toLength(long mostEntries, boolean approximate, long limit) {
    return new StreamTrim(mostEntries, null, approximate, limit);
  }

  public static StreamTrim before(StreamId leastId, boolean approximate, long limit) {
    return new StreamTrim(0, leastId, approximate, limit);
  }

  /** Whether nothing is to be removed from a stream of that many entries. */
  boolean isDone(long length) {
    return leastId == null && length <= mostEntries;
  }

  /** Whether a first node goes as a whole, from a stream of that many entries. */
  boolean takes(StreamNode node, long length) {
    if (leastId == null) {
      return length - node.live() >= mostEntries;
    }
    return takes(node, node.lastEntry(), length);
  }

  /** Whether an entry goes, with all before it gone from a stream that has so many then. */
  boolean takes(StreamNode node, int entry, long length) {
    return leastId == null
        ? length > mostEntries
        : StreamId.compare(
                node.millis(entry), node.sequence(entry), leastId.millis(), leastId.sequence())
            < 0;
  }
}
