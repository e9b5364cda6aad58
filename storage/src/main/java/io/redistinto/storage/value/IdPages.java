package io.redistinto.storage.value;

import java.util.Arrays;

/**
 * Pages in the order of the IDs that they begin with. Adding at the end and removing at the start
 * are O(1), amortised; elsewhere references to pages move, those on the shorter side.
 */
final class IdPages<P extends IdPage<P>> {
  /*
   * The references lie in one array with room at both ends.
   * Invariants: (1) pages[start .. start + size) are the pages, the others null; (2) a page of
   * another epoch may be a snapshot's too.
   */
  private static final int INITIAL = 4;

  private Object[] pages;
  private int start;
  private int size;
  private int epoch;

  IdPages() {
    pages = new Object[INITIAL];
  }

  private IdPages(IdPages<P> from) {
    pages = Arrays.copyOfRange(from.pages, from.start, from.start + Math.max(INITIAL, from.size));
    size = from.size;
    epoch = from.epoch;
  }

  /** The same pages, which stay as they are while these change. O(pages). */
  IdPages<P> snapshot() {
    epoch++;
    return new IdPages<>(this);
  }

  int epoch() {
    return epoch;
  }

  int size() {
    return size;
  }

  @SuppressWarnings("unchecked") // only pages are ever put
  P get(int index) {
    assert index >= 0 && index < size : index;
    return (P) pages[start + index];
  }

  /** The page, to be changed. */
  P writable(int index) {
    P page = get(index);
    if (page.epoch != epoch) {
      page = page.copy(epoch);
      pages[start + index] = page;
    }
    return page;
  }

  /** The last page that begins at or before an ID, -1 if there is none. O(log pages). */
  int floor(long millis, long sequence) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      P page = get(middle);
      boolean after =
          StreamId.compare(page.firstMillis(), page.firstSequence(), millis, sequence) > 0;
      if (after) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low - 1;
  }

  void add(int index, P page) {
    if (start + size == pages.length) {
      makeRoomAtEnd();
    }
    int at = start + index;
    System.arraycopy(pages, at, pages, at + 1, size - index);
    pages[at] = page;
    size++;
  }

  void remove(int index) {
    int at = start + index;
    if (index < size / 2) {
      System.arraycopy(pages, start, pages, start + 1, index);
      pages[start++] = null;
    } else {
      System.arraycopy(pages, at + 1, pages, at, size - index - 1);
      pages[start + size - 1] = null;
    }
    size--;
  }

  private void makeRoomAtEnd() {
    Object[] source = pages;
    if (size > pages.length / 2) {
      pages = new Object[2 * pages.length];
    }
    System.arraycopy(source, start, pages, 0, size);
    if (pages == source) {
      Arrays.fill(pages, size, start + size, null);
    }
    start = 0;
  }
}
