package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.Request;
import io.redistinto.storage.Keyspace;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;

/** MEMORY: what a key takes, and where all of it goes. */
final class MemoryCommands {
  private static final long MB = 1 << 20;

  private MemoryCommands() {}

  /**
   * {@code MEMORY USAGE key [SAMPLES count]}: the record, the key, and the entries that the value
   * lies in or is charged for. That is known at once, so {@code count} is only checked.
   */
  static void usage(Call call) {
    for (int arg = 3; arg < call.argc(); arg += 2) {
      if (!call.is(arg, "SAMPLES") || arg + 1 == call.argc()) {
        throw call.syntaxError();
      }
      if (call.integer(arg + 1) < 0) {
        throw call.syntaxError();
      }
    }
    Request request = call.request();
    int record =
        call.keyspace()
            .recordOf(call.database(), request.bytes(), request.offset(2), request.length(2));
    if (record == NO_KEY) {
      call.reply().nullBulk();
    } else {
      call.reply().integer(call.keyspace().memoryBytes(record));
    }
  }

  static void stats(Call call) {
    new MemoryStats(call).reply();
  }

  /** {@code MEMORY PURGE}: a collection of the heap; the arena gives nothing back. */
  static void purge(Call call) {
    System.gc();
    call.reply().ok();
  }

  /** {@code MEMORY MALLOC-STATS}: a line for each pool of the Java machine. */
  static void mallocStats(Call call) {
    StringBuilder text = new StringBuilder("pool: bytes used, committed, at most (-1: no limit)\n");
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = pool.getUsage();
      line(text, pool.getName(), usage.getUsed(), usage.getCommitted(), usage.getMax());
    }
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      line(text, pool.getName(), pool.getMemoryUsed(), pool.getTotalCapacity(), -1);
    }
    call.replyText(text.toString());
  }

  private static void line(StringBuilder text, String name, long used, long committed, long most) {
    text.append(name).append(": ").append(used).append(", ").append(committed);
    text.append(", ").append(most).append('\n');
  }

  /** {@code MEMORY DOCTOR}: sentences for a person. */
  static void doctor(Call call) {
    Keyspace keyspace = call.keyspace();
    StringBuilder text = new StringBuilder();
    Runtime runtime = Runtime.getRuntime();
    long heapBytes = runtime.totalMemory() - runtime.freeMemory();
    if (heapBytes > runtime.maxMemory() / 10 * 9) {
      text.append(
          "The heap is more than nine tenths full. Collections larger than some entries lie in it:"
              + " give the Java machine more with -Xmx, or the arena fewer entries.\n");
    }
    long usedBytes = (long) keyspace.arena().usedEntries() * keyspace.arena().entryBytes();
    if (usedBytes > MB && keyspace.valueBytes() < usedBytes / 2) {
      text.append(
          "More than half of the entries' bytes are not used, because values are shorter than what"
              + " they lie in: set a smaller entry-size.\n");
    }
    int free = keyspace.arena().free().count();
    if (keyspace.freeEntries() < free / 2 && free > 1024) {
      text.append(
          "More than half of the entries that hold no value are taken by collections that lie on"
              + " the heap.\n");
    }
    long residentBytes = ProcessFigures.residentBytes();
    long used = MemoryFigures.now(keyspace).usedBytes();
    if (residentBytes > 64 * MB && residentBytes > 4 * used) {
      text.append(
          "The process takes more than four times the memory that is used: the heap was larger"
              + " before. MEMORY PURGE may give some of it back.\n");
    }
    call.replyText(
        text.isEmpty() ? "Nothing about the use of memory is remarkable.\n" : text.toString());
  }
}
