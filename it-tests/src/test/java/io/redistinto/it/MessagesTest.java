package io.redistinto.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.support.caching.CacheAccessor;
import io.lettuce.core.support.caching.CacheFrontend;
import io.lettuce.core.support.caching.ClientSideCaching;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisProtocol;

/** What a server sends unasked, as Jedis and Lettuce take it: messages, key events, caches. */
@ExtendWith(Servers.class)
@Timeout(120)
class MessagesTest {

  // ---- Jedis

  /** Notes messages, and takes its subscriptions back at the message {@code end}. */
  private static final class Notes extends JedisPubSub {
    final List<String> messages = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch subscribed = new CountDownLatch(3);

    @Override
    public void onSubscribe(String channel, int subscribedChannels) {
      subscribed.countDown();
      psubscribe("c*", "__keyevent@0__:set");
    }

    @Override
    public void onPSubscribe(String pattern, int subscribedChannels) {
      subscribed.countDown();
    }

    @Override
    public void onMessage(String channel, String message) {
      messages.add(channel + ": " + message);
    }

    @Override
    public void onPMessage(String pattern, String channel, String message) {
      messages.add(pattern + " " + channel + ": " + message);
      if (message.equals("end")) {
        unsubscribe();
        punsubscribe();
      }
    }
  }

  private static Jedis jedis(OurServer ours, RedisProtocol protocol) {
    return new Jedis(
        new HostAndPort("127.0.0.1", ours.port()),
        DefaultJedisClientConfig.builder().protocol(protocol).build());
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void jedisGetsMessagesAndKeyEvents(RedisProtocol protocol, OurServer ours) throws Exception {
    Notes notes = new Notes();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Jedis subscriber = jedis(ours, protocol);
        Jedis publisher = jedis(ours, protocol)) {
      publisher.configSet("notify-keyspace-events", "E$");
      Future<?> listening = thread.submit(() -> subscriber.subscribe(notes, "c"));
      assertThat(notes.subscribed.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(publisher.publish("c", "one")).isEqualTo(2);
      assertThat(publisher.publish("other", "nobody")).isZero();
      publisher.set("k", "v");
      assertThat(publisher.publish("channel", "end")).isEqualTo(1);
      listening.get(30, TimeUnit.SECONDS);
      assertThat(notes.messages)
          .containsExactly(
              "c: one", "c* c: one", "__keyevent@0__:set __keyevent@0__:set: k", "c* channel: end");
      assertThat(subscriber.ping()).isEqualTo("PONG");
      assertThat(publisher.pubsubNumPat()).isZero();
      publisher.configSet("notify-keyspace-events", "");
    } finally {
      thread.shutdownNow();
    }
  }

  // ---- Lettuce

  private static RedisClient lettuce(OurServer ours, ProtocolVersion protocol) {
    RedisClient client =
        RedisClient.create(RedisURI.builder().withHost("127.0.0.1").withPort(ours.port()).build());
    client.setOptions(ClientOptions.builder().protocolVersion(protocol).build());
    return client;
  }

  private static void shutDown(RedisClient client) {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @EnumSource(
      value = ProtocolVersion.class,
      names = {"RESP2", "RESP3"})
  void lettuceGetsMessages(ProtocolVersion protocol, OurServer ours) throws Exception {
    RedisClient client = lettuce(ours, protocol);
    try (StatefulRedisPubSubConnection<String, String> subscriber = client.connectPubSub();
        StatefulRedisConnection<String, String> publisher = client.connect()) {
      BlockingQueue<String> messages = new LinkedBlockingQueue<>();
      subscriber.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
              messages.add(channel + ": " + message);
            }

            @Override
            public void message(String pattern, String channel, String message) {
              messages.add(pattern + " " + channel + ": " + message);
            }
          });
      subscriber.sync().subscribe("c");
      subscriber.sync().psubscribe("c*");
      assertThat(publisher.sync().publish("c", "one")).isEqualTo(2);
      assertThat(publisher.sync().publish("c2", "two")).isEqualTo(1);
      assertThat(messages.poll(30, TimeUnit.SECONDS)).isEqualTo("c: one");
      assertThat(messages.poll(30, TimeUnit.SECONDS)).isEqualTo("c* c: one");
      assertThat(messages.poll(30, TimeUnit.SECONDS)).isEqualTo("c* c2: two");
      assertThat(publisher.sync().pubsubNumsub("c")).containsEntry("c", 1L);
      subscriber.sync().punsubscribe("c*");
      subscriber.sync().unsubscribe("c");
      assertThat(publisher.sync().publish("c", "three")).isZero();
      assertThat(subscriber.sync().ping()).isEqualToIgnoringCase("pong");
    } finally {
      shutDown(client);
    }
  }

  @Test
  void aCacheInLettuceDropsWhatOthersChange(OurServer ours) {
    RedisClient client = lettuce(ours, ProtocolVersion.RESP3);
    RedisClient other = lettuce(ours, ProtocolVersion.RESP2);
    try (StatefulRedisConnection<String, String> connection = client.connect();
        StatefulRedisConnection<String, String> writer = other.connect()) {
      Map<String, String> cached = new ConcurrentHashMap<>();
      CacheFrontend<String, String> cache =
          ClientSideCaching.enable(
              CacheAccessor.forMap(cached), connection, TrackingArgs.Builder.enabled());
      writer.sync().set("k", "one");
      assertThat(cache.get("k")).isEqualTo("one");
      assertThat(cached).containsEntry("k", "one");
      writer.sync().set("k", "two");
      while (cached.containsKey("k")) {
        assertThat(Thread.interrupted()).as("timed out").isFalse();
      }
      assertThat(cache.get("k")).isEqualTo("two");
    } finally {
      shutDown(client);
      shutDown(other);
    }
  }
}
