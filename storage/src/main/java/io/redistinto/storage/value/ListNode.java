package io.redistinto.storage.value;

import static io.redistinto.storage.value.ListpackElement.INTS;
import static io.redistinto.storage.value.ListpackElement.SHORTS;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Some neighbouring elements of a list, side by side in one array as in a {@link Listpack}, with
 * room to grow at both ends:
 *
 * <pre>
 * 0      start        end      array.length
 * | free | elements ... | free |
 * </pre>
 *
 * <p>Invariants: (1) from {@code start} to {@code end} lie exactly {@code count} elements; (2) an
 * array that is not small is at least a quarter full. Elements are named by their offsets in the
 * array, which changes move.
 */
final class ListNode {
  private static final int HEADER_BYTES = 6;
  private static final int COUNT_AT = 4;
  private static final int LEAST_BYTES = 32;

  /** An array of up to so many bytes is not worth making smaller. */
  private static final int SMALL_BYTES = 128;

  /** An array this long is used up to its last byte before a longer one is taken. */
  private static final int FULL_USE_BYTES = 4096;

  /** Who may change it: the list whose epoch this is. All others that have it share it. */
  private final Object epoch;

  private byte[] array;
  private int start;
  private int end;
  private int count;

  /** An empty one. */
  ListNode(Object epoch) {
    this(epoch, new byte[0], 0, 0, 0);
  }

  private ListNode(Object epoch, byte[] array, int start, int end, int count) {
    this.epoch = epoch;
    this.array = array;
    this.start = start;
    this.end = end;
    this.count = count;
  }

  /** The elements of a listpack, whose array it takes over. */
  static ListNode of(Object epoch, byte[] listpack) {
    int count = new Listpack(listpack).size();
    return new ListNode(epoch, listpack, HEADER_BYTES, listpack.length - 1, count);
  }

  /** The same elements, in an array of their own. */
  ListNode copy(Object newEpoch) {
    return new ListNode(newEpoch, array.clone(), start, end, count);
  }

  Object epoch() {
    return epoch;
  }

  // ---- Looking

  int count() {
    return count;
  }

  /** How many bytes its elements take. */
  int bytes() {
    return end - start;
  }

  byte[] array() {
    return array;
  }

  /** The offset of the first element. */
  int start() {
    return start;
  }

  /** The offset behind the last element. */
  int end() {
    return end;
  }

  /** The offset of an element by its index, which may be {@code count}. O(distance to an end). */
  int at(int index) {
    int at;
    if (index <= count / 2) {
      at = start;
      for (int i = 0; i < index; i++) {
        at = ListpackElement.after(array, at);
      }
    } else {
      at = end;
      for (int i = count; i > index; i--) {
        at = ListpackElement.before(array, at);
      }
    }
    return at;
  }

  /** How many elements are the value. */
  int count(ElementMatcher value) {
    int matches = 0;
    for (int at = start; at < end; at = ListpackElement.after(array, at)) {
      matches += value.matches(array, at) ? 1 : 0;
    }
    return matches;
  }

  /** The elements as a listpack. Valid until the next change. */
  ByteBuffer listpack() {
    makeRoom(HEADER_BYTES, 1);
    int from = start - HEADER_BYTES;
    frame(array, from);
    return ByteBuffer.wrap(array, from, end + 1 - from);
  }

  /** A copy of the elements, as a listpack. */
  byte[] toListpack() {
    byte[] listpack = new byte[HEADER_BYTES + bytes() + 1];
    System.arraycopy(array, start, listpack, HEADER_BYTES, bytes());
    frame(listpack, 0);
    return listpack;
  }

  /** Puts a listpack's header before elements, and its end behind them. */
  private void frame(byte[] target, int from) {
    int length = HEADER_BYTES + bytes() + 1;
    INTS.set(target, from, length);
    SHORTS.set(target, from + COUNT_AT, (short) Math.min(count, 0xFFFF));
    target[from + length - 1] = ListpackElement.END;
  }

  // ---- Changing

  /** Puts a value before the element at an offset, or behind the last; moves the shorter side. */
  void insert(int at, byte[] value) {
    int before = at - start;
    int behind = end - at;
    int added = ListpackElement.bytesFor(value);
    if (before < behind) {
      makeRoom(added, 0);
      System.arraycopy(array, start, array, start - added, before);
      start -= added;
    } else {
      makeRoom(0, added);
      System.arraycopy(array, end - behind, array, end - behind + added, behind);
      end += added;
    }
    ListpackElement.put(array, start + before, value);
    count++;
  }

  /** Gives the element at an offset another value. */
  void replace(int at, byte[] value) {
    int before = at - start;
    remove(at, 1);
    insert(start + before, value);
  }

  /** Removes the element at an offset and those behind it, {@code n} in all; they are there. */
  void remove(int at, int n) {
    int after = at;
    for (int i = 0; i < n; i++) {
      after = ListpackElement.after(array, after);
    }
    if (at - start < end - after) {
      System.arraycopy(array, start, array, start + after - at, at - start);
      start += after - at;
    } else {
      System.arraycopy(array, after, array, at, end - after);
      end -= after - at;
    }
    count -= n;
    shrink();
  }

  /** Removes all from the element at an offset on, {@code n} in all. */
  void truncate(int at, int n) {
    end = at;
    count -= n;
    shrink();
  }

  /** Removes up to {@code most} elements that are the value, after having met some. O(bytes). */
  void remove(ElementMatcher value, int skipped, int most) {
    int matches = 0;
    int kept = start;
    int run = start; // of elements to keep that were not moved yet
    for (int at = start; at < end && matches < skipped + most; ) {
      int after = ListpackElement.after(array, at);
      if (value.matches(array, at) && matches++ >= skipped) {
        System.arraycopy(array, run, array, kept, at - run);
        kept += at - run;
        run = after;
        count--;
      }
      at = after;
    }
    System.arraycopy(array, run, array, kept, end - run);
    end = kept + end - run;
    shrink();
  }

  /** Takes the elements from an index on into a node of their own. */
  ListNode split(int index, Object newEpoch) {
    int at = at(index);
    ListNode tail =
        new ListNode(newEpoch, Arrays.copyOfRange(array, at, end), 0, end - at, count - index);
    truncate(at, count - index);
    return tail;
  }

  /** Adds copies of all elements of another node at the end. */
  void append(ListNode other) {
    makeRoom(0, other.bytes());
    System.arraycopy(other.array, other.start, array, end, other.bytes());
    end += other.bytes();
    count += other.count;
  }

  /** Sees to it that so many bytes are free before and behind the elements. */
  private void makeRoom(int before, int behind) {
    if (start >= before && array.length - end >= behind) {
      return;
    }
    int used = end - start;
    int needed = Math.addExact(Math.addExact(used, before), behind);
    boolean isRoomy = needed <= array.length / 2;
    boolean mustUseUp = array.length >= FULL_USE_BYTES && needed <= array.length;
    byte[] target =
        isRoomy || mustUseUp
            ? array
            : new byte
                [Math.max(Math.max(needed, LEAST_BYTES), Math.min(array.length, 1 << 20) * 2)];
    // Where room was wanted now it will be wanted again; some is left for the other end.
    int spare = target.length - needed;
    int newStart = before + (before > behind ? spare - spare / 4 : spare / 4);
    System.arraycopy(array, start, target, newStart, used);
    array = target;
    start = newStart;
    end = newStart + used;
  }

  /** Gives back what it no longer needs, so that a list takes about what is charged for it. */
  private void shrink() {
    int used = bytes();
    if (array.length > SMALL_BYTES && used < array.length / 4) {
      byte[] target = new byte[used * 2];
      System.arraycopy(array, start, target, used / 2, used);
      array = target;
      start = used / 2;
      end = start + used;
    }
  }

  /** Checks the numbered invariants; for tests. */
  void validate() {
    int elements = 0;
    int at = start;
    while (at < end) {
      at = ListpackElement.after(array, at);
      elements++;
    }
    if (at != end || elements != count || start < 0 || end > array.length) {
      throw new IllegalStateException("invariant 1: count elements from start to end");
    }
    if (array.length > SMALL_BYTES && bytes() < array.length / 4) {
      throw new IllegalStateException("invariant 2: a quarter full");
    }
  }
}
