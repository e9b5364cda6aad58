package io.redistinto.server.command;

import java.util.ArrayList;
import java.util.List;

/** A row of the {@link CommandTable}: everything that is known of one command. */
public final class Command {
  public static final int WRITE = 1;
  public static final int READONLY = 1 << 1;
  public static final int DENYOOM = 1 << 2;
  public static final int ADMIN = 1 << 3;
  public static final int PUBSUB = 1 << 4;
  public static final int NOSCRIPT = 1 << 5;
  public static final int BLOCKING = 1 << 6;
  public static final int LOADING = 1 << 7;
  public static final int STALE = 1 << 8;
  public static final int SKIP_MONITOR = 1 << 9;
  public static final int SKIP_SLOWLOG = 1 << 10;
  public static final int ASKING = 1 << 11;
  public static final int FAST = 1 << 12;
  public static final int NO_AUTH = 1 << 13;
  public static final int MAY_REPLICATE = 1 << 14;
  public static final int NO_MANDATORY_KEYS = 1 << 15;
  public static final int PROTECTED = 1 << 16;
  public static final int MOVABLE_KEYS = 1 << 17;
  public static final int ALLOW_BUSY = 1 << 18;
  public static final int NO_ASYNC_LOADING = 1 << 19;
  public static final int NO_MULTI = 1 << 20;

  private final String name;
  private final int arity;
  private final int flags;
  private final Keys keys;
  private final Handler handler;
  private final List<Command> subcommands = new ArrayList<>();
  private String fullName;
  private int number;

  /** Where a command's keys are: COMMAND's first key, last key and step. */
  public record Keys(int first, int last, int step) {
    static final Keys NONE = new Keys(0, 0, 0);
  }

  Command(String name, int arity, int flags, Keys keys, Handler handler) {
    this.name = name;
    this.fullName = name;
    this.arity = arity;
    this.flags = flags;
    this.keys = keys;
    this.handler = handler;
  }

  Command with(Command... rows) {
    for (Command row : rows) {
      row.fullName = name + "|" + row.name;
      subcommands.add(row);
    }
    return this;
  }

  void number(int given) {
    number = given;
  }

  /** Its number in the table. */
  public int number() {
    return number;
  }

  /** In lower case, without the container's name. */
  public String name() {
    return name;
  }

  /** In lower case: {@code client|list}. */
  public String fullName() {
    return fullName;
  }

  /** The exact argument count if positive, the least one's negative otherwise. */
  public int arity() {
    return arity;
  }

  public boolean accepts(int argc) {
    return arity >= 0 ? argc == arity : argc >= -arity;
  }

  public boolean is(int flag) {
    return (flags & flag) != 0;
  }

  public int flags() {
    return flags;
  }

  public Keys keys() {
    return keys;
  }

  public List<Command> subcommands() {
    return subcommands;
  }

  public boolean isContainer() {
    return !subcommands.isEmpty();
  }

  public Handler handler() {
    return handler;
  }

  @Override
  public String toString() {
    return fullName;
  }
}
