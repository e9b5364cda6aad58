package io.redistinto.bench.versus;

import static io.redistinto.bench.versus.Metric.MEMORY;
import static io.redistinto.bench.versus.Metric.THROUGHPUT;
import static io.redistinto.bench.versus.Template.NUMBER;

import io.redistinto.bench.versus.Contender.Ours;
import io.redistinto.bench.versus.Contender.Redis;
import io.redistinto.bench.versus.Workload.Contestants;
import io.redistinto.bench.versus.Workload.Fill;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Each of redis-benchmark's own tests, without and with a pipeline, and collections. */
final class EverydayWorkloads {
  private static final Contestants BOTH = new Contestants(new Redis(false), Ours.with(16_000_000));

  private static final int MILLION = 1_000_000;
  private static final Sizes SMALL = Sizes.of(16);

  /** Tests that redis-benchmark sends without anything that must be there before. */
  private static final List<String> TESTS =
      List.of(
          "ping_inline",
          "ping_mbulk",
          "set",
          "get",
          "incr",
          "lpush",
          "rpush",
          "sadd",
          "hset",
          "spop",
          "zadd",
          "zpopmin",
          "mset");

  private static final List<Integer> RANGES = List.of(100, 300, 500, 600);

  /** More than are popped from it while a server warms up and is measured. */
  private static final Fill LONG_LIST = Fill.with(10 * MILLION, "RPUSH", "mylist", "xxx");

  private static final Fill LIST = Fill.with(100_000, "LPUSH", "mylist", "xxx");

  private static final Fill SORTED_SET =
      Fill.with(MILLION, "ZADD", "zset", NUMBER, "member:" + NUMBER);
  private static final Fill HASH =
      Fill.with(MILLION, "HSET", "hash", "field:" + NUMBER, "value:" + NUMBER);
  private static final Fill SET = Fill.with(MILLION, "SADD", "set", "member:" + NUMBER);
  private static final Fill MILLION_ITEMS = Fill.with(MILLION, "RPUSH", "list", "item:" + NUMBER);

  private static final Fill HASHES =
      Fill.with(
          MILLION,
          "HSET key:%1$s field0 %2$s field1 %2$s field2 %2$s field3 %2$s field4 %2$s"
              .formatted(NUMBER, "value01234")
              .split(" "));
  private static final Fill LISTS =
      Fill.with(
          MILLION,
          "RPUSH key:%1$s %2$s %2$s %2$s %2$s %2$s".formatted(NUMBER, "item012345").split(" "));

  static final List<Workload> ALL = all();

  private EverydayWorkloads() {}

  private static List<Workload> all() {
    List<Workload> all = new ArrayList<>();
    for (int pipeline : new int[] {1, 16}) {
      for (String test : TESTS) {
        all.add(own(pipeline, test, Fill.NOTHING, Load.test(test, pipeline)));
      }
      for (String pop : List.of("LPOP", "RPOP")) {
        String name = pop.toLowerCase(Locale.ROOT);
        all.add(own(pipeline, name, LONG_LIST, Load.command(pipeline, 0, SMALL, pop, "mylist")));
      }
      for (int count : RANGES) {
        Sizes reply = Sizes.of(9 * count);
        String last = Integer.toString(count - 1);
        Load load = Load.command(pipeline, 0, reply, "LRANGE", "mylist", "0", last);
        all.add(own(pipeline, "lrange-" + count, LIST, load));
      }
    }
    all.add(million("zadd", SORTED_SET, "ZADD", "zset", NUMBER, "member:" + NUMBER));
    // The middle is the farthest from both ends; __rand_int__ is no rank, having leading zeros.
    all.add(million("zrange", SORTED_SET, "ZRANGE", "zset", "500000", "500009"));
    all.add(
        million(
            "zrangebyscore",
            SORTED_SET,
            "ZRANGEBYSCORE zset %s +inf LIMIT 0 10".formatted(NUMBER).split(" ")));
    all.add(million("hset", HASH, "HSET", "hash", "field:" + NUMBER, "value:" + NUMBER));
    all.add(million("hget", HASH, "HGET", "hash", "field:" + NUMBER));
    all.add(million("sadd", SET, "SADD", "set", "member:" + NUMBER));
    all.add(million("sismember", SET, "SISMEMBER", "set", "member:" + NUMBER));
    all.add(million("lpush", MILLION_ITEMS, "LPUSH", "list", "item:" + NUMBER));
    all.add(million("lrange", MILLION_ITEMS, "LRANGE", "list", "0", "99"));
    all.add(
        memory(
            "hashes", "10⁶ hashes of 5 fields: HGET", HASHES, "HGET", "key:" + NUMBER, "field3"));
    all.add(memory("lists", "10⁶ lists of 5 items: LINDEX", LISTS, "LINDEX", "key:" + NUMBER, "2"));
    all.add(
        memory(
            "sorted-set",
            "A sorted set of 10⁶: ZSCORE",
            SORTED_SET,
            "ZSCORE",
            "zset",
            "member:" + NUMBER));
    return List.copyOf(all);
  }

  /** One of redis-benchmark's own tests. */
  private static Workload own(int pipeline, String test, Fill fill, Load load) {
    boolean isPipelined = pipeline > 1;
    int commands = isPipelined ? 600_000 : 200_000;
    return new Workload(
        "p" + pipeline + "-" + test,
        test.toUpperCase(Locale.ROOT) + (isPipelined ? ", pipeline " + pipeline : ", no pipeline"),
        BOTH,
        fill,
        load,
        test.startsWith("lrange") ? commands / 10 : commands,
        Map.of(THROUGHPUT, isPipelined ? 1.5 : 1.0));
  }

  /** A command on a collection of a million elements. */
  private static Workload million(String name, Fill fill, String... words) {
    return million(name, fill, Load.command(16, MILLION, SMALL, words));
  }

  private static Workload million(String name, Fill fill, Load load) {
    return new Workload(
        "million-" + name,
        name.toUpperCase(Locale.ROOT) + ", a collection of 10⁶, pipeline 16",
        BOTH,
        fill,
        load,
        600_000,
        Map.of(THROUGHPUT, 1.0));
  }

  private static Workload memory(String name, String title, Fill fill, String... words) {
    return new Workload(
        "memory-" + name,
        title + ", pipeline 16",
        BOTH,
        fill,
        Load.command(16, MILLION, SMALL, words),
        600_000,
        Map.of(MEMORY, 1.2));
  }
}
