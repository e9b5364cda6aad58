package io.redistinto.storage.value;

/**
 * The ID of a stream's entry: when it was added, and its number among those of that time. Both are
 * unsigned. Written {@code millis-sequence}.
 *
 * @param millis milliseconds since 1970, or whatever the client says
 */
public record StreamId(long millis, long sequence) implements Comparable<StreamId> {
  /** The least, which no entry has. */
  public static final StreamId MIN = new StreamId(0, 0);

  public static final StreamId MAX = new StreamId(-1, -1);

  static int compare(long millis, long sequence, long otherMillis, long otherSequence) {
    int order = Long.compareUnsigned(millis, otherMillis);
    return order != 0 ? order : Long.compareUnsigned(sequence, otherSequence);
  }

  @Override
  public int compareTo(StreamId other) {
    return compare(millis, sequence, other.millis, other.sequence);
  }

  public boolean isBefore(StreamId other) {
    return compareTo(other) < 0;
  }

  public boolean isAfter(StreamId other) {
    return compareTo(other) > 0;
  }

  /** The ID after this one; after {@link #MAX} there is none, but {@link #MIN} is answered. */
  public StreamId next() {
    return sequence == -1 ? new StreamId(millis + 1, 0) : new StreamId(millis, sequence + 1);
  }

  /** The ID before this one; before {@link #MIN} there is none, but {@link #MAX} is answered. */
  public StreamId previous() {
    return sequence == 0 ? new StreamId(millis - 1, -1) : new StreamId(millis, sequence - 1);
  }

  /**
   * Reads what {@link #toString} writes; the sequence may be missing and is 0 then.
   *
   * @throws NumberFormatException if it is no ID
   */
  static StreamId parse(String text) {
    int dash = text.indexOf('-');
    return dash < 0
        ? new StreamId(Long.parseUnsignedLong(text), 0)
        : new StreamId(
            Long.parseUnsignedLong(text.substring(0, dash)),
            Long.parseUnsignedLong(text.substring(dash + 1)));
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(sequence);
  }
}
