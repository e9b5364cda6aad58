package io.redistinto.server.command;

import io.redistinto.storage.value.Limits;
import io.redistinto.storage.value.StreamId;
import io.redistinto.storage.value.StreamTrim;

/** What XADD and XTRIM were asked for before the fields, or beside the key. */
final class StreamOptions {
  /** How many nodes are removed where nothing says how many, and the bounds of the entries. */
  private static final long NODES_IF_APPROXIMATE = 100;

  private static final long ENTRIES_IF_NODES_HAVE_NO_LIMIT = 10_000;
  private static final long MOST_ENTRIES_IF_APPROXIMATE = 1_000_000;

  private static final long NOT_GIVEN = -1;

  private final Call call;
  private final boolean adding;
  private int arg = 2;
  private boolean noMkStream;
  private boolean trims;
  private boolean approximate;
  private long mostEntries;
  private StreamId leastId;
  private long limit = NOT_GIVEN;

  private StreamOptions(Call call, boolean adding) {
    this.call = call;
    this.adding = adding;
  }

  /** Reads the options of XADD, up to the ID. */
  static StreamOptions ofAdd(Call call) {
    StreamOptions options = new StreamOptions(call, true);
    options.read();
    return options;
  }

  /** Reads the options of XTRIM. */
  static StreamOptions ofTrim(Call call) {
    StreamOptions options = new StreamOptions(call, false);
    options.read();
    return options;
  }

  /** The argument after the options: the ID. */
  int idArg() {
    return arg;
  }

  boolean noMkStream() {
    return noMkStream;
  }

  /** What is to be removed, or null. */
  StreamTrim trim() {
    if (!trims) {
      return null;
    }
    long most = limit == NOT_GIVEN ? (approximate ? defaultLimit() : 0) : limit;
    return leastId == null
        ? StreamTrim.toLength(mostEntries, approximate, most)
        : StreamTrim.before(leastId, approximate, most);
  }

  private long defaultLimit() {
    Limits limits = call.keyspace().limits();
    long entries = NODES_IF_APPROXIMATE * limits.streamNodeEntries;
    return entries <= 0
        ? ENTRIES_IF_NODES_HAVE_NO_LIMIT
        : Math.min(entries, MOST_ENTRIES_IF_APPROXIMATE);
  }

  private void read() {
    while (arg < call.argc() && isOption()) {
      arg++;
    }
    if (limit > 0 && !trims) {
      throw new CommandException(
          "ERR syntax error, LIMIT cannot be used without specifying a trimming strategy");
    }
    if (!adding && !trims) {
      throw new CommandException("ERR syntax error, XTRIM must be called with a trimming strategy");
    }
    if (limit != NOT_GIVEN && !approximate) {
      throw new CommandException(
          "ERR syntax error, LIMIT cannot be used without the special ~ option");
    }
  }

  /** Reads one option; false if the argument is the ID. */
  private boolean isOption() {
    boolean more = arg + 1 < call.argc();
    if (adding && call.is(arg, "*")) {
      return false;
    } else if (more && call.is(arg, "MAXLEN")) {
      beginTrim();
      mostEntries = natural("ERR The MAXLEN argument must be >= 0.");
    } else if (more && call.is(arg, "MINID")) {
      beginTrim();
      leastId = StreamIds.parse(call, arg);
    } else if (more && call.is(arg, "LIMIT")) {
      arg++;
      limit = natural("ERR The LIMIT argument must be >= 0.");
    } else if (adding && call.is(arg, "NOMKSTREAM")) {
      noMkStream = true;
    } else if (adding) {
      checkId();
      return false;
    } else {
      throw call.syntaxError();
    }
    return true;
  }

  /** Goes to the threshold, past {@code ~} or {@code =}. */
  private void beginTrim() {
    if (trims) {
      throw new CommandException(
          "ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
    }
    trims = true;
    arg++;
    boolean sign = call.is(arg, "~") || call.is(arg, "=");
    if (sign && arg + 1 < call.argc()) {
      approximate = call.is(arg, "~");
      arg++;
    }
  }

  private long natural(String error) {
    long value = call.integer(arg);
    if (value < 0) {
      throw new CommandException(error);
    }
    return value;
  }

  private void checkId() {
    if (StreamIds.isOpen(call, arg)) {
      StreamIds.parseOpen(call, arg);
    } else {
      StreamIds.parse(call, arg);
    }
  }
}
