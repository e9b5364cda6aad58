package io.redistinto.storage.value;

import io.redistinto.storage.index.SipHash;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A map of byte strings to byte strings, or a set of byte strings, for collections of millions: an
 * extendible hash table over packed pages (R. Fagin et al.: Extendible Hashing, ACM TODS 4(3),
 * 1979). A thousand elements of ten bytes take some sixty objects and twenty bytes each.
 *
 * <p>Find, put and remove: O(1) expected; at worst they also split or merge a page, which moves a
 * few dozen elements, and double or halve the directory, which copies references. An array that is
 * passed in or handed out is shared with the map: neither side changes it afterwards.
 */
public final class PagedMap {
  // The first bits of a key's hash choose a page through the directory, the last eight are its tag
  // in the page:
  //
  //   hash:  | directory (depth bits) | ...                 | tag (8 bits) |
  //
  // Invariants: (1) a page of depth d is named by 2^(depth - d) adjacent cells, and the keys in it
  // share those d bits; (2) `deepest` pages have the directory's depth; (3) `size` and `bytes` sum
  // up all elements; (4) a page whose epoch is not the map's may be shared with a snapshot and is
  // never changed: whoever changes an element copies its page first.
  //
  // A cell begins at position cell << (POSITION_BITS - depth) of the hash order; splits, merges and
  // directory changes move no element in that order, which is what a scan's cursor relies on.

  /**
   * What one element takes beside its bytes: its slot, its lengths, its share of page and slack.
   */
  private static final int ELEMENT_BYTES = 10;

  /** What a long key or value takes in addition, being an array of its own. */
  private static final int LONG_BYTES = 24;

  private static final int POSITION_BITS = 32;
  private static final long END_POSITION = 1L << POSITION_BITS;
  private static final int MOST_DEPTH = 30;
  private static final int MERGED_ELEMENTS = Page.MOST_ELEMENTS / 2;
  private static final int RANDOM_ATTEMPTS = 64;
  private static final int FEW_CELLS = 8;

  private static final SipHash HASH = hashOfThisProcess();

  private final boolean valued;
  private Page[] directory;
  private int depth;
  private int deepest;
  private int epoch;
  private long size;
  private long bytes;

  private PagedMap(boolean valued) {
    this.valued = valued;
    clear();
  }

  /** An empty map of keys to values. */
  public static PagedMap withValues() {
    return new PagedMap(true);
  }

  /** An empty set: every value is null. */
  public static PagedMap withoutValues() {
    return new PagedMap(false);
  }

  /** Receives elements; {@code value} is null in a map without values. */
  @FunctionalInterface
  public interface Visitor {
    void visit(byte[] key, byte[] value);
  }

  /** How many elements there are. */
  public long size() {
    return size;
  }

  /** The sum of all elements' {@link #charge}. */
  public long bytes() {
    return bytes;
  }

  /** What an element with so long a key and value is charged; without values, the latter is 0. */
  public static long charge(int keyLength, int valueLength) {
    return ELEMENT_BYTES
        + (long) keyLength
        + valueLength
        + (keyLength >= Page.LONG ? LONG_BYTES : 0)
        + (valueLength >= Page.LONG ? LONG_BYTES : 0);
  }

  public boolean contains(byte[] key) {
    long hash = HASH.hash(key);
    return page(hash).find((byte) hash, key) >= 0;
  }

  /** The value of this key, or null. */
  public byte[] get(byte[] key) {
    assert valued;
    long hash = HASH.hash(key);
    Page page = page(hash);
    int slot = page.find((byte) hash, key);
    return slot < 0 ? null : page.value(slot);
  }

  /** The length of this key's value (0 without values), or -1 if there is no such key. */
  public int valueLength(byte[] key) {
    long hash = HASH.hash(key);
    Page page = page(hash);
    int slot = page.find((byte) hash, key);
    return slot < 0 ? -1 : page.valueLength(slot);
  }

  /** The value that {@link #putDouble} wrote, or NaN if there is no such key. Allocates nothing. */
  public double getDouble(byte[] key) {
    assert valued;
    long hash = HASH.hash(key);
    Page page = page(hash);
    int slot = page.find((byte) hash, key);
    return slot < 0 ? Double.NaN : page.doubleValue(slot);
  }

  /** Maps the key to eight bytes that hold the value: true if it is new. */
  public boolean putDouble(byte[] key, double value) {
    return put(key, Page.bytes(value));
  }

  /** The value that {@link #putDouble} wrote, as a visitor receives it. */
  public static double toDouble(byte[] value) {
    return Page.toDouble(value);
  }

  /** Adds a key to a map without values: true if it is new. */
  public boolean add(byte[] key) {
    return put(key, null);
  }

  /** Maps the key to the value: true if it is new. */
  public boolean put(byte[] key, byte[] value) {
    assert valued == (value != null);
    long hash = HASH.hash(key);
    byte tag = (byte) hash;
    int slot = page(hash).find(tag, key);
    if (slot >= 0) {
      if (valued) {
        Page page = ownPage(cell(hash));
        bytes += charge(key.length, value.length) - charge(page, slot);
        page.setValue(slot, value);
      }
      return false;
    }
    while (page(hash).count() == Page.MOST_ELEMENTS) {
      split(cell(hash));
    }
    ownPage(cell(hash)).add(tag, key, value);
    size++;
    bytes += charge(key.length, valued ? value.length : 0);
    return true;
  }

  /** Removes the key: true if it was there. */
  public boolean remove(byte[] key) {
    long hash = HASH.hash(key);
    int slot = page(hash).find((byte) hash, key);
    if (slot < 0) {
      return false;
    }
    remove(cell(hash), slot);
    return true;
  }

  /** Removes everything. O(1). */
  public void clear() {
    directory = new Page[] {new Page(epoch, 0, valued)};
    depth = 0;
    deepest = 1;
    size = 0;
    bytes = 0;
  }

  /** Visits every element. The visitor does not change this map. */
  public void forEach(Visitor visitor) {
    for (int cell = 0; cell < directory.length; cell += span(directory[cell])) {
      visit(directory[cell], visitor);
    }
  }

  /**
   * Visits {@code count} elements from a cursor on, in the order of their hashes: the cursor to go
   * on from, 0 at the end. An element that is there from the first call, with cursor 0, to the last
   * is visited once, whatever else changes between the calls. The visitor does not change this map.
   */
  public long scan(long cursor, long count, Visitor visitor) {
    long position = cursor & (END_POSITION - 1);
    long left = count;
    while (position < END_POSITION && left > 0) {
      int cell = (int) (position >>> (POSITION_BITS - depth));
      Page page = directory[cell];
      int first = firstCell(cell, page);
      if (page.count() <= left && position == position(first)) {
        visit(page, visitor);
        left -= page.count();
      } else {
        for (long place : placesFrom(position, page)) {
          long at = place >>> 8;
          if (left <= 0 && at != position) {
            return at;
          }
          int slot = (int) (place & 0xff);
          visitor.visit(page.key(slot), page.value(slot));
          left--;
          position = at;
        }
      }
      position = position(first + span(page));
    }
    return position == END_POSITION ? 0 : position;
  }

  /**
   * The position << 8 | slot of the page's elements that lie at this position or after, in order.
   */
  private static long[] placesFrom(long position, Page page) {
    return IntStream.range(0, page.count())
        .mapToLong(slot -> HASH.hash(page.key(slot)) >>> POSITION_BITS << 8 | slot)
        .filter(place -> place >>> 8 >= position)
        .sorted()
        .toArray();
  }

  /** Visits one element, each with the same probability. O(1) expected. The map is not empty. */
  public void random(SplittableRandom random, Visitor visitor) {
    long place = randomPlace(random);
    Page page = directory[(int) (place >> 8)];
    int slot = (int) (place & 0xff);
    visitor.visit(page.key(slot), page.value(slot));
  }

  /**
   * Visits {@code count} different elements, or all if there are no more, each subset with the same
   * probability. O(count) expected while that is a small part, else O(n).
   */
  public void sample(long count, SplittableRandom random, Visitor visitor) {
    if (count > size / 8) {
      forEach(new Sampling(count, size, random, visitor));
      return;
    }
    PagedMap drawn = withoutValues();
    while (drawn.size() < count) {
      random(
          random,
          (key, value) -> {
            if (drawn.add(key)) {
              visitor.visit(key, value);
            }
          });
    }
  }

  /** Removes one element, each with the same probability: its key. The map is not empty. */
  public byte[] removeRandom(SplittableRandom random) {
    long place = randomPlace(random);
    int cell = (int) (place >> 8);
    int slot = (int) (place & 0xff);
    byte[] key = directory[cell].key(slot);
    remove(cell, slot);
    return key;
  }

  /**
   * A map with the same elements, which another thread may read, and change, while this one goes on
   * changing: they share pages until one of them changes a page. Copies the directory, O(pages).
   */
  public PagedMap snapshot() {
    PagedMap snapshot = new PagedMap(valued);
    snapshot.directory = directory.clone();
    snapshot.depth = depth;
    snapshot.deepest = deepest;
    snapshot.size = size;
    snapshot.bytes = bytes;
    // What either of them makes from here on, the other never sees: both may have the same epoch.
    epoch++;
    snapshot.epoch = epoch;
    return snapshot;
  }

  /** About how many bytes of heap it takes. O(pages). For tests. */
  long heapBytes() {
    long sum = 16 + 4L * directory.length;
    for (int cell = 0; cell < directory.length; cell += span(directory[cell])) {
      sum += directory[cell].heapBytes();
    }
    return sum;
  }

  /** Asserts the invariants. O(n). For tests. */
  void check() {
    assert directory.length == 1 << depth : "(1)";
    int pagesOfFullDepth = 0;
    long elements = 0;
    long charges = 0;
    for (int cell = 0; cell < directory.length; cell += span(directory[cell])) {
      Page page = directory[cell];
      assert firstCell(cell, page) == cell : "(1)";
      for (int i = cell; i < cell + span(page); i++) {
        assert directory[i] == page : "(1)";
      }
      page.check();
      for (int slot = 0; slot < page.count(); slot++) {
        assert page(HASH.hash(page.key(slot))) == page : "(1)";
        charges += charge(page, slot);
      }
      pagesOfFullDepth += page.depth == depth ? 1 : 0;
      elements += page.count();
    }
    assert pagesOfFullDepth == deepest : "(2)";
    assert elements == size && charges == bytes : "(3)";
  }

  private static SipHash hashOfThisProcess() {
    SecureRandom random = new SecureRandom();
    return new SipHash(random.nextLong(), random.nextLong());
  }

  private int cell(long hash) {
    return (int) (hash >>> 1 >>> (Long.SIZE - 1 - depth));
  }

  private Page page(long hash) {
    return directory[cell(hash)];
  }

  /** How many cells name this page. */
  private int span(Page page) {
    return 1 << (depth - page.depth);
  }

  private int firstCell(int cell, Page page) {
    return cell & -span(page);
  }

  /** Where a cell begins in the hash order. */
  private long position(int cell) {
    return (long) cell << (POSITION_BITS - depth);
  }

  /** Names the page in all cells of its span that {@code cell} is one of. */
  private void place(int cell, Page page) {
    int first = firstCell(cell, page);
    Arrays.fill(directory, first, first + span(page), page);
  }

  /** The page that this cell names, to be changed. */
  private Page ownPage(int cell) {
    Page page = directory[cell];
    if (page.epoch != epoch) {
      page = page.copy(epoch);
      place(cell, page);
    }
    return page;
  }

  private long charge(Page page, int slot) {
    return charge(page.keyLength(slot), page.valueLength(slot));
  }

  private static void visit(Page page, Visitor visitor) {
    for (int slot = 0; slot < page.count(); slot++) {
      visitor.visit(page.key(slot), page.value(slot));
    }
  }

  private void remove(int cell, int slot) {
    Page page = ownPage(cell);
    bytes -= charge(page, slot);
    page.remove(slot);
    size--;
    merge(cell);
    // The second condition keeps a directory from going to and fro between two lengths.
    while (deepest == 0 && size <= 4L * directory.length) {
      halve();
    }
  }

  private void split(int cell) {
    Page page = directory[cell];
    if (page.depth == MOST_DEPTH) {
      throw new IllegalStateException("more elements than a paged map can hold");
    }
    if (page.depth == depth) {
      grow();
      split(2 * cell);
      return;
    }
    Page low = new Page(epoch, page.depth + 1, valued);
    Page high = new Page(epoch, page.depth + 1, valued);
    int aHalf = page.elementBytes() / 8 * 5;
    low.reserve(page.count() / 8 * 5, aHalf);
    high.reserve(page.count() / 8 * 5, aHalf);
    for (int slot = 0; slot < page.count(); slot++) {
      long hash = HASH.hash(page.key(slot));
      boolean up = (hash << page.depth) < 0;
      (up ? high : low).add(page, slot);
    }
    int first = firstCell(cell, page);
    place(first, low);
    place(first + span(low), high);
    deepest += low.depth == depth ? 2 : 0;
  }

  /** Merges the page of this cell with its other half, and again, while both have few elements. */
  private void merge(int cell) {
    for (Page page = directory[cell]; page.depth > 0; page = directory[cell]) {
      Page half = directory[cell ^ span(page)];
      if (half.depth != page.depth || page.count() + half.count() > MERGED_ELEMENTS) {
        return;
      }
      Page merged = new Page(epoch, page.depth - 1, valued);
      merged.reserve(page.count() + half.count(), page.elementBytes() + half.elementBytes());
      merged.addAll(page);
      merged.addAll(half);
      deepest -= page.depth == depth ? 2 : 0;
      place(cell, merged);
    }
  }

  /** Doubles the directory. */
  private void grow() {
    Page[] doubled = new Page[2 * directory.length];
    for (int cell = 0; cell < directory.length; cell++) {
      doubled[2 * cell] = directory[cell];
      doubled[2 * cell + 1] = directory[cell];
    }
    directory = doubled;
    depth++;
    deepest = 0;
  }

  /** Halves the directory, of which each page is named twice at least. */
  private void halve() {
    Page[] halved = new Page[directory.length / 2];
    depth--;
    for (int cell = 0; cell < halved.length; cell++) {
      halved[cell] = directory[2 * cell];
      deepest += halved[cell].depth == depth ? 1 : 0;
    }
    directory = halved;
  }

  /**
   * The cell << 8 | slot of an element, all equally probable. A page's first cell and a slot are
   * drawn until they name an element; where pages are few, or lie thinly after many removals, the
   * element is counted out instead.
   */
  private long randomPlace(SplittableRandom random) {
    assert size > 0;
    for (int i = 0; i < RANDOM_ATTEMPTS && directory.length > FEW_CELLS; i++) {
      int cell = random.nextInt(directory.length);
      int slot = random.nextInt(Page.MOST_ELEMENTS);
      Page page = directory[cell];
      if (slot < page.count() && firstCell(cell, page) == cell) {
        return (long) cell << 8 | slot;
      }
    }
    long rank = random.nextLong(size);
    int cell = 0;
    while (rank >= directory[cell].count()) {
      rank -= directory[cell].count();
      cell += span(directory[cell]);
    }
    return (long) cell << 8 | rank;
  }
}
