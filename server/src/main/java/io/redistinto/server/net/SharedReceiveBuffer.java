package io.redistinto.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * Lets all sockets of one event loop read into the same buffer: requests are run before the next
 * socket is read, so the bytes are at rest for just as long as they are needed. Where somebody
 * keeps the buffer (the mailbox does), the next read gets one of its own.
 */
@SuppressWarnings("deprecation") // the interface is old, and still the only one
final class SharedReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
  private static final int BYTES = 64 << 10;

  /** Null until the first read. */
  private ByteBuf shared;

  /** Gives the buffer up; to be called once the event loop has ended. */
  void release() {
    if (shared != null) {
      shared.release();
    }
  }

  @Override
  public Handle newHandle() {
    return new MaxMessageHandle() {
      @Override
      public ByteBuf allocate(ByteBufAllocator allocator) {
        if (shared == null) {
          shared = allocator.directBuffer(BYTES, BYTES);
        }
        return shared.refCnt() == 1
            ? shared.clear().retain()
            : allocator.directBuffer(BYTES, BYTES);
      }

      @Override
      public int guess() {
        return BYTES;
      }
    };
  }
}
