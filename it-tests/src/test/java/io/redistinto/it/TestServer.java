package io.redistinto.it;

/** A running server that tests talk to over TCP on the loopback interface. */
interface TestServer extends AutoCloseable {

  /** What messages call it: {@code redis-server} or {@code redistinto}. */
  String name();

  int port();

  /** Stops it; calling twice does no harm. */
  @Override
  void close();
}
