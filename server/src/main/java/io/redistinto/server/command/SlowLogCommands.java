package io.redistinto.server.command;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.server.inspection.SlowLog;
import java.util.Iterator;

/** SLOWLOG: the last commands that took long. */
final class SlowLogCommands {
  private static final long SHOWN = 10;
  private static final int ENTRY_FIELDS = 6;

  private SlowLogCommands() {}

  /** {@code SLOWLOG GET [count]}: the newest entries; -1 for all. */
  static void get(Call call) {
    if (call.argc() > 3) {
      throw call.unknownSubcommandOrArity();
    }
    long count =
        call.argc() == 2
            ? SHOWN
            : call.integer(
                2, -1, Long.MAX_VALUE, "ERR count should be greater than or equal to -1");
    SlowLog log = call.services().slowLog();
    int shown = (int) (count < 0 ? log.size() : Math.min(count, log.size()));
    call.reply().array(shown);
    Iterator<SlowLog.Entry> entries = log.entries().iterator();
    for (int i = 0; i < shown; i++) {
      reply(call.reply(), entries.next());
    }
  }

  private static void reply(ReplyWriter reply, SlowLog.Entry entry) {
    reply.array(ENTRY_FIELDS);
    reply.integer(entry.id());
    reply.integer(entry.unixSeconds());
    reply.integer(entry.micros());
    reply.array(entry.args().size());
    entry.args().forEach(reply::bulk);
    reply.bulkText(entry.address());
    reply.bulkText(entry.name());
  }

  static void len(Call call) {
    call.reply().integer(call.services().slowLog().size());
  }

  static void reset(Call call) {
    call.services().slowLog().clear();
    call.reply().ok();
  }
}
