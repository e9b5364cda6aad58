package io.redistinto.server.command;

import io.redistinto.resp.Request;
import io.redistinto.server.command.Command.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Every command there is, a row each, in the classes that the constructor names. Lookup, guards,
 * COMMAND and its documentation read it.
 *
 * <p>A row, written in {@link RowWords}, has the command's name; the number of its arguments, the
 * name counted; its flags; where its keys are and what becomes of them; the method that runs it.
 * Then, where there are any: ACL categories that follow neither from the group nor from the flags,
 * tips for proxies, subcommands. {@code commands.txt} has each row's documentation.
 */
public final class CommandTable {
  /** The one table, which all servers share. */
  public static final CommandTable INSTANCE = new CommandTable();

  private final List<Command> commands = new ArrayList<>();
  private final List<Command> all = new ArrayList<>();
  private final CommandIndex index;

  private CommandTable() {
    add(CommandGroup.STRING, StringRows.STRING);
    add(CommandGroup.BITMAP, StringRows.BITMAP);
    add(CommandGroup.SET, CollectionRows.SET);
    add(CommandGroup.HASH, CollectionRows.HASH);
    add(CommandGroup.LIST, CollectionRows.LIST);
    add(CommandGroup.STREAM, StreamRows.STREAM);
    add(CommandGroup.SORTED_SET, CollectionRows.SORTED_SET);
    add(CommandGroup.GENERIC, KeyRows.GENERIC);
    add(CommandGroup.PUBSUB, ServerRows.PUBLISHING);
    add(CommandGroup.GEO, CollectionRows.GEO);
    add(CommandGroup.HYPERLOGLOG, StringRows.HYPERLOGLOG);
    add(CommandGroup.CONNECTION, ServerRows.CONNECTION);
    add(CommandGroup.SERVER, ServerRows.SERVER);
    add(CommandGroup.TRANSACTIONS, ServerRows.TRANSACTIONS);
    add(CommandGroup.SERVER, ServerRows.INSPECTION);
    add(CommandGroup.SCRIPTING, AbsentRows.SCRIPTING);
    add(CommandGroup.SERVER, AbsentRows.STANDALONE);
    add(CommandGroup.CLUSTER, AbsentRows.CLUSTER);
    add(CommandGroup.STORAGE, ServerRows.STORAGE);
    index = new CommandIndex(commands);
  }

  private void add(CommandGroup group, Row[] rows) {
    for (Row row : rows) {
      Command command = new Command(row, group, all.size());
      commands.add(command);
      all.add(command);
      all.addAll(command.subcommands());
    }
  }

  /** All commands and their subcommands, by number. */
  public List<Command> all() {
    return Collections.unmodifiableList(all);
  }

  /** All commands, without their subcommands. */
  List<Command> commands() {
    return Collections.unmodifiableList(commands);
  }

  // ---- Lookup

  /** The command that a request names, without its subcommand, or null. O(1). */
  public Command find(Request request) {
    return find(request, 0);
  }

  /** The command that an argument names, or null. O(1). */
  public Command find(Request request, int arg) {
    return index.find(request, arg);
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

  /** The command or subcommand of a full name, {@code client|list}, in any case, or null. */
  Command named(String fullName) {
    for (Command command : all) {
      if (command.fullName().equalsIgnoreCase(fullName)) {
        return command;
      }
    }
    return null;
  }
}
