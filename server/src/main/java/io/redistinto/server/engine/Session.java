package io.redistinto.server.engine;

import io.netty.buffer.ByteBuf;
import io.redistinto.resp.Request;
import io.redistinto.resp.WholeRequests;
import io.redistinto.server.client.Client;
import java.nio.ByteBuffer;

/**
 * A connection as the engine sees it. None of the methods throws: what goes wrong with a connection
 * ends that connection.
 */
public interface Session {
  /** The client; null until {@link #open} has run, and if it was refused. */
  Client client();

  /** The connection was made: admits or refuses it. */
  void open();

  /** Whether requests that lie whole in what was received can be read before their turn. */
  boolean takesWhole();

  /**
   * Runs the requests in [{@code from}, {@code to}) of a direct buffer, and sends the replies.
   *
   * @param ahead of which [{@code first}, {@code end}) are all the requests in these bytes, if they
   *     were read before
   */
  void process(ByteBuffer bytes, int from, int to, WholeRequests ahead, int first, int end);

  /** Memory for bytes that are to wait. */
  ByteBuf allocate(int length);

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
