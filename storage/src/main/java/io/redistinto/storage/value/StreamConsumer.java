package io.redistinto.storage.value;

/** A consumer of a group of a stream, and the IDs that are pending with it. */
public final class StreamConsumer {
  private static final int NO_NUMBERS = 0;

  private final byte[] name;
  private final long number;
  private final IdTable pending;
  private long seenMillis;

  StreamConsumer(byte[] name, long number, long seenMillis) {
    this(name, number, seenMillis, new IdTable(NO_NUMBERS));
  }

  private StreamConsumer(byte[] name, long number, long seenMillis, IdTable pending) {
    this.name = name;
    this.number = number;
    this.seenMillis = seenMillis;
    this.pending = pending;
  }

  StreamConsumer snapshot() {
    return new StreamConsumer(name, number, seenMillis, pending.snapshot());
  }

  public byte[] name() {
    return name.clone();
  }

  /** What the group knows it by. */
  long number() {
    return number;
  }

  /** When it last asked for something, in milliseconds since 1970. */
  public long seenMillis() {
    return seenMillis;
  }

  /** To be called for a consumer of an edited stream only. */
  public void seen(long nowMillis) {
    seenMillis = nowMillis;
  }

  /** How many entries are pending with it. */
  public long pendingCount() {
    return pending.size();
  }

  /** The first ID at or after one that is pending with it, or null. O(log pending). */
  public StreamId pendingFrom(StreamId from) {
    return pending.ceiling(from);
  }

  IdTable pending() {
    return pending;
  }
}
