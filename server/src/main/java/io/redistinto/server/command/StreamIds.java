package io.redistinto.server.command;

import io.redistinto.storage.value.StreamId;

/** IDs of stream entries as arguments spell them. */
final class StreamIds {
  private static final String INVALID =
      "ERR Invalid stream ID specified as stream command argument";

  private static final int MOST_CHARACTERS = 127;

  private static final String C_SPACES = " \t\n\u000b\f\r";

  private StreamIds() {}

  // ---- Arguments

  /** An ID; one without a sequence has 0. */
  static StreamId parse(Call call, int arg) {
    StreamId id = idOrNull(call, arg);
    if (id == null) {
      throw new CommandException(INVALID);
    }
    return id;
  }

  /** The same, or null if the argument is no ID. */
  static StreamId idOrNull(Call call, int arg) {
    return id(text(call, arg), 0);
  }

  /** An ID, or {@code -} for the least and {@code +} for the greatest. */
  static StreamId parseOrEdge(Call call, int arg) {
    return edgeOrId(text(call, arg), 0);
  }

  /** The least ID of an interval; after {@code (} the one before it. */
  static StreamId intervalStart(Call call, int arg) {
    String text = text(call, arg);
    if (!isExclusive(text)) {
      return edgeOrId(text, 0);
    }
    StreamId id = exclusive(text, 0);
    if (id.equals(StreamId.MAX)) {
      throw new CommandException("ERR invalid start ID for the interval");
    }
    return id.next();
  }

  /** The greatest ID of an interval; after {@code (} the one after it. */
  static StreamId intervalEnd(Call call, int arg) {
    String text = text(call, arg);
    if (!isExclusive(text)) {
      return edgeOrId(text, -1);
    }
    StreamId id = exclusive(text, -1);
    if (id.equals(StreamId.MIN)) {
      throw new CommandException("ERR invalid end ID for the interval");
    }
    return id.previous();
  }

  /** Whether an argument is {@code millis-*}: a sequence is to be chosen. */
  static boolean isOpen(Call call, int arg) {
    String text = text(call, arg);
    int dash = text.indexOf('-');
    return dash >= 0 && text.substring(dash + 1).equals("*");
  }

  /** The ID of an {@linkplain #isOpen open} argument with the sequence 0. */
  static StreamId parseOpen(Call call, int arg) {
    String text = text(call, arg);
    StreamId id = id(text.substring(0, text.indexOf('-')), 0);
    if (id == null) {
      throw new CommandException(INVALID);
    }
    return id;
  }

  // ---- Text

  private static String text(Call call, int arg) {
    return call.request().length(arg) > MOST_CHARACTERS ? "" : call.shown(arg);
  }

  private static boolean isExclusive(String text) {
    return text.length() > 1 && text.charAt(0) == '(';
  }

  private static StreamId exclusive(String text, long missingSequence) {
    StreamId id = id(text.substring(1), missingSequence);
    if (id == null) {
      throw new CommandException(INVALID);
    }
    return id;
  }

  private static StreamId edgeOrId(String text, long missingSequence) {
    if (text.equals("-")) {
      return StreamId.MIN;
    }
    StreamId id = text.equals("+") ? StreamId.MAX : id(text, missingSequence);
    if (id == null) {
      throw new CommandException(INVALID);
    }
    return id;
  }

  private static StreamId id(String text, long missingSequence) {
    int dash = text.indexOf('-');
    String millis = dash < 0 ? text : text.substring(0, dash);
    String sequence = dash < 0 ? null : text.substring(dash + 1);
    if (!isUnsigned(millis) || (sequence != null && !isUnsigned(sequence))) {
      return null;
    }
    return new StreamId(unsigned(millis), sequence == null ? missingSequence : unsigned(sequence));
  }

  /*
   * As C's strtoull reads: spaces, a sign and leading zeros may come first, and a minus is taken
   * modulo 2^64. But what is a plain negative integer Redis refuses.
   */

  private static boolean isUnsigned(String text) {
    String digits = digits(text);
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false;
    }
    boolean plainNegative = text.charAt(0) == '-' && digits.charAt(0) != '0';
    return !(plainNegative && fitsLong(digits)) && fitsUnsigned(digits);
  }

  private static long unsigned(String text) {
    long value = Long.parseUnsignedLong(digits(text));
    return text.indexOf('-') >= 0 ? -value : value;
  }

  private static String digits(String text) {
    int at = 0;
    while (at < text.length() && C_SPACES.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    return text.substring(at);
  }

  private static boolean fitsLong(String digits) {
    try {
      Long.parseLong("-" + digits);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean fitsUnsigned(String digits) {
    try {
      Long.parseUnsignedLong(digits);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
