package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_DEADLINE;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The options that a SET or a GETEX was given. */
final class SetOptions {
  static final SetOptions NONE = new SetOptions();
  static final SetOptions ONLY_IF_PRESENT = new SetOptions();

  static {
    ONLY_IF_PRESENT.chosen.put(Group.CONDITION, Option.XX);
  }

  /** At most one option of a group may be given, but that one again and again. */
  private enum Group {
    CONDITION,
    REPLY,
    EXPIRY
  }

  private enum Option {
    NX(Group.CONDITION, null),
    XX(Group.CONDITION, null),
    GET(Group.REPLY, null),
    KEEPTTL(Group.EXPIRY, null),
    PERSIST(Group.EXPIRY, null),
    EX(Group.EXPIRY, ExpiryForm.SECONDS),
    PX(Group.EXPIRY, ExpiryForm.MILLIS),
    EXAT(Group.EXPIRY, ExpiryForm.UNIX_SECONDS),
    PXAT(Group.EXPIRY, ExpiryForm.UNIX_MILLIS);

    private final Group group;

    /** What the argument after it means; null if it has none. */
    private final ExpiryForm form;

    Option(Group group, ExpiryForm form) {
      this.group = group;
      this.form = form;
    }

    private static Option of(Call call, int arg, Set<Option> allowed) {
      for (Option option : allowed) {
        if (call.is(arg, option.name())) {
          return option;
        }
      }
      throw call.syntaxError();
    }
  }

  private static final Set<Option> OF_SET = EnumSet.complementOf(EnumSet.of(Option.PERSIST));
  private static final Set<Option> OF_GETEX = EnumSet.range(Option.PERSIST, Option.PXAT);

  private final Map<Group, Option> chosen = new EnumMap<>(Group.class);
  private int expiryArg;

  private SetOptions() {}

  /**
   * Reads the options of SET from an argument on.
   *
   * @throws CommandException if one is unknown, excludes one before it or lacks its argument
   */
  static SetOptions parse(Call call, int firstArg) {
    return parse(call, firstArg, OF_SET);
  }

  /** Reads the options of GETEX, as {@link #parse} does. */
  static SetOptions parseGetEx(Call call, int firstArg) {
    return parse(call, firstArg, OF_GETEX);
  }

  private static SetOptions parse(Call call, int firstArg, Set<Option> allowed) {
    SetOptions options = new SetOptions();
    for (int arg = firstArg; arg < call.argc(); arg++) {
      Option option = Option.of(call, arg, allowed);
      Option before = options.chosen.put(option.group, option);
      if (before != null && before != option) {
        throw call.syntaxError();
      }
      if (option.form != null) {
        options.expiryArg = ++arg;
        if (arg == call.argc()) {
          throw call.syntaxError();
        }
      }
    }
    return options;
  }

  /** Whether the key may be set, if it is present or if it is not. */
  boolean allow(boolean present) {
    Option condition = chosen.get(Group.CONDITION);
    return condition == null || (condition == Option.XX) == present;
  }

  /** Whether the reply is the value that the key had before. */
  boolean replyOldValue() {
    return chosen.get(Group.REPLY) == Option.GET;
  }

  /** Whether they say when the key is to expire. */
  boolean hasDeadline() {
    Option expiry = chosen.get(Group.EXPIRY);
    return expiry != null && expiry.form != null;
  }

  boolean keepDeadline() {
    return chosen.get(Group.EXPIRY) == Option.KEEPTTL;
  }

  boolean dropDeadline() {
    return chosen.get(Group.EXPIRY) == Option.PERSIST;
  }

  /**
   * When the key is to expire, or {@link io.redistinto.storage.Keyspace#NO_DEADLINE}.
   *
   * @throws CommandException if that is no time after 1970 began, or none that can be expressed
   */
  long deadlineMillis(Call call) {
    return hasDeadline()
        ? chosen.get(Group.EXPIRY).form.positiveDeadlineMillis(call, expiryArg)
        : NO_DEADLINE;
  }
}
