package io.redistinto.server.engine;

import io.redistinto.resp.ReplyTooLargeException;
import io.redistinto.resp.ReplyWriter;
import io.redistinto.resp.Request;
import io.redistinto.server.blocking.BlockedClient;
import io.redistinto.server.blocking.BlockedClients;
import io.redistinto.server.client.Client;
import io.redistinto.server.client.Client.Replies;
import io.redistinto.server.command.Call;
import io.redistinto.server.command.Command;
import io.redistinto.server.command.CommandException;
import io.redistinto.server.command.CommandTable;
import io.redistinto.server.command.ServerStatistics;
import io.redistinto.server.command.ServerStatistics.Counts;
import io.redistinto.server.command.Services;
import io.redistinto.server.command.TransactionCommands;
import io.redistinto.server.config.Directives;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.PauseRequiredException;
import io.redistinto.storage.RefusedException;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one request: finds its command, refuses what must not run, calls it, counts what it did. */
final class Dispatcher implements BlockedClients.Server {
  private static final Logger LOGGER = LoggerFactory.getLogger(Dispatcher.class);

  /** As many bytes of a request's name and arguments are repeated in an error. */
  private static final int QUOTED_BYTES = 128;

  private static final int TOUCHES_KEYS = Command.READONLY | Command.WRITE | Command.MAY_REPLICATE;

  private final CommandTable table;
  private final Keyspace keyspace;
  private final ReplyWriter reply;
  private final ServerStatistics statistics;
  private final Services services;
  private final ClientPause clientPause;
  private final LongSupplier nanoTime;
  private final BlockedClients blockedClients;
  private final CommandObserver observer;
  private final Call call;
  private final Call callWithin;
  private final Request requestWithin = new Request();
  private final Call servedCall;
  private final Request servedRequest = new Request();
  private long batchNanos;

  Dispatcher(
      Keyspace keyspace,
      ReplyWriter reply,
      ReplyWriter replyServed,
      Services services,
      ClientPause clientPause,
      BlockedClients blockedClients,
      LongSupplier nanoTime) {
    this.table = services.commands();
    this.keyspace = keyspace;
    this.reply = reply;
    this.statistics = services.statistics();
    this.services = services;
    this.clientPause = clientPause;
    this.nanoTime = nanoTime;
    this.blockedClients = blockedClients;
    this.observer = new CommandObserver(services);
    this.call = new Call(keyspace, reply, services);
    this.callWithin = new Call(keyspace, reply, services);
    this.servedCall = new Call(keyspace, replyServed, services);
  }

  /** A batch of requests begins: the time of the first one starts now. */
  void beginBatch() {
    batchNanos = nanoTime.getAsLong();
  }

  /** Requests that will run soon: what their first keys need comes into the cache together. */
  void upcoming(Client client, Request[] requests, int count) {
    for (int i = 0; i < count; i++) {
      Request request = requests[i];
      Command command = table.find(request);
      int key = command == null ? 0 : command.firstKey();
      if (key > 0 && key < request.argc()) {
        keyspace.warm(client.database(), request.bytes(), request.offset(key), request.length(key));
      }
    }
    keyspace.warming().run();
  }

  /**
   * Runs a request and writes its reply.
   *
   * @throws PauseRequiredException if it must be run again after a pause; nothing was written
   */
  void run(Client client, Request request) {
    Command named = table.find(request);
    if (named == null && isHttp(request)) {
      client.kill();
      return;
    }
    Command command = subcommand(named, request);
    int mark = reply.size();
    reply.protocol(client.protocol());
    String refusal = refusal(client, request, named, command);
    call.set(client, request, command);
    if (refusal != null) {
      refuse(command, refusal);
    } else if (clientPause.holdsBack(client, request, flags(client, command))) {
      return;
    } else {
      client.running(command, services.clock().millis());
      if (client.isInTransaction() && !command.is(Command.UNQUEUED)) {
        TransactionCommands.queue(call);
      } else {
        beginCommand();
        run(call, mark);
      }
    }
    countError(reply, mark);
    if (client.replies() != Replies.ON) {
      dropReply(client, mark);
    }
  }

  /** Runs a request as a part of the running one. */
  void runWithin(Client client, byte[][] args) {
    requestWithin.set(args);
    Command command = subcommand(table.find(requestWithin), requestWithin);
    if (!command.is(Command.READONLY | Command.WRITE)) {
      keyspace.forbidPause(); // what it does beside the keys must not be done twice
    }
    int mark = reply.size();
    callWithin.set(client, requestWithin, command);
    run(callWithin, mark);
    countError(reply, mark);
  }

  /** The command itself, or the subcommand that the request names; null if there is none. */
  private static Command subcommand(Command named, Request request) {
    return named != null && named.isContainer() && request.argc() > 1
        ? CommandTable.subcommand(named, request, 1)
        : named;
  }

  /** What a request may do: of one that runs others, what these may. */
  private static int flags(Client client, Command command) {
    return command.is(Command.EXECUTES) && client.isInTransaction()
        ? command.flags() | client.transaction().queuedFlags()
        : command.flags();
  }

  // ---- Guards, once for all commands, in Redis's order

  private String refusal(Client client, Request request, Command named, Command command) {
    if (named == null) {
      return unknownCommand(request);
    }
    if (command == null) {
      return "ERR unknown subcommand '"
          + quoted(request, 1, QUOTED_BYTES)
          + "'. Try "
          + named.name().toUpperCase(Locale.ROOT)
          + " HELP.";
    }
    if (!command.accepts(request.argc())
        || (command.isContainer() && command == named && command.handler() == null)) {
      return "ERR wrong number of arguments for '" + command.fullName() + "' command";
    }
    if (!client.isAuthenticated() && !command.is(Command.NO_AUTH) && hasPassword()) {
      return "NOAUTH Authentication required.";
    }
    if (client.isInTransaction() && command.is(Command.NO_MULTI)) {
      return "ERR Command not allowed inside a transaction";
    }
    if (services.isLoading() && !command.is(Command.LOADING)) {
      return "LOADING Redis is loading the dataset in memory";
    }
    if (client.isMonitor() && command.is(TOUCHES_KEYS)) {
      return "ERR Replica can't interact with the keyspace";
    }
    return null;
  }

  /** Answers a request that may not run. A transaction will not be run without it. */
  private void refuse(Command command, String refusal) {
    if (command != null) {
      statistics.of(command).rejected++;
    }
    if (command != null && command.is(Command.EXECUTES)) {
      TransactionCommands.end(call);
      String reason = refusal.startsWith("ERR ") ? refusal.substring(4) : refusal;
      reply.error("EXECABORT Transaction discarded because of: " + reason);
      return;
    }
    if (call.client().isInTransaction()) {
      call.client().transaction().abort();
    }
    reply.error(refusal);
  }

  /**
   * Whether this is part of an HTTP request, by which a page in a browser could have commands run
   * that it was never meant to reach.
   */
  private static boolean isHttp(Request request) {
    return request.is(0, "POST") || request.is(0, "Host:");
  }

  private boolean hasPassword() {
    return !services.config().get(Directives.REQUIREPASS).isEmpty();
  }

  private static String unknownCommand(Request request) {
    StringBuilder message = new StringBuilder("ERR unknown command '");
    message.append(quoted(request, 0, QUOTED_BYTES)).append("', with args beginning with: ");
    int begin = message.length();
    for (int arg = 1; arg < request.argc() && message.length() - begin < QUOTED_BYTES; arg++) {
      int most = QUOTED_BYTES - (message.length() - begin);
      message.append('\'').append(quoted(request, arg, most)).append("' ");
    }
    return message.toString();
  }

  /** The beginning of an argument, as far as C would print it: up to a zero byte. */
  private static String quoted(Request request, int arg, int most) {
    String text = request.toText(arg, most);
    int zero = text.indexOf(0);
    return zero < 0 ? text : text.substring(0, zero);
  }

  // ---- The call, and its effects, once for all commands

  private void run(Call running, int mark) {
    Client client = running.client();
    keyspace.referencing(!client.noTouch());
    long begunNanos = batchNanos;
    try {
      running.command().handler().run(running);
    } catch (RuntimeException | Error failure) {
      answerFailure(running, mark, failure);
    }
    Counts counts = statistics.of(running.command());
    batchNanos = nanoTime.getAsLong();
    long nanos = batchNanos - begunNanos;
    counts.nanos += nanos;
    statistics.commands++;
    if (!client.isBlocked()) { // else counted as a call when it is over
      statistics.called(counts, nanos, isError(reply, mark));
    }
    if (observer.wants(nanos)) {
      observer.ran(client, running.request(), running.command(), nanos);
    }
  }

  private void beginCommand() {
    keyspace.beginCommand();
    keyspace.removingExpired(!clientPause.isPaused());
  }

  @Override
  public void serve(BlockedClient blocked, int keyArg) {
    Client client = blocked.client();
    ReplyWriter served = servedCall.reply();
    long begunNanos = nanoTime.getAsLong();
    beginCommand();
    keyspace.referencing(!client.noTouch());
    servedRequest.set(blocked.args());
    servedCall.set(client, servedRequest, blocked.command());
    served.truncate(0);
    served.protocol(client.protocol());
    boolean over = true;
    try {
      over = blocked.waitsFor().attempt().run(servedCall, keyArg);
    } catch (RuntimeException | Error failure) {
      answerFailure(servedCall, 0, failure);
    }
    long nanos = nanoTime.getAsLong() - begunNanos;
    statistics.of(blocked.command()).nanos += nanos;
    if (over) {
      countError(served, 0);
      blockedClients.answer(
          blocked, to -> to.raw(served.buffer(), 0, served.size()), nanos, isError(served, 0));
      if (observer.wants(nanos)) {
        observer.served(client, servedRequest, blocked.command(), nanos);
      }
    }
  }

  /** Answers for a command that failed, unless it is to be run again. */
  private void answerFailure(Call failed, int mark, Throwable failure) {
    ReplyWriter answer = failed.reply();
    answer.truncate(mark);
    if (failure instanceof PauseRequiredException pause) {
      throw pause;
    }
    if (failure instanceof CommandException || failure instanceof RefusedException) {
      answer.error(failure.getMessage());
      return;
    }
    if (failure instanceof ReplyTooLargeException) {
      answer.error("ERR " + failure.getMessage());
    } else if (failure instanceof OutOfMemoryError) {
      LOGGER.error("No memory for {}", failed.command().fullName(), failure);
      answer.error("OOM the server has not enough memory for this command");
    } else {
      LOGGER.error("{} failed", failed.command().fullName(), failure);
      answer.error("ERR internal error");
    }
    if (failed != servedCall && failed.client().isWaiting()) {
      failed
          .client()
          .closeAfterReply(); // a second reply may come, and would be taken for another's
    }
  }

  private static boolean isError(ReplyWriter answer, int mark) {
    return answer.size() > mark && answer.buffer().get(mark) == '-';
  }

  private void countError(ReplyWriter answer, int mark) {
    if (!isError(answer, mark)) {
      return;
    }
    StringBuilder code = new StringBuilder();
    for (int at = mark + 1; at < answer.size() && answer.buffer().get(at) > ' '; at++) {
      code.append((char) answer.buffer().get(at));
    }
    statistics.error(code.toString());
  }

  private void dropReply(Client client, int mark) {
    switch (client.replies()) {
      case OFF -> reply.truncate(mark);
      case SKIP_NEXT -> client.replies(Replies.SKIP);
      case SKIP -> {
        reply.truncate(mark);
        client.replies(Replies.ON);
      }
      case ON -> {}
    }
  }
}
