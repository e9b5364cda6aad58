package io.redistinto.bench.versus;

/**
 * One run of a workload against one server.
 *
 * @param cpuMicros processor time of the whole server process
 * @param residentBytes its resident memory at the end
 */
record Sample(Loader.Result result, long cpuMicros, long residentBytes) {
  double cpuMicrosPerCommand() {
    return (double) cpuMicros / result.commands();
  }

  /** The share of the run in which the server's core worked for it: under 1, it waited for load. */
  double busy() {
    return cpuMicros / (result.seconds() * 1e6);
  }
}
