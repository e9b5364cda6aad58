package io.redistinto.it;

/**
 * The server under test. With {@code -Dredistinto.it.subject=redis-server} a second redis-server
 * stands in for it: whatever fails then is the test's own fault.
 */
final class OurServer implements TestServer {

  /** True when a redis-server stands in for ours. */
  static final boolean STAND_IN =
      "redis-server".equals(System.getProperty("redistinto.it.subject", "redistinto"));

  private final TestServer server;

  private OurServer(TestServer server) {
    this.server = server;
  }

  /** Starts one inside this JVM with these directives, each as it stands on the command line. */
  static OurServer start(String... directives) {
    return new OurServer(STAND_IN ? RealRedis.start(directives) : OurStart.inThisJvm(directives));
  }

  /** Starts one as a person would, through {@code bin/redistinto}. */
  static ServerProcess startProcess(String... directives) {
    return STAND_IN ? RealRedis.start(directives).process() : OurStart.process(directives);
  }

  @Override
  public String name() {
    return STAND_IN ? "stand-in" : server.name();
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
