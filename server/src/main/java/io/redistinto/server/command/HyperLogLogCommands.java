package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_DEADLINE;
import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.Request;
import io.redistinto.server.config.Directives;
import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.hyperloglog.CorruptHyperLogLogException;
import io.redistinto.storage.hyperloglog.DenseRegisters;
import io.redistinto.storage.hyperloglog.ElementHash;
import io.redistinto.storage.hyperloglog.HyperLogLog;
import io.redistinto.storage.hyperloglog.SelfTest;
import java.nio.ByteBuffer;

/** Commands on HyperLogLogs, which are strings. */
final class HyperLogLogCommands {
  private static final String NO_HYPERLOGLOG =
      "WRONGTYPE Key is not a valid HyperLogLog string value.";
  private static final String CORRUPT = "INVALIDOBJ Corrupted HLL object detected";
  private static final String EVENT = "pfadd";

  private HyperLogLogCommands() {}

  // ---- PFADD

  static void pfadd(Call call) {
    int record = call.findString(1);
    boolean changed;
    if (record == NO_KEY) {
      changed = add(call, record, new HyperLogLog()) || true;
    } else {
      byte[] header = header(call, record);
      changed =
          HyperLogLog.isDense(header)
              ? addToDense(call, record, header)
              : add(call, record, load(call, record));
    }
    if (changed) {
      call.event(EventClass.STRING, EVENT, 1);
    }
    call.reply().integer(changed ? 1 : 0);
  }
}
