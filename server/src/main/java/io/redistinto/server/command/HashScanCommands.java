package io.redistinto.server.command;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.storage.value.HashValue;
import io.redistinto.storage.value.PagedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Commands that go through a hash's fields, or pick some at random. */
final class HashScanCommands {
  private HashScanCommands() {}

  static void hscan(Call call) {
    long cursor = ScanOptions.cursor(call, 2);
    HashValue hash = HashCommands.read(call);
    List<byte[]> pairs = new ArrayList<>();
    long next = 0;
    if (hash != null) {
      ScanOptions options = ScanOptions.parse(call, 3, false);
      next =
          hash.scan(
              cursor,
              options.count(),
              (field, value) -> {
                if (options.wants(field)) {
                  pairs.add(field);
                  pairs.add(value);
                }
              });
    }
    ScanCommands.replyScan(call, next, pairs);
  }

  static void hrandfield(Call call) {
    if (call.argc() > 2) {
      randomFields(call);
      return;
    }
    HashValue hash = HashCommands.read(call);
    if (hash == null) {
      call.reply().nullBulk();
    } else {
      hash.random(call.keyspace().random(), (field, value) -> call.reply().bulk(field));
    }
  }

  /** A positive count asks for different fields, a negative one for so many draws. */
  private static void randomFields(Call call) {
    long count = call.integer(2, -Long.MAX_VALUE, Long.MAX_VALUE);
    boolean withValues = call.argc() > 3;
    if (call.argc() > 4 || (withValues && !call.is(3, "WITHVALUES"))) {
      throw call.syntaxError();
    }
    if (withValues && Math.abs(count) > Long.MAX_VALUE / 2) {
      throw new CommandException(CommandException.OUT_OF_RANGE);
    }
    HashValue hash = HashCommands.read(call);
    long fields = hash == null ? 0 : count < 0 ? -count : Math.min(count, hash.size());
    boolean flat = withValues && call.reply().protocol() < 3;
    call.reply().array(flat ? 2 * fields : fields);
    if (fields == 0) {
      return;
    }
    SplittableRandom random = call.keyspace().random();
    PagedMap.Visitor visitor =
        (field, value) -> replyField(call.reply(), field, withValues ? value : null);
    if (count > 0) {
      hash.sample(fields, random, visitor);
    } else {
      for (long i = 0; i < fields && call.replyMayGrow(); i++) {
        hash.random(random, visitor);
      }
    }
  }

  /** Replies a field, in RESP3 as an array with its value if that is wanted. */
  private static void replyField(ReplyWriter reply, byte[] field, byte[] value) {
    if (value != null && reply.protocol() == 3) {
      reply.array(2);
    }
    reply.bulk(field);
    if (value != null) {
      reply.bulk(value);
    }
  }
}
