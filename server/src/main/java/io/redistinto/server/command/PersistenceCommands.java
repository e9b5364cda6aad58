package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.server.client.Client;
import io.redistinto.server.command.Services.DumpResult;
import io.redistinto.server.config.Directives;
import java.util.function.Consumer;

/** Commands on the dump files. Their clients wait for the disk; others need not. */
final class PersistenceCommands {
  private static final String UNDER_WAY = "ERR Background save already in progress";

  private PersistenceCommands() {}

  /** {@code DUMP}: writes what changed, after any dump that is under way; how many files. */
  static void dump(Call call) {
    boolean blocking = call.services().config().get(Directives.DUMP_BLOCKING);
    Consumer<DumpResult> done =
        answerLater(
            call, "ERR Dump failed. Check logs.", (result, reply) -> reply.integer(result.files()));
    call.services().dumpAfterOthers(blocking, done);
  }

  /** {@code STORE key}: writes the key's file. */
  static void store(Call call) {
    int record = call.find(1);
    if (record == NO_KEY) {
      call.reply().nullBulk();
      return;
    }
    Consumer<DumpResult> done =
        answerLater(call, "ERR Store failed. Check logs.", (result, reply) -> reply.ok());
    call.services().store(record, done);
  }

  /** {@code SAVE}: dumps while no other command runs. A failure is answered as tersely as Redis. */
  static void save(Call call) {
    if (call.services().dumpStatus().running()) {
      throw new CommandException(UNDER_WAY);
    }
    call.services().dump(true, answerLater(call, "ERR", (result, reply) -> reply.ok()));
  }

  /** {@code BGSAVE [SCHEDULE]}: dumps while other commands run. */
  static void bgsave(Call call) {
    if (call.argc() > 2 || (call.argc() == 2 && !call.is(1, "SCHEDULE"))) {
      throw call.syntaxError();
    }
    if (!call.services().dump(false, result -> {})) {
      throw new CommandException(UNDER_WAY);
    }
    call.reply().simple("Background saving started");
  }

  /** {@code BGREWRITEAOF}: there is no journal, so it is the dump that is brought up to date. */
  static void rewrite(Call call) {
    boolean scheduled = call.services().dumpStatus().running();
    call.services().dumpAfterOthers(false, result -> {});
    call.reply()
        .simple("Background append only file rewriting " + (scheduled ? "scheduled" : "started"));
  }

  static void lastSave(Call call) {
    call.reply().integer(call.services().dumpStatus().lastMillis() / 1000);
  }

  /** How a command that waited for the disk is answered. */
  private interface Answer {
    void write(DumpResult result, ReplyWriter reply);
  }

  /** Has the client wait until the disk is done. */
  private static Consumer<DumpResult> answerLater(Call call, String failure, Answer success) {
    Client client = call.client();
    client.await();
    return result ->
        client.answer(
            reply -> {
              if (result.ok()) {
                success.write(result, reply);
              } else {
                reply.error(failure);
              }
            });
  }
}
