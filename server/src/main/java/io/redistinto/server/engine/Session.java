package io.redistinto.server.engine;

import io.netty.buffer.ByteBuf;
import io.redistinto.server.client.Client;

/** A connection as the engine sees it. */
public interface Session {
  /** The client; null until {@link #open} has run. */
  Client client();

  /** The connection was made: greets or refuses it. */
  void open();

  /** Runs the requests in these bytes, which are given up, and sends the replies. */
  void process(ByteBuf bytes);

  /** Runs requests that were held back, and sends the replies. */
  void proceed();

  /** Sends the replies written so far. */
  void flush();

  /** The connection has ended, and what it sent before was processed. */
  void closed();

  /** Stops or goes on reading the socket. */
  void reading(boolean on);
}
