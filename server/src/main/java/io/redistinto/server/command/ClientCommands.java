package io.redistinto.server.command;

import io.redistinto.resp.Request;
import io.redistinto.server.client.Client;
import io.redistinto.server.client.Client.Replies;
import io.redistinto.server.client.ClientLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** CLIENT: what the server knows of its clients, and what it may do to them. */
final class ClientCommands {
  private static final String NO_SUCH_CLIENT = "ERR No such client";

  /** The types that CLIENT LIST and KILL name; here there are only normal and pubsub. */
  private static final Set<String> TYPES = Set.of("normal", "master", "slave", "replica", "pubsub");

  private ClientCommands() {}

  // ---- This client

  static void id(Call call) {
    call.reply().integer(call.client().id());
  }

  static void getName(Call call) {
    String name = call.client().name();
    if (name.isEmpty()) {
      call.reply().nullBulk();
    } else {
      call.reply().bulkText(name);
    }
  }

  static void setName(Call call) {
    call.client().name(name(call, 2));
    call.reply().ok();
  }

  static void setInfo(Call call) {
    boolean isName = call.is(2, "LIB-NAME");
    if (!isName && !call.is(2, "LIB-VER")) {
      throw new CommandException("ERR Unrecognized option '" + call.shown(2) + "'");
    }
    String value = visible(call, 3, call.text(2) + " cannot contain spaces, newlines");
    if (isName) {
      call.client().libraryName(value);
    } else {
      call.client().libraryVersion(value);
    }
    call.reply().ok();
  }

  /** A client's name from an argument. */
  static String name(Call call, int arg) {
    return visible(call, arg, "Client names cannot contain spaces, newlines");
  }

  private static String visible(Call call, int arg, String error) {
    String text = call.text(arg);
    if (text.chars().anyMatch(c -> c < '!' || c > '~')) {
      throw new CommandException("ERR " + error + " or special characters.");
    }
    return text;
  }

  static void noEvict(Call call) {
    call.client().noEvict(onOrOff(call));
    call.reply().ok();
  }

  static void noTouch(Call call) {
    call.client().noTouch(onOrOff(call));
    call.reply().ok();
  }

  private static boolean onOrOff(Call call) {
    boolean on = call.is(2, "ON");
    if (!on && !call.is(2, "OFF")) {
      throw call.syntaxError();
    }
    return on;
  }

  static void reply(Call call) {
    Client client = call.client();
    if (call.is(2, "ON")) {
      client.replies(Replies.ON);
      call.reply().ok();
    } else if (call.is(2, "OFF")) {
      client.replies(Replies.OFF);
    } else if (!call.is(2, "SKIP")) {
      throw call.syntaxError();
    } else if (client.replies() != Replies.OFF) {
      client.replies(Replies.SKIP_NEXT);
    }
  }

  // ---- What is known of clients

  static void info(Call call) {
    call.replyText(line(call, call.client()));
  }

  static void list(Call call) {
    StringBuilder lines = new StringBuilder();
    for (Client client : listed(call)) {
      lines.append(line(call, client));
    }
    call.replyText(lines.toString());
  }

  private static Iterable<Client> listed(Call call) {
    if (call.argc() == 2) {
      return call.services().clients().all();
    }
    if (call.argc() == 4 && call.is(2, "TYPE")) {
      return call.services().clients().all().stream().filter(ofType(call, 3)).toList();
    }
    if (call.argc() > 3 && call.is(2, "ID")) {
      List<Client> wanted = new ArrayList<>();
      for (int arg = 3; arg < call.argc(); arg++) {
        long id = call.integer(arg, Long.MIN_VALUE, Long.MAX_VALUE, "ERR Invalid client ID");
        Client client = call.services().clients().get(id);
        if (client != null) {
          wanted.add(client);
        }
      }
      return wanted;
    }
    throw call.syntaxError();
  }

  private static String line(Call call, Client client) {
    return describe(call, client) + "\n";
  }

  /** A client's line of CLIENT LIST, without its end. */
  static String describe(Call call, Client client) {
    Request running = client == call.client() ? call.request() : null;
    return ClientLine.of(client, call.services().clock().millis(), running);
  }

  /** The clients of the type that an argument names. */
  private static Predicate<Client> ofType(Call call, int arg) {
    String type = call.text(arg).toLowerCase(Locale.ROOT);
    if (!TYPES.contains(type)) {
      throw new CommandException("ERR Unknown client type '" + call.shown(arg) + "'");
    }
    return client -> type.equals(client.isSubscriber() ? "pubsub" : "normal");
  }

  // ---- Disconnecting

  static void kill(Call call) {
    if (call.argc() == 3) {
      String address = call.text(2);
      if (kill(call, client -> client.outlet().address().equals(address)) == 0) {
        throw new CommandException(NO_SUCH_CLIENT);
      }
      call.reply().ok();
      return;
    }
    call.reply().integer(kill(call, killed(call)));
  }

  /** What CLIENT KILL's options select: the clients that all of them hold for. */
  private static Predicate<Client> killed(Call call) {
    boolean skipMe = true;
    Predicate<Client> selected = client -> true;
    for (int arg = 2; arg < call.argc(); arg += 2) {
      if (arg + 1 == call.argc()) {
        throw call.syntaxError();
      }
      String value = call.text(arg + 1);
      if (call.is(arg, "SKIPME")) {
        skipMe = call.is(arg + 1, "YES");
        if (!skipMe && !call.is(arg + 1, "NO")) {
          throw call.syntaxError();
        }
      } else if (call.is(arg, "ID")) {
        long id =
            call.integer(arg + 1, 1, Long.MAX_VALUE, "ERR client-id should be greater than 0");
        selected = selected.and(client -> client.id() == id);
      } else if (call.is(arg, "TYPE")) {
        selected = selected.and(ofType(call, arg + 1));
      } else if (call.is(arg, "ADDR")) {
        selected = selected.and(client -> client.outlet().address().equals(value));
      } else if (call.is(arg, "LADDR")) {
        selected = selected.and(client -> client.outlet().localAddress().equals(value));
      } else if (call.is(arg, "USER")) {
        if (!value.equals(ConnectionCommands.DEFAULT_USER)) {
          throw new CommandException("ERR No such user '" + call.shown(arg + 1) + "'");
        }
      } else {
        throw call.syntaxError();
      }
    }
    return skipMe ? selected.and(client -> client != call.client()) : selected;
  }

  private static int kill(Call call, Predicate<Client> selected) {
    List<Client> killed = call.services().clients().all().stream().filter(selected).toList();
    for (Client client : killed) {
      if (client == call.client()) {
        client.closeAfterReply();
      } else {
        client.kill();
        call.services().clients().remove(client);
      }
    }
    return killed.size();
  }

  /** {@code CLIENT UNBLOCK id [TIMEOUT | ERROR]}. Who is held back by a pause is not blocked. */
  static void unblock(Call call) {
    if (call.argc() > 4) {
      throw call.unknownSubcommandOrArity();
    }
    boolean error = call.argc() == 4 && call.is(3, "ERROR");
    if (call.argc() == 4 && !error && !call.is(3, "TIMEOUT")) {
      throw new CommandException("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
    }
    Client client = call.services().clients().get(call.integer(2));
    boolean unblocked = client != null && call.services().unblock(client, error);
    call.reply().integer(unblocked ? 1 : 0);
  }

  // ---- Pausing

  static void pause(Call call) {
    if (call.argc() > 4) {
      throw call.unknownSubcommandOrArity();
    }
    boolean writesOnly = call.argc() == 4 && call.is(3, "WRITE");
    if (call.argc() == 4 && !writesOnly && !call.is(3, "ALL")) {
      throw new CommandException("ERR CLIENT PAUSE mode must be WRITE or ALL");
    }
    long untilMillis = call.services().clock().millis() + call.timeoutMillis(2);
    call.services().pauseClients(untilMillis, writesOnly); // past the end of time is in the past
    call.reply().ok();
  }

  static void unpause(Call call) {
    call.services().endClientPause();
    call.reply().ok();
  }
}
