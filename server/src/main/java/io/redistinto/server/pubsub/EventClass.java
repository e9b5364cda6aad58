package io.redistinto.server.pubsub;

/**
 * The classes of key events, by the letters of {@code notify-keyspace-events}.
 *
 * @see <a href="https://redis.io/docs/manual/keyspace-notifications/">Redis keyspace
 *     notifications</a>
 */
public enum EventClass {
  GENERIC('g'),
  STRING('$'),
  LIST('l'),
  SET('s'),
  HASH('h'),
  SORTED_SET('z'),
  EXPIRED('x'),
  EVICTED('e'),
  STREAM('t'),
  MISS('m'),
  NEW('n');

  private final char letter;
  private final int bit;

  EventClass(char letter) {
    this.letter = letter;
    this.bit = EventFlags.bit(letter);
  }

  /** Its letter in {@code notify-keyspace-events}. */
  public char letter() {
    return letter;
  }

  /** Its bit among {@link EventFlags}. */
  int bit() {
    return bit;
  }
}
