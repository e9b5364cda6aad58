package io.redistinto.resp;

import java.nio.ByteBuffer;

/**
 * Finds one request after the other in bytes that arrive in pieces.
 *
 * <p>Both forms are understood: the multibulk form {@code *2\r\n$3\r\nGET\r\n$1\r\nk\r\n}, and the
 * inline form {@code GET k\r\n} with its quotes. Limits are those of {@link RespLimits}. As Redis
 * does, the parser looks for the CR that ends a header and skips the byte after it unseen, skips
 * the two bytes after an argument unseen, and finds no line end behind a NUL.
 *
 * <p>Every byte is looked at a bounded number of times, however small the pieces are: parsing costs
 * O(bytes) over a request's life, and the bytes of an argument are not looked at at all.
 */
public final class RequestParser {
  /*
   * 1. All state is relative to the request's first byte, so that the bytes may move between calls.
   * 2. argsLeft == 0 between requests and while a first line is unfinished. Else `cursor` is at a
   *    bulk header, or, if bulkLength >= 0, at the first byte of an argument of that length.
   * 3. The first `scanned` bytes of the unfinished line at `cursor` hold no line end.
   * 4. Unfinished arguments wait for at least missing() bytes.
   *
   * The common header, up to nine plain digits that are all there, is read by shortHeader(); all
   * else (a sign, an odd number, a header cut in two) goes the long way round, which also decides on
   * every error.
   */

  /** What {@link #parse} found. */
  public enum Outcome {
    /** A request with one argument or more. */
    REQUEST,
    /** A request without arguments, such as an empty line or {@code *0}: to be skipped. */
    EMPTY,
    /** Only part of a request. */
    NEED_MORE,
    /** Bytes that are no request; {@link RequestParser#error} says why. There is no way on. */
    ERROR
  }

  private static final int NOT_YET = -1;
  private static final int TOO_LONG = -2;
  private static final int CRLF = 2;
  private static final int MAX_SHORT_DIGITS = 9;

  private final RespLimits limits;
  private boolean authenticated;

  private int cursor;
  private int scanned;
  private int argsLeft;
  private int bulkLength = NOT_YET;

  private int headerEnd;
  private int consumed;
  private int missing;
  private String error;

  /** Makes a parser for a client that is not authenticated. */
  public RequestParser(RespLimits limits) {
    this.limits = limits;
  }

  /** Says whether the client is authenticated: if not, stricter limits hold. */
  public void authenticated(boolean authenticated) {
    this.authenticated = authenticated;
  }

  boolean isAuthenticated() {
    return authenticated;
  }

  /** Forgets what it saw of an unfinished request, and an error: that request will come again. */
  void reset() {
    complete(Outcome.EMPTY, 0);
  }

  /**
   * Goes on with the request that begins at {@code from}.
   *
   * <p>After {@code NEED_MORE} the next call passes the same request again with more bytes; they
   * may have moved to another place or buffer. After {@code REQUEST} and {@code EMPTY} the next
   * request begins {@link #consumed} bytes later. An inline request with quotes is decoded where it
   * lies, so its bytes in {@code in} change.
   *
   * @param in a direct buffer
   * @param from the index of the request's first byte
   * @param to the index after the last byte there is
   * @param out filled step by step; the same object until the request is complete
   */
  public Outcome parse(ByteBuffer in, int from, int to, Request out) {
    int position = from + cursor;
    int left = argsLeft;
    if (left == 0) {
      if (from == to) {
        return needMore(1);
      }
      if (in.get(from) != '*') {
        return parseInline(in, from, to, out);
      }
      left = shortHeader(in, from, to, '*');
      if (left < 0) {
        Outcome outcome = longMultibulkHeader(in, from, to);
        if (outcome != Outcome.REQUEST) {
          return outcome;
        }
        left = argsLeft;
      }
      out.begin();
      scanned = 0;
      position = headerEnd;
      if (left == 0) {
        return complete(Outcome.EMPTY, position - from);
      }
      if (left > RespLimits.UNAUTHENTICATED_MAX_ARGS && !authenticated) {
        return fail("unauthenticated multibulk length");
      }
    }
    int length = bulkLength;
    do {
      if (length < 0) {
        length = shortHeader(in, position, to, '$');
        if (length < 0 || length > RespLimits.UNAUTHENTICATED_MAX_BULK_BYTES) {
          argsLeft = left;
          cursor = position - from;
          bulkLength = NOT_YET;
          Outcome outcome = longBulkHeader(in, position, to);
          if (outcome != Outcome.REQUEST) {
            return outcome;
          }
          length = bulkLength;
        }
        scanned = 0;
        position = headerEnd;
      }
      if (to - position - CRLF < length) {
        argsLeft = left;
        cursor = position - from;
        bulkLength = length;
        return needMore(length - (to - position - CRLF));
      }
      out.add(position - from, length);
      position += length + CRLF;
      length = NOT_YET;
    } while (--left > 0);
    out.place(in, from);
    return complete(Outcome.REQUEST, position - from);
  }

  /** How many bytes the request took: after {@code REQUEST} and {@code EMPTY}. */
  public int consumed() {
    return consumed;
  }

  /** How many bytes at the least the request lacks: after {@code NEED_MORE}, never below 1. */
  public int missing() {
    return missing;
  }

  /** Whether it is the end of a line that the request lacks: after {@code NEED_MORE}. */
  boolean awaitsLineEnd() {
    return bulkLength == NOT_YET;
  }

  /** Why the bytes are no request, as Redis words it: after {@code ERROR}. */
  public String error() {
    return error;
  }

  /**
   * Reads a header of one to nine digits and both its end bytes, all there.
   *
   * @return the number, with headerEnd set, or NOT_YET where this is no such header
   */
  private int shortHeader(ByteBuffer in, int position, int to, int marker) {
    int first = position + 1;
    int end = Math.min(to - 1, first + MAX_SHORT_DIGITS + 1);
    if (first >= end || in.get(position) != marker) {
      return NOT_YET;
    }
    int number = 0;
    int at = first;
    int character = in.get(at);
    while (character >= '0' && character <= '9') {
      number = number * 10 + (character - '0');
      if (++at >= end) {
        return NOT_YET;
      }
      character = in.get(at);
    }
    boolean leadingZero = in.get(first) == '0' && at - first > 1;
    if (character != '\r' || at == first || leadingZero) {
      return NOT_YET;
    }
    headerEnd = at + CRLF;
    return number;
  }

  /** Reads any multibulk header; on REQUEST argsLeft and headerEnd are set. */
  private Outcome longMultibulkHeader(ByteBuffer in, int position, int to) {
    int end = findLineEnd(in, position, to, '\r');
    if (end == TOO_LONG) {
      return fail("too big mbulk count string");
    }
    if (end == NOT_YET || end + 1 == to) {
      return needMore(1);
    }
    int first = position + 1;
    if (!Numbers.isLong(in, first, end - first)) {
      return fail("invalid multibulk length");
    }
    long count = Numbers.toLong(in, first, end - first);
    if (count > RespLimits.MAX_ARGS) {
      return fail("invalid multibulk length");
    }
    argsLeft = (int) Math.max(count, 0);
    headerEnd = end + CRLF;
    return Outcome.REQUEST;
  }

  /** Reads any bulk header; on REQUEST bulkLength and headerEnd are set. */
  private Outcome longBulkHeader(ByteBuffer in, int position, int to) {
    int end = findLineEnd(in, position, to, '\r');
    if (end == TOO_LONG) {
      return fail("too big bulk count string");
    }
    if (end == NOT_YET || end + 1 == to) {
      return needMore(1);
    }
    if (in.get(position) != '$') {
      return fail("expected '$', got '" + (char) (in.get(position) & 0xff) + "'");
    }
    int first = position + 1;
    if (!Numbers.isLong(in, first, end - first)) {
      return fail("invalid bulk length");
    }
    long length = Numbers.toLong(in, first, end - first);
    if (length < 0 || length > limits.maxBulkBytes()) {
      return fail("invalid bulk length");
    }
    if (length > RespLimits.UNAUTHENTICATED_MAX_BULK_BYTES && !authenticated) {
      return fail("unauthenticated bulk length");
    }
    bulkLength = (int) length;
    headerEnd = end + CRLF;
    return Outcome.REQUEST;
  }

  private Outcome parseInline(ByteBuffer in, int from, int to, Request out) {
    int end = findLineEnd(in, from, to, '\n');
    if (end == TOO_LONG) {
      return fail("too big inline request");
    }
    if (end == NOT_YET) {
      return needMore(1);
    }
    int textEnd = end > from && in.get(end - 1) == '\r' ? end - 1 : end;
    out.begin();
    if (!InlineWords.split(in, from, textEnd, out)) {
      return fail("unbalanced quotes in request");
    }
    out.place(in, from);
    return complete(out.argc() == 0 ? Outcome.EMPTY : Outcome.REQUEST, end + 1 - from);
  }

  /**
   * Looks for the byte that ends the line at {@code position}, going on where the last call for
   * this line stopped. A NUL stops the search for good: the line can only become too long. It is so
   * when as much has come without its end, so that a longer line passes if it comes at once.
   *
   * @return its index, or NOT_YET, or TOO_LONG
   */
  private int findLineEnd(ByteBuffer in, int position, int to, int lineEnd) {
    int limit = to;
    for (int at = position + scanned; at < limit; at++) {
      int character = in.get(at);
      if (character == lineEnd) {
        scanned = at - position;
        return at;
      }
      if (character == 0) {
        limit = at;
      }
    }
    scanned = limit - position;
    return to - position > RespLimits.MAX_LINE_BYTES ? TOO_LONG : NOT_YET;
  }

  private Outcome complete(Outcome outcome, int bytes) {
    cursor = 0;
    scanned = 0;
    argsLeft = 0;
    bulkLength = NOT_YET;
    consumed = bytes;
    return outcome;
  }

  private Outcome needMore(int bytes) {
    missing = bytes;
    return Outcome.NEED_MORE;
  }

  private Outcome fail(String reason) {
    error = reason;
    return Outcome.ERROR;
  }
}
