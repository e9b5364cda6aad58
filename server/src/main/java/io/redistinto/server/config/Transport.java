package io.redistinto.server.config;

/** The way to the sockets; {@link #AUTO} is the best that loads. */
public enum Transport {
  AUTO,
  IO_URING,
  EPOLL,
  NIO
}
