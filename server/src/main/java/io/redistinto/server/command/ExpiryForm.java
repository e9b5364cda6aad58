package io.redistinto.server.command;

/** How a request says when a key expires. */
enum ExpiryForm {
  SECONDS(1000, true),
  MILLIS(1, true),
  UNIX_SECONDS(1000, false),
  UNIX_MILLIS(1, false);

  private final long unitMillis;
  private final boolean fromNow;

  ExpiryForm(long unitMillis, boolean fromNow) {
    this.unitMillis = unitMillis;
    this.fromNow = fromNow;
  }

  /**
   * The time that an argument says, in milliseconds since 1970; it may lie in the past.
   *
   * @throws CommandException if it is not an integer, or beyond 64 bits
   */
  long deadlineMillis(Call call, int arg) {
    long given = call.integer(arg);
    long baseMillis = fromNow ? call.services().clock().millis() : 0;
    if (given > (Long.MAX_VALUE - baseMillis) / unitMillis || given < Long.MIN_VALUE / unitMillis) {
      throw invalid(call);
    }
    return given * unitMillis + baseMillis;
  }

  /**
   * The time that an argument says, which may not be 0 or less.
   *
   * @throws CommandException as {@link #deadlineMillis}, and if it is not positive
   */
  long positiveDeadlineMillis(Call call, int arg) {
    if (call.integer(arg) <= 0) {
      throw invalid(call);
    }
    return deadlineMillis(call, arg);
  }

  /** The error of a time that cannot be. */
  static CommandException invalid(Call call) {
    return new CommandException(
        "ERR invalid expire time in '" + call.command().fullName() + "' command");
  }
}
