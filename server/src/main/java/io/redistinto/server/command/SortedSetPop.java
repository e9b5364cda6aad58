package io.redistinto.server.command;

/**
 * What a ZMPOP, BZMPOP, BZPOPMIN or BZPOPMAX asks for.
 *
 * @param firstKey the argument that is the first key
 * @param keyCount how many keys there are
 * @param fromTheEnd whether the highest scores are wanted
 * @param count how many entries at most
 * @param isSingle whether the reply is one entry, without an array around it
 */
record SortedSetPop(int firstKey, int keyCount, boolean fromTheEnd, long count, boolean isSingle) {
  /** One entry from the keys up to the last argument. */
  static SortedSetPop single(Call call, boolean fromTheEnd) {
    return new SortedSetPop(1, call.argc() - 2, fromTheEnd, 1, true);
  }

  /** Reads the arguments from the number of keys on. */
  static SortedSetPop parse(Call call, int numberArg) {
    long keys = call.integer(numberArg, 1, Long.MAX_VALUE, "ERR numkeys should be greater than 0");
    if (keys >= call.argc() - numberArg - 1) {
      throw call.syntaxError();
    }
    int whereArg = numberArg + (int) keys + 1;
    boolean fromTheEnd = call.is(whereArg, "MAX");
    if (!fromTheEnd && !call.is(whereArg, "MIN")) {
      throw call.syntaxError();
    }
    long count = 1;
    int arg = whereArg + 1;
    if (arg + 1 < call.argc() && call.is(arg, "COUNT")) {
      count = call.integer(arg + 1, 1, Long.MAX_VALUE, "ERR count should be greater than 0");
      arg += 2;
    }
    if (arg < call.argc()) {
      throw call.syntaxError();
    }
    return new SortedSetPop(numberArg + 1, (int) keys, fromTheEnd, count, false);
  }
}
