package io.redistinto.storage.value;

import io.redistinto.storage.Form;
import io.redistinto.storage.ValueType;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A list of byte strings. Packed, it is one listpack; an object is a deque of nodes of some KB,
 * whose elements lie as in a listpack. Both ends are O(1), amortised; an index is found by skipping
 * nodes; an insertion moves bytes of one node.
 */
public final class ListValue extends Value {
  /*
   * A packed list is a list of one node: all operations are the same, and becoming an object is
   * only a word. Nodes are shared with snapshots: a node is copied before it is changed if its
   * epoch is not the list's, and a snapshot takes the list's epoch away.
   *
   * Invariants: (1) no node is empty; (2) size is the sum of the nodes' counts, elementBytes that
   * of their bytes; (3) only an object has more than one node, or more than MOST_PACKED_BYTES.
   */

  /** A packed list is copied for every command on it: larger ones are objects. */
  private static final int MOST_PACKED_BYTES = 1024;

  /** The header and the end of a listpack. */
  private static final int LISTPACK_BYTES = 7;

  /** What a node takes beside its elements: two headers, its fields, its place in the deque. */
  private static final int NODE_BYTES = 64;

  /** A node limited in elements is limited to so many bytes too. */
  private static final int MOST_BYTES_OF_COUNTED = 8192;

  /** More than an element of a node takes beside its bytes. */
  private static final int GUESSED_BYTES = 8;

  private static final int LEAST_NODE_SIZE = -5;
  private static final int LEAST_NODE_BYTES = 4096;

  private NodeDeque nodes;
  private Object epoch = new Object();
  private long size;
  private long elementBytes;
  private boolean isObject;

  /** An empty one. */
  public ListValue() {
    this(new NodeDeque(), 0, 0, false);
  }

  private ListValue(NodeDeque nodes, long size, long elementBytes, boolean isObject) {
    this.nodes = nodes;
    this.size = size;
    this.elementBytes = elementBytes;
    this.isObject = isObject;
  }

  /** The list of a listpack that is trusted and not empty, whose array it takes over. */
  static ListValue unpack(byte[] listpack) {
    ListValue list = new ListValue();
    ListNode node = ListNode.of(list.epoch, listpack);
    list.nodes.insert(0, node);
    list.size = node.count();
    list.elementBytes = node.bytes();
    return list;
  }

  /** The list whose elements a text names, one a line. */
  static ListValue read(TextReader text, Limits limits) {
    ListValue list = new ListValue();
    for (List<byte[]> words; (words = text.nextLine()) != null; ) {
      if (words.size() != 1) {
        throw text.error("an element of a list is one word");
      }
      list.addLast(words.get(0), limits);
    }
    return list;
  }

  // ---- The whole

  @Override
  public ValueType type() {
    return ValueType.LIST;
  }

  @Override
  public Form form() {
    return isObject ? Form.OBJECT : Form.LISTPACK;
  }

  /** Redis calls all lists so, however small. */
  @Override
  public String encoding() {
    return "quicklist";
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public ByteBuffer packed() {
    return own(0).listpack();
  }

  @Override
  public long bytes() {
    return elementBytes + (long) nodes.size() * NODE_BYTES;
  }

  /** At most how many bytes an element of a length adds to what {@link #growth} asks for. */
  public static long elementBytes(int length) {
    return ListpackElement.bytesForString(length);
  }

  /**
   * At most how many more {@link #bytes} there are after some elements were added.
   *
   * @param addedBytes the sum of their {@link #elementBytes}
   */
  public static long growth(long addedBytes, long added, Limits limits) {
    // Two neighbours among the new nodes are fuller than one may be; an insertion may part two.
    long fullBytes = (long) mostBytes(limits) - LISTPACK_BYTES - GUESSED_BYTES;
    long newNodes = 3 + 2 * addedBytes / fullBytes + added / (long) mostCount(limits);
    return addedBytes + Math.min(newNodes, added + 2) * NODE_BYTES;
  }

  @Override
  public ListValue snapshot() {
    epoch = new Object();
    return new ListValue(nodes.copy(), size, elementBytes, isObject);
  }

  @Override
  public void write(TextWriter out) {
    if (size > 0) {
      ListCursor cursor = cursor(0);
      do {
        out.word(cursor.get()).endLine();
      } while (cursor.next());
    }
  }

  // ---- Nodes

  /** How many nodes the elements lie in. */
  public int nodeCount() {
    return nodes.size();
  }

  /** A copy of a node's elements, as a listpack. */
  public byte[] nodeBytes(int node) {
    return nodes.get(node).toListpack();
  }

  /** The bytes of all nodes, each as a listpack. */
  public long allNodesBytes() {
    return elementBytes + (long) LISTPACK_BYTES * nodes.size();
  }

  // ---- Elements

  /** The element of an index, which is there. */
  public ListCursor cursor(long index) {
    return new ListCursor(nodes, index, size);
  }

  /** Hands elements over from an index on; they are there. */
  public void read(long from, long count, ElementSink sink) {
    if (count > 0) {
      ListCursor cursor = cursor(from);
      for (long left = count; left > 1; left--) {
        cursor.read(sink);
        cursor.next();
      }
      cursor.read(sink);
    }
  }

  /** Hands elements over from the last one backwards; they are there. */
  public void readBackwards(long count, ElementSink sink) {
    if (count > 0) {
      ListCursor cursor = cursor(size - 1);
      for (long left = count; left > 1; left--) {
        cursor.read(sink);
        cursor.previous();
      }
      cursor.read(sink);
    }
  }

  /** The index of the first element that is a value, or -1. O(elements). */
  public long indexOf(byte[] value) {
    Search search = new Search(value, false, Long.MAX_VALUE);
    return search.next();
  }

  /** Where a value is in the list, one place after the other. Valid until the list changes. */
  public final class Search {
    private final ElementMatcher value;
    private final boolean isBackwards;
    private final ListCursor cursor;
    private long left;
    private long index;

    /** Compares {@code most} elements, from the first on or from the last one backwards. */
    public Search(byte[] value, boolean isBackwards, long most) {
      this.value = new ElementMatcher(value);
      this.isBackwards = isBackwards;
      left = Math.min(most, size);
      index = isBackwards ? size : -1;
      cursor = size == 0 ? null : cursor(isBackwards ? size - 1 : 0);
    }

    /** The index of the next element that is the value, or -1 if there is no more. */
    public long next() {
      while (left > 0) {
        boolean matches = cursor.matches(value);
        left--;
        if (isBackwards) {
          index--;
          cursor.previous();
        } else {
          index++;
          cursor.next();
        }
        if (matches) {
          return index;
        }
      }
      return -1;
    }
  }

  // ---- Changes

  public void addFirst(byte[] value, Limits limits) {
    int added = ListpackElement.bytesFor(value);
    if (nodes.size() > 0 && fits(nodes.get(0), guess(value), limits)) {
      ListNode node = own(0);
      node.insert(node.start(), value);
    } else {
      nodes.insert(0, nodeOf(value));
    }
    grew(1, added);
  }

  public void addLast(byte[] value, Limits limits) {
    int added = ListpackElement.bytesFor(value);
    int last = nodes.size() - 1;
    if (last >= 0 && fits(nodes.get(last), guess(value), limits)) {
      ListNode node = own(last);
      node.insert(node.end(), value);
    } else {
      nodes.insert(last + 1, nodeOf(value));
    }
    grew(1, added);
  }

  /** Puts values behind the last one, in a node of their own however full the others are. */
  public void addNode(List<byte[]> values) {
    if (values.isEmpty()) {
      return;
    }
    ListNode node = new ListNode(epoch);
    for (byte[] value : values) {
      node.insert(node.end(), value);
    }
    nodes.insert(nodes.size(), node);
    grew(node.count(), node.bytes());
  }

  /** Puts a value before the element of an index, or behind the last. */
  public void insert(long index, byte[] value, Limits limits) {
    if (index == 0) {
      addFirst(value, limits);
    } else if (index == size) {
      addLast(value, limits);
    } else {
      insertInside(index, value, limits, true);
    }
  }

  /** A full node is halved first; if that does not help, it is parted where the value goes. */
  private void insertInside(long index, byte[] value, Limits limits, boolean mayHalve) {
    int added = ListpackElement.bytesFor(value);
    ListCursor place = cursor(index);
    int i = place.nodeIndex();
    int inNode = place.indexInNode();
    if (fits(nodes.get(i), added, limits)) {
      own(i).insert(place.at(), value);
    } else if (inNode > 0) {
      boolean halves = mayHalve && added <= mostBytes(limits) / 2;
      nodes.insert(i + 1, own(i).split(halves ? nodes.get(i).count() / 2 : inNode, epoch));
      insertInside(index, value, limits, false);
      return;
    } else if (i > 0 && fits(nodes.get(i - 1), added, limits)) {
      ListNode before = own(i - 1);
      before.insert(before.end(), value);
    } else {
      nodes.insert(i, nodeOf(value));
    }
    grew(1, added);
  }

  /** Gives the element of an index, which is there, another value. */
  public void set(long index, byte[] value, Limits limits) {
    ListCursor place = cursor(index);
    ListNode node = own(place.nodeIndex());
    int before = node.bytes();
    int old = ListpackElement.after(node.array(), place.at()) - place.at();
    int added = ListpackElement.bytesFor(value);
    if (node.count() == 1 || added <= old || fits(node, added - old, 0, limits)) {
      node.replace(place.at(), value);
      grew(0, node.bytes() - before);
    } else {
      node.remove(place.at(), 1);
      grew(-1, -old);
      insert(index, value, limits);
    }
  }

  /** Removes the first elements; so many are there. O(nodes removed). */
  public void removeFirst(long count) {
    long left = count;
    while (left > 0 && left >= nodes.get(0).count()) {
      ListNode whole = nodes.get(0);
      nodes.removeFirst();
      grew(-whole.count(), -whole.bytes());
      left -= whole.count();
    }
    if (left > 0) {
      ListNode node = own(0);
      int before = node.bytes();
      node.remove(node.start(), (int) left);
      grew(-left, node.bytes() - before);
    }
  }

  /** Removes the last elements; so many are there. O(nodes removed). */
  public void removeLast(long count) {
    long left = count;
    while (left > 0 && left >= nodes.get(nodes.size() - 1).count()) {
      ListNode whole = nodes.get(nodes.size() - 1);
      nodes.removeLast();
      grew(-whole.count(), -whole.bytes());
      left -= whole.count();
    }
    if (left > 0) {
      ListNode node = own(nodes.size() - 1);
      int before = node.bytes();
      node.truncate(node.at(node.count() - (int) left), (int) left);
      grew(-left, node.bytes() - before);
    }
  }

  /**
   * Removes elements that are a value: the first {@code count}; the last, if it is negative; all,
   * if it is 0. O(elements).
   *
   * @return how many
   */
  public long remove(byte[] value, long count, Limits limits) {
    ElementMatcher matcher = new ElementMatcher(value);
    long sizeBefore = size;
    long left = count == 0 || count == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(count);
    for (int step = 0; step < nodes.size() && left > 0; step++) {
      int i = count < 0 ? nodes.size() - 1 - step : step;
      int matches = nodes.get(i).count(matcher);
      if (matches > 0) {
        int removed = (int) Math.min(matches, left);
        ListNode node = own(i);
        int before = node.bytes();
        node.remove(matcher, count < 0 ? matches - removed : 0, removed);
        grew(-removed, node.bytes() - before);
        left -= removed;
      }
    }
    if (size < sizeBefore) {
      joinNodes(limits);
    }
    return sizeBefore - size;
  }

  /** Leaves empty nodes out, and makes one of two neighbours that together only half fill it. */
  private void joinNodes(Limits limits) {
    NodeDeque joined = new NodeDeque();
    for (int i = 0; i < nodes.size(); i++) {
      ListNode node = nodes.get(i);
      int last = joined.size() - 1;
      if (last >= 0 && halfFill(joined.get(last), node, limits)) {
        if (joined.get(last).epoch() != epoch) {
          joined.set(last, joined.get(last).copy(epoch));
        }
        joined.get(last).append(node);
      } else if (node.count() > 0) {
        joined.insert(last + 1, node);
      }
    }
    nodes = joined;
  }

  private static boolean halfFill(ListNode a, ListNode b, Limits limits) {
    return 2L * (a.count() + b.count()) <= mostCount(limits)
        && 2L * (a.bytes() + b.bytes()) <= mostBytes(limits);
  }

  private ListNode nodeOf(byte[] value) {
    ListNode node = new ListNode(epoch);
    node.insert(0, value);
    return node;
  }

  private static boolean fits(ListNode node, int addedBytes, Limits limits) {
    return fits(node, addedBytes, 1, limits);
  }

  private static boolean fits(ListNode node, long addedBytes, int added, Limits limits) {
    return node.count() + added <= mostCount(limits)
        && node.bytes() + LISTPACK_BYTES + addedBytes <= mostBytes(limits);
  }

  /** What Redis guesses that an element takes at an end of a list: never too little. */
  private static int guess(byte[] value) {
    return value.length + GUESSED_BYTES;
  }

  private static int mostCount(Limits limits) {
    return limits.listNodeSize < 0 ? Integer.MAX_VALUE : Math.max(1, limits.listNodeSize);
  }

  private static int mostBytes(Limits limits) {
    return limits.listNodeSize < 0
        ? LEAST_NODE_BYTES << (-Math.max(LEAST_NODE_SIZE, limits.listNodeSize) - 1)
        : MOST_BYTES_OF_COUNTED;
  }

  /** A node that may be changed. */
  private ListNode own(int index) {
    ListNode node = nodes.get(index);
    if (node.epoch() != epoch) {
      node = node.copy(epoch);
      nodes.set(index, node);
    }
    return node;
  }

  private void grew(long elements, long bytes) {
    size += elements;
    elementBytes += bytes;
    isObject |= nodes.size() > 1 || elementBytes + LISTPACK_BYTES > MOST_PACKED_BYTES;
  }

  /** Checks the numbered invariants; for tests. */
  void validate() {
    long count = 0;
    long bytes = 0;
    for (int i = 0; i < nodes.size(); i++) {
      ListNode node = nodes.get(i);
      node.validate();
      count += node.count();
      bytes += node.bytes();
      check(node.count() > 0, "1: no node is empty");
    }
    check(count == size && bytes == elementBytes, "2: size and bytes");
    boolean isLarge = nodes.size() > 1 || bytes + LISTPACK_BYTES > MOST_PACKED_BYTES;
    check(isObject || !isLarge, "3: what is packed is small");
  }

  private static void check(boolean holds, String invariant) {
    if (!holds) {
      throw new IllegalStateException("invariant " + invariant);
    }
  }
}
