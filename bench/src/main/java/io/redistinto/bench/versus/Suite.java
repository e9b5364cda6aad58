package io.redistinto.bench.versus;

import io.redistinto.bench.versus.Workloads.Agreement;
import java.util.List;

/** Workloads that are measured together, and the page in {@code docs} that tells of them. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are immutable, what is in them too
enum Suite {
  /** Strings, at every length of pipeline and every size. */
  FAST(
      "performance",
      "Redistinto",
      false,
      """
      # Performance: Redistinto beside redis-server

      Written by `bench/versus --write`, which measures it again on any machine; do not edit.

      Both servers ran in turn, one after the other and again, %d pairs for each workload. A server
      had a core to itself, the loader another one: %d connections, redis-benchmark where it can send
      the load, else a loader of ours. There are 10⁵ keys of 16 bytes
      with values of 64 bytes unless said. Each server was filled and warmed up before it was measured. Redis wrote nothing
      to disk, Redistinto neither.
      """,
      Workloads.ALL,
      Workloads.AGREEMENTS),
  /** redis-benchmark's own tests, and collections. */
  EVERYDAY(
      "everyday",
      "Redistinto",
      true,
      """
      # Everyday commands: Redistinto beside redis-server

      Written by `bench/versus --suite everyday --write`, which measures it again on any machine; do not edit.

      Both servers were up, filled and warm, each on the same core, and were measured in turn, %d pairs for each workload, with
      the loader on another core: %d connections. The workloads `p1-` and `p16-` are redis-benchmark's own tests, most
      of which use one key; for LPOP, RPOP and LRANGE there is a list before. Redis wrote nothing to disk, Redistinto neither.
      """,
      EverydayWorkloads.ALL,
      List.of()),
  /** What the loader reaches with a server that has nothing to do. */
  CEILING(
      "ceiling",
      "the bare server",
      true,
      """
      # The loader's ceiling: a bare server beside redis-server

      Written by `bench/versus --suite ceiling --write`, which measures it again on any machine; do not edit.

      How far a ratio to redis-server can be raised at all where one loader on one core is what is waited for. Instead of
      Redistinto a program of two hundred lines of C ran (`bench/src/main/c/bare.c`): it waits for its sockets, reads them, finds where requests
      end and sends replies of the right size at the end of its turn. It has no keys, no statistics, no limits. %d pairs, %d connections, cores
      and loads as in the other comparisons. A bar that is missed here is out of the reach of any server that sleeps when it has nothing to do,
      with this loader on this machine.
      """,
      CeilingWorkloads.ALL,
      List.of());

  private final String page;
  private final String candidate;
  private final boolean keepsServers;
  private final String introduction;
  private final List<Workload> workloads;
  private final List<Agreement> agreements;

  Suite(
      String page,
      String candidate,
      boolean keepsServers,
      String introduction,
      List<Workload> workloads,
      List<Agreement> agreements) {
    this.page = page;
    this.candidate = candidate;
    this.keepsServers = keepsServers;
    this.introduction = introduction;
    this.workloads = workloads;
    this.agreements = agreements;
  }

  /** The file in {@code docs}, without its ending; the chart has the same name. */
  String page() {
    return page;
  }

  /** Who is compared with redis-server. */
  String candidate() {
    return candidate;
  }

  /** Whether the servers run on between the pairs of a workload. */
  boolean keepsServers() {
    return keepsServers;
  }

  /** What stands above the figures, with places for the pairs and the connections. */
  String introduction() {
    return introduction;
  }

  List<Workload> workloads() {
    return workloads;
  }

  List<Agreement> agreements() {
    return agreements;
  }
}
