package io.redistinto.server.command;

import io.redistinto.server.client.Client;
import io.redistinto.server.config.Directives;
import io.redistinto.server.transaction.Transaction;
import io.redistinto.storage.PauseRequiredException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands that run together or not at all. */
public final class TransactionCommands {
  private static final Logger LOGGER = LoggerFactory.getLogger(TransactionCommands.class);

  private TransactionCommands() {}

  static void multi(Call call) {
    if (call.client().isInTransaction()) {
      throw new CommandException("ERR MULTI calls can not be nested");
    }
    call.client().transaction().open();
    call.reply().ok();
  }

  /** Queues a request instead of running it. */
  public static void queue(Call call) {
    call.client().transaction().queue(call.request().toArgs(), call.command().flags());
    call.reply().queued();
    bound(call);
  }

  static void discard(Call call) {
    if (!call.client().isInTransaction()) {
      throw new CommandException("ERR DISCARD without MULTI");
    }
    end(call);
    call.reply().ok();
  }

  /**
   * Runs what was queued; a null array if a key that is watched has changed. Nothing else runs
   * meanwhile: a pause comes before the first change, if at all, and then all of it is run again.
   */
  static void exec(Call call) {
    Client client = call.client();
    if (!client.isInTransaction()) {
      throw new CommandException("ERR EXEC without MULTI");
    }
    Transaction transaction = client.transaction();
    if (transaction.isAborted()) {
      end(call);
      throw new CommandException("EXECABORT Transaction discarded because of previous errors.");
    }
    if (transaction.isTouched() || call.services().watchedKeys().isAnyExpired(transaction)) {
      end(call);
      call.reply().nullArray();
      return;
    }
    int replyBegin = call.replyBegin();
    boolean again = false;
    client.blockingDenied(true);
    try {
      call.reply().array(transaction.queued().size());
      for (byte[][] args : transaction.queued()) {
        call.services().runWithin(client, args);
      }
    } catch (PauseRequiredException pause) {
      again = true;
      call.replyBegin(replyBegin);
      throw pause;
    } finally {
      client.blockingDenied(false);
      if (!again) {
        end(call);
      }
    }
  }

  static void watch(Call call) {
    if (call.client().isInTransaction()) {
      throw new CommandException("ERR WATCH inside MULTI is not allowed");
    }
    Transaction transaction = call.client().transaction();
    for (int arg = 1; arg < call.argc(); arg++) {
      call.services()
          .watchedKeys()
          .watch(transaction, call.database(), call.request().toBytes(arg));
    }
    call.reply().ok();
    bound(call);
  }

  static void unwatch(Call call) {
    call.services().watchedKeys().unwatch(call.client().transaction());
    call.reply().ok();
  }

  /** Forgets what the client queued and watches. */
  public static void end(Call call) {
    Transaction transaction = call.client().transaction();
    transaction.close();
    call.services().watchedKeys().unwatch(transaction);
  }

  /** What waits to be run counts as what a client has sent: it is bounded alike. */
  private static void bound(Call call) {
    if (call.client().transaction().bytes()
        > call.services().config().get(Directives.CLIENT_QUERY_BUFFER_LIMIT)) {
      LOGGER.warn(
          "Closing {}: its transaction reached client-query-buffer-limit",
          call.client().outlet().address());
      call.client().kill();
    }
  }
}
