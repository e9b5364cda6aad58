package io.redistinto.storage.value;

/** An element of a list, from which its neighbours are O(1). Valid until the list changes. */
public final class ListCursor {
  private final NodeDeque nodes;
  private int nodeIndex;
  private ListNode node;
  private int at;

  /** How many elements of the node are before it. */
  private int indexInNode;

  /** At the element of an index, which is there. O(nodes from the nearer end). */
  ListCursor(NodeDeque nodes, long index, long size) {
    this.nodes = nodes;
    if (index <= size / 2) {
      long first = 0;
      while (index >= first + nodes.get(nodeIndex).count()) {
        first += nodes.get(nodeIndex++).count();
      }
      indexInNode = (int) (index - first);
    } else {
      nodeIndex = nodes.size() - 1;
      long first = size - nodes.get(nodeIndex).count();
      while (index < first) {
        first -= nodes.get(--nodeIndex).count();
      }
      indexInNode = (int) (index - first);
    }
    node = nodes.get(nodeIndex);
    at = node.at(indexInNode);
  }

  /** Hands the element over as it lies. */
  public void read(ElementSink sink) {
    ListpackElement.read(node.array(), at, sink);
  }

  /** A copy of the element. */
  public byte[] get() {
    return ListpackElement.get(node.array(), at);
  }

  /** Whether the element is the value. */
  boolean matches(ElementMatcher value) {
    return value.matches(node.array(), at);
  }

  /** Goes to the next element; whether there is one. */
  public boolean next() {
    at = ListpackElement.after(node.array(), at);
    indexInNode++;
    if (at < node.end()) {
      return true;
    }
    if (nodeIndex == nodes.size() - 1) {
      return false;
    }
    node = nodes.get(++nodeIndex);
    at = node.start();
    indexInNode = 0;
    return true;
  }

  /** Goes to the element before; whether there is one. */
  public boolean previous() {
    if (at == node.start()) {
      if (nodeIndex == 0) {
        return false;
      }
      node = nodes.get(--nodeIndex);
      at = node.end();
      indexInNode = node.count();
    }
    at = ListpackElement.before(node.array(), at);
    indexInNode--;
    return true;
  }

  int nodeIndex() {
    return nodeIndex;
  }

  int indexInNode() {
    return indexInNode;
  }

  /** Its offset in the node. */
  int at() {
    return at;
  }
}
