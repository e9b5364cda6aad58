package io.redistinto.server.command;

/** What is asked of a master without replicas, which every server here is. */
final class ReplicationCommands {
  private static final long LAST_PORT = 65_535;

  private ReplicationCommands() {}

  private static CommandException notSupported() {
    return new CommandException("ERR replication is not supported by this server");
  }

  /** {@code ROLE}: a master, how much it has sent to replicas, and to which. */
  static void role(Call call) {
    call.reply().array(3);
    call.reply().bulkText("master");
    call.reply().integer(0);
    call.reply().array(0);
  }

  /** {@code REPLICAOF NO ONE} holds already; {@code REPLICAOF host port} cannot be. */
  static void replicaof(Call call) {
    if (call.is(1, "NO") && call.is(2, "ONE")) {
      call.reply().ok();
      return;
    }
    call.integer(2, 0, LAST_PORT, "ERR Invalid master port");
    throw notSupported();
  }

  /** {@code FAILOVER [TO host port [FORCE]] [ABORT] [TIMEOUT milliseconds]} */
  static void failover(Call call) {
    boolean abort = false;
    boolean to = false;
    boolean force = false;
    boolean timeout = false;
    for (int arg = 1; arg < call.argc(); arg++) {
      int more = call.argc() - 1 - arg;
      if (!timeout && call.is(arg, "TIMEOUT") && more >= 1) {
        timeout = true;
        arg++;
        checkTimeout(call.integer(arg));
      } else if (call.is(arg, "ABORT") && call.argc() == 2) {
        abort = true;
      } else if (!to && call.is(arg, "TO") && more >= 2) {
        to = true;
        arg += 2;
        call.integer(arg);
      } else if (!force && call.is(arg, "FORCE")) {
        force = true;
      } else {
        throw call.syntaxError();
      }
    }
    throw new CommandException(
        abort ? "ERR No failover in progress." : "ERR FAILOVER requires connected replicas.");
  }

  private static void checkTimeout(long millis) {
    if (millis <= 0) {
      throw new CommandException("ERR FAILOVER timeout must be greater than 0");
    }
  }
}
