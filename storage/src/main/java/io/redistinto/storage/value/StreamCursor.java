package io.redistinto.storage.value;

import static io.redistinto.storage.value.Listpack.END;

/** Goes over a range of a stream's entries, which may not change meanwhile. */
public final class StreamCursor {
  private final IdPages<StreamNode> nodes;
  private final StreamId from;
  private final StreamId to;
  private final boolean backwards;
  private int nodeIndex;
  private StreamNode node;
  private int entry = END;
  private long millis;
  private long sequence;

  /** Begins before the first entry in its direction; both ends are in the range. */
  StreamCursor(StreamLog log, StreamId from, StreamId to, boolean backwards) {
    nodes = log.nodes();
    this.from = from;
    this.to = to;
    this.backwards = backwards;
    nodeIndex =
        backwards
            ? nodes.floor(to.millis(), to.sequence()) + 1
            : Math.max(0, nodes.floor(from.millis(), from.sequence())) - 1;
  }

  /** Goes to the next entry; whether there is one. */
  public boolean next() {
    while (step()) {
      millis = node.millis(entry);
      sequence = node.sequence(entry);
      boolean beforeStart = isBefore(from.millis(), from.sequence());
      boolean afterEnd = isAfter(to.millis(), to.sequence());
      if (backwards ? beforeStart : afterEnd) {
        return false;
      }
      if (!beforeStart && !afterEnd && !node.isDeleted(entry)) {
        return true;
      }
    }
    return false;
  }

  private boolean isBefore(long otherMillis, long otherSequence) {
    return StreamId.compare(millis, sequence, otherMillis, otherSequence) < 0;
  }

  private boolean isAfter(long otherMillis, long otherSequence) {
    return StreamId.compare(millis, sequence, otherMillis, otherSequence) > 0;
  }

  private boolean step() {
    if (entry != END) {
      entry = backwards ? node.previousEntry(entry) : node.nextEntry(entry);
    }
    while (entry == END) {
      nodeIndex += backwards ? -1 : 1;
      if (nodeIndex < 0 || nodeIndex >= nodes.size()) {
        return false;
      }
      node = nodes.get(nodeIndex);
      entry = backwards ? node.lastEntry() : node.firstEntry();
    }
    return true;
  }

  public StreamId id() {
    return new StreamId(millis, sequence);
  }

  /** How many fields the entry has. */
  public int fieldCount() {
    return node.fieldCount(entry);
  }

  /** Hands the entry's fields and values over, in turn. */
  public void read(ElementSink sink) {
    node.read(entry, sink);
  }
}
