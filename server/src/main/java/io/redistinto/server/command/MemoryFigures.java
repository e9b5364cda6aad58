package io.redistinto.server.command;

import io.netty.buffer.PooledByteBufAllocator;
import io.redistinto.storage.Keyspace;

/**
 * Where the memory goes.
 *
 * @param heapBytes objects on the heap, those included that nobody needs any more
 * @param storageBytes the arena and the index, off the heap
 * @param networkBytes buffers for requests and replies, off the heap
 */
public record MemoryFigures(long heapBytes, long storageBytes, long networkBytes) {

  /** As of now. */
  public static MemoryFigures now(Keyspace keyspace) {
    Runtime runtime = Runtime.getRuntime();
    return new MemoryFigures(
        runtime.totalMemory() - runtime.freeMemory(),
        keyspace.allocatedBytes(),
        PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory());
  }

  public long usedBytes() {
    return heapBytes + storageBytes + networkBytes;
  }
}
