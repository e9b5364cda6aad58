package io.redistinto.bench.versus;

import static io.redistinto.bench.versus.Load.KeyOrder.SKEWED;
import static io.redistinto.bench.versus.Load.KeyOrder.UNIFORM;
import static io.redistinto.bench.versus.Metric.CPU;
import static io.redistinto.bench.versus.Metric.MEMORY;
import static io.redistinto.bench.versus.Metric.P99;
import static io.redistinto.bench.versus.Metric.THROUGHPUT;

import io.redistinto.bench.versus.Contender.Ours;
import io.redistinto.bench.versus.Contender.Redis;
import io.redistinto.bench.versus.Workload.Contestants;
import io.redistinto.bench.versus.Workload.Fill;
import java.util.List;
import java.util.Map;

/**
 * What is compared: the only list of workloads and of bars. Entries have their default size, 64
 * bytes.
 */
final class Workloads {
  private static final int KEYS = 100_000;
  private static final int MANY_KEYS = 5_000_000;
  private static final Sizes BYTES_64 = Sizes.of(64);
  private static final Sizes BYTES_16K = Sizes.of(16 << 10);
  private static final Sizes BYTES_1M = Sizes.of(1 << 20);
  private static final Sizes ONE_ENTRY = Sizes.between(1, 64);
  private static final Sizes ONE_TO_FOUR_ENTRIES = Sizes.between(1, 256);

  /** One object, by which servers are known to hold the same. */
  private static final Fill SMALL_VALUES = Fill.keys(KEYS, BYTES_64);

  /** A name each, a title, who, what is in them, what is sent, how often, what it must reach. */
  static final List<Workload> ALL =
      List.of(
          row(
              "set-p1",
              "SET, no pipeline",
              redisAnd(Ours.with(2 * KEYS)),
              SMALL_VALUES,
              Load.set(1, KEYS, UNIFORM, BYTES_64),
              1_000_000,
              Map.of(THROUGHPUT, 1.10, CPU, 1.0, P99, 1.0)),
          row(
              "get-p1",
              "GET, no pipeline",
              redisAnd(Ours.with(2 * KEYS)),
              SMALL_VALUES,
              Load.get(1, KEYS, UNIFORM, BYTES_64),
              1_000_000,
              Map.of(THROUGHPUT, 1.10, CPU, 1.0, P99, 1.0)),
          row(
              "set-p16",
              "SET, pipeline 16",
              redisAnd(Ours.with(2 * KEYS)),
              SMALL_VALUES,
              Load.set(16, KEYS, UNIFORM, BYTES_64),
              5_000_000,
              Map.of(THROUGHPUT, 2.0, CPU, 0.45)),
          row(
              "get-p16",
              "GET, pipeline 16",
              redisAnd(Ours.with(2 * KEYS)),
              SMALL_VALUES,
              Load.get(16, KEYS, UNIFORM, BYTES_64),
              5_000_000,
              Map.of(THROUGHPUT, 2.0, CPU, 0.50)),
          row(
              "mix-p16",
              "SET and GET at random, pipeline 16",
              redisAnd(Ours.with(2 * KEYS)),
              SMALL_VALUES,
              Load.mix(16, KEYS, UNIFORM, 64),
              5_000_000,
              Map.of(THROUGHPUT, 2.0)),
          row(
              "set-p100",
              "SET, pipeline 100",
              redisAnd(Ours.with(2 * KEYS)),
              SMALL_VALUES,
              Load.set(100, KEYS, UNIFORM, BYTES_64),
              8_000_000,
              Map.of(THROUGHPUT, 2.3)),
          row(
              "get-p100",
              "GET, pipeline 100",
              redisAnd(Ours.with(2 * KEYS)),
              SMALL_VALUES,
              Load.get(100, KEYS, UNIFORM, BYTES_64),
              8_000_000,
              Map.of(THROUGHPUT, 2.3)),
          row(
              "get-5m-p16",
              "GET over 5·10⁶ keys, pipeline 16",
              redisAnd(Ours.with(MANY_KEYS)),
              Fill.keys(MANY_KEYS, BYTES_64),
              Load.get(16, MANY_KEYS, UNIFORM, BYTES_64),
              5_000_000,
              Map.of(THROUGHPUT, 2.0, MEMORY, 1.0)),
          row(
              "mix-5m-skewed-p16",
              "SET and GET over 5·10⁶ keys, half of them to a sixteenth, pipeline 16",
              redisAnd(Ours.with(MANY_KEYS)),
              Fill.keys(MANY_KEYS, BYTES_64),
              Load.mix(16, MANY_KEYS, SKEWED, 64),
              5_000_000,
              Map.of()),
          row(
              "set-16k",
              "SET of 16 KB values",
              redisAnd(Ours.with(512_000)),
              Fill.keys(1_000, BYTES_16K),
              Load.set(1, 1_000, UNIFORM, BYTES_16K),
              300_000,
              Map.of(THROUGHPUT, 1.2)),
          row(
              "get-16k",
              "GET of 16 KB values",
              redisAnd(Ours.with(512_000)),
              Fill.keys(1_000, BYTES_16K),
              Load.get(1, 1_000, UNIFORM, BYTES_16K),
              300_000,
              Map.of(THROUGHPUT, 1.2)),
          row(
              "set-1m",
              "SET of 1 MB values",
              redisAnd(Ours.with(3_276_800)),
              Fill.keys(100, BYTES_1M),
              Load.set(1, 100, UNIFORM, BYTES_1M),
              8_000,
              Map.of(THROUGHPUT, 1.0)),
          row(
              "get-1m",
              "GET of 1 MB values",
              redisAnd(Ours.with(3_276_800)),
              Fill.keys(100, BYTES_1M),
              Load.get(1, 100, UNIFORM, BYTES_1M),
              8_000,
              Map.of(THROUGHPUT, 1.0)),
          full("full-circular", "circular", BYTES_64),
          full("full-lru", "lru", BYTES_64),
          full("full-bsu", "bsu", ONE_ENTRY), // with one length, all would tie
          mixedSizes("full-mixed-100k", "10⁵", 100_000),
          mixedSizes("full-mixed-10m", "10⁷", 10_000_000));

  /** Ratios that must be alike. */
  static final List<Agreement> AGREEMENTS =
      List.of(new Agreement("full-mixed-sizes", "full-mixed-100k", "full-mixed-10m", 0.80));

  /**
   * Two workloads whose throughput ratios must be alike.
   *
   * @param bar the least that the smaller ratio may be of the greater one
   */
  record Agreement(String name, String first, String second, double bar) {}

  private Workloads() {}

  /** One value an entry and ten times as many keys as entries: nine of ten SETs evict a value. */
  private static Workload full(String name, String policy, Sizes values) {
    return row(
        name,
        "SET into a full arena, policy " + policy + ", pipeline 16",
        new Contestants(new Redis(true), Ours.with(KEYS).and(Map.of("replacement-policy", policy))),
        Fill.keys(KEYS, values),
        Load.set(16, 10 * KEYS, UNIFORM, values),
        3_000_000,
        Map.of(THROUGHPUT, 1.5));
  }

  /**
   * The values of all keys take 2.5 entries each on average, those that cannot be evicted 2.25 (as
   * every fourth can): with 2.4 entries for each key, the arena is full, and there is always
   * something to evict.
   */
  private static Workload mixedSizes(String name, String entriesTitle, int entries) {
    int keys = (int) (entries / 2.4);
    return row(
        name,
        "SET of 1 to 4 entries into a full arena of " + entriesTitle + " entries, pipeline 16",
        new Contestants(Ours.named("free", 2L * entries), Ours.named("full", entries)),
        Fill.keys(keys, ONE_TO_FOUR_ENTRIES),
        Load.set(16, keys, UNIFORM, ONE_TO_FOUR_ENTRIES),
        3_000_000,
        Map.of(THROUGHPUT, 0.5));
  }

  private static Contestants redisAnd(Ours ours) {
    return new Contestants(new Redis(false), ours);
  }

  private static Workload row(
      String name,
      String title,
      Contestants contestants,
      Fill fill,
      Load load,
      long commands,
      Map<Metric, Double> bars) {
    return new Workload(name, title, contestants, fill, load, commands, bars);
  }
}
