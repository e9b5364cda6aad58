package io.redistinto.storage.rdb;

/**
 * Is told of a serialised value as it is read: of one string; of the elements of one collection; or
 * of a stream's nodes, of the facts about it, then of its groups, each followed by what belongs to
 * it.
 *
 * <p>What answers a boolean answers false if that cannot be, since it is there already or lacks
 * what it refers to: then the bytes are no value.
 */
public interface RdbVisitor {
  /** How many entries a group has read, if that is not known. */
  long UNKNOWN = -1;

  void string(byte[] value);

  /** The next element of a list, from its head on. */
  void listElement(byte[] element);

  boolean setMember(byte[] member);

  boolean hashField(byte[] field, byte[] value);

  /**
   * A member of a sorted set; they come in no certain order.
   *
   * @param score not NaN
   */
  boolean sortedSetMember(byte[] member, double score);

  /**
   * Some entries of a stream, all later than those before, as Redis packs them.
   *
   * @param millis the first half of the id that the entries' ids are counted from
   * @param sequence its second half
   * @param listpack checked, entries that are marked as deleted included
   * @param length how many of its entries are not
   */
  void streamNode(long millis, long sequence, byte[] listpack, int length);

  /** All nodes have been told of. */
  void streamFacts(StreamFacts facts);

  /**
   * A consumer group of a stream.
   *
   * @param entriesRead how many entries it has read, or {@link #UNKNOWN}
   */
  boolean streamGroup(byte[] name, long lastMillis, long lastSequence, long entriesRead);

  /** An entry that the group delivered and that was not acknowledged. */
  boolean streamPending(long millis, long sequence, long deliveredMillis, long deliveries);

  /** A consumer of the group. */
  boolean streamConsumer(byte[] name, long seenMillis);

  /** One of the group's pending entries is the consumer's. */
  boolean streamConsumerPending(long millis, long sequence);

  /** All of a group has been told of: each pending entry must have a consumer. */
  boolean streamGroupEnd();
}
