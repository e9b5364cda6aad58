package io.redistinto.server.command;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** COMMAND: what the table knows. */
final class CommandCommands {
  private static final int INFO_FIELDS = 10;
  private static final int KEY_SPEC_FIELDS = 3;

  private CommandCommands() {}

  static void all(Call call) {
    replyAllInfo(call);
  }

  static void count(Call call) {
    call.reply().integer(CommandTable.INSTANCE.commands().size());
  }

  // ---- INFO

  static void info(Call call) {
    if (call.argc() == 2) {
      replyAllInfo(call);
      return;
    }
    call.reply().array(call.argc() - 2);
    for (int arg = 2; arg < call.argc(); arg++) {
      Command command = CommandTable.INSTANCE.named(call.text(arg));
      if (command == null) {
        call.reply().nullBulk();
      } else {
        replyInfo(call.reply(), command);
      }
    }
  }

  private static void replyAllInfo(Call call) {
    List<Command> commands = CommandTable.INSTANCE.commands();
    call.reply().array(commands.size());
    commands.forEach(command -> replyInfo(call.reply(), command));
  }

  private static void replyInfo(ReplyWriter reply, Command command) {
    reply.array(INFO_FIELDS);
    reply.bulkText(command.fullName());
    reply.integer(command.arity());
    statuses(reply, command.flagNames().stream());
    KeySpec.Range range = KeySpec.rangeOf(command.keySpecs());
    reply.integer(range.first());
    reply.integer(range.last());
    reply.integer(range.step());
    statuses(reply, command.categories().stream().map(category -> "@" + category.wireName()));
    reply.set(command.tips().size());
    command.tips().forEach(reply::bulkText);
    reply.set(command.keySpecs().size());
    command.keySpecs().forEach(spec -> replyKeySpec(reply, spec));
    if (command.isContainer()) {
      reply.array(command.subcommands().size());
    } else {
      reply.set(0);
    }
    command.subcommands().forEach(subcommand -> replyInfo(reply, subcommand));
  }

  private static void replyKeySpec(ReplyWriter reply, KeySpec spec) {
    reply.map(spec.notes() == null ? KEY_SPEC_FIELDS : KEY_SPEC_FIELDS + 1);
    if (spec.notes() != null) {
      field(reply, "notes", spec.notes());
    }
    reply.bulkText("flags");
    statuses(reply, spec.flags().stream().map(KeySpec.Flag::wireName));
    reply.bulkText("begin_search");
    reply.map(2);
    field(reply, "type", "index");
    reply.bulkText("spec");
    reply.map(1);
    field(reply, "index", spec.first());
    reply.bulkText("find_keys");
    reply.map(2);
    field(reply, "type", "range");
    reply.bulkText("spec");
    reply.map(3);
    field(reply, "lastkey", spec.last());
    field(reply, "keystep", spec.step());
    field(reply, "limit", 0);
  }

  private static void field(ReplyWriter reply, String name, String value) {
    reply.bulkText(name);
    reply.bulkText(value);
  }

  private static void field(ReplyWriter reply, String name, int value) {
    reply.bulkText(name);
    reply.integer(value);
  }

  private static void statuses(ReplyWriter reply, Stream<String> texts) {
    List<String> list = texts.toList();
    reply.set(list.size());
    list.forEach(reply::simple);
  }

  // ---- LIST

  /** What COMMAND LIST FILTERBY may go by. */
  private enum ListFilter {
    /** There are no modules. */
    MODULE {
      @Override
      Predicate<Command> wanting(byte[] module) {
        return command -> false;
      }
    },
    ACLCAT {
      @Override
      Predicate<Command> wanting(byte[] category) {
        String name = new String(category, StandardCharsets.ISO_8859_1);
        return command ->
            command.categories().stream().anyMatch(its -> its.name().equalsIgnoreCase(name));
      }
    },
    PATTERN {
      @Override
      Predicate<Command> wanting(byte[] glob) {
        GlobPattern pattern = GlobPattern.ignoringCase(glob);
        return command ->
            pattern.matches(command.fullName().getBytes(StandardCharsets.ISO_8859_1));
      }
    };

    abstract Predicate<Command> wanting(byte[] argument);

    static ListFilter of(Call call, int arg) {
      for (ListFilter filter : values()) {
        if (call.is(arg, filter.name())) {
          return filter;
        }
      }
      throw call.syntaxError();
    }
  }

  static void list(Call call) {
    Predicate<Command> wanted;
    if (call.argc() == 2) {
      wanted = command -> true;
    } else if (call.argc() == 5 && call.is(2, "FILTERBY")) {
      wanted = ListFilter.of(call, 3).wanting(call.request().toBytes(4));
    } else {
      throw call.syntaxError();
    }
    List<Command> listed = CommandTable.INSTANCE.all().stream().filter(wanted).toList();
    call.reply().array(listed.size());
    listed.forEach(command -> call.reply().bulkText(command.fullName()));
  }

  // ---- GETKEYS

  /** How many arguments come before the request that is asked about. */
  private static final int ASKED = 2;

  static void getkeys(Call call) {
    Request request = call.request();
    Command command = CommandTable.INSTANCE.find(request, ASKED);
    if (command != null && command.isContainer() && call.argc() > ASKED + 1) {
      command = CommandTable.subcommand(command, request, ASKED + 1);
    }
    int argc = call.argc() - ASKED;
    if (command == null) {
      throw new CommandException("ERR Invalid command specified");
    }
    if (command.keySpecs().isEmpty()) {
      throw new CommandException("ERR The command has no key arguments");
    }
    if (!command.accepts(argc)) {
      throw new CommandException("ERR Invalid number of arguments specified for command");
    }
    int mark = call.reply().defer();
    int keys = 0;
    for (KeySpec spec : command.keySpecs()) {
      for (int arg = spec.first(); arg <= spec.lastArg(argc); arg += spec.step()) {
        int asked = ASKED + arg;
        call.reply().bulk(request.bytes(), request.offset(asked), request.length(asked));
        keys++;
      }
    }
    call.reply().endArray(mark, keys);
  }

  // ---- DOCS, HELP

  static void docs(Call call) {
    call.reply().map(0);
  }

  static void help(Call call) {
    call.reply().array(0);
  }
}
