package io.redistinto.it;

import java.util.ArrayList;
import java.util.List;

/**
 * The oracle: a redis-server found on the PATH. Where there is none, the tests that need it are
 * skipped, unless the environment says {@code REDISTINTO_REQUIRE_ORACLE=true}: then they fail.
 */
final class RealRedis implements TestServer {

  /** Nothing is written by itself, and nothing happens at a moment of the server's choosing. */
  private static final List<String> DETERMINISTIC =
      List.of("--save", "", "--appendonly", "no", "--daemonize", "no", "--loglevel", "warning");

  private final ServerProcess process;

  private RealRedis(ServerProcess process) {
    this.process = process;
  }

  /** Starts one with these directives, each as it stands on the command line. */
  static RealRedis start(String... directives) {
    Programs.require("redis-server", "REDISTINTO_REQUIRE_ORACLE");
    List<String> all = new ArrayList<>(DETERMINISTIC);
    all.addAll(List.of(directives));
    return new RealRedis(ServerProcess.start("redis-server", List.of("redis-server"), all));
  }

  ServerProcess process() {
    return process;
  }

  @Override
  public String name() {
    return process.name();
  }

  @Override
  public int port() {
    return process.port();
  }

  @Override
  public void close() {
    process.close();
  }
}
