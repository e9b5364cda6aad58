package io.redistinto.storage.value;

import java.util.Arrays;

/**
 * IDs in order, and with each of them some numbers: a row. Rows lie in pages. Lookups and changes
 * are O(log rows).
 */
final class IdTable {
  private static final int ID_COLUMNS = 2;

  private final int columns;
  private final IdPages<Rows> pages;
  private long size;

  /** An empty one, with so many numbers to an ID. */
  IdTable(int columns) {
    this.columns = columns;
    pages = new IdPages<>();
  }

  private IdTable(IdTable from) {
    columns = from.columns;
    pages = from.pages.snapshot();
    size = from.size;
  }

  /** The same rows, which stay as they are while these change. O(pages). */
  IdTable snapshot() {
    return new IdTable(this);
  }

  long size() {
    return size;
  }

  /** A copy of an ID's numbers, or null. */
  long[] get(StreamId id) {
    int at = pages.floor(id.millis(), id.sequence());
    if (at < 0) {
      return null;
    }
    Rows page = pages.get(at);
    int row = page.search(id);
    return row < 0 ? null : page.numbers(row);
  }

  /** The first ID at or after one, or null. */
  StreamId ceiling(StreamId id) {
    int at = Math.max(0, pages.floor(id.millis(), id.sequence()));
    if (at == pages.size()) {
      return null;
    }
    int row = pages.get(at).search(id);
    if (row < 0) {
      row = ~row;
    }
    if (row == pages.get(at).count) {
      at++;
      row = 0;
    }
    return at == pages.size() ? null : pages.get(at).id(row);
  }

  /** The last ID; only if there is one. */
  StreamId last() {
    Rows page = pages.get(pages.size() - 1);
    return page.id(page.count - 1);
  }

  /** Gives an ID its numbers; whether it is new. */
  boolean put(StreamId id, long... numbers) {
    assert numbers.length == columns;
    if (pages.size() == 0) {
      pages.add(0, new Rows(pages.epoch(), columns));
    }
    int at = Math.max(0, pages.floor(id.millis(), id.sequence()));
    Rows page = pages.writable(at);
    int row = page.search(id);
    boolean isNew = row < 0;
    if (isNew) {
      row = ~row;
      if (page.count == Rows.MOST) {
        boolean atEnd = row == Rows.MOST && at + 1 == pages.size();
        Rows upper = new Rows(pages.epoch(), columns);
        page.moveTo(upper, atEnd ? Rows.MOST : Rows.MOST / 2);
        pages.add(at + 1, upper);
        if (row > page.count || atEnd) {
          row -= page.count;
          page = upper;
        }
      }
      page.open(row, id);
      size++;
    }
    page.setNumbers(row, numbers);
    return isNew;
  }

  /** Removes an ID; whether it was there. */
  boolean remove(StreamId id) {
    int at = pages.floor(id.millis(), id.sequence());
    if (at < 0 || pages.get(at).search(id) < 0) {
      return false;
    }
    Rows page = pages.writable(at);
    page.close(page.search(id));
    size--;
    if (page.count == 0) {
      pages.remove(at);
    } else if (at + 1 < pages.size() && page.count + pages.get(at + 1).count <= Rows.MOST / 2) {
      pages.get(at + 1).copyInto(page);
      pages.remove(at + 1);
    }
    return true;
  }

  /** Neighbouring rows, ID first, in one array that grows and shrinks by halves. */
  private static final class Rows extends IdPage<Rows> {
    static final int MOST = 64;
    private static final int LEAST = 4;

    private final int width;
    private long[] cells;
    private int count;

    Rows(int epoch, int columns) {
      super(epoch);
      width = ID_COLUMNS + columns;
      cells = new long[LEAST * width];
    }

    @Override
    Rows copy(int newEpoch) {
      Rows copy = new Rows(newEpoch, width - ID_COLUMNS);
      copyInto(copy);
      return copy;
    }

    @Override
    long firstMillis() {
      return cells[0];
    }

    @Override
    long firstSequence() {
      return cells[1];
    }

    StreamId id(int row) {
      return new StreamId(cells[row * width], cells[row * width + 1]);
    }

    long[] numbers(int row) {
      return Arrays.copyOfRange(cells, row * width + ID_COLUMNS, (row + 1) * width);
    }

    void setNumbers(int row, long... numbers) {
      System.arraycopy(numbers, 0, cells, row * width + ID_COLUMNS, numbers.length);
    }

    /** The row of an ID, or the complement of where it would be. */
    int search(StreamId id) {
      int low = 0;
      int high = count;
      while (low < high) {
        int middle = (low + high) >>> 1;
        int cell = middle * width;
        int order = StreamId.compare(cells[cell], cells[cell + 1], id.millis(), id.sequence());
        if (order == 0) {
          return middle;
        } else if (order < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return ~low;
    }

    void open(int row, StreamId id) {
      reserve(count + 1);
      System.arraycopy(cells, row * width, cells, (row + 1) * width, (count - row) * width);
      cells[row * width] = id.millis();
      cells[row * width + 1] = id.sequence();
      count++;
    }

    void close(int row) {
      count--;
      System.arraycopy(cells, (row + 1) * width, cells, row * width, (count - row) * width);
      if (cells.length > LEAST * width && count * width <= cells.length / 4) {
        cells = Arrays.copyOf(cells, cells.length / 2);
      }
    }

    /** Moves the rows from some row on to an empty page. */
    void moveTo(Rows upper, int from) {
      upper.reserve(count - from);
      upper.count = count - from;
      System.arraycopy(cells, from * width, upper.cells, 0, upper.count * width);
      count = from;
    }

    /** Adds all rows behind those of another page. */
    void copyInto(Rows lower) {
      lower.reserve(lower.count + count);
      System.arraycopy(cells, 0, lower.cells, lower.count * width, count * width);
      lower.count += count;
    }

    private void reserve(int rows) {
      int capacity = cells.length;
      while (capacity < rows * width) {
        capacity *= 2;
      }
      if (capacity > cells.length) {
        cells = Arrays.copyOf(cells, capacity);
      }
    }
  }
}
