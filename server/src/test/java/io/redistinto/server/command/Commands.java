package io.redistinto.server.command;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.redistinto.resp.ReplyWriter;
import io.redistinto.resp.Request;
import io.redistinto.server.client.Client;
import io.redistinto.server.client.Outlet;
import io.redistinto.server.config.ServerConfig;
import io.redistinto.server.pubsub.KeyEvents;
import io.redistinto.server.pubsub.PubSub;
import io.redistinto.storage.Effect;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.KeyspaceOptions;
import io.redistinto.storage.expiry.Clock;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Runs commands on a keyspace of their own, with a clock that stands still, and no server. */
final class Commands {
  static final long START_MILLIS = 1_000_000_000_000L;

  final Keyspace keyspace =
      new Keyspace(new KeyspaceOptions(64, 16, 16), () -> this.nowMillis, new SplittableRandom(1));
  final Client client =
      new Client(1, silent(Outlet.class), START_MILLIS, /* authenticated= */ true);
  long nowMillis = START_MILLIS;

  private final List<Effect> effects = new ArrayList<>();
  private final ReplyWriter reply =
      new ReplyWriter(new UnpooledByteBufAllocator(true, /* disableLeakDetector= */ true));
  private final PubSub pubSub = new PubSub(UnpooledByteBufAllocator.DEFAULT);
  private final KeyEvents keyEvents = new KeyEvents(pubSub, keyspace);
  private final Call call;

  Commands() {
    call = new Call(keyspace, reply, services(ServerConfig.of("databases", "16")));
  }

  /** Commands whose effects are listened to. */
  static Commands withEffects() {
    Commands commands = new Commands();
    commands.keyspace.effects().addListener(commands.effects::add);
    return commands;
  }

  private Services services(ServerConfig config) {
    return (Services)
        Proxy.newProxyInstance(
            Services.class.getClassLoader(),
            new Class<?>[] {Services.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "clock" -> (Clock) () -> nowMillis;
                  case "config" -> config;
                  case "keyEvents" -> keyEvents;
                  case "pubSub" -> pubSub;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  /** An object whose methods do nothing. */
  private static <T> T silent(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null));
  }

  void protocol(int version) {
    reply.protocol(version);
  }

  /** The reply to a line of words, as bytes one a character, CRs and LFs as blanks. */
  String run(String line) {
    return run(line.split(" "));
  }

  String run(String... words) {
    try {
      call(Request.of(words));
    } catch (CommandException refused) {
      reply.truncate(0);
      reply.error(refused.getMessage());
    }
    return written();
  }

  /** What someone writes as a reply, in the same form. */
  String written(Consumer<ReplyWriter> writing) {
    writing.accept(reply);
    return written();
  }

  private String written() {
    ByteBuf bytes = reply.take();
    String text = bytes.toString(StandardCharsets.ISO_8859_1);
    bytes.release();
    return text.strip().replace("\r\n", " ");
  }

  /** Calls the request's command; what it replies is added to what was replied before. */
  void call(Request request) {
    Command command = CommandTable.INSTANCE.find(request);
    if (command.isContainer() && request.argc() > 1) {
      command = CommandTable.subcommand(command, request, 1);
    }
    keyspace.beginCommand();
    call.set(client, request, command);
    command.handler().run(call);
  }

  void forgetReply() {
    reply.truncate(0);
  }

  /** Runs the lines and forgets the effects they had. */
  void given(String... lines) {
    for (String line : lines) {
      run(line);
    }
    effects.clear();
  }

  /** The effects since the last call, each as {@code database: command}. */
  List<String> effects() {
    List<String> texts = new ArrayList<>();
    for (Effect effect : effects) {
      StringBuilder text = new StringBuilder().append(effect.database()).append(':');
      for (byte[] word : effect.command()) {
        text.append(' ').append(new String(word, StandardCharsets.ISO_8859_1));
      }
      texts.add(text.toString());
    }
    effects.clear();
    return texts;
  }
}
