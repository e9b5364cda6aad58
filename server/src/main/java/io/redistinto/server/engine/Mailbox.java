package io.redistinto.server.engine;

import io.netty.buffer.ByteBuf;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;

/**
 * What sessions received and the engine has not run yet, in the order in which it came. Any thread
 * adds; the engine takes.
 */
final class Mailbox {
  private static final int CHUNK_ITEMS = 1024;

  /** What an item takes beside its bytes, about. */
  private static final int ITEM_BYTES = 128;

  private final Queue<Item> items = new MpscUnboundedAtomicArrayQueue<>(CHUNK_ITEMS);
  private final AtomicLong bytes = new AtomicLong();

  /**
   * Something that came from a session.
   *
   * @param bytes what it sent; null if it has ended
   * @param duringPause whether it came while commands were held back
   */
  record Item(Session session, ByteBuf bytes, boolean duringPause) {
    int size() {
      return ITEM_BYTES + (bytes == null ? 0 : bytes.capacity());
    }
  }

  /** Adds bytes, which are given up; how much memory the mailbox holds now. */
  long add(Session session, ByteBuf received, boolean duringPause) {
    ByteBuf kept = duringPause ? fitting(received) : received;
    return add(new Item(session, kept, duringPause));
  }

  /** Adds that a session sends no more. */
  void addEnd(Session session) {
    add(new Item(session, null, false));
  }

  private long add(Item item) {
    long waiting = bytes.addAndGet(item.size());
    items.offer(item);
    return waiting;
  }

  /** Reads come in buffers of the greatest size they may have: nothing small may wait in them. */
  private static ByteBuf fitting(ByteBuf received) {
    int length = received.readableBytes();
    if (length > received.capacity() / 2) {
      return received;
    }
    ByteBuf kept = received.alloc().directBuffer(length, length).writeBytes(received);
    received.release();
    return kept;
  }

  /** The next item, or null. */
  Item poll() {
    Item item = items.poll();
    if (item != null) {
      bytes.addAndGet(-item.size());
    }
    return item;
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /** How many bytes of memory the waiting items take. */
  long bytes() {
    return bytes.get();
  }
}
