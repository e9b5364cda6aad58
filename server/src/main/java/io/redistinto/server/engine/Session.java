package io.redistinto.server.engine;

import io.netty.buffer.ByteBuf;
import io.redistinto.resp.Request;
import io.redistinto.server.client.Client;

/**
 * A connection as the engine sees it. None of the methods throws: what goes wrong with a connection
 * ends that connection.
 */
public interface Session {
  /** The client; null until {@link #open} has run, and if it was refused. */
  Client client();

  /** The connection was made: admits or refuses it. */
  void open();

  /** Runs the requests in these bytes, which are given up, and sends the replies. */
  void process(ByteBuf bytes);

  /**
   * Runs requests that were held back, and sends the replies.
   *
   * @param first what runs before them, or null
   */
  void proceed(Request first);

  /** Sends what was written since the loop last looked at its sockets. */
  void flush();

  /** The client sends no more, and what it sent before was processed. */
  void ended();

  /** The connection is gone. */
  void closed();

  /** Reads nothing more from the socket until {@link #reading} says so. Any thread may call. */
  void stopReading();

  /** Stops or goes on reading the socket. */
  void reading(boolean on);
}
