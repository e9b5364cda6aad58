package io.redistinto.bench.versus;

import io.redistinto.bench.versus.Comparison.Pair;
import io.redistinto.bench.versus.Workload.Fill;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs the contestants of a workload in turn: baseline, candidate, baseline, candidate. */
final class Runner implements AutoCloseable {
  private static final long MOST_WARM_UP_BYTES = 2L << 30;
  private static final long LAST_WARM_UP_COMMANDS = 100_000;

  /** A server that another workload has warmed up needs such a part of it. */
  private static final int WARM_ALREADY = 10;

  /** What a load needed for itself is given back by then. */
  private static final long REST_MILLIS = 3_000;

  private static final Duration LIMIT =
      Duration.ofSeconds(20); // redis-benchmark has no such option
  private static final Duration FILL_LIMIT = Duration.ofMinutes(3);
  private static final double TOLERATED_ERRORS = 0.01;

  private final Path home;
  private final Plan plan;
  private final Console console;
  private final List<Seat> seats = new ArrayList<>();

  /**
   * How much is run.
   *
   * @param pairs how many for each workload
   * @param keepsServers whether the servers stay up between the pairs
   * @param sharesServers whether they stay up for the next workload too, if it is for the same ones
   * @param budget time for a workload's pairs; when it is used up there are fewer, but one at least
   */
  record Plan(int pairs, boolean keepsServers, boolean sharesServers, Duration budget) {}

  /**
   * A runner.
   *
   * @param home the directory of bin/redistinto's parent
   */
  Runner(Path home, Plan plan, Console console) {
    this.home = home;
    this.plan = plan;
    this.console = console;
  }

  Comparison compare(Workload workload) throws InterruptedException {
    console.begin(workload);
    List<Pair> pairs = new ArrayList<>();
    String failure = "";
    try {
      seat(workload);
      Seat baseline = seats.get(0);
      Seat candidate = seats.get(1);
      if (plan.keepsServers()) {
        baseline.prepare(workload);
        candidate.prepare(workload);
      }
      long endNanos = System.nanoTime() + plan.budget().toNanos();
      long pairNanos = 0;
      while (pairs.isEmpty()
          || (pairs.size() < plan.pairs() && System.nanoTime() + pairNanos - endNanos < 0)) {
        long startNanos = System.nanoTime();
        pairs.add(new Pair(baseline.sample(workload), candidate.sample(workload)));
        pairNanos = System.nanoTime() - startNanos;
      }
    } catch (IOException failed) {
      failure = failed.toString(); // some have no message
    }
    if (!plan.sharesServers() || !failure.isEmpty()) {
      close();
    }
    Comparison comparison = new Comparison(workload, pairs, failure);
    console.end(comparison);
    return comparison;
  }

  /** Seats the workload's contestants, or leaves those that sit there if they are the same. */
  private void seat(Workload workload) {
    List<Contender> wanted =
        List.of(workload.contestants().baseline(), workload.contestants().candidate());
    boolean same =
        seats.stream().map(seat -> seat.contender).toList().equals(wanted)
            && seats.get(0).fill.equals(workload.fill());
    if (!same) {
      close();
      wanted.forEach(contender -> seats.add(new Seat(contender, workload.fill())));
    }
  }

  /** Ends the servers that run. */
  @Override
  public void close() {
    seats.forEach(Seat::leave);
    seats.clear();
  }

  /** A contender's place in a comparison: with a server that runs, or without. */
  private final class Seat {
    private final Contender contender;
    private final Fill fill;
    private ServerProcess server;

    Seat(Contender contender, Fill fill) {
      this.contender = contender;
      this.fill = fill;
    }

    /** Starts the server and writes its keys, if it does not run yet, and warms it up. */
    void prepare(Workload workload) throws IOException, InterruptedException {
      boolean isNew = server == null;
      if (isNew) {
        server = ServerProcess.start(contender, home);
        fill();
      }
      warmUp(workload, isNew ? 1 : WARM_ALREADY);
    }

    Sample sample(Workload workload) throws IOException, InterruptedException {
      if (server == null) {
        prepare(workload);
      }
      long cpuBefore = server.cpuMicros();
      Loader.Result result = send(workload.load(), workload.commands());
      long cpuMicros = server.cpuMicros() - cpuBefore;
      if (workload.bars().containsKey(Metric.MEMORY)) {
        Thread.sleep(REST_MILLIS);
      }
      Sample sample = new Sample(result, cpuMicros, server.residentBytes());
      console.sample(contender, workload, sample);
      refuseErrors(result);
      if (!plan.keepsServers()) {
        leave();
      }
      return sample;
    }

    private void fill() throws IOException, InterruptedException {
      if (fill.commands() > 0) {
        Loader.Result filled =
            Loader.of(fill.load()).run(fill.load(), fill.commands(), FILL_LIMIT, server.port());
        refuseErrors(filled);
        if (filled.commands() < fill.commands()) {
          throw new IOException(contender.label() + " was not filled in time");
        }
      }
      try (Admin admin = new Admin(server.port())) {
        contender.prepare(admin);
      }
    }

    /** Most of it with a longer pipeline, which takes less time, and the last of it as measured. */
    private void warmUp(Workload workload, int divisor) throws IOException, InterruptedException {
      Load load = workload.load();
      long most = Math.max(1, MOST_WARM_UP_BYTES / Math.max(1, load.values().max()));
      send(load.inBulk(), Math.min(contender.warmUpCommands() / divisor, most));
      send(load, Math.min(LAST_WARM_UP_COMMANDS, workload.commands() / 10));
    }

    private Loader.Result send(Load load, long commands) throws IOException, InterruptedException {
      return Loader.of(load).run(load, commands, LIMIT, server.port());
    }

    private void refuseErrors(Loader.Result result) throws IOException {
      if (result.errors() > result.commands() * TOLERATED_ERRORS) {
        throw new IOException(
            "%s: %d of %d replies were errors"
                .formatted(contender.label(), result.errors(), result.commands()));
      }
    }

    void leave() {
      if (server != null) {
        server.close();
        server = null;
      }
    }
  }
}
