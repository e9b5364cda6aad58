package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_DEADLINE;
import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.Request;
import io.redistinto.server.client.Client;
import io.redistinto.server.config.Directives;
import io.redistinto.server.config.InvalidValueException;
import io.redistinto.server.config.MemorySize;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.value.TextWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DEBUG, as test suites of clients use it. It is one command of its own, not a container of others;
 * what Redis has beside this, to crash itself or to look into its own structures, is refused.
 */
final class DebugCommands {
  private static final Logger LOGGER = LoggerFactory.getLogger(DebugCommands.class);

  private static final int UNLIMITED = Integer.MAX_VALUE;
  private static final long MOST_THRESHOLD_BYTES = (4L << 30) - (1 << 20);

  /**
   * A subcommand.
   *
   * @param arguments what it takes, for HELP
   * @param least the fewest arguments of a request, DEBUG and the name counted
   */
  private record Row(
      String name, String arguments, int least, int most, String help, Handler handler) {
    boolean fits(Call call) {
      return call.is(1, name) && call.argc() >= least && call.argc() <= most;
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row(
              "CHANGE-REPL-ID",
              "",
              2,
              2,
              "Gives the server another replication ID.",
              DebugCommands::changeReplicationId),
          new Row("DIGEST", "", 2, 2, "Answers a digest of all data.", DebugCommands::digest),
          new Row(
              "DIGEST-VALUE",
              "key [key ...]",
              2,
              UNLIMITED,
              "Answers a digest of each key's value.",
              DebugObjectCommands::digestValue),
          new Row("ERROR", "message", 3, 3, "Answers an error.", DebugCommands::error),
          new Row("HELP", "", 2, 2, "Answers this text.", DebugCommands::help),
          new Row(
              "LISTPACK",
              "key",
              3,
              3,
              "Logs what the listpack of a small value holds.",
              DebugObjectCommands::listpack),
          new Row("LOG", "message", 3, 3, "Logs a message.", DebugCommands::log),
          new Row(
              "OBJECT", "key", 3, 3, "Answers how a value is kept.", DebugObjectCommands::object),
          new Row(
              "PAUSE-CRON",
              "0|1",
              3,
              3,
              "Whether the background work, such as expiry and dumps, rests.",
              DebugCommands::pauseBackgroundWork),
          new Row(
              "POPULATE",
              "count [prefix [size]]",
              3,
              5,
              "Makes keys, those that are there already left as they are.",
              DebugCommands::populate),
          new Row("PROTOCOL", "type", 3, 3, "Answers an example of a reply.", DebugProtocol::reply),
          new Row(
              "QUICKLIST",
              "key [0|1]",
              3,
              4,
              "Logs what a list holds.",
              DebugObjectCommands::quicklist),
          new Row(
              "QUICKLIST-PACKED-THRESHOLD",
              "size",
              3,
              3,
              "Checks the size: here, long elements have nodes of their own in any case.",
              DebugCommands::quicklistPackedThreshold),
          new Row(
              "RELOAD",
              "[NOSAVE]",
              2,
              UNLIMITED,
              "Dumps, forgets all data and reads them from disk again.",
              DebugCommands::reload),
          new Row(
              "SET-ACTIVE-EXPIRE",
              "0|1",
              3,
              3,
              "Whether expired keys go before anyone asks for them.",
              DebugCommands::setActiveExpire),
          new Row("SLEEP", "seconds", 3, 3, "Runs nothing for so long.", DebugCommands::sleep));

  /** What Redis has and this server has not. */
  private static final Set<String> REFUSED =
      Set.of(
          "AOF-FLUSH-SLEEP",
          "ASSERT",
          "CLIENT-EVICTION",
          "CLUSTERLINK",
          "CONFIG-REWRITE-FORCE-ALL",
          "CRASH-AND-RECOVER",
          "DROP-CLUSTER-PACKET-FILTER",
          "HTSTATS",
          "HTSTATS-KEY",
          "LEAK",
          "LOADAOF",
          "MALLCTL",
          "MALLCTL-STR",
          "OOM",
          "PANIC",
          "REPLICATE",
          "REPLYBUFFER",
          "RESTART",
          "SDSLEN",
          "SEGFAULT",
          "SET-DISABLE-DENY-SCRIPTS",
          "SET-SKIP-CHECKSUM-VALIDATION",
          "STRINGMATCH-TEST",
          "STRUCTSIZE");

  private DebugCommands() {}

  /** {@code DEBUG subcommand [argument ...]} */
  static void debug(Call call) {
    for (Row row : ROWS) {
      if (row.fits(call)) {
        row.handler.run(call);
        return;
      }
    }
    for (String name : REFUSED) {
      if (call.is(1, name)) {
        throw new CommandException("ERR DEBUG " + name + " is not supported");
      }
    }
    throw unknown(call);
  }

  private static CommandException unknown(Call call) {
    return new CommandException(
        "ERR unknown subcommand or wrong number of arguments for '"
            + call.request().toCText(1, 128)
            + "'. Try DEBUG HELP.");
  }

  private static void help(Call call) {
    call.reply().array(1 + 2 * ROWS.size());
    call.reply().simple("DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
    for (Row row : ROWS) {
      call.reply().simple((row.name + " " + row.arguments).strip());
      call.reply().simple("    " + row.help);
    }
  }

  // ---- The server

  private static void changeReplicationId(Call call) {
    call.services().changeReplicationId();
    call.reply().ok();
  }

  private static void error(Call call) {
    call.reply().error(call.text(2));
  }

  private static void log(Call call) {
    byte[] word = new TextWriter().word(call.request().toBytes(2)).toBytes();
    LOGGER.warn("DEBUG LOG: {}", new String(word, StandardCharsets.UTF_8));
    call.reply().ok();
  }

  /** What is no number of seconds, or below 0, is none: then nothing sleeps. */
  private static void sleep(Call call) {
    double seconds = CDouble.ofBound(call.text(2));
    if (seconds > 0) {
      call.services().sleep((long) (seconds * TimeUnit.SECONDS.toNanos(1)));
    }
    call.reply().ok();
  }

  private static void pauseBackgroundWork(Call call) {
    call.services().pauseBackgroundWork(KeyExtractors.leadingNumber(call.text(2)) != 0);
    call.reply().ok();
  }

  private static void setActiveExpire(Call call) {
    call.services().expireActively(KeyExtractors.leadingNumber(call.text(2)) != 0);
    call.reply().ok();
  }

  private static void quicklistPackedThreshold(Call call) {
    if (!isThreshold(call.text(2))) {
      throw new CommandException(
          "ERR argument must be a memory value bigger than 1 and smaller than 4gb");
    }
    call.reply().ok();
  }

  private static boolean isThreshold(String text) {
    try {
      return MemorySize.parse(text) <= MOST_THRESHOLD_BYTES;
    } catch (InvalidValueException e) {
      return false;
    }
  }

  // ---- The data

  private static void digest(Call call) {
    int databases = call.services().config().intValue(Directives.DATABASES);
    call.reply().simple(ValueDigest.ofDatabases(call.keyspace(), databases));
  }

  private static void populate(Call call) {
    Keyspace keyspace = call.keyspace();
    long count = positive(call, 2);
    String prefix = call.argc() > 3 ? call.text(3) : "key";
    int size = call.argc() > 4 ? (int) Math.min(positive(call, 4), Integer.MAX_VALUE) : 0;
    for (long i = 0; i < count; i++) {
      ByteBuffer key = text(prefix + ":" + i);
      int record = keyspace.find(call.database(), key, 0, key.capacity());
      if (record == NO_KEY) {
        ByteBuffer value = value(i, size);
        keyspace.setString(
            NO_KEY,
            call.database(),
            key,
            0,
            key.capacity(),
            value,
            0,
            value.capacity(),
            NO_DEADLINE);
      }
    }
    call.reply().ok();
  }

  private static long positive(Call call, int arg) {
    return call.integer(arg, 0, Long.MAX_VALUE, CommandException.NOT_POSITIVE);
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A value of its own for each key, cut or filled up with zeros where a size is wanted. */
  private static ByteBuffer value(long number, int size) {
    ByteBuffer text = text("value:" + number);
    return size == 0
        ? text
        : ByteBuffer.allocate(size).put(0, text, 0, Math.min(size, text.capacity()));
  }

  private static void reload(Call call) {
    Request request = call.request();
    boolean save = true;
    for (int arg = 2; arg < request.argc(); arg++) {
      if (call.is(arg, "NOSAVE")) {
        save = false;
      } else if (call.is(arg, "NOFLUSH") || call.is(arg, "MERGE")) {
        throw new CommandException(
            "ERR DEBUG RELOAD reads into an empty keyspace only: NOFLUSH and MERGE are not"
                + " supported");
      } else {
        throw new CommandException(
            "ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
      }
    }
    Client client = call.client();
    if (client.isBlockingDenied()) {
      throw new CommandException("ERR DEBUG RELOAD cannot run inside a transaction");
    }
    client.await();
    call.services()
        .reload(
            save,
            reloaded ->
                client.answer(
                    reply -> {
                      if (reloaded) {
                        reply.ok();
                      } else {
                        reply.error("ERR Error trying to dump the data, check server logs");
                      }
                    }));
  }
}
