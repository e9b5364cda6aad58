package io.redistinto.server.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What SCAN and its like for collections are asked for: about how many elements, and which. */
final class ScanOptions {
  private static final int DEFAULT_COUNT = 10;

  /** What C's strtoul takes for a number. */
  private static final Pattern CURSOR = Pattern.compile("([+-]?)([0-9]+)");

  private long count = DEFAULT_COUNT;
  private GlobPattern pattern;
  private String typeName;

  private ScanOptions() {}

  /** The options from an argument on; keys, other than elements, can be asked for by type. */
  static ScanOptions parse(Call call, int firstArg, boolean ofKeys) {
    ScanOptions options = new ScanOptions();
    for (int arg = firstArg; arg < call.argc(); arg += 2) {
      boolean last = arg + 1 == call.argc();
      if (!last && call.is(arg, "COUNT")) {
        options.count = call.integer(arg + 1);
        if (options.count < 1) {
          throw call.syntaxError();
        }
      } else if (!last && call.is(arg, "MATCH")) {
        GlobPattern given = GlobPattern.of(call.request().toBytes(arg + 1));
        options.pattern = given.isStar() ? null : given;
      } else if (!last && ofKeys && call.is(arg, "TYPE")) {
        options.typeName = call.text(arg + 1);
      } else {
        throw call.syntaxError();
      }
    }
    return options;
  }

  /** Reads a cursor as strtoul does: signs are taken, a zero byte ends it, nothing at all is 0. */
  static long cursor(Call call, int arg) {
    String text = call.request().toCText(arg);
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

  /** How many elements are wanted at once, about: 1 at least. */
  long count() {
    return count;
  }

  /** Whether an element, or a collection's field, is wanted. */
  boolean wants(byte[] element) {
    return pattern == null || pattern.matches(element);
  }

  /** Whether keys of one type only are wanted. */
  boolean asksForType() {
    return typeName != null;
  }

  /** Whether keys of this type are wanted. */
  boolean wantsType(String wireName) {
    return typeName == null || typeName.equalsIgnoreCase(wireName);
  }
}
