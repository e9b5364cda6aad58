package io.redistinto.bench.versus;

import io.redistinto.bench.versus.Load.KeyOrder;
import java.util.EnumMap;
import java.util.Map;

/**
 * A row of the comparison.
 *
 * @param name for the command line and the tables
 * @param title what it is, for the page
 * @param contestants who is compared with whom
 * @param fill what is in the servers before
 * @param load what is measured
 * @param commands how many of it in one run
 * @param bars what the median ratio must reach
 */
record Workload(
    String name,
    String title,
    Contestants contestants,
    Fill fill,
    Load load,
    long commands,
    Map<Metric, Double> bars) {

  /** The ratios are the candidate's figures over the baseline's. */
  record Contestants(Contender baseline, Contender candidate) {}

  /**
   * Commands in the order of their numbers.
   *
   * @param load what is sent
   * @param commands how often
   */
  record Fill(Load load, int commands) {
    static final Fill NOTHING = new Fill(Load.test("ping", 1), 0);

    /** Keys from 0 on, each with a value. */
    static Fill keys(int count, Sizes values) {
      return new Fill(Load.set(1, count, KeyOrder.SEQUENTIAL, values).inBulk(), count);
    }

    /** A command with each number from 0 on. */
    static Fill with(int count, String... words) {
      Load load = Load.command(1, count, Sizes.of(0), words);
      return new Fill(load.inOrder(KeyOrder.SEQUENTIAL).inBulk(), count);
    }
  }

  Workload {
    bars = Map.copyOf(bars);
  }

  /** The same with another bar. */
  Workload withBar(Metric metric, double bar) {
    Map<Metric, Double> changed = new EnumMap<>(Metric.class);
    changed.putAll(bars);
    changed.put(metric, bar);
    return new Workload(name, title, contestants, fill, load, commands, changed);
  }

  /** The same for throughput alone, with another server beside the baseline. */
  Workload ofThroughput(Contender candidate) {
    return new Workload(
        name,
        title,
        new Contestants(contestants.baseline(), candidate),
        fill,
        load,
        commands,
        Map.of(Metric.THROUGHPUT, bars.get(Metric.THROUGHPUT)));
  }

  /** The same with a share of the commands. */
  Workload shortened(long divisor) {
    return new Workload(name, title, contestants, fill, load, commands / divisor, bars);
  }

  /** The same with directives for every Redistinto in it. */
  Workload withDirectives(Map<String, String> directives) {
    Contestants changed =
        new Contestants(
            directed(contestants.baseline(), directives),
            directed(contestants.candidate(), directives));
    return new Workload(name, title, changed, fill, load, commands, bars);
  }

  private static Contender directed(Contender contender, Map<String, String> directives) {
    return contender instanceof Contender.Ours ours ? ours.and(directives) : contender;
  }

  boolean isAgainstRedis() {
    return contestants.baseline() instanceof Contender.Redis;
  }
}
