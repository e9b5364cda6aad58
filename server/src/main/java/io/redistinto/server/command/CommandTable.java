package io.redistinto.server.command;

import static io.redistinto.server.command.Command.DENYOOM;
import static io.redistinto.server.command.Command.FAST;
import static io.redistinto.server.command.Command.LOADING;
import static io.redistinto.server.command.Command.READONLY;
import static io.redistinto.server.command.Command.STALE;
import static io.redistinto.server.command.Command.WRITE;

import io.redistinto.resp.Request;
import io.redistinto.server.command.Command.Keys;
import java.util.ArrayList;
import java.util.List;

/** Every command there is, a row each. Lookup, guards, COMMAND and its documentation read it. */
public final class CommandTable {
  private static final Command[] ROWS = {
    command("get", arity(2), READONLY | FAST, keyAt(1), StringCommands::get),
    command("set", arityAtLeast(3), WRITE | DENYOOM, keyAt(1), StringCommands::set),
    command("del", arityAtLeast(2), WRITE, keysFrom(1), KeyCommands::del),
    command("exists", arityAtLeast(2), READONLY | FAST, keysFrom(1), KeyCommands::exists),
    command("ping", arityAtLeast(1), FAST | LOADING | STALE, noKeys(), ConnectionCommands::ping),
  };

  private final List<Command> all = new ArrayList<>();
  private final Command[] slots;

  public CommandTable() {
    slots = new Command[Integer.highestOneBit(ROWS.length) * 4];
    for (Command row : ROWS) {
      number(row);
      int slot = slotOf(hash(row.name()));
      while (slots[slot] != null) {
        slot = slotOf(slot + 1);
      }
      slots[slot] = row;
    }
  }

  private void number(Command row) {
    row.number(all.size());
    all.add(row);
    row.subcommands().forEach(this::number);
  }

  /** All rows and their subcommands, by number. */
  public List<Command> all() {
    return all;
  }

  /** The command that a request names, without its subcommand, or null. O(1). */
  public Command find(Request request) {
    return find(request, 0);
  }

  /** The command that an argument names, or null. */
  public Command find(Request request, int arg) {
    int length = request.length(arg);
    int hash = length;
    for (int i = 0; i < length; i++) {
      hash = hash * 31 + (request.byteAt(arg, i) | 0x20);
    }
    int slot = slotOf(hash);
    Command command = slots[slot];
    while (command != null && !request.is(arg, command.name())) {
      slot = slotOf(slot + 1);
      command = slots[slot];
    }
    return command;
  }

  /** The subcommand that an argument names, or null. */
  public static Command subcommand(Command container, Request request, int arg) {
    for (Command row : container.subcommands()) {
      if (request.is(arg, row.name())) {
        return row;
      }
    }
    return null;
  }

  private static int hash(String name) {
    int hash = name.length();
    for (int i = 0; i < name.length(); i++) {
      hash = hash * 31 + (name.charAt(i) | 0x20);
    }
    return hash;
  }

  private int slotOf(int hash) {
    return (hash ^ hash >>> 16) & (slots.length - 1);
  }

  private static Command command(String name, int arity, int flags, Keys keys, Handler handler) {
    return new Command(name, arity, flags, keys, handler);
  }

  private static int arity(int argc) {
    return argc;
  }

  private static int arityAtLeast(int argc) {
    return -argc;
  }

  private static Keys noKeys() {
    return Keys.NONE;
  }

  private static Keys keyAt(int arg) {
    return new Keys(arg, arg, 1);
  }

  private static Keys keysFrom(int arg) {
    return new Keys(arg, -1, 1);
  }
}
