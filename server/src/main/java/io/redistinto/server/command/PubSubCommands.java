package io.redistinto.server.command;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.server.client.Name;
import io.redistinto.server.client.Subscriptions;
import io.redistinto.server.client.Subscriptions.Kind;
import io.redistinto.server.pubsub.PubSub;
import java.util.List;

/** Commands on channels: subscribing, publishing, and looking at who is subscribed to what. */
final class PubSubCommands {
  private PubSubCommands() {}

  // ---- Subscribing: a push for every name, and no other reply

  static void subscribe(Call call) {
    subscribe(call, Kind.CHANNEL);
  }

  static void psubscribe(Call call) {
    subscribe(call, Kind.PATTERN);
  }

  /** Unlike the others it is not for transactions. */
  static void ssubscribe(Call call) {
    if (call.client().isBlockingDenied()) {
      throw new CommandException("ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client");
    }
    subscribe(call, Kind.SHARD_CHANNEL);
  }

  private static void subscribe(Call call, Kind kind) {
    for (int arg = 1; arg < call.argc(); arg++) {
      byte[] name = call.request().toBytes(arg);
      call.services().pubSub().subscribe(call.client(), kind, Name.of(name));
      confirm(call, kind, name);
    }
  }

  static void unsubscribe(Call call) {
    unsubscribe(call, Kind.CHANNEL);
  }

  static void punsubscribe(Call call) {
    unsubscribe(call, Kind.PATTERN);
  }

  static void sunsubscribe(Call call) {
    unsubscribe(call, Kind.SHARD_CHANNEL);
  }

  /** Without names from all; then there is a push even if there were none. */
  private static void unsubscribe(Call call, Kind kind) {
    if (call.argc() > 1) {
      for (int arg = 1; arg < call.argc(); arg++) {
        unsubscribe(call, kind, call.request().toBytes(arg));
      }
      return;
    }
    List<Name> names = call.client().subscriptions().names(kind);
    if (names.isEmpty()) {
      confirm(call, kind, null);
    }
    names.forEach(name -> unsubscribe(call, kind, name.bytes()));
  }

  private static void unsubscribe(Call call, Kind kind, byte[] name) {
    call.services().pubSub().unsubscribe(call.client(), kind, Name.of(name));
    confirm(call, kind, name);
  }

  /** Says what was done, and how many subscriptions there are now; shard channels count apart. */
  private static void confirm(Call call, Kind kind, byte[] name) {
    Subscriptions all = call.client().subscriptions();
    boolean apart = kind == Kind.SHARD_CHANNEL;
    ReplyWriter reply = call.reply();
    reply.push(3);
    reply.bulkText(call.command().name());
    if (name == null) {
      reply.nullBulk();
    } else {
      reply.bulk(name);
    }
    reply.integer(apart ? all.count(kind) : all.count(Kind.CHANNEL) + all.count(Kind.PATTERN));
  }

  // ---- Publishing

  static void publish(Call call) {
    byte[] channel = call.request().toBytes(1);
    int receivers = call.services().pubSub().publish(channel, call.request().toBytes(2));
    call.reply().integer(receivers);
  }

  static void spublish(Call call) {
    byte[] channel = call.request().toBytes(1);
    int receivers = call.services().pubSub().publishToShard(channel, call.request().toBytes(2));
    call.reply().integer(receivers);
  }

  // ---- Looking

  static void channels(Call call) {
    replyNames(call, Kind.CHANNEL);
  }

  static void shardChannels(Call call) {
    replyNames(call, Kind.SHARD_CHANNEL);
  }

  private static void replyNames(Call call, Kind kind) {
    if (call.argc() > 3) {
      throw call.unknownSubcommandOrArity();
    }
    GlobPattern pattern = call.argc() == 2 ? null : GlobPattern.of(call.request().toBytes(2));
    int mark = call.reply().defer();
    int count = 0;
    for (Name name : call.services().pubSub().names(kind)) {
      if (pattern == null || pattern.matches(name.bytes())) {
        call.reply().bulk(name.bytes());
        count++;
      }
    }
    call.reply().endArray(mark, count);
  }

  static void numSub(Call call) {
    replyCounts(call, Kind.CHANNEL);
  }

  static void shardNumSub(Call call) {
    replyCounts(call, Kind.SHARD_CHANNEL);
  }

  private static void replyCounts(Call call, Kind kind) {
    PubSub pubSub = call.services().pubSub();
    call.reply().array(2L * (call.argc() - 2));
    for (int arg = 2; arg < call.argc(); arg++) {
      byte[] name = call.request().toBytes(arg);
      call.reply().bulk(name);
      call.reply().integer(pubSub.subscribers(kind, Name.of(name)));
    }
  }

  static void numPat(Call call) {
    call.reply().integer(call.services().pubSub().names(Kind.PATTERN).size());
  }
}
