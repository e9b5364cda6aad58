package io.redistinto.server.command;

import io.redistinto.server.Version;
import io.redistinto.server.client.Client;

/** Commands on the server as a whole. */
final class ServerCommands {
  private ServerCommands() {}

  /** {@code TIME}: seconds since 1970, and the microseconds beyond. */
  static void time(Call call) {
    long micros = call.services().clock().micros();
    call.reply().array(2);
    call.reply().bulkText(Long.toString(micros / 1_000_000));
    call.reply().bulkText(Long.toString(micros % 1_000_000));
  }

  /** {@code MODULE LIST}: there are none. */
  static void modules(Call call) {
    call.reply().array(0);
  }

  /** {@code LOLWUT [VERSION version]}: who this is; what else it says is for the eye alone. */
  static void lolwut(Call call) {
    if (call.argc() > 2 && call.is(1, "VERSION")) {
      call.integer(2);
    }
    call.replyText(
        "Redistinto ver. " + Version.REDISTINTO + ", as Redis ver. " + Version.REDIS + "\n");
  }

  /**
   * {@code WAIT replicas milliseconds}: there are no replicas, so whoever waits for any waits for
   * the time to pass.
   */
  static void wait(Call call) {
    long replicas = call.integer(1);
    long timeoutMillis = call.timeoutMillis(2);
    if (replicas <= 0) {
      call.reply().integer(0);
    } else {
      call.block(Wait.forTime(timeoutMillis, reply -> reply.integer(0)));
    }
  }

  /**
   * {@code SHUTDOWN [NOSAVE|SAVE] [NOW] [FORCE] [ABORT]}: dumps, unless told not to, and ends. NOW
   * changes nothing, since there are no replicas to wait for.
   */
  static void shutdown(Call call) {
    boolean save = false;
    boolean noSave = false;
    boolean force = false;
    boolean abort = false;
    boolean other = false;
    for (int arg = 1; arg < call.argc(); arg++) {
      if (call.is(arg, "NOSAVE")) {
        noSave = true;
      } else if (call.is(arg, "SAVE")) {
        save = true;
      } else if (call.is(arg, "FORCE")) {
        force = true;
      } else if (call.is(arg, "ABORT")) {
        abort = true;
      } else if (call.is(arg, "NOW")) {
        other = true;
      } else {
        throw call.syntaxError();
      }
    }
    if ((save && noSave) || (abort && (save || noSave || force || other))) {
      throw call.syntaxError();
    }
    if (abort) {
      abort(call);
    } else {
      shutDown(call, !noSave, force);
    }
  }

  private static void shutDown(Call call, boolean dump, boolean force) {
    Client client = call.client();
    client.await();
    call.services()
        .shutDown(
            dump,
            force,
            () ->
                client.answer(reply -> reply.error("ERR Errors trying to SHUTDOWN. Check logs.")));
  }

  private static void abort(Call call) {
    if (!call.services().abortShutDown()) {
      throw new CommandException("ERR No shutdown in progress.");
    }
    call.reply().ok();
  }
}
