package io.redistinto.server.command;

import io.redistinto.storage.Keyspace;
import java.util.List;
import java.util.stream.IntStream;

/** Commands that go through the keys of a database. */
final class ScanCommands {
  private ScanCommands() {}

  static void keys(Call call) {
    Keyspace keyspace = call.keyspace();
    GlobPattern pattern = GlobPattern.of(call.request().toBytes(1));
    IntStream.Builder met = IntStream.builder();
    keyspace.forEach(call.database(), met);
    IntStream wanted =
        met.build()
            .filter(record -> pattern.isStar() || pattern.matches(keyspace.key(record)))
            .filter(record -> !keyspace.isExpired(record));
    replyKeys(call, wanted.toArray());
  }

  static void scan(Call call) {
    Keyspace keyspace = call.keyspace();
    long cursor = ScanOptions.cursor(call, 1);
    ScanOptions options = ScanOptions.parse(call, 2, true);
    IntStream.Builder met = IntStream.builder();
    int count = (int) Math.min(options.count(), Integer.MAX_VALUE);
    long next = keyspace.scan(call.database(), cursor, count, met);
    IntStream wanted =
        met.build()
            .filter(record -> options.wants(keyspace.key(record)))
            .filter(record -> isThere(keyspace, record, options.asksForType()))
            .filter(record -> options.wantsType(keyspace.type(record).wireName()));
    replyCursor(call, next);
    replyKeys(call, wanted.toArray());
  }

  /** Whether a key that was met has not expired; asking for its type counts as a lookup. */
  private static boolean isThere(Keyspace keyspace, int record, boolean asksForType) {
    if (asksForType) {
      keyspace.countLookup(record);
    }
    return !keyspace.removeIfExpired(record);
  }

  /** Replies what a scan of a collection came to: the cursor to go on from, and elements. */
  static void replyScan(Call call, long next, List<byte[]> elements) {
    replyCursor(call, next);
    call.reply().array(elements.size());
    for (byte[] element : elements) {
      call.reply().bulk(element);
    }
  }

  /** The first part of a scan's reply; the elements follow. */
  private static void replyCursor(Call call, long next) {
    call.reply().array(2);
    call.reply().bulkText(Long.toUnsignedString(next));
  }

  private static void replyKeys(Call call, int[] records) {
    call.reply().array(records.length);
    for (int record : records) {
      call.replyKey(record);
    }
  }
}
