package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.Request;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.ListValue;
import io.redistinto.storage.value.Value;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of DEBUG that look at single values; those that have expired they find, too. */
final class DebugObjectCommands {
  private static final Logger LOGGER = LoggerFactory.getLogger(DebugObjectCommands.class);

  /** Redis's clock of references has 24 bits, of seconds. */
  private static final int CLOCK_MASK = (1 << 24) - 1;

  private DebugObjectCommands() {}

  /** {@code DEBUG OBJECT key}: a line as Redis's; the address is the number of the key's record. */
  static void object(Call call) {
    int record = existing(call, 2);
    Keyspace keyspace = call.keyspace();
    long idleSeconds = keyspace.idleSeconds(record);
    long seconds = call.services().clock().millis() / 1000 - idleSeconds;
    StringBuilder line = new StringBuilder();
    line.append("Value at:0x").append(Integer.toHexString(record));
    line.append(" refcount:").append(ObjectCommands.refcount(keyspace, record));
    line.append(" encoding:").append(ObjectCommands.encoding(keyspace, record));
    line.append(" serializedlength:").append(DumpCommands.serializedBytes(keyspace, record));
    line.append(" lru:").append(seconds & CLOCK_MASK);
    line.append(" lru_seconds_idle:").append(idleSeconds);
    if (keyspace.type(record) == ValueType.LIST) {
      appendNodes(line, (ListValue) keyspace.collection(record), keyspace.limits().listNodeSize);
    }
    call.reply().simple(line.toString());
  }

  private static void appendNodes(StringBuilder line, ListValue list, int nodeSize) {
    line.append(" ql_nodes:").append(list.nodeCount());
    line.append(" ql_avg_node:").append(InfoText.decimal((double) list.size() / list.nodeCount()));
    line.append(" ql_listpack_max:").append(nodeSize);
    line.append(" ql_compressed:0 ql_uncompressed_size:").append(list.allNodesBytes());
  }

  /** {@code DEBUG DIGEST-VALUE key ...}: a digest for each key, zeros for those that are not. */
  static void digestValue(Call call) {
    call.reply().array(call.argc() - 2);
    for (int arg = 2; arg < call.argc(); arg++) {
      int record = find(call, arg);
      call.reply()
          .simple(
              record == NO_KEY
                  ? ValueDigest.ofNothing()
                  : ValueDigest.ofValue(call.keyspace(), record));
    }
  }

  /** {@code DEBUG LISTPACK key}: logs what a listpack holds. */
  static void listpack(Call call) {
    int record = existing(call, 2);
    if (!ObjectCommands.encoding(call.keyspace(), record).equals("listpack")) {
      throw new CommandException("ERR Not a listpack encoded object.");
    }
    logElements(call, record);
    call.reply().simple("Listpack structure printed on stdout");
  }

  /** {@code DEBUG QUICKLIST key [0|1]}: logs what a list holds. */
  static void quicklist(Call call) {
    int record = existing(call, 2);
    if (call.keyspace().type(record) != ValueType.LIST) {
      throw new CommandException("ERR Not a quicklist encoded object.");
    }
    logElements(call, record);
    call.reply().simple("Quicklist structure printed on stdout");
  }

  private static void logElements(Call call, int record) {
    Value value = call.keyspace().collection(record);
    LOGGER.info(
        "{}: {} elements in {} bytes",
        value.encoding(),
        value.size(),
        call.keyspace().valueBytes(record));
  }

  private static int existing(Call call, int arg) {
    int record = find(call, arg);
    if (record == NO_KEY) {
      throw new CommandException(CommandException.NO_SUCH_KEY);
    }
    return record;
  }

  private static int find(Call call, int arg) {
    Request request = call.request();
    return call.keyspace()
        .recordOf(call.database(), request.bytes(), request.offset(arg), request.length(arg));
  }
}
