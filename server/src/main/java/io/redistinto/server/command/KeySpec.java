package io.redistinto.server.command;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where some of a command's arguments are keys, and what becomes of them.
 *
 * @param first the first key's argument
 * @param last the last key's argument, counted from the first; -1 for the request's last
 * @param step the distance between two keys
 * @param flags what is done to the keys
 * @param notes what cannot be said by flags, or null
 */
record KeySpec(int first, int last, int step, Set<Flag> flags, String notes) {
  /** What is done to a key, in the order in which COMMAND INFO lists them. */
  enum Flag {
    /** The key is read only. */
    RO,
    /** The key is read and written. */
    RW,
    /** The key is written over, whatever it held. */
    OW,
    /** The key is removed. */
    RM,
    /** Data of the value are returned or copied. */
    ACCESS,
    /** Data of the value are changed. */
    UPDATE,
    /** Data are added, none are changed. */
    INSERT,
    /** Data are removed on purpose. */
    DELETE,
    /** The other flags depend on the request. */
    VARIABLE_FLAGS;

    String wireName() {
      return compareTo(ACCESS) < 0 ? name() : name().toLowerCase(Locale.ROOT);
    }
  }

  static KeySpec of(int first, int last, int step, Flag... flags) {
    return new KeySpec(first, last, step, EnumSet.copyOf(List.of(flags)), null);
  }

  KeySpec noting(String text) {
    return new KeySpec(first, last, step, flags, text);
  }

  /** The first key's argument, the last one's, negative from the end, and the step; 0 if none. */
  record Range(int first, int last, int step) {
    static final Range NONE = new Range(0, 0, 0);
  }

  /** The one range that has the keys of all specs, as clients before key specs read it. */
  static Range rangeOf(List<KeySpec> specs) {
    if (specs.isEmpty()) {
      return Range.NONE;
    }
    KeySpec first = specs.get(0);
    KeySpec last = specs.get(specs.size() - 1);
    return new Range(first.first, last.last < 0 ? last.last : last.first + last.last, first.step);
  }

  /** The last key's argument in a request of that many. */
  int lastArg(int argc) {
    return last < 0 ? argc + last : first + last;
  }
}
