package io.redistinto.bench.versus;

import java.util.random.RandomGenerator;

/**
 * What is sent to a server, without how much of it.
 *
 * @param operation which commands
 * @param pipeline how many commands a connection sends before it waits for their replies
 * @param keyCount keys are {@code key:000000000000} up to this many, 16 bytes each
 * @param order how the next key is chosen
 * @param values lengths of the values that SET writes
 */
record Load(Operation operation, int pipeline, int keyCount, KeyOrder order, Sizes values) {
  static final int CONNECTIONS = 50;

  Load withPipeline(int other) {
    return new Load(operation, other, keyCount, order, values);
  }

  enum Operation {
    SET(1),
    GET(0),
    /** SET and GET at random, as many of each. */
    MIX(0.5);

    private final double writes;

    Operation(double writes) {
      this.writes = writes;
    }

    boolean isWrite(RandomGenerator random) {
      return writes == 1 || (writes > 0 && random.nextDouble() < writes);
    }
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
