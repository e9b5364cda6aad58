package io.redistinto.server.command;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Sorts as much of a list as is asked for, with the choices that Redis makes: elements that compare
 * as equal come out in the same order as there, which is not the order in which they came.
 *
 * <p>A quicksort (J. L. Bentley, M. D. McIlroy: Engineering a Sort Function, Software: Practice and
 * Experience 23(11), 1993) that leaves alone the parts that nobody asks for. Where its pivots are
 * bad ones, as somebody may arrange, a merge sort does the rest: O(n log n) comparisons at the
 * most.
 */
final class PartialSort<T> {
  private static final int FEW = 7;
  private static final int MANY = 40;

  private final T[] elements;
  private final Comparator<? super T> order;
  private final int from;
  private final int to;

  private PartialSort(T[] elements, Comparator<? super T> order, int from, int to) {
    this.elements = elements;
    this.order = order;
    this.from = from;
    this.to = to;
  }

  /**
   * Puts in the places {@code from} to {@code to}, exclusive, what a sort would put there. The
   * other places hold the other elements, in any order.
   */
  @SuppressWarnings("unchecked")
  static <T> void sort(List<T> list, Comparator<? super T> order, int from, int to) {
    T[] elements = (T[]) list.toArray();
    int depth = 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(elements.length));
    new PartialSort<>(elements, order, from, to).sort(0, elements.length, depth);
    for (int i = 0; i < elements.length; i++) {
      list.set(i, elements[i]);
    }
  }

  private void sort(int first, int end, int depth) {
    int begin = first;
    for (int left = depth; end - begin >= FEW; left--) {
      if (left == 0) {
        Arrays.sort(elements, begin, end, order);
        return;
      }
      // equal | less | not seen yet | greater | equal, the pivot being the first element
      swap(begin, pivot(begin, end - begin));
      int lowEnd = begin + 1;
      int low = lowEnd;
      int highEnd = end - 1;
      int high = highEnd;
      while (true) {
        for (int sign; low <= high && (sign = compare(low, begin)) <= 0; low++) {
          if (sign == 0) {
            swap(lowEnd++, low);
          }
        }
        for (int sign; low <= high && (sign = compare(high, begin)) >= 0; high--) {
          if (sign == 0) {
            swap(high, highEnd--);
          }
        }
        if (low > high) {
          break;
        }
        swap(low++, high--);
      }
      int less = low - lowEnd;
      int greater = highEnd - high;
      swapRuns(begin, low, Math.min(lowEnd - begin, less));
      swapRuns(low, end, Math.min(greater, end - 1 - highEnd));
      if (less > 1 && isWanted(begin, begin + less)) {
        sort(begin, begin + less, left - 1);
      }
      if (greater <= 1 || !isWanted(end - greater, end)) {
        return;
      }
      begin = end - greater;
    }
    insert(begin, end);
  }

  private boolean isWanted(int begin, int end) {
    return begin < to && end > from;
  }

  private void insert(int begin, int end) {
    for (int next = begin + 1; next < end; next++) {
      for (int at = next; at > begin && compare(at - 1, at) > 0; at--) {
        swap(at - 1, at);
      }
    }
  }

  /** The middle one; of more than a few elements the median of three, of many that of nine. */
  private int pivot(int begin, int count) {
    int low = begin;
    int middle = begin + count / 2;
    int high = begin + count - 1;
    if (count > MANY) {
      int step = count / 8;
      low = median(low, low + step, low + 2 * step);
      middle = median(middle - step, middle, middle + step);
      high = median(high - 2 * step, high - step, high);
    }
    return count > FEW ? median(low, middle, high) : middle;
  }

  private int median(int a, int b, int c) {
    return compare(a, b) < 0
        ? compare(b, c) < 0 ? b : compare(a, c) < 0 ? c : a
        : compare(b, c) > 0 ? b : compare(a, c) < 0 ? a : c;
  }

  /** Swaps so many elements from a place on with those that end at another. */
  private void swapRuns(int begin, int end, int count) {
    for (int i = 0; i < count; i++) {
      swap(begin + i, end - count + i);
    }
  }

  private int compare(int a, int b) {
    return order.compare(elements[a], elements[b]);
  }

  private void swap(int a, int b) {
    T kept = elements[a];
    elements[a] = elements[b];
    elements[b] = kept;
  }
}
