package io.redistinto.bench.versus;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/** Composes the commands of a load, the same ones in every run. */
final class Requests {
  private static final long SEED = 20_260_101;

  private final Load load;
  private final List<Template> commands;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private long ordinal;

  Requests(Load load) {
    this.load = load;
    commands = load.commands();
  }

  /** Bytes that a pipeline of requests can take. */
  int longestPipeline() {
    return commands.stream().mapToInt(Template::length).max().orElseThrow() * load.pipeline();
  }

  /** Appends the next requests to a buffer that has room for them. */
  void append(int count, ByteBuffer buffer) {
    for (int i = 0; i < count; i++) {
      int number = load.order().key(ordinal++, load.keyCount(), random);
      int next = commands.size() == 1 ? 0 : random.nextInt(commands.size());
      commands.get(next).put(number, buffer);
    }
  }
}
