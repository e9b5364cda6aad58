package io.redistinto.resp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The requests in pieces that hold nothing else: each piece begins with a request and ends with
 * one. So they can be read before any of them runs, whoever sent them, and {@link
 * RequestDecoder#feed(WholeRequests, int, int, ByteBuffer, int, RequestDecoder.Sink)} hands them
 * out.
 */
public final class WholeRequests {
  /** As many requests are held. */
  public static final int MOST = 64;

  private final RequestParser parser;
  private final Request[] requests = new Request[MOST];
  private final int[] ends = new int[MOST];
  private int count;

  public WholeRequests(RespLimits limits) {
    parser = new RequestParser(limits);
    parser.authenticated(true);
    Arrays.setAll(requests, i -> new Request());
  }

  /**
   * Adds the requests in [{@code from}, {@code to}), in the multibulk form, of a client that is
   * authenticated. They are valid until {@link #clear}, as long as the bytes are.
   *
   * @return how many; 0, and none was added, if there is anything else in the piece, or no room
   */
  public int read(ByteBuffer piece, int from, int to) {
    int added = 0;
    for (int next = from; next < to; next += parser.consumed()) {
      if (count + added == MOST
          || piece.get(next) != '*'
          || parser.parse(piece, next, to, requests[count + added])
              != RequestParser.Outcome.REQUEST) {
        parser.reset();
        return 0;
      }
      ends[count + added++] = next + parser.consumed();
    }
    count += added;
    return added;
  }

  public int count() {
    return count;
  }

  public Request get(int number) {
    return requests[number];
  }

  /** The index after the request's last byte. */
  int end(int number) {
    return ends[number];
  }

  public void clear() {
    count = 0;
  }
}
