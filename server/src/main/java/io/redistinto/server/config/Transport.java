package io.redistinto.server.config;

/** The way to the sockets; {@link #AUTO} is epoll where it loads, else nio. */
public enum Transport {
  AUTO,
  IO_URING,
  EPOLL,
  NIO
}
