package io.redistinto.storage.value;

/**
 * The nodes of a list, in order: a ring of references. Both ends O(1), amortised; by index O(1);
 * insertion O(distance from the nearer end).
 */
final class NodeDeque {
  /** A ring of up to so many references is not worth making smaller. */
  private static final int SMALL_RING = 16;

  private ListNode[] ring;
  private int head;
  private int size;

  NodeDeque() {
    this(new ListNode[1], 0);
  }

  private NodeDeque(ListNode[] ring, int size) {
    this.ring = ring;
    this.size = size;
  }

  /** The same nodes. O(nodes). */
  NodeDeque copy() {
    return new NodeDeque(straightened(ring.length), size);
  }

  int size() {
    return size;
  }

  ListNode get(int index) {
    return ring[slot(index)];
  }

  void set(int index, ListNode node) {
    ring[slot(index)] = node;
  }

  /** Puts a node before the one at an index, or behind the last. */
  void insert(int index, ListNode node) {
    if (size == ring.length) {
      resize(size * 2);
    }
    if (index < size - index) {
      head = slot(-1);
      size++;
      for (int i = 0; i < index; i++) {
        set(i, get(i + 1));
      }
    } else {
      size++;
      for (int i = size - 1; i > index; i--) {
        set(i, get(i - 1));
      }
    }
    set(index, node);
  }

  void removeFirst() {
    ring[head] = null;
    head = slot(1);
    size--;
    shrink();
  }

  void removeLast() {
    ring[slot(--size)] = null;
    shrink();
  }

  private void shrink() {
    if (ring.length > SMALL_RING && size < ring.length / 4) {
      resize(ring.length / 2);
    }
  }

  private void resize(int length) {
    ring = straightened(length);
    head = 0;
  }

  /** The ring's length is a power of two. */
  private int slot(int index) {
    return (head + index) & (ring.length - 1);
  }

  private ListNode[] straightened(int length) {
    ListNode[] nodes = new ListNode[length];
    int toEnd = Math.min(size, ring.length - head);
    System.arraycopy(ring, head, nodes, 0, toEnd);
    System.arraycopy(ring, 0, nodes, toEnd, size - toEnd);
    return nodes;
  }
}
