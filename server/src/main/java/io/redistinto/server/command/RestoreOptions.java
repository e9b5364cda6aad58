package io.redistinto.server.command;

import io.redistinto.storage.replacement.UseCounts;

/**
 * The options that a RESTORE was given.
 *
 * @param replace whether the key may be there already
 * @param isAbsolute whether the time to live is a time since 1970
 * @param idleSeconds how long ago the value was last referenced; -1 if that was not said
 * @param frequency how often it is used, up to 255; that of a new value if it was not said
 */
record RestoreOptions(boolean replace, boolean isAbsolute, long idleSeconds, int frequency) {
  private static final long NOT_SAID = -1;

  /** Reads options from an argument on. */
  static RestoreOptions parse(Call call, int firstArg) {
    boolean replace = false;
    boolean isAbsolute = false;
    long idleSeconds = NOT_SAID;
    long frequency = NOT_SAID;
    for (int arg = firstArg; arg < call.argc(); arg++) {
      boolean hasNext = arg + 1 < call.argc();
      if (call.is(arg, "REPLACE")) {
        replace = true;
      } else if (call.is(arg, "ABSTTL")) {
        isAbsolute = true;
      } else if (call.is(arg, "IDLETIME") && hasNext && frequency == NOT_SAID) {
        idleSeconds = call.integer(++arg);
        check(idleSeconds >= 0, "ERR Invalid IDLETIME value, must be >= 0");
      } else if (call.is(arg, "FREQ") && hasNext && idleSeconds == NOT_SAID) {
        frequency = call.integer(++arg);
        check(
            frequency >= 0 && frequency <= UseCounts.MOST,
            "ERR Invalid FREQ value, must be >= 0 and <= 255");
      } else {
        throw call.syntaxError();
      }
    }
    int counter = frequency == NOT_SAID ? UseCounts.INITIAL : (int) frequency;
    return new RestoreOptions(replace, isAbsolute, idleSeconds, counter);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new CommandException(otherwise);
    }
  }
}
