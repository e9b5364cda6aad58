package io.redistinto.server.command;

import io.redistinto.storage.Keyspace;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Commands that go through the keys of a database. */
final class ScanCommands {
  private static final int DEFAULT_COUNT = 10;

  /** What C's strtoul takes for a number. */
  private static final Pattern CURSOR = Pattern.compile("([+-]?)([0-9]+)");

  private ScanCommands() {}

  /** Which keys a request wants: of those that have not expired. */
  private static final class Filter {
    private final Keyspace keyspace;
    private GlobPattern pattern;
    private String typeName;

    Filter(Keyspace keyspace) {
      this.keyspace = keyspace;
    }

    void match(byte[] glob) {
      GlobPattern given = GlobPattern.of(glob);
      pattern = given.isStar() ? null : given;
    }

    void type(String name) {
      typeName = name;
    }

    boolean wants(int record) {
      return (pattern == null || pattern.matches(keyspace.key(record)))
          && (typeName == null || typeName.equalsIgnoreCase(keyspace.type(record).wireName()))
          && !keyspace.isExpired(record);
    }
  }

  static void keys(Call call) {
    Filter filter = new Filter(call.keyspace());
    filter.match(call.request().toBytes(1));
    IntStream.Builder met = IntStream.builder();
    call.keyspace().forEach(call.database(), met);
    replyKeys(call, met.build().filter(filter::wants).toArray());
  }

  static void scan(Call call) {
    long cursor = cursor(call, 1);
    Filter filter = new Filter(call.keyspace());
    long count = DEFAULT_COUNT;
    for (int arg = 2; arg < call.argc(); arg += 2) {
      boolean last = arg + 1 == call.argc();
      if (!last && call.is(arg, "COUNT")) {
        count = call.integer(arg + 1);
        if (count < 1) {
          throw call.syntaxError();
        }
      } else if (!last && call.is(arg, "MATCH")) {
        filter.match(call.request().toBytes(arg + 1));
      } else if (!last && call.is(arg, "TYPE")) {
        filter.type(call.text(arg + 1));
      } else {
        throw call.syntaxError();
      }
    }
    IntStream.Builder met = IntStream.builder();
    int wanted = (int) Math.min(count, Integer.MAX_VALUE);
    long next = call.keyspace().scan(call.database(), cursor, wanted, met);
    call.reply().array(2);
    call.reply().bulkText(Long.toUnsignedString(next));
    replyKeys(call, met.build().filter(filter::wants).toArray());
  }

  /** Reads a cursor as strtoul does: signs are taken, and nothing at all is 0. */
  private static long cursor(Call call, int arg) {
    String text = call.text(arg);
    if (text.isEmpty()) {
      return 0;
    }
    Matcher number = CURSOR.matcher(text);
    if (number.matches()) {
      try {
        long magnitude = Long.parseUnsignedLong(number.group(2));
        return number.group(1).equals("-") ? -magnitude : magnitude;
      } catch (NumberFormatException beyond64Bits) {
        // refused below
      }
    }
    throw new CommandException("ERR invalid cursor");
  }

  private static void replyKeys(Call call, int[] records) {
    call.reply().array(records.length);
    for (int record : records) {
      call.replyKey(record);
    }
  }
}
