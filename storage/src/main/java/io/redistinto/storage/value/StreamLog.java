package io.redistinto.storage.value;

import static io.redistinto.storage.value.Listpack.END;

/**
 * The entries of a stream in the order of their IDs. By ID O(log nodes), within a node O(its
 * entries).
 */
final class StreamLog {
  /** A node's objects on the heap beside the listpack's bytes. */
  private static final int NODE_OVERHEAD_BYTES = 96;

  /** More than the numbers of a node's head and of an entry take. */
  private static final int ENTRY_OVERHEAD_BYTES = 64;

  /** More than the length of an element takes. */
  private static final int ELEMENT_OVERHEAD_BYTES = 10;

  private final IdPages<StreamNode> nodes;
  private long length;
  private long bytes;

  StreamLog() {
    nodes = new IdPages<>();
  }

  private StreamLog(StreamLog from) {
    nodes = from.nodes.snapshot();
    length = from.length;
    bytes = from.bytes;
  }

  StreamLog snapshot() {
    return new StreamLog(this);
  }

  /** How many entries there are. */
  long length() {
    return length;
  }

  long bytes() {
    return bytes;
  }

  IdPages<StreamNode> nodes() {
    return nodes;
  }

  /** How much {@link #bytes} grows by an entry, at most: its fields may be the node's too. */
  static long growth(byte[]... pairs) {
    long bytes = NODE_OVERHEAD_BYTES + ENTRY_OVERHEAD_BYTES;
    for (byte[] word : pairs) {
      bytes += 2L * (word.length + ELEMENT_OVERHEAD_BYTES);
    }
    return bytes;
  }

  /** Adds an entry behind all others. */
  void append(StreamId id, Limits limits, byte[]... pairs) {
    long entryBytes = 0;
    for (byte[] word : pairs) {
      entryBytes += word.length;
    }
    int last = nodes.size() - 1;
    if (last >= 0 && nodes.get(last).isFullFor(entryBytes, limits)) {
      nodes.writable(last).seal();
      last++;
    }
    if (last < 0 || last == nodes.size()) {
      last = nodes.size();
      addNode(StreamNode.begin(nodes.epoch(), id, pairs));
    }
    StreamNode node = nodes.writable(last);
    bytes -= node.bytes();
    node.append(id, pairs);
    bytes += node.bytes();
    length++;
  }

  /** Adds a node behind all others. */
  void addNode(StreamNode node) {
    nodes.add(nodes.size(), node);
    length += node.live();
    bytes += node.bytes() + NODE_OVERHEAD_BYTES;
  }

  /** At least as many as there are entries at or after an ID, or {@code most}. O(nodes). */
  long countFrom(StreamId id, long most) {
    long count = 0;
    int first = Math.max(0, nodes.floor(id.millis(), id.sequence()));
    for (int node = first; node < nodes.size() && count < most; node++) {
      count += nodes.get(node).live();
    }
    return Math.min(count, most);
  }

  /** Removes an entry; whether it was there. */
  boolean delete(StreamId id) {
    int at = nodes.floor(id.millis(), id.sequence());
    int entry = at < 0 ? END : find(nodes.get(at), id);
    if (entry == END) {
      return false;
    }
    if (nodes.get(at).live() == 1) {
      removeNode(at);
    } else {
      StreamNode node = nodes.writable(at);
      bytes -= node.bytes();
      length -= node.delete(entry, false);
      bytes += node.bytes();
    }
    return true;
  }

  boolean contains(StreamId id) {
    int at = nodes.floor(id.millis(), id.sequence());
    return at >= 0 && find(nodes.get(at), id) != END;
  }

  /** The entry of an ID that is not deleted, or {@link Listpack#END}. */
  private static int find(StreamNode node, StreamId id) {
    for (int entry = node.firstEntry(); entry != END; entry = node.nextEntry(entry)) {
      int order =
          StreamId.compare(node.millis(entry), node.sequence(entry), id.millis(), id.sequence());
      if (order >= 0) {
        return order == 0 && !node.isDeleted(entry) ? entry : END;
      }
    }
    return END;
  }

  /** Removes entries from the start; how many. O(nodes removed). */
  long trim(StreamTrim trim) {
    long removed = 0;
    while (nodes.size() > 0 && !trim.isDone(length)) {
      long live = nodes.get(0).live();
      if (trim.limit() > 0 && removed + live > trim.limit()) {
        break;
      }
      if (!trim.takes(nodes.get(0), length)) {
        return trim.approximate() ? removed : removed + trimFirst(trim);
      }
      removeNode(0);
      removed += live;
    }
    return removed;
  }

  /** Deletes entries of the first node, which does not go as a whole. */
  private long trimFirst(StreamTrim trim) {
    StreamNode node = nodes.writable(0);
    int last = END;
    long rest = length;
    for (int entry = node.firstEntry();
        entry != END && trim.takes(node, entry, rest);
        entry = node.nextEntry(entry)) {
      rest -= node.isDeleted(entry) ? 0 : 1;
      last = entry;
    }
    if (last == END) {
      return 0;
    }
    bytes -= node.bytes();
    int deleted = node.delete(last, true);
    bytes += node.bytes();
    length -= deleted;
    return deleted;
  }

  private void removeNode(int at) {
    StreamNode node = nodes.get(at);
    length -= node.live();
    bytes -= node.bytes() + NODE_OVERHEAD_BYTES;
    nodes.remove(at);
  }
}
