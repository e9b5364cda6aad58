package io.redistinto.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.SetArgs;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lettuce works with ours as with Redis: one call at a time and pipelined. */
@ExtendWith(Servers.class)
class LettuceTest {

  private static void with(
      OurServer ours,
      ProtocolVersion protocol,
      Consumer<StatefulRedisConnection<String, String>> use) {
    RedisClient client =
        RedisClient.create(RedisURI.builder().withHost("127.0.0.1").withPort(ours.port()).build());
    client.setOptions(ClientOptions.builder().protocolVersion(protocol).build());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      connection.sync().flushall();
      use.accept(connection);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ProtocolVersion.class,
      names = {"RESP2", "RESP3"})
  void oneConnectionSetsGetsExpiresAndDeletes(ProtocolVersion protocol, OurServer ours) {
    with(
        ours,
        protocol,
        connection -> {
          RedisCommands<String, String> redis = connection.sync();
          assertThat(redis.ping()).isEqualTo("PONG");
          assertThat(redis.set("k", "v")).isEqualTo("OK");
          assertThat(redis.get("k")).isEqualTo("v");
          assertThat(redis.get("missing")).isNull();
          assertThat(redis.setGet("k", "w")).isEqualTo("v");
          assertThat(redis.set("k", "x", SetArgs.Builder.nx())).isNull();
          assertThat(redis.set("k", "x", SetArgs.Builder.ex(100))).isEqualTo("OK");
          assertThat(redis.ttl("k")).isBetween(90L, 100L);
          assertThat(redis.persist("k")).isTrue();
          assertThat(redis.renamenx("k", "l")).isTrue();
          assertThat(redis.exists("k", "l")).isEqualTo(1);
          assertThat(redis.keys("*")).containsExactly("l");
          assertThat(redis.del("l")).isEqualTo(1);
          assertThat(redis.dbsize()).isZero();
          assertThat(redis.configGet("databases")).containsEntry("databases", "16");
          assertThat(redis.clientList()).contains("addr=");
          assertThat(redis.info("server")).contains("redis_version");
          assertThatThrownBy(() -> redis.rename("nothing", "x"))
              .isInstanceOf(RedisCommandExecutionException.class)
              .hasMessage("ERR no such key");
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = ProtocolVersion.class,
      names = {"RESP2", "RESP3"})
  void scanReturnsEveryKey(ProtocolVersion protocol, OurServer ours) {
    with(
        ours,
        protocol,
        connection -> {
          for (int i = 0; i < 300; i++) {
            connection.sync().set("key:" + i, "v");
          }
          ScanArgs pages = ScanArgs.Builder.limit(20).match("key:*");
          assertThat(ScanIterator.scan(connection.sync(), pages).stream().distinct()).hasSize(300);
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = ProtocolVersion.class,
      names = {"RESP2", "RESP3"})
  void aPipelineKeepsTheOrderOfReplies(ProtocolVersion protocol, OurServer ours) {
    with(
        ours,
        protocol,
        connection -> {
          RedisAsyncCommands<String, String> redis = connection.async();
          connection.setAutoFlushCommands(false);
          List<RedisFuture<String>> replies = new ArrayList<>();
          for (int i = 0; i < 5_000; i++) {
            replies.add(redis.set("k" + i % 100, "v" + i));
            replies.add(redis.get("k" + i % 100));
          }
          connection.flushCommands();
          assertThat(
                  LettuceFutures.awaitAll(
                      Duration.ofSeconds(30), replies.toArray(RedisFuture[]::new)))
              .isTrue();
          for (int i = 0; i < 5_000; i++) {
            assertThat(replies.get(2 * i + 1).toCompletableFuture().join()).isEqualTo("v" + i);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = ProtocolVersion.class,
      names = {"RESP2", "RESP3"})
  void aTransactionRunsWholeOrNotAtAll(ProtocolVersion protocol, OurServer ours) {
    with(
        ours,
        protocol,
        connection -> {
          RedisCommands<String, String> redis = connection.sync();
          redis.multi();
          redis.set("k", "v");
          redis.incr("k");
          redis.get("k");
          TransactionResult result = redis.exec();
          assertThat(result.wasDiscarded()).isFalse();
          assertThat(result.<Object>get(0)).isEqualTo("OK");
          assertThat(result.<Object>get(1)).isInstanceOf(RedisCommandExecutionException.class);
          assertThat(result.<Object>get(2)).isEqualTo("v");
          redis.watch("k");
          redis.set("k", "w");
          redis.multi();
          redis.set("k", "x");
          assertThat(redis.exec().wasDiscarded()).isTrue();
          assertThat(redis.get("k")).isEqualTo("w");
        });
  }
}
