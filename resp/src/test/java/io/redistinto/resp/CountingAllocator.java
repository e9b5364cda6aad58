package io.redistinto.resp;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/** Remembers every buffer it made: for tests of how much memory is taken and given back. */
final class CountingAllocator extends AbstractByteBufAllocator {
  private final List<ByteBuf> live = new ArrayList<>();
  private int madeCount;
  private long madeBytes;

  CountingAllocator() {
    super(true);
  }

  int madeCount() {
    return madeCount;
  }

  long madeBytes() {
    return madeBytes;
  }

  /** The capacity of all buffers that were not given back. */
  long liveBytes() {
    live.removeIf(buffer -> buffer.refCnt() == 0);
    return live.stream().mapToLong(ByteBuf::capacity).sum();
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    ByteBuf buffer = UnpooledByteBufAllocator.DEFAULT.directBuffer(initialCapacity, maxCapacity);
    live.add(buffer);
    madeCount++;
    madeBytes += initialCapacity;
    return buffer;
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    throw new AssertionError("a heap buffer was asked for");
  }

  @Override
  public boolean isDirectBufferPooled() {
    return false;
  }
}
