package io.redistinto.server.command;

import java.util.EnumSet;
import java.util.Set;

/** The options that a ZADD was given, and what they make of a score. */
final class SortedSetAddOptions {
  private enum Option {
    NX,
    XX,
    GT,
    LT,
    CH,
    INCR
  }

  private final Set<Option> chosen = EnumSet.noneOf(Option.class);
  private final int firstPair;

  /**
   * Reads the options from argument 2 on. The pairs of a score and a member follow them.
   *
   * @param increments whether it is a ZINCRBY
   * @throws CommandException if options exclude each other or no pairs follow
   */
  SortedSetAddOptions(Call call, boolean increments) {
    if (increments) {
      chosen.add(Option.INCR);
    }
    int arg = 2;
    while (arg < call.argc() && isOption(call, arg)) {
      arg++;
    }
    firstPair = arg;
    int pairArgs = call.argc() - arg;
    if (pairArgs == 0 || pairArgs % 2 != 0) {
      throw call.syntaxError();
    }
    if (has(Option.NX) && has(Option.XX)) {
      throw new CommandException("ERR XX and NX options at the same time are not compatible");
    }
    boolean compares = has(Option.GT) || has(Option.LT);
    if ((compares && has(Option.NX)) || (has(Option.GT) && has(Option.LT))) {
      throw new CommandException(
          "ERR GT, LT, and/or NX options at the same time are not compatible");
    }
    if (has(Option.INCR) && pairArgs > 2) {
      throw new CommandException("ERR INCR option supports a single increment-element pair");
    }
  }

  private boolean isOption(Call call, int arg) {
    for (Option option : Option.values()) {
      if (call.is(arg, option.name())) {
        chosen.add(option);
        return true;
      }
    }
    return false;
  }

  private boolean has(Option option) {
    return chosen.contains(option);
  }

  /** The argument that is the first score. */
  int firstPair() {
    return firstPair;
  }

  /** Whether the score is added to the member's, and the sum replied. */
  boolean increments() {
    return has(Option.INCR);
  }

  /** Whether the reply counts changed members too, not only new ones. */
  boolean countsChanges() {
    return has(Option.CH);
  }

  /** Whether only members are changed that are there already. */
  boolean addsNone() {
    return has(Option.XX);
  }

  /**
   * The score that a member gets, which is its old one if that stays; NaN if the options forbid to
   * touch the member.
   *
   * @param oldScore NaN if the member is not there
   * @throws CommandException if a sum is not a number
   */
  double score(double oldScore, double given) {
    if (Double.isNaN(oldScore)) {
      return has(Option.XX) ? Double.NaN : given;
    }
    if (has(Option.NX)) {
      return Double.NaN;
    }
    double score = has(Option.INCR) ? oldScore + given : given;
    if (Double.isNaN(score)) {
      throw new CommandException("ERR resulting score is not a number (NaN)");
    }
    boolean refused =
        (has(Option.GT) && score <= oldScore) || (has(Option.LT) && score >= oldScore);
    return refused ? Double.NaN : score;
  }
}
