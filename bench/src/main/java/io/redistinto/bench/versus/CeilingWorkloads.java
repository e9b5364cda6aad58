package io.redistinto.bench.versus;

import io.redistinto.bench.versus.Contender.Bare;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The workloads of the other suites that a loader on one core may limit, with a bare server. */
final class CeilingWorkloads {
  private static final Set<String> OF_STRINGS =
      Set.of("set-p1", "get-p1", "set-p16", "get-p16", "mix-p16", "set-16k", "get-16k", "set-1m");

  /** A bare server needs no time to become fast. */
  private static final long SHORTER = 5;

  static final List<Workload> ALL = all();

  private CeilingWorkloads() {}

  private static List<Workload> all() {
    Stream<Workload> ofStrings =
        Workloads.ALL.stream()
            .filter(each -> OF_STRINGS.contains(each.name()))
            .map(each -> each.shortened(SHORTER))
            .map(CeilingWorkloads::withBareServer);
    Stream<Workload> ownTests =
        EverydayWorkloads.ALL.stream()
            .filter(each -> each.name().matches("p1(6)?-.*"))
            .map(CeilingWorkloads::withBareServer);
    return Stream.concat(ofStrings, ownTests).toList();
  }

  private static Workload withBareServer(Workload workload) {
    return workload.ofThroughput(new Bare(workload.load().values().max()));
  }
}
