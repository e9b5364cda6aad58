package io.redistinto.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Keeps the garbage on the heap in proportion to what is alive. The Serial collector cleans its old
 * generation only when there is no more heap to be had, which is far more than a server that shares
 * its machine should take: here it is told to whenever the heap has grown by half since the last
 * time, and a little more. So collecting costs O(1) a byte allocated, and at most two fifths of a
 * large heap are garbage.
 */
final class HeapKeeper {
  private static final long LOOK_MILLIS = 100;
  private static final long SLACK_BYTES = 48L << 20;

  private final LongSupplier usedBytes;
  private final Runnable collect;
  private long limitBytes = 2 * SLACK_BYTES;

  HeapKeeper(LongSupplier usedBytes, Runnable collect) {
    this.usedBytes = usedBytes;
    this.collect = collect;
  }

  /** Of this process. */
  static HeapKeeper ofThisProcess() {
    Runtime runtime = Runtime.getRuntime();
    return new HeapKeeper(() -> runtime.totalMemory() - runtime.freeMemory(), System::gc);
  }

  /** Looks at the heap ten times a second until something is done. */
  void keepUntil(CompletableFuture<Void> end) {
    while (true) {
      try {
        end.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException notYet) {
        look();
      } catch (ExecutionException | InterruptedException failure) {
        throw new IllegalStateException(failure);
      }
    }
  }

  void look() {
    if (usedBytes.getAsLong() > limitBytes) {
      collect.run();
      long alive = usedBytes.getAsLong();
      limitBytes = Math.max(2 * SLACK_BYTES, alive + alive / 2 + SLACK_BYTES);
    }
  }
}
