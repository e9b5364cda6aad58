package io.redistinto.server.pubsub;

import io.netty.buffer.ByteBufAllocator;
import io.redistinto.resp.ReplyWriter;
import io.redistinto.server.client.Client;
import io.redistinto.server.client.Name;
import io.redistinto.server.client.Subscriptions;
import io.redistinto.server.client.Subscriptions.Kind;
import io.redistinto.server.command.GlobPattern;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who is subscribed to what, and the way of a message to them. A name that nobody is subscribed to
 * takes no memory. The engine thread's alone.
 */
public final class PubSub {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PATTERN_MESSAGE = "pmessage".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SHARD_MESSAGE = "smessage".getBytes(StandardCharsets.US_ASCII);

  /*
   * 1. A topic has a subscriber.
   * 2. A client is a subscriber of a topic if and only if the topic's name is among the client's
   *    subscriptions.
   */
  private final Map<Kind, Map<Name, Topic>> topics = new EnumMap<>(Kind.class);
  private final ReplyWriter encoder;

  /** What clients are subscribed to by one name. */
  private static final class Topic {
    final byte[] name;

    /** Of a pattern's topic; null for others. */
    final GlobPattern pattern;

    final Set<Client> subscribers = new LinkedHashSet<>();

    Topic(Kind kind, Name name) {
      this.name = name.bytes();
      this.pattern = kind == Kind.PATTERN ? GlobPattern.of(this.name) : null;
    }
  }

  public PubSub(ByteBufAllocator allocator) {
    encoder = new ReplyWriter(allocator);
    for (Kind kind : Kind.values()) {
      topics.put(kind, new LinkedHashMap<>());
    }
  }

  // ---- Subscribing

  /** Subscribes a client to a name, unless it is. */
  public void subscribe(Client client, Kind kind, Name name) {
    if (client.subscribe(kind, name)) {
      topics
          .get(kind)
          .computeIfAbsent(name, absent -> new Topic(kind, name))
          .subscribers
          .add(client);
    }
  }

  /** Ends a client's subscription to a name, if there is one. */
  public void unsubscribe(Client client, Kind kind, Name name) {
    if (!client.unsubscribe(kind, name)) {
      return;
    }
    Topic topic = topics.get(kind).get(name);
    topic.subscribers.remove(client);
    if (topic.subscribers.isEmpty()) {
      topics.get(kind).remove(name);
    }
  }

  /** Ends all subscriptions of a client. */
  public void forget(Client client) {
    Subscriptions subscriptions = client.subscriptions();
    for (Kind kind : Kind.values()) {
      subscriptions.names(kind).forEach(name -> unsubscribe(client, kind, name));
    }
  }

  // ---- Publishing

  /**
   * Sends a message to who is subscribed to the channel or to a pattern that it matches. O(patterns
   * + receivers).
   *
   * @return how many messages were sent
   */
  public int publish(byte[] channel, byte[] payload) {
    int receivers = send(Kind.CHANNEL, MESSAGE, channel, payload);
    for (Topic topic : topics.get(Kind.PATTERN).values()) {
      if (topic.pattern.matches(channel)) {
        receivers +=
            send(
                topic,
                push -> {
                  push.push(4);
                  push.bulk(PATTERN_MESSAGE);
                  push.bulk(topic.name);
                  push.bulk(channel);
                  push.bulk(payload);
                });
      }
    }
    return receivers;
  }

  /** Sends a message to who is subscribed to the shard channel; how many they are. */
  public int publishToShard(byte[] channel, byte[] payload) {
    return send(Kind.SHARD_CHANNEL, SHARD_MESSAGE, channel, payload);
  }

  private int send(Kind kind, byte[] word, byte[] channel, byte[] payload) {
    Topic topic = topics.get(kind).get(Name.of(channel));
    if (topic == null) {
      return 0;
    }
    return send(
        topic,
        push -> {
          push.push(3);
          push.bulk(word);
          push.bulk(channel);
          push.bulk(payload);
        });
  }

  private int send(Topic topic, Consumer<ReplyWriter> content) {
    Message message = new Message(encoder, content);
    topic.subscribers.forEach(message::sendTo);
    return topic.subscribers.size();
  }

  /** A message that is written where it is sent. */
  Message message(Consumer<ReplyWriter> content) {
    return new Message(encoder, content);
  }

  // ---- Looking

  /** The names of a kind that somebody is subscribed to; not to be changed while it is walked. */
  public Collection<Name> names(Kind kind) {
    return Collections.unmodifiableCollection(topics.get(kind).keySet());
  }

  /** How many clients are subscribed to a name. */
  public int subscribers(Kind kind, Name name) {
    Topic topic = topics.get(kind).get(name);
    return topic == null ? 0 : topic.subscribers.size();
  }

  /** Whether a message to any channel would reach nobody. */
  boolean isUnheard() {
    return topics.get(Kind.CHANNEL).isEmpty() && topics.get(Kind.PATTERN).isEmpty();
  }

  /** Gives up all memory outside the heap. */
  public void release() {
    encoder.release();
  }
}
