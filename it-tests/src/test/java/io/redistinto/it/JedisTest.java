package io.redistinto.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.resps.ScanResult;

/** Jedis works with ours as with Redis: alone, pooled from many threads, pipelined. */
@ExtendWith(Servers.class)
class JedisTest {

  private OurServer ours;

  @BeforeEach
  void empty(OurServer server) {
    ours = server;
    try (Jedis jedis = new Jedis("127.0.0.1", ours.port())) {
      jedis.flushAll();
    }
  }

  private HostAndPort address() {
    return new HostAndPort("127.0.0.1", ours.port());
  }

  private static DefaultJedisClientConfig config(RedisProtocol protocol) {
    return DefaultJedisClientConfig.builder().protocol(protocol).clientName("it").build();
  }

  private RedisClient pooled(RedisProtocol protocol) {
    return RedisClient.builder().hostAndPort(address()).clientConfig(config(protocol)).build();
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void oneConnectionSetsGetsExpiresAndDeletes(RedisProtocol protocol) {
    try (Jedis jedis = new Jedis(address(), config(protocol))) {
      assertThat(jedis.ping()).isEqualTo("PONG");
      assertThat(jedis.clientGetname()).isEqualTo("it");
      assertThat(jedis.set("k", "v")).isEqualTo("OK");
      assertThat(jedis.get("k")).isEqualTo("v");
      assertThat(jedis.get("missing")).isNull();
      assertThat(jedis.set("k", "w", SetParams.setParams().nx())).isNull();
      assertThat(jedis.set("k", "w", SetParams.setParams().xx().ex(100))).isEqualTo("OK");
      assertThat(jedis.ttl("k")).isBetween(90L, 100L);
      assertThat(jedis.persist("k")).isEqualTo(1);
      assertThat(jedis.rename("k", "l")).isEqualTo("OK");
      assertThat(jedis.exists("k", "l")).isEqualTo(1);
      byte[] bytes = {0, -1, 13, 10};
      jedis.set(bytes, bytes);
      assertThat(jedis.get(bytes)).isEqualTo(bytes);
      assertThat(jedis.dbSize()).isEqualTo(2);
      assertThat(jedis.del("l", "nothing")).isEqualTo(1);
      assertThat(jedis.select(1)).isEqualTo("OK");
      assertThat(jedis.dbSize()).isZero();
      assertThat(jedis.configGet("databases")).containsEntry("databases", "16");
      assertThat(jedis.info("server")).contains("redis_version");
      assertThatThrownBy(() -> jedis.rename("nothing", "x"))
          .isInstanceOf(JedisDataException.class)
          .hasMessage("ERR no such key");
    }
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void scanReturnsEveryKey(RedisProtocol protocol) {
    try (RedisClient client = pooled(protocol)) {
      Set<String> expected = new HashSet<>();
      for (int i = 0; i < 500; i++) {
        client.set("key:" + i, "v");
        expected.add("key:" + i);
      }
      Set<String> found = new HashSet<>();
      String cursor = ScanParams.SCAN_POINTER_START;
      do {
        ScanResult<String> page = client.scan(cursor, new ScanParams().match("key:*").count(50));
        found.addAll(page.getResult());
        cursor = page.getCursor();
      } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
      assertThat(found).isEqualTo(expected);
      assertThat(client.keys("key:1?")).hasSize(10);
    }
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void aPoolServesManyThreads(RedisProtocol protocol) throws Exception {
    int threads = 8;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try (RedisClient client = pooled(protocol)) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        running.add(executor.submit(() -> writeAndReadBack(client, "thread" + thread)));
      }
      for (Future<?> thread : running) {
        thread.get();
      }
      assertThat(client.dbSize()).isEqualTo(threads * 500L);
    } finally {
      executor.shutdownNow();
    }
  }

  private static void writeAndReadBack(RedisClient client, String name) {
    for (int i = 0; i < 500; i++) {
      String key = name + ":" + i;
      client.set(key, key + "=" + i);
      assertThat(client.get(key)).isEqualTo(key + "=" + i);
    }
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void aPipelineKeepsTheOrderOfReplies(RedisProtocol protocol) {
    try (RedisClient client = pooled(protocol);
        AbstractPipeline pipeline = client.pipelined()) {
      List<Response<String>> replies = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        pipeline.set("k" + i % 100, "v" + i);
        replies.add(pipeline.get("k" + i % 100));
      }
      pipeline.sync();
      for (int i = 0; i < 5_000; i++) {
        assertThat(replies.get(i).get()).isEqualTo("v" + i);
      }
      assertThat(Collections.max(client.keys("*"))).isEqualTo("k99");
    }
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void watchedTransactionsLoseNoIncrement(RedisProtocol protocol) throws Exception {
    int threads = 4;
    int increments = 100;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try (Jedis jedis = new Jedis(address(), config(protocol))) {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        running.add(executor.submit(() -> incrementWatched(protocol, increments)));
      }
      for (Future<?> thread : running) {
        thread.get();
      }
      assertThat(jedis.get("counter")).isEqualTo(Integer.toString(threads * increments));
    } finally {
      executor.shutdownNow();
    }
  }

  private void incrementWatched(RedisProtocol protocol, int times) {
    try (Jedis jedis = new Jedis(address(), config(protocol))) {
      for (int done = 0; done < times; ) {
        jedis.watch("counter");
        String value = jedis.get("counter");
        Transaction transaction = jedis.multi();
        transaction.set(
            "counter", Integer.toString(value == null ? 1 : Integer.parseInt(value) + 1));
        done += transaction.exec() == null ? 0 : 1;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void aTransactionAnswersEachCommandItsErrorToo(RedisProtocol protocol) {
    try (Jedis jedis = new Jedis(address(), config(protocol))) {
      Transaction transaction = jedis.multi();
      Response<String> set = transaction.set("k", "v");
      Response<Long> incremented = transaction.incr("k");
      Response<Map<String, String>> all = transaction.hgetAll("none");
      assertThat(transaction.exec()).hasSize(3);
      assertThat(set.get()).isEqualTo("OK");
      assertThatThrownBy(incremented::get).hasMessageContaining("not an integer");
      assertThat(all.get()).isEmpty();
      transaction = jedis.multi();
      transaction.set("k", "w");
      transaction.discard();
      assertThat(jedis.get("k")).isEqualTo("v");
    }
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void aQueueHandsEachElementToOneOfThoseWhoWait(RedisProtocol protocol) throws Exception {
    int consumers = 4;
    int elements = 200;
    ExecutorService executor = Executors.newFixedThreadPool(consumers);
    try (Jedis producer = new Jedis(address(), config(protocol))) {
      List<Future<List<String>>> running = new ArrayList<>();
      for (int consumer = 0; consumer < consumers; consumer++) {
        running.add(executor.submit(() -> consume(protocol)));
      }
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < elements; i++) {
        producer.lpush(i % 2 == 0 ? "even" : "odd", Integer.toString(i));
        expected.add(Integer.toString(i));
      }
      for (int consumer = 0; consumer < consumers; consumer++) {
        producer.lpush("even", "end");
      }
      List<String> consumed = new ArrayList<>();
      for (Future<List<String>> each : running) {
        consumed.addAll(each.get());
      }
      List<String> left = producer.lrange("odd", 0, -1);
      assertThat(left).as("the end may come before the last odd ones").hasSizeLessThan(elements);
      consumed.addAll(left);
      assertThat(consumed).containsExactlyInAnyOrderElementsOf(expected);
    } finally {
      executor.shutdownNow();
    }
  }

  private List<String> consume(RedisProtocol protocol) {
    List<String> taken = new ArrayList<>();
    try (Jedis jedis = new Jedis(address(), config(protocol))) {
      while (true) {
        String element = jedis.brpop(10, "odd", "even").get(1);
        if (element.equals("end")) {
          return taken;
        }
        taken.add(element);
      }
    }
  }
}
