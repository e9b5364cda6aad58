package io.redistinto.bench.versus;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What is sent to a server, without how much of it.
 *
 * @param commands one of them at random each time
 * @param benchmarkWords how redis-benchmark is asked for the same; empty if it cannot send it
 * @param pipeline how many commands a connection sends before it waits for their replies
 * @param keyCount the numbers in the commands are below it; 0 if there are none
 * @param order how the next number is chosen
 * @param values lengths of the values that a command writes or reads
 */
record Load(
    List<Template> commands,
    List<String> benchmarkWords,
    int pipeline,
    int keyCount,
    KeyOrder order,
    Sizes values) {
  static final int CONNECTIONS = 50;

  private static final int BULK_BYTES = 4 << 10;
  private static final int MOST_IN_BULK = 64;

  private static final String KEY = "key:" + Template.NUMBER;

  /** SET of values of each length, as often of one as of another. */
  static Load set(int pipeline, int keyCount, KeyOrder order, Sizes values) {
    List<Template> commands =
        IntStream.rangeClosed(values.min(), values.max()).mapToObj(Load::set).toList();
    return new Load(commands, test("set", order, values), pipeline, keyCount, order, values);
  }

  static Load get(int pipeline, int keyCount, KeyOrder order, Sizes values) {
    return new Load(
        List.of(Template.of("GET", KEY)),
        test("get", order, values),
        pipeline,
        keyCount,
        order,
        values);
  }

  /** SET and GET at random, as many of each. */
  static Load mix(int pipeline, int keyCount, KeyOrder order, int valueBytes) {
    return new Load(
        List.of(set(valueBytes), Template.of("GET", KEY)),
        List.of(),
        pipeline,
        keyCount,
        order,
        Sizes.of(valueBytes));
  }

  /** A command, sent by redis-benchmark with numbers that are chosen anew for each place. */
  static Load command(int pipeline, int keyCount, Sizes values, String... words) {
    return new Load(
        List.of(Template.of(words)), List.of(words), pipeline, keyCount, KeyOrder.UNIFORM, values);
  }

  /** One of redis-benchmark's own tests, which nothing else sends. */
  static Load test(String name, int pipeline) {
    return new Load(List.of(), List.of("-t", name), pipeline, 0, KeyOrder.UNIFORM, Sizes.of(3));
  }

  private static Template set(int valueBytes) {
    return Template.of("SET", KEY, "x".repeat(valueBytes));
  }

  private static List<String> test(String name, KeyOrder order, Sizes values) {
    return order == KeyOrder.UNIFORM && values.isFixed()
        ? List.of("-t", name, "-d", Integer.toString(values.max()))
        : List.of();
  }

  Load withPipeline(int other) {
    return new Load(commands, benchmarkWords, other, keyCount, order, values);
  }

  /** The same with a long pipeline, as long as its values are short. */
  Load inBulk() {
    int fitting = BULK_BYTES / Math.max(1, values.max());
    return withPipeline(Math.max(pipeline, Math.min(MOST_IN_BULK, fitting)));
  }

  /**
   * The same by a loader of ours: all numbers in a command are then one, chosen in such an order.
   */
  Load inOrder(KeyOrder other) {
    return new Load(commands, List.of(), pipeline, keyCount, other, values);
  }

  enum KeyOrder {
    SEQUENTIAL {
      @Override
      int key(long ordinal, int keyCount, RandomGenerator random) {
        return (int) (ordinal % keyCount);
      }
    },
    UNIFORM {
      @Override
      int key(long ordinal, int keyCount, RandomGenerator random) {
        return random.nextInt(keyCount);
      }
    },
    /** Half of the commands go to a sixteenth of the keys, which are scattered over all of them. */
    SKEWED {
      @Override
      int key(long ordinal, int keyCount, RandomGenerator random) {
        double u = random.nextDouble();
        long rank = (long) (keyCount * (u * u * u * u)); // P(rank < n / 16) = 1/2
        return (int) (rank * SCATTER % keyCount);
      }
    };

    private static final long SCATTER = 2_654_435_761L; // prime: every key has one rank

    abstract int key(long ordinal, int keyCount, RandomGenerator random);
  }
}
