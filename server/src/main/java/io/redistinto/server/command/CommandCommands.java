package io.redistinto.server.command;

import io.redistinto.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** COMMAND: what the table knows. */
final class CommandCommands {
  private static final String INDENT = "    ";

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
    CommandDescription description = new CommandDescription(call.reply());
    call.reply().array(call.argc() - 2);
    for (int arg = 2; arg < call.argc(); arg++) {
      Command command = CommandTable.INSTANCE.named(call.text(arg));
      if (command == null) {
        call.reply().nullBulk();
      } else {
        description.info(command);
      }
    }
  }

  private static void replyAllInfo(Call call) {
    List<Command> commands = CommandTable.INSTANCE.commands();
    call.reply().array(commands.size());
    commands.forEach(new CommandDescription(call.reply())::info);
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
        return command -> pattern.matches(command.fullName().getBytes(StandardCharsets.ISO_8859_1));
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
    Request asked = asked(call);
    List<KeyReference> keys = keys(asked);
    call.reply().array(keys.size());
    for (KeyReference key : keys) {
      call.reply().bulk(asked.bytes(), asked.offset(key.arg()), asked.length(key.arg()));
    }
  }

  static void getkeysAndFlags(Call call) {
    Request asked = asked(call);
    new CommandDescription(call.reply()).keysAndFlags(asked, keys(asked));
  }

  private static Request asked(Call call) {
    return Request.of(Arrays.copyOfRange(call.request().toArgs(), ASKED, call.argc()));
  }

  private static List<KeyReference> keys(Request asked) {
    Command command = CommandTable.INSTANCE.find(asked);
    if (command != null && command.isContainer() && asked.argc() > 1) {
      command = CommandTable.subcommand(command, asked, 1);
    }
    if (command == null) {
      throw new CommandException("ERR Invalid command specified");
    }
    if (!command.hasKeys()) {
      throw new CommandException("ERR The command has no key arguments");
    }
    if (!command.accepts(asked.argc())) {
      throw new CommandException("ERR Invalid number of arguments specified for command");
    }
    List<KeyReference> keys = command.keysOf(asked);
    if (keys.isEmpty() && !command.is(Command.NO_MANDATORY_KEYS)) {
      throw new CommandException("ERR Invalid arguments specified for command");
    }
    return keys;
  }

  // ---- DOCS

  static void docs(Call call) {
    List<Command> described = CommandTable.INSTANCE.commands();
    if (call.argc() > 2) {
      described =
          IntStream.range(2, call.argc())
              .mapToObj(arg -> CommandTable.INSTANCE.named(call.text(arg)))
              .filter(Objects::nonNull)
              .toList();
    }
    call.reply().map(described.size());
    described.forEach(new CommandDescription(call.reply())::docs);
  }

  // ---- HELP, of every container

  static void help(Call call) {
    Command container = CommandTable.INSTANCE.find(call.request());
    List<String> lines = new ArrayList<>();
    lines.add(
        container.name().toUpperCase(Locale.ROOT)
            + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
    if (container.handler() != null) {
      lines.add("(no subcommand)");
      lines.add(INDENT + CommandDoc.of(container).summary());
    }
    for (Command subcommand : container.subcommands()) {
      CommandDoc doc = CommandDoc.of(subcommand);
      String name = subcommand.name().toUpperCase(Locale.ROOT);
      lines.add((name + " " + ArgumentDoc.synopsis(doc.arguments(), " ")).strip());
      lines.add(INDENT + doc.summary());
    }
    call.reply().array(lines.size());
    lines.forEach(call.reply()::simple);
  }
}
