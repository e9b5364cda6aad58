package io.redistinto.server.pubsub;

/** Which key events are told, and where: a value of {@code notify-keyspace-events}. Immutable. */
public final class EventFlags {
  /** A bit each, in the order in which CONFIG GET shows them; d is for modules' own types. */
  private static final String LETTERS = "g$lshzxetdnKEm";

  /** What the letter A stands for: all classes, beside those of new keys and of misses. */
  private static final int ALL = bits("g$lshzxetd");

  private static final int KEYSPACE = bit('K');
  private static final int KEYEVENT = bit('E');

  /** Nothing is told. */
  public static final EventFlags NONE = new EventFlags(0);

  private final int bits;

  private EventFlags(int bits) {
    this.bits = bits;
  }

  /**
   * Reads letters, in any order, each as often as may be.
   *
   * @throws IllegalArgumentException with Redis's message, if one of them means nothing
   */
  public static EventFlags parse(String letters) {
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      if (letter != 'A' && LETTERS.indexOf(letter) < 0) {
        throw new IllegalArgumentException("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
      }
      bits |= letter == 'A' ? ALL : bit(letter);
    }
    return new EventFlags(bits);
  }

  private static int bits(String letters) {
    return letters.chars().map(letter -> bit((char) letter)).reduce(0, (a, b) -> a | b);
  }

  /** The bit of a letter. */
  static int bit(char letter) {
    return 1 << LETTERS.indexOf(letter);
  }

  boolean has(EventClass eventClass) {
    return (bits & eventClass.bit()) != 0;
  }

  /** Whether channels that are named for the key are told. */
  boolean byKey() {
    return (bits & KEYSPACE) != 0;
  }

  /** Whether channels that are named for the event are told. */
  boolean byEvent() {
    return (bits & KEYEVENT) != 0;
  }

  /** As CONFIG GET shows it, which leaves n out beside A. */
  @Override
  public String toString() {
    boolean all = (bits & ALL) == ALL;
    StringBuilder letters = new StringBuilder(all ? "A" : "");
    for (int i = 0; i < LETTERS.length(); i++) {
      char letter = LETTERS.charAt(i);
      boolean implied = all && i <= LETTERS.indexOf('n');
      if (!implied && (bits & bit(letter)) != 0) {
        letters.append(letter);
      }
    }
    return letters.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EventFlags flags && flags.bits == bits;
  }

  @Override
  public int hashCode() {
    return bits;
  }
}
