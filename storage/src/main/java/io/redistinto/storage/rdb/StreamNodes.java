package io.redistinto.storage.rdb;

import static io.redistinto.storage.rdb.RdbException.check;

import io.redistinto.storage.value.DecimalLong;

/**
 * Checks that the entries in a stream's listpacks are entries, in the order of their ids.
 *
 * <pre>
 * entries | deleted entries | fields | field ... | 0 | entry ...
 *
 * entry: flags | millis | sequence | a value for each of those fields ... | elements of the entry
 *    or: flags | millis | sequence | fields | field, value ... | elements of the entry
 * </pre>
 *
 * <p>Millis and sequence are to be added to the id of the node.
 */
final class StreamNodes {
  private static final int DELETED = 1;
  private static final int SAME_FIELDS = 2;

  private Elements elements;
  private int mostElements;

  private long entries;

  /** Whether there was an entry, deleted or not, and the id of the last. */
  private boolean isAnyMet;

  private long lastMillis;
  private long lastSequence;

  /**
   * Reads the next listpack.
   *
   * @param millis the node's id
   * @param sequence its second half
   * @return how many entries it has that are not deleted
   */
  int read(long millis, long sequence, byte[] listpack) {
    elements = new ListpackElements(listpack);
    mostElements = listpack.length;
    int present = count();
    int deleted = count();
    int fields = count();
    skip(fields);
    check(number() == 0, "no end of the fields");
    int deletedMet = 0;
    for (int left = present + deleted; left > 0; left--) {
      long flags = number();
      check((flags & ~(DELETED | SAME_FIELDS)) == 0, "unknown flags");
      meet(millis + number(), sequence + number());
      int more = 3;
      if ((flags & SAME_FIELDS) != 0) {
        more += fields;
        skip(fields);
      } else {
        int own = count();
        more += 1 + 2 * own;
        skip(own);
        skip(own);
      }
      check(number() == more, "another number of elements");
      deletedMet += (flags & DELETED) == 0 ? 0 : 1;
    }
    check(deletedMet == deleted, "another number of deleted entries");
    check(elements.next() == null, "elements after the last entry");
    entries += present;
    return present;
  }

  /** How many entries there are that are not deleted. */
  long entries() {
    return entries;
  }

  /** Whether all ids are at most this one. */
  boolean isLast(long millis, long sequence) {
    return !isAnyMet || compare(lastMillis, lastSequence, millis, sequence) <= 0;
  }

  private void meet(long millis, long sequence) {
    check(!isAnyMet || compare(lastMillis, lastSequence, millis, sequence) < 0, "ids out of order");
    isAnyMet = true;
    lastMillis = millis;
    lastSequence = sequence;
  }

  private static int compare(long millis, long sequence, long otherMillis, long otherSequence) {
    int compared = Long.compareUnsigned(millis, otherMillis);
    return compared == 0 ? Long.compareUnsigned(sequence, otherSequence) : compared;
  }

  private int count() {
    long count = number();
    check(count >= 0 && count <= mostElements, "more elements than bytes");
    return (int) count;
  }

  private long number() {
    byte[] element = element();
    check(DecimalLong.isLong(element), "no number");
    return DecimalLong.toLong(element);
  }

  private byte[] element() {
    byte[] element = elements.next();
    check(element != null, "too few elements");
    return element;
  }

  private void skip(int count) {
    for (int left = count; left > 0; left--) {
      element();
    }
  }
}
