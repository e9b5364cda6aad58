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
import io.redistinto.server.pubsub.Tracking;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.PauseRequiredException;
import io.redistinto.storage.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one request: finds its command, refuses what must not run, calls it, counts what it did. */
final class Dispatcher implements BlockedClients.Server {
  private static final Logger LOGGER = LoggerFactory.getLogger(Dispatcher.class);

  /** As many bytes of a request's name and arguments are repeated in an error. */
  private static final int QUOTED_BYTES = 128;

  /** As many brief commands, one after the other, are timed together. */
  private static final int MOST_UNTIMED = 8;

  private static final int BRIEF_ARGS = 4;
  private static final int BRIEF_REPLY_BYTES = 1024;

  /** Who wants to know of commands that take less wants each of them timed. */
  private static final long BRIEF_NANOS = 100_000;

  private static final int TOUCHES_KEYS = Command.READONLY | Command.WRITE | Command.MAY_REPLICATE;

  private static final String NOT_ALLOWED =
      "ERR %s command not allowed. If the enable-%s-command option is set to \"local\", you can"
          + " run it from a local connection, otherwise you need to set this option in the"
          + " configuration file, and then restart the server.";

  private static final String WRITES_STOPPED =
      "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to"
          + " disk. Commands that may modify the data set are disabled, because this instance is"
          + " configured to report errors during writes if RDB snapshotting fails"
          + " (stop-writes-on-bgsave-error option). Please check the Redis logs for details about"
          + " the RDB error.";

  private final CommandTable table;
  private final Keyspace keyspace;
  private final ReplyWriter reply;
  private final ServerStatistics statistics;
  private final Services services;
  private final Tracking tracking;
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

  /** The commands since {@code batchNanos}, if they were brief. */
  private final Counts[] untimed = new Counts[MOST_UNTIMED];

  private int untimedCount;

  /** How many requests follow the running one at once, as far as is known. */
  private int following;

  /** Whose reply is being written; null between two commands. */
  private Call answering;

  /** Messages to the client whose command runs that came when the reply had begun. */
  private final List<byte[]> pushes = new ArrayList<>();

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
    this.tracking = services.tracking();
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

  /** So many requests were read ahead and will run now, unless something comes between. */
  void expect(int requests) {
    following = requests;
  }

  /** No request follows at once. */
  void endBatch() {
    following = 0;
    timeUntimed();
  }

  /** Requests that will run soon: what their first keys need comes into the cache together. */
  void upcoming(Client client, Request[] requests, int count) {
    for (int i = 0; i < count; i++) {
      upcoming(client, requests[i]);
    }
    expect(count);
    warm();
  }

  /** A request that will run soon: {@link #warm} is to follow. */
  void upcoming(Client client, Request request) {
    Command command = table.find(request);
    int key = command == null ? 0 : command.firstKey();
    if (key > 0 && key < request.argc()) {
      long hash = keyspace.hash(request.bytes(), request.offset(key), request.length(key));
      request.hash(key, hash);
      keyspace.warm(client.database(), hash);
    }
  }

  /** Brings what the upcoming requests' first keys need into the cache together. */
  void warm() {
    keyspace.warming().run();
  }

  /**
   * Runs a request and writes its reply.
   *
   * @throws PauseRequiredException if it must be run again after a pause; nothing was written
   */
  void run(Client client, Request request) {
    following = Math.max(0, following - 1);
    beginReply(call);
    try {
      answer(client, request);
    } finally {
      writePushes();
      answering = null;
      if (tracking.isOn()) {
        tracking.end();
      }
    }
  }

  private void beginReply(Call to) {
    to.replyBegin(reply.size());
    answering = to;
  }

  private void writePushes() {
    if (!pushes.isEmpty()) {
      pushes.forEach(reply::raw);
      pushes.clear();
    }
  }

  /** Sends a message to the client whose requests run. */
  void push(byte[] message) {
    if (answering != null && reply.size() > answering.replyBegin()) {
      pushes.add(message);
      return;
    }
    reply.raw(message);
    if (answering != null) {
      answering.replyBegin(reply.size());
    }
    if (answering == callWithin) {
      keyspace.forbidPause(); // it stands in a reply that would be written anew
    }
  }

  private void answer(Client client, Request request) {
    Command named = table.find(request);
    if (named == null && isHttp(request)) {
      client.kill();
      return;
    }
    Command command = subcommand(named, request);
    reply.protocol(client.protocol());
    String refusal = refusal(client, request, named, command);
    call.set(client, request, command);
    client.running(command == null ? "NULL" : command, services.clock().millis());
    if (refusal != null) {
      refuse(command, refusal);
    } else if (clientPause.holdsBack(client, request, flags(client, command))) {
      return;
    } else if (client.isInTransaction() && !command.is(Command.UNQUEUED)) {
      TransactionCommands.queue(call);
    } else {
      beginCommand();
      run(call);
    }
    countError(call);
    if (client.replies() != Replies.ON) {
      dropReply(call);
      endSkipping(client);
    }
    if (client.tracking() != null) {
      endCaching(client, command);
    }
  }

  /**
   * Runs a request as a part of the running one. Whether CLIENT REPLY lets what is written so far
   * be sent is settled before and after it: it may be CLIENT REPLY itself.
   */
  void runWithin(Client client, byte[][] args) {
    requestWithin.set(args);
    Command command = subcommand(table.find(requestWithin), requestWithin);
    if (!command.is(Command.READONLY | Command.WRITE)) {
      keyspace.forbidPause(); // what it does beside the keys must not be done twice
    }
    dropReply(call);
    beginReply(callWithin);
    callWithin.set(client, requestWithin, command);
    run(callWithin);
    countError(callWithin);
    dropReply(callWithin);
    writePushes();
    beginReply(call);
  }

  /**
   * CLIENT CACHING is for the next command, or for all those of the next transaction. Subcommands
   * of CLIENT do not count as one, but CLIENT without any does, and with an unknown one.
   */
  private static void endCaching(Client client, Command command) {
    boolean isOfClient = command != null && command.fullName().startsWith("client|");
    if (!isOfClient && !client.isInTransaction()) {
      client.tracking().caching(false);
    }
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
          + request.toCText(1, QUOTED_BYTES)
          + "'. Try "
          + named.name().toUpperCase(Locale.ROOT)
          + " HELP.";
    }
    if (!command.accepts(request.argc())
        || (command.isContainer() && command == named && command.handler() == null)) {
      return "ERR wrong number of arguments for '" + command.fullName() + "' command";
    }
    if (command.is(Command.PROTECTED) && !isAllowed(client, named)) {
      return NOT_ALLOWED.formatted(named.name().toUpperCase(Locale.ROOT), named.name());
    }
    if (!client.isAuthenticated() && !command.is(Command.NO_AUTH) && hasPassword()) {
      return "NOAUTH Authentication required.";
    }
    if (client.isInTransaction() && command.is(Command.NO_MULTI)) {
      return "ERR Command not allowed inside a transaction";
    }
    if (keyspace.isAtLimit() && isRefusedAtLimit(client, command)) {
      return RefusedException.OUT_OF_ENTRIES;
    }
    if (services.writesStopped() && isRefusedUnsaved(client, command)) {
      return WRITES_STOPPED;
    }
    if (services.missesReplicas() && (flags(client, command) & Command.WRITE) != 0) {
      return "NOREPLICAS Not enough good replicas to write.";
    }
    if (client.isSubscriber() && client.protocol() == 2 && !command.is(Command.SUBSCRIBER)) {
      return "ERR Can't execute '"
          + command.fullName()
          + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this"
          + " context";
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

  /**
   * What may take entries is refused at the limit, unless something gives way for it; as in Redis
   * so is whatever a transaction would queue.
   */
  private boolean isRefusedAtLimit(Client client, Command command) {
    boolean isQueued = client.isInTransaction() && !command.is(Command.UNQUEUED);
    return (isQueued || (flags(client, command) & Command.DENYOOM) != 0)
        && !keyspace.replaceAtLimit();
  }

  /** What is refused while dumps fail: writes and, as in Redis, PING, so that a watchdog hears. */
  private static boolean isRefusedUnsaved(Client client, Command command) {
    return (flags(client, command) & Command.WRITE) != 0 || command.name().equals("ping");
  }

  /** Only DEBUG can be allowed: {@code enable-module-command} is no, since there are no modules. */
  private boolean isAllowed(Client client, Command named) {
    if (!named.name().equals("debug")) {
      return false;
    }
    return switch (services.config().get(Directives.ENABLE_DEBUG_COMMAND)) {
      case NO -> false;
      case LOCAL -> client.outlet().isLocal();
      case YES -> true;
    };
  }

  private boolean hasPassword() {
    return !services.config().get(Directives.REQUIREPASS).isEmpty();
  }

  private static String unknownCommand(Request request) {
    StringBuilder message = new StringBuilder("ERR unknown command '");
    message.append(request.toCText(0, QUOTED_BYTES)).append("', with args beginning with: ");
    int begin = message.length();
    for (int arg = 1; arg < request.argc() && message.length() - begin < QUOTED_BYTES; arg++) {
      int most = QUOTED_BYTES - (message.length() - begin);
      message.append('\'').append(request.toCText(arg, most)).append("' ");
    }
    return message.toString();
  }

  // ---- The call, and its effects, once for all commands

  private void run(Call running) {
    Client client = running.client();
    keyspace.referencing(!client.noTouch());
    if (tracking.isOn()) {
      tracking.begin(client);
    }
    Command command = running.command();
    boolean brief = isBrief(command, running.request());
    if (!brief) {
      timeUntimed();
    }
    long begunNanos = batchNanos;
    try {
      command.handler().run(running);
      if (command.is(Command.PUSHES)) {
        running.replyBegin(reply.size()); // what it wrote is no reply
      }
    } catch (RuntimeException | Error failure) {
      answerFailure(running, failure);
    }
    if (client.tracking() != null && command.is(Command.READONLY)) {
      tracking.remember(client, running.request(), command);
    }
    Counts counts = statistics.of(command);
    statistics.commands++;
    if (brief && reply.size() - running.replyBegin() <= BRIEF_REPLY_BYTES && !isError(running)) {
      untimed[untimedCount++] = counts;
      if (untimedCount == MOST_UNTIMED) {
        timeUntimed();
      }
      return;
    }
    if (brief) {
      countUntimed(0); // this one was long after all: the time is its own
    } else {
      timeUntimed();
    }
    batchNanos = nanoTime.getAsLong();
    long nanos = batchNanos - begunNanos;
    counts.nanos += nanos;
    if (client.isBlocked()) {
      counts.calls++; // the rest is known when it is over
    } else {
      statistics.called(counts, nanos, isError(running));
    }
    if (observer.wants(nanos)) {
      observer.ran(client, running.request(), command, nanos);
    }
  }

  /**
   * Whether a command takes less time than there is in asking for the time twice, whatever the data
   * are: it looks at a key or two and changes nothing. Such commands are timed together with the
   * one that follows, and each counts as one part of their time.
   */
  private boolean isBrief(Command command, Request request) {
    return following > 0
        && command.is(Command.BRIEF)
        && request.argc() <= BRIEF_ARGS
        && !observer.wants(BRIEF_NANOS);
  }

  private void timeUntimed() {
    if (untimedCount == 0) {
      return;
    }
    long now = nanoTime.getAsLong();
    countUntimed((now - batchNanos) / untimedCount);
    batchNanos = now;
  }

  private void countUntimed(long nanosEach) {
    for (int i = 0; i < untimedCount; i++) {
      untimed[i].nanos += nanosEach;
      statistics.called(untimed[i], nanosEach, false);
    }
    untimedCount = 0;
  }

  private void beginCommand() {
    keyspace.beginCommand();
    keyspace.removingExpired(!clientPause.isPaused());
  }

  @Override
  public void serve(BlockedClient blocked, int keyArg) {
    if (tracking.isOn()) {
      tracking.begin(blocked.client());
    }
    try {
      attempt(blocked, keyArg);
    } finally {
      if (tracking.isOn()) {
        tracking.end();
      }
    }
  }

  private void attempt(BlockedClient blocked, int keyArg) {
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
      answerFailure(servedCall, failure);
    }
    long nanos = nanoTime.getAsLong() - begunNanos;
    statistics.of(blocked.command()).nanos += nanos;
    if (over) {
      countError(servedCall);
      blockedClients.answer(
          blocked, to -> to.raw(served.buffer(), 0, served.size()), nanos, isError(servedCall));
      if (observer.wants(nanos)) {
        observer.served(client, servedRequest, blocked.command(), nanos);
      }
    }
  }

  /** Answers for a command that failed, unless it is to be run again. */
  private void answerFailure(Call failed, Throwable failure) {
    ReplyWriter answer = failed.reply();
    answer.truncate(failed.replyBegin());
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

  private static boolean isError(Call answered) {
    ReplyWriter answer = answered.reply();
    return answer.size() > answered.replyBegin()
        && answer.buffer().get(answered.replyBegin()) == '-';
  }

  private void countError(Call answered) {
    if (!isError(answered)) {
      return;
    }
    ReplyWriter answer = answered.reply();
    StringBuilder code = new StringBuilder();
    for (int at = answered.replyBegin() + 1;
        at < answer.size() && answer.buffer().get(at) > ' ';
        at++) {
      code.append((char) answer.buffer().get(at));
    }
    statistics.error(code.toString());
  }

  /** Takes a reply back if CLIENT REPLY said so. */
  private void dropReply(Call answered) {
    if (!answered.client().isAnswered()) {
      reply.truncate(answered.replyBegin());
    }
  }

  private static void endSkipping(Client client) {
    switch (client.replies()) {
      case SKIP_NEXT -> client.replies(Replies.SKIP);
      case SKIP -> client.replies(Replies.ON);
      case ON, OFF -> {}
    }
  }
}
