package io.redistinto.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * Where the sockets of one event loop are read: all into the same buffer, because requests run
 * before the next socket is read, so that the bytes are at rest for just as long as they are
 * needed. Where somebody keeps the buffer (the mailbox does), the next read gets one of its own.
 * But a large argument is read to where its {@linkplain Connection#lend connection} wants it.
 */
@SuppressWarnings("deprecation") // the interface is old, and still the only one
final class SharedReceiveBuffer {
  private static final int BYTES = 64 << 10;

  /** Null until the first read. */
  private ByteBuf shared;

  /** Gives the buffer up; to be called once the event loop has ended. */
  void release() {
    if (shared != null) {
      shared.release();
    }
  }

  RecvByteBufAllocator of(Connection connection) {
    return new DefaultMaxMessagesRecvByteBufAllocator() {
      @Override
      public Handle newHandle() {
        return new MaxMessageHandle() {
          @Override
          public ByteBuf allocate(ByteBufAllocator allocator) {
            ByteBuf lent = connection.lend();
            return lent == null ? take(allocator) : lent;
          }

          @Override
          public int guess() {
            return BYTES;
          }
        };
      }
    };
  }

  private ByteBuf take(ByteBufAllocator allocator) {
    if (shared == null) {
      shared = allocator.directBuffer(BYTES, BYTES);
    }
    return shared.refCnt() == 1 ? shared.clear().retain() : allocator.directBuffer(BYTES, BYTES);
  }
}
