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

  private final Queue<Item> items = new MpscUnboundedAtomicArrayQueue<>(CHUNK_ITEMS);
  private final AtomicLong bytes = new AtomicLong();

  /**
   * Something that came from a session.
   *
   * @param bytes what it sent; null if it has ended
   * @param paused whether it came while commands were held back
   */
  record Item(Session session, ByteBuf bytes, boolean paused) {}

  /** Adds bytes, which are given up; how many bytes wait now. */
  long add(Session session, ByteBuf received, boolean paused) {
    long waiting = bytes.addAndGet(received == null ? 0 : received.readableBytes());
    items.offer(new Item(session, received, paused));
    return waiting;
  }

  /** The next item, or null. */
  Item poll() {
    Item item = items.poll();
    if (item != null && item.bytes != null) {
      bytes.addAndGet(-item.bytes.readableBytes());
    }
    return item;
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /** How many bytes wait. */
  long bytes() {
    return bytes.get();
  }
}
