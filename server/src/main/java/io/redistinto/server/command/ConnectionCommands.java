package io.redistinto.server.command;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.resp.Request;
import io.redistinto.server.Version;
import io.redistinto.server.client.Client;
import io.redistinto.server.config.Directives;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Commands on the connection itself. */
final class ConnectionCommands {
  /** The only user there is. */
  static final String DEFAULT_USER = "default";

  private static final String WRONG_PASSWORD =
      "WRONGPASS invalid username-password pair or user is disabled.";
  private static final String HELLO_NOT_AUTHENTICATED =
      "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH"
          + " <user> <pass> option can be used to authenticate the client and select the RESP"
          + " protocol version at the same time";

  private ConnectionCommands() {}

  static void ping(Call call) {
    if (call.argc() > 2) {
      throw call.wrongNumberOfArguments();
    }
    if (call.client().isSubscriber() && call.client().protocol() == 2) {
      pingSubscriber(call);
    } else if (call.argc() == 1) {
      call.reply().pong();
    } else {
      replyArgument(call, 1);
    }
  }

  static boolean isCredential(Request request, int arg) {
    return (arg > 1 && request.is(arg - 1, "AUTH")) || (arg > 2 && request.is(arg - 2, "AUTH"));
  }

  /** To a client that knows no pushes this looks like a message. */
  private static void pingSubscriber(Call call) {
    call.reply().array(2);
    call.reply().bulkText("pong");
    if (call.argc() == 1) {
      call.reply().bulkText("");
    } else {
      replyArgument(call, 1);
    }
  }

  static void echo(Call call) {
    replyArgument(call, 1);
  }

  private static void replyArgument(Call call, int arg) {
    Request request = call.request();
    call.reply().bulk(request.bytes(), request.offset(arg), request.length(arg));
  }

  static void quit(Call call) {
    call.reply().ok();
    call.client().closeAfterReply();
  }

  static void reset(Call call) {
    TransactionCommands.end(call);
    call.services().monitors().remove(call.client());
    call.services().pubSub().forget(call.client());
    call.services().tracking().turnOff(call.client());
    call.client().reset(!hasPassword(call));
    call.reply().protocol(call.client().protocol());
    call.reply().simple("RESET");
  }

  // ---- Who the client is

  static void auth(Call call) {
    if (call.argc() > 3) {
      throw call.syntaxError();
    }
    if (call.argc() == 2 && !hasPassword(call)) {
      throw new CommandException(
          "ERR AUTH <password> called without any password configured for the default user. Are you"
              + " sure your configuration is correct?");
    }
    String user = call.argc() == 2 ? DEFAULT_USER : call.text(1);
    authenticate(call, user, call.argc() - 1);
    call.reply().ok();
  }

  /**
   * {@code HELLO [protocol [AUTH user password] [SETNAME name]]}. As in Redis, each option takes
   * effect where it stands, even if a later one is refused.
   */
  static void hello(Call call) {
    Client client = call.client();
    int protocol = call.argc() > 1 ? protocol(call) : client.protocol();
    for (int arg = 2; arg < call.argc(); arg++) {
      int more = call.argc() - 1 - arg;
      if (call.is(arg, "AUTH") && more >= 2) {
        authenticate(call, call.text(arg + 1), arg + 2);
        arg += 2;
      } else if (call.is(arg, "SETNAME") && more >= 1) {
        arg++;
        client.name(ClientCommands.name(call, arg));
      } else {
        throw new CommandException("ERR Syntax error in HELLO option '" + call.shown(arg) + "'");
      }
    }
    if (!client.isAuthenticated()) {
      throw new CommandException(HELLO_NOT_AUTHENTICATED);
    }
    client.protocol(protocol);
    greet(call.reply(), client);
  }

  private static int protocol(Call call) {
    long wanted =
        call.integer(
            1,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            "ERR Protocol version is not an integer or out of range");
    if (wanted < 2 || wanted > 3) {
      throw new CommandException("NOPROTO unsupported protocol version");
    }
    return (int) wanted;
  }

  private static void greet(ReplyWriter reply, Client client) {
    reply.protocol(client.protocol());
    reply.map(7);
    reply.bulkText("server");
    reply.bulkText("redis");
    reply.bulkText("version");
    reply.bulkText(Version.REDIS);
    reply.bulkText("proto");
    reply.integer(client.protocol());
    reply.bulkText("id");
    reply.integer(client.id());
    reply.bulkText("mode");
    reply.bulkText("standalone");
    reply.bulkText("role");
    reply.bulkText("master");
    reply.bulkText("modules");
    reply.array(0);
  }

  /** As Redis: without a password, the default user may come with any. */
  private static void authenticate(Call call, String user, int passwordArg) {
    boolean known = user.equals(DEFAULT_USER);
    if (!known || (hasPassword(call) && !isPassword(call, passwordArg))) {
      AclCommands.refused(call, user);
      throw new CommandException(WRONG_PASSWORD);
    }
    call.client().authenticated(true);
  }

  private static boolean hasPassword(Call call) {
    return !call.services().config().get(Directives.REQUIREPASS).isEmpty();
  }

  /** Takes as long as what was given is, however much of it is right. */
  private static boolean isPassword(Call call, int arg) {
    String password = call.services().config().get(Directives.REQUIREPASS);
    return MessageDigest.isEqual(
        call.request().toBytes(arg), password.getBytes(StandardCharsets.UTF_8));
  }
}
