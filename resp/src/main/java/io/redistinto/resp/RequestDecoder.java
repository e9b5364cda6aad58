package io.redistinto.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Turns what was read from one client into requests, and keeps what cannot be used yet.
 *
 * <p>Requests are handed to the {@link Sink} straight from the buffer that was fed; only a request
 * that is not all there is copied, once, into a buffer of the decoder's own. A client that sends
 * whole requests costs no copy and no buffer.
 *
 * <p><b>Re-entrancy:</b> a sink must not call {@link #feed} or {@link #resume} of the decoder that
 * is calling it, nor of another one with the same {@link Lookahead}. To stop in the middle it
 * returns false and calls {@code resume} later. It may call {@link #close} and {@link
 * #authenticated}.
 */
public final class RequestDecoder implements AutoCloseable {
  /*
   * 1. [start, end) of `view` is what is held; `buffer` is null exactly when nothing is held
   *    (between calls).
   * 2. Unless stopped, what is held is one unfinished request: the parser has seen all of it.
   * 3. Whatever is held after complete() took a piece of the input belongs to the unfinished
   *    request, so that once it is complete the rest is still in the input and is parsed there.
   * 4. The buffer is never larger than GROWTH times what arrived, plus a piece.
   * 5. While bytes are lent nothing else is fed: they lie at `end`, and are the next that are.
   */

  /** Where the requests go. */
  public interface Sink {
    /**
     * Is shown the next requests, before they are handed over one by one: a chance to prepare for
     * all of them at once. They need not all come: the sink may stop before.
     */
    default void upcoming(Request[] requests, int count) {}

    /**
     * Takes a request; it is valid until this returns.
     *
     * @return false to get no more until {@link RequestDecoder#resume}
     */
    boolean request(Request request);

    /**
     * Is told that the client sent no valid request. The decoder is closed; the client is to get
     * the error and be disconnected.
     *
     * @param message what {@link ReplyWriter#error} is to write: {@code ERR Protocol error: ...};
     *     bytes of the client may be in it
     */
    void protocolError(String message);

    /**
     * Is told that more would have to be kept than {@link RespLimits#maxQueryBufferBytes} allows.
     * The decoder is closed; the client is to be disconnected without a reply.
     */
    void queryBufferExceeded();
  }

  private static final String PROTOCOL_ERROR = "ERR Protocol error: ";

  /** The least that is copied at a time to complete an unfinished request. */
  private static final int PIECE_BYTES = 4096;

  private static final int GROWTH = 16;

  /** As much must be missing of a request for its bytes to be read where they will lie. */
  private static final int LEAST_LENT_BYTES = 16 << 10;

  /** So many requests are read before the first of them is handed out. */
  private static final int AHEAD = 32;

  private final ByteBufAllocator allocator;
  private final RespLimits limits;
  private final RequestParser parser;

  /** The request that is not all there yet; the parser goes on filling it. */
  private Request unfinished = new Request();

  private final Lookahead ahead;
  private int readTo;
  private RequestParser.Outcome readOutcome;

  private ByteBuf buffer;
  private ByteBuffer view;
  private int start;
  private int end;

  /** What {@link #lend} gave away, until something is read. */
  private ByteBuf lent;

  /** Whether the bytes that are fed next lie at {@code end} already. */
  private boolean inPlace;

  private boolean stopped;
  private boolean closed;

  /** Requests read before the first of them is handed out; shared by the decoders of one thread. */
  public static final class Lookahead {
    private final Request[] requests = new Request[AHEAD];
    private final int[] ends = new int[AHEAD];

    public Lookahead() {
      Arrays.setAll(requests, i -> new Request());
    }
  }

  /** Makes a decoder that shares its lookahead with no other. */
  public RequestDecoder(ByteBufAllocator allocator, RespLimits limits) {
    this(allocator, limits, new Lookahead());
  }

  /** Makes a decoder for a client that is not authenticated. It holds no buffer yet. */
  public RequestDecoder(ByteBufAllocator allocator, RespLimits limits, Lookahead ahead) {
    this.allocator = allocator;
    this.limits = limits;
    this.parser = new RequestParser(limits);
    this.ahead = ahead;
  }

  /** Says whether the client is authenticated: if not, stricter limits hold for what follows. */
  public void authenticated(boolean authenticated) {
    parser.authenticated(authenticated);
  }

  /** How many bytes are held: an unfinished request, or all that came since the sink stopped. */
  public int bufferedBytes() {
    return end - start;
  }

  /** How many bytes more fit into the memory that is held. */
  public int freeBytes() {
    return view == null ? 0 : view.capacity() - (end - start);
  }

  /** Whether the sink stopped the decoder and has not resumed it. */
  public boolean isStopped() {
    return stopped;
  }

  /**
   * Takes bytes [{@code from}, {@code to}) of a direct buffer, which is the caller's again when
   * this returns. Inline requests in it may have been decoded in place. While stopped, the bytes
   * are only kept; when closed, they are dropped.
   */
  public void feed(ByteBuffer in, int from, int to, Sink sink) {
    int next = from;
    if (!closed && !stopped && buffer != null) {
      next = complete(in, next, to, sink);
    }
    if (!closed && !stopped && buffer == null) {
      next = drain(in, next, to, sink);
    }
    if (!closed && next < to) {
      keep(in, next, to - next, sink);
    }
  }

  /**
   * Lends the place where the next bytes of a large argument will lie, so that they can be read
   * from the socket without another copy. The caller gives {@link #received} what it read there,
   * and feeds it before anything else that was read later; or releases it if it read nothing.
   *
   * @return a direct buffer to be filled from its writer index, at most to its capacity; null if it
   *     is not worth the trouble
   */
  public ByteBuf lend() {
    lent = null;
    if (closed || stopped || buffer == null || parser.missing() < LEAST_LENT_BYTES) {
      return null;
    }
    long allowed = limits.maxQueryBufferBytes() - (end - start) - unfinished.tableBytes();
    if (allowed < LEAST_LENT_BYTES) {
      return null;
    }
    makeRoom(LEAST_LENT_BYTES);
    int length = (int) Math.min(allowed, Math.min(parser.missing(), view.capacity() - end));
    lent = buffer.retainedSlice(end, length).clear();
    return lent;
  }

  /** Is told what was read, before it is fed: it may be what was lent. */
  @SuppressWarnings("ReferenceEquality") // the same buffer, not the same bytes
  public void received(ByteBuf bytes) {
    if (lent != null) {
      inPlace = bytes == lent;
      lent = null;
    }
  }

  /** Whether whole requests can be fed: nothing is held, and the limits are the usual ones. */
  public boolean takesWhole() {
    return !closed && !stopped && buffer == null && parser.isAuthenticated();
  }

  /**
   * Hands out requests [{@code first}, {@code end}) of those that were read ahead; {@link
   * #takesWhole} was true.
   *
   * @param in the bytes that they were read from, up to {@code to}
   */
  public void feed(WholeRequests requests, int first, int end, ByteBuffer in, int to, Sink sink) {
    for (int i = first; i < end; i++) {
      if (!hand(requests.get(i), sink)) {
        int next = requests.end(i);
        if (!closed && next < to) {
          keep(in, next, to - next, sink);
        }
        return;
      }
    }
  }

  /** Goes on with what is held, after the sink returned false. */
  public void resume(Sink sink) {
    if (closed || !stopped) {
      return;
    }
    stopped = false;
    if (buffer == null) {
      return;
    }
    int next = drain(view, start, end, sink);
    if (closed) {
      return;
    }
    start = next;
    if (start == end) {
      release();
    }
  }

  /** Drops what is held; whatever is fed from now on is dropped too. */
  @Override
  public void close() {
    closed = true;
    release();
  }

  /** Hands out the requests in [from, to); returns where the first unused byte is. */
  private int drain(ByteBuffer bytes, int from, int to, Sink sink) {
    int next = from;
    while (next < to) {
      int count = readAhead(bytes, next, to);
      if (count > 1) {
        sink.upcoming(ahead.requests, count);
      }
      for (int i = 0; i < count; i++) {
        if (!hand(ahead.requests[i], sink)) {
          parser.reset();
          return ahead.ends[i];
        }
      }
      next = readTo;
      if (readOutcome == RequestParser.Outcome.NEED_MORE) {
        Request begun = ahead.requests[count];
        ahead.requests[count] = unfinished;
        unfinished = begun;
        return next;
      }
      if (readOutcome == RequestParser.Outcome.ERROR) {
        fail(sink);
        return to;
      }
    }
    return next;
  }

  /**
   * Parses requests without handing them out; returns how many. Two kinds come one at a time,
   * because what runs before them decides how they are read: those of clients that are not
   * authenticated, for their limits, and inline requests, which are decoded in place, once.
   */
  private int readAhead(ByteBuffer bytes, int from, int to) {
    int most = parser.isAuthenticated() ? AHEAD : 1;
    int count = 0;
    readTo = from;
    do {
      readOutcome = parser.parse(bytes, readTo, to, ahead.requests[count]);
      if (readOutcome == RequestParser.Outcome.NEED_MORE
          || readOutcome == RequestParser.Outcome.ERROR) {
        break;
      }
      readTo += parser.consumed();
      if (readOutcome == RequestParser.Outcome.REQUEST) {
        ahead.ends[count++] = readTo;
      }
    } while (count < most && readTo < to && bytes.get(readTo) == '*');
    return count;
  }

  /** Completes the unfinished request that is held; returns where the first unused byte is. */
  private int complete(ByteBuffer in, int from, int to, Sink sink) {
    int next = from;
    while (next < to) {
      int held = end - start;
      boolean longLine = parser.awaitsLineEnd() && held >= PIECE_BYTES;
      int piece = longLine ? to - next : Math.max(parser.missing(), PIECE_BYTES);
      piece = Math.min(to - next, piece);
      if (!keep(in, next, piece, sink)) {
        return to;
      }
      next += piece;
      RequestParser.Outcome outcome = parser.parse(view, start, end, unfinished);
      if (outcome == RequestParser.Outcome.NEED_MORE) {
        continue;
      }
      if (outcome == RequestParser.Outcome.ERROR) {
        fail(sink);
        return to;
      }
      int consumed = parser.consumed();
      assert consumed > held : "a request was complete before its last byte came";
      next -= held + piece - consumed;
      if (outcome == RequestParser.Outcome.REQUEST) {
        hand(unfinished, sink);
      }
      release();
      return next;
    }
    return next;
  }

  /** Hands out the request; false if the sink wants no more. */
  private boolean hand(Request request, Sink sink) {
    stopped = !sink.request(request);
    return !stopped && !closed;
  }

  private void fail(Sink sink) {
    close();
    sink.protocolError(PROTOCOL_ERROR + parser.error());
  }

  /** Appends to what is held; false, and closed, if that would be too much. */
  private boolean keep(ByteBuffer in, int from, int length, Sink sink) {
    long needed = (long) end - start + length;
    if (needed + unfinished.tableBytes() > limits.maxQueryBufferBytes()) {
      close();
      sink.queryBufferExceeded();
      return false;
    }
    if (inPlace) {
      assert length <= view.capacity() - end : "invariant 5";
      inPlace = false;
    } else {
      makeRoom(length);
      view.put(end, in, from, length);
    }
    end += length;
    return true;
  }

  private void makeRoom(int length) {
    int held = end - start;
    if (buffer == null) {
      allocate(length + PIECE_BYTES);
    } else if (length > view.capacity() - end) {
      if (length <= view.capacity() - held && start >= held) {
        view.put(0, view, start, held);
      } else {
        ByteBuf old = buffer;
        ByteBuffer from = view;
        allocate(grownCapacity(held, length));
        view.put(0, from, start, held);
        old.release();
      }
      start = 0;
      end = held;
    }
  }

  /**
   * As large as the unfinished request is known to get, but no more than some times what there is:
   * a header alone gets little memory, and a large argument is moved a bounded number of times.
   */
  private int grownCapacity(int held, int length) {
    long least = (long) held + length;
    long wanted = stopped ? 0 : (long) held + parser.missing();
    long grown =
        wanted > least
            ? Math.min(wanted + PIECE_BYTES, (long) GROWTH * view.capacity())
            : 2L * view.capacity();
    return (int) Math.min(Math.max(least, grown), Integer.MAX_VALUE);
  }

  private void allocate(int capacity) {
    buffer = allocator.directBuffer(capacity, capacity);
    view = buffer.nioBuffer(0, capacity);
  }

  private void release() {
    if (buffer != null) {
      buffer.release();
      buffer = null;
      view = null;
    }
    start = 0;
    end = 0;
  }
}
