package io.redistinto.server.command;

/** What XREAD or XREADGROUP was asked for. */
final class StreamReadOptions {
  private static final long NO_LIMIT = 0;
  private static final long NO_WAIT = -1;

  private final Call call;
  private final boolean forGroup;
  private long count = NO_LIMIT;
  private long timeoutMillis = NO_WAIT;
  private boolean noAck;
  private int groupArg;
  private int firstKeyArg;
  private int streams;
  private byte[] group;
  private byte[] consumer;

  private StreamReadOptions(Call call, boolean forGroup) {
    this.call = call;
    this.forGroup = forGroup;
  }

  /** Reads all arguments but the IDs. */
  static StreamReadOptions parse(Call call, boolean forGroup) {
    StreamReadOptions options = new StreamReadOptions(call, forGroup);
    int arg = 1;
    while (arg < call.argc() && options.firstKeyArg == 0) {
      arg = options.readOption(arg);
    }
    if (options.firstKeyArg == 0) {
      throw call.syntaxError();
    }
    if (forGroup && options.groupArg == 0) {
      throw new CommandException("ERR Missing GROUP option for XREADGROUP");
    }
    if (forGroup) {
      options.group = call.request().toBytes(options.groupArg);
      options.consumer = call.request().toBytes(options.groupArg + 1);
    }
    return options;
  }

  /** Reads an option; answers the argument after it. */
  private int readOption(int arg) {
    int more = call.argc() - arg - 1;
    if (call.is(arg, "BLOCK") && more > 0) {
      timeoutMillis = call.timeoutMillis(arg + 1);
      return arg + 2;
    } else if (call.is(arg, "COUNT") && more > 0) {
      count = Math.max(NO_LIMIT, call.integer(arg + 1));
      return arg + 2;
    } else if (call.is(arg, "STREAMS") && more > 0) {
      if (more % 2 != 0) {
        throw new CommandException(
            "ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be"
                + " specified.");
      }
      firstKeyArg = arg + 1;
      streams = more / 2;
      return call.argc();
    } else if (call.is(arg, "GROUP") && more > 1) {
      checkForGroup("GROUP");
      groupArg = arg + 1;
      return arg + 3;
    } else if (call.is(arg, "NOACK")) {
      checkForGroup("NOACK");
      noAck = true;
      return arg + 1;
    }
    throw call.syntaxError();
  }

  private void checkForGroup(String option) {
    if (!forGroup) {
      throw new CommandException(
          "ERR The "
              + option
              + " option is only supported by XREADGROUP. You called XREAD instead.");
    }
  }

  /** How many streams are read. */
  int streams() {
    return streams;
  }

  int keyArg(int stream) {
    return firstKeyArg + stream;
  }

  int idArg(int stream) {
    return firstKeyArg + streams + stream;
  }

  /** Which stream's key an argument is. */
  int indexOf(int keyArg) {
    return keyArg - firstKeyArg;
  }

  /** How many entries of each stream, at most. */
  long count() {
    return countOr(Long.MAX_VALUE);
  }

  /** How many entries of each stream, at most; so many if nothing was said. */
  long countOr(long otherwise) {
    return count == NO_LIMIT ? otherwise : count;
  }

  boolean blocks() {
    return timeoutMillis != NO_WAIT;
  }

  /** How long to wait, 0 for as long as it takes. */
  long timeoutMillis() {
    return timeoutMillis;
  }

  boolean hasGroup() {
    return groupArg > 0;
  }

  int groupArg() {
    return groupArg;
  }

  byte[] group() {
    return group;
  }

  byte[] consumer() {
    return consumer;
  }

  /** Whether what is read does not become pending. */
  boolean noAck() {
    return noAck;
  }
}
