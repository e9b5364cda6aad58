package io.redistinto.server.command;

import java.util.ArrayList;
import java.util.List;

/** {@code [BY pattern] [LIMIT offset count] [GET pattern ...] [ASC|DESC] [ALPHA] [STORE key]} */
final class SortOptions {
  boolean descending;

  /** Whether weights are compared as bytes, not as numbers. */
  boolean alpha;

  /** Where the weights of elements are found; null if elements are their own. */
  SortPattern by;

  /** Whether elements stay in the order in which they lie: any BY was a constant. */
  boolean keepsOrder;

  /** What is answered of each element; nothing for the element itself. */
  final List<SortPattern> gets = new ArrayList<>();

  /** The argument of the key to store the result in, 0 if it is answered. */
  int storeArg;

  private long offset;
  private long count = -1;

  /** Reads the options from the third argument on. */
  static SortOptions of(Call call, boolean mayStore) {
    SortOptions options = new SortOptions();
    for (int arg = 2; arg < call.argc(); arg++) {
      int more = call.argc() - 1 - arg;
      if (call.is(arg, "ASC")) {
        options.descending = false;
      } else if (call.is(arg, "DESC")) {
        options.descending = true;
      } else if (call.is(arg, "ALPHA")) {
        options.alpha = true;
      } else if (call.is(arg, "LIMIT") && more >= 2) {
        options.offset = call.integer(++arg);
        options.count = call.integer(++arg);
      } else if (mayStore && call.is(arg, "STORE") && more >= 1) {
        options.storeArg = ++arg;
      } else if (call.is(arg, "BY") && more >= 1) {
        options.by = new SortPattern(call.request().toBytes(++arg));
        options.keepsOrder |= !options.by.hasStar();
      } else if (call.is(arg, "GET") && more >= 1) {
        options.gets.add(new SortPattern(call.request().toBytes(++arg)));
      } else {
        throw call.syntaxError();
      }
    }
    return options;
  }

  boolean stores() {
    return storeArg > 0;
  }

  /** The first of {@code size} elements that is wanted. */
  long from(long size) {
    return Math.min(Math.max(0, offset), size);
  }

  /** The end of those of {@code size} elements that are wanted. */
  long to(long size) {
    long from = from(size);
    return count < 0 ? size : from + Math.min(count, size - from);
  }
}
