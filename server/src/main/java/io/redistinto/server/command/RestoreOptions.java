package io.redistinto.server.command;

/**
 * The options that a RESTORE was given.
 *
 * @param replace whether the key may be there already
 * @param isAbsolute whether the time to live is a time since 1970
 * @param idleSeconds how long ago the value was last referenced; -1 if that was not said
 */
record RestoreOptions(boolean replace, boolean isAbsolute, long idleSeconds) {
  private static final long NOT_SAID = -1;
  private static final long GREATEST_FREQUENCY = 255;

  /**
   * Reads options from an argument on. A frequency is checked and then of no use: no policy here
   * counts uses, nor does redis-server keep one unless its policy does.
   */
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
            frequency >= 0 && frequency <= GREATEST_FREQUENCY,
            "ERR Invalid FREQ value, must be >= 0 and <= 255");
      } else {
        throw call.syntaxError();
      }
    }
    return new RestoreOptions(replace, isAbsolute, idleSeconds);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new CommandException(otherwise);
    }
  }
}
