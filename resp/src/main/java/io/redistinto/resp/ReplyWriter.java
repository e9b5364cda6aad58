package io.redistinto.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes replies, one after the other, into one growing direct buffer.
 *
 * <p>Each method writes one value, or the header of an aggregate whose elements follow. What RESP2
 * has no type for is written as Redis does: a map as an array of twice the length, a set and a push
 * as an array, a double, a verbatim text and a big number as a bulk string, a boolean as 0 or 1.
 *
 * <p>Indexes ({@link #size}, {@link #beginBulk}, {@link #defer}) are valid until the next {@link
 * #take}; {@link #buffer} is valid until the next write.
 */
public final class ReplyWriter {
  /*
   * Handing over. The writer holds one reference to `buffer` for as long as it wants to write into
   * it again. take() gives a slice with a second one to the caller, who writes it to a channel,
   * which releases it when the bytes are with the kernel; `capacity` becomes 0, so that the next
   * write, and only it, comes by reclaim(). There are three cases then:
   *   - the count is 1 again: all channels are done, nobody else can see the bytes, and the memory
   *     is used again from its beginning;
   *   - it is not, and the buffer has room: the next reply is written behind those that wait, so
   *     that the replies of one turn of the loop lie side by side;
   *   - else the writer gives its reference up and takes a new buffer; the last channel's release
   *     frees the old one.
   * Invariants: 1. what was handed over is not written to while the count is above 1. 2. size <=
   * capacity <= view.capacity(). 3. capacity == 0 exactly when there is no buffer or it was handed
   * over. 4. `view` is the buffer from `begin` on.
   */
  private static final int INITIAL_BYTES = 32 * 1024;

  /** Only so large a buffer is shared by replies to several clients: one may keep it for long. */
  private static final int SHARED_BYTES = 64 * 1024;

  /** With less room than this the next reply gets a buffer of its own. */
  private static final int LEAST_ROOM_BYTES = 4 * 1024;

  /** A buffer that grew beyond this is given back instead of being used again. */
  private static final int KEPT_BYTES = 1024 * 1024;

  /** Reserved for the header of a deferred aggregate: enough for a one-digit count. */
  private static final int DEFERRED_BYTES = 4;

  private static final byte[] OK = ascii("+OK\r\n");
  private static final byte[] PONG = ascii("+PONG\r\n");
  private static final byte[] QUEUED = ascii("+QUEUED\r\n");
  private static final byte[] NULL = ascii("_\r\n");
  private static final byte[] NULL_BULK = ascii("$-1\r\n");
  private static final byte[] NULL_ARRAY = ascii("*-1\r\n");
  private static final byte[] TRUE = ascii("#t\r\n");
  private static final byte[] FALSE = ascii("#f\r\n");

  private final ByteBufAllocator allocator;
  private final int limitBytes;

  private ByteBuf buffer;
  private int begin;
  private int takenTo;
  private ByteBuffer view;
  private int capacity;
  private int size;
  private boolean resp3;

  /** Makes a writer that holds up to {@link RespLimits#GREATEST_LIMIT_BYTES}. */
  public ReplyWriter(ByteBufAllocator allocator) {
    this(allocator, RespLimits.GREATEST_LIMIT_BYTES);
  }

  /** Makes a writer that holds up to {@code limitBytes} between two {@link #take}s. */
  public ReplyWriter(ByteBufAllocator allocator, int limitBytes) {
    this.allocator = allocator;
    this.limitBytes = limitBytes;
  }

  /** Chooses how values are written from now on: 2 (the default) or 3. */
  public void protocol(int version) {
    if (version != 2 && version != 3) {
      throw new IllegalArgumentException("no RESP version " + version);
    }
    resp3 = version == 3;
  }

  /** The protocol in use: 2 or 3. */
  public int protocol() {
    return resp3 ? 3 : 2;
  }

  // ---- Single values

  /** {@code +OK}. */
  public void ok() {
    raw(OK);
  }

  /** {@code +PONG}. */
  public void pong() {
    raw(PONG);
  }

  /** {@code +QUEUED}. */
  public void queued() {
    raw(QUEUED);
  }

  /** A status, one byte a character (ISO 8859-1); CR and LF become spaces. */
  public void simple(String text) {
    line('+', text);
  }

  /**
   * An error, code word included: {@code ERR no such key}. One byte a character (ISO 8859-1), as
   * {@link Request#toText} reads them; CR and LF become spaces.
   */
  public void error(String text) {
    line('-', text);
  }

  /** An integer. */
  public void integer(long value) {
    header(':', value);
  }

  /** A bulk string. */
  public void bulk(byte[] bytes) {
    int at = beginBulk(bytes.length);
    view.put(at, bytes);
  }

  /** A bulk string from {@code length} bytes of a direct buffer. */
  public void bulk(ByteBuffer bytes, int offset, int length) {
    int at = beginBulk(length);
    view.put(at, bytes, offset, length);
  }

  /** A bulk string of the text in UTF-8. */
  public void bulkText(String text) {
    bulk(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A bulk string whose payload the caller puts into {@link #buffer}.
   *
   * @return the index of the payload's first byte; all {@code length} bytes must be put
   */
  public int beginBulk(int length) {
    int header = headerLength(length);
    int at = reserve((long) header + length + 2);
    int payload = putHeader(at, '$', length);
    putCrlf(payload + length);
    return payload;
  }

  /** No value, where a bulk string could be. */
  public void nullBulk() {
    raw(resp3 ? NULL : NULL_BULK);
  }

  /** No value, where an array could be. */
  public void nullArray() {
    raw(resp3 ? NULL : NULL_ARRAY);
  }

  /** A double: {@link Numbers#toText(double)}. */
  public void number(double value) {
    String text = Numbers.toText(value);
    if (resp3) {
      line(',', text);
    } else {
      bulkText(text);
    }
  }

  /** A boolean. */
  public void bool(boolean value) {
    if (resp3) {
      raw(value ? TRUE : FALSE);
    } else {
      integer(value ? 1 : 0);
    }
  }

  /**
   * A text whose format the client is told.
   *
   * @param format three ASCII characters: {@code txt} or {@code mkd}
   */
  public void verbatim(String format, byte[] text) {
    if (format.length() != 3) {
      throw new IllegalArgumentException("a format of other than three characters: " + format);
    }
    if (!resp3) {
      bulk(text);
      return;
    }
    int length = Math.addExact(text.length, 4);
    int header = headerLength(length);
    int at = putHeader(reserve((long) header + length + 2), '=', length);
    at = putText(at, format);
    view.put(at++, (byte) ':');
    view.put(at, text);
    putCrlf(at + text.length);
  }

  /** An integer of any size, given in decimal. */
  public void bigNumber(String decimal) {
    if (resp3) {
      line('(', decimal);
    } else {
      bulkText(decimal);
    }
  }

  // ---- Aggregates

  /** The header of an array of that many elements. */
  public void array(long elements) {
    header('*', elements);
  }

  /** The header of a map: each pair is a key and a value. */
  public void map(int pairs) {
    header(resp3 ? '%' : '*', resp3 ? pairs : 2L * pairs);
  }

  /** The header of a set of that many elements. */
  public void set(int elements) {
    header(resp3 ? '~' : '*', elements);
  }

  /** The header of an out-of-band message of that many elements. */
  public void push(int elements) {
    header(resp3 ? '>' : '*', elements);
  }

  /**
   * Leaves room for the header of an aggregate whose length is not known yet; elements may follow
   * at once.
   *
   * @return the mark to give to {@link #endArray}, {@link #endMap}, {@link #endSet} or {@link
   *     #endPush}. What was deferred last is ended first.
   */
  public int defer() {
    return reserve(DEFERRED_BYTES);
  }

  /** Makes what was written since {@link #defer} an array. O(bytes written since), one copy. */
  public void endArray(int mark, int elements) {
    end(mark, '*', elements);
  }

  /** Makes what was written since {@link #defer} a map. O(bytes written since), one copy. */
  public void endMap(int mark, int pairs) {
    end(mark, resp3 ? '%' : '*', resp3 ? pairs : 2L * pairs);
  }

  /** Makes what was written since {@link #defer} a set. O(bytes written since), one copy. */
  public void endSet(int mark, int elements) {
    end(mark, resp3 ? '~' : '*', elements);
  }

  /** Makes what was written since {@link #defer} a push. O(bytes written since), one copy. */
  public void endPush(int mark, int elements) {
    end(mark, resp3 ? '>' : '*', elements);
  }

  // ---- Bytes as they are

  /** Bytes that are a reply, or part of one, already. */
  public void raw(byte[] bytes) {
    if (bytes.length > 0) {
      int at = reserve(bytes.length);
      view.put(at, bytes);
    }
  }

  /** Bytes that are a reply, or part of one, already, from a direct buffer. */
  public void raw(ByteBuffer bytes, int offset, int length) {
    if (length > 0) {
      int at = reserve(length);
      view.put(at, bytes, offset, length);
    }
  }

  // ---- The buffer

  /** How many bytes were written since the last {@link #take}. */
  public int size() {
    return size;
  }

  /** Takes back what was written since {@link #size} was {@code mark}. */
  public void truncate(int mark) {
    assert mark >= 0 && mark <= size : mark;
    size = mark;
  }

  /** The buffer that is written to: for {@link #beginBulk}. It changes when it grows. */
  public ByteBuffer buffer() {
    return view;
  }

  /**
   * Hands over what was written and begins anew. The caller owns one reference of the result and
   * gives it to a channel, or releases it; if that happened by the next write, the same memory is
   * written to again.
   *
   * @return readable from its first byte on; the empty buffer if nothing was written
   */
  public ByteBuf take() {
    if (size == 0) {
      return Unpooled.EMPTY_BUFFER;
    }
    // The buffer itself is a slice too, and the only one that NIO writes without allocating.
    ByteBuf taken =
        begin == 0 ? buffer.retain().setIndex(0, size) : buffer.retainedSlice(begin, size);
    takenTo = begin + size;
    size = 0;
    capacity = 0;
    return taken;
  }

  /** Drops what was written and gives the memory up. The writer can be used again. */
  public void release() {
    if (buffer != null) {
      buffer.release();
      buffer = null;
      view = null;
    }
    size = 0;
    capacity = 0;
  }

  /** Makes room for that many bytes after what was written; returns the index of the first. */
  private int reserve(long bytes) {
    if (bytes > capacity - size) {
      grow(bytes);
    }
    int at = size;
    size = at + (int) bytes;
    return at;
  }

  private void grow(long bytes) {
    if (size + bytes > limitBytes) {
      throw new ReplyTooLargeException(limitBytes);
    }
    if (capacity == 0) {
      reclaim();
    }
    if (bytes > capacity - size) {
      long doubled = Math.min(2L * capacity, limitBytes);
      enlarge((int) Math.max(Math.max(doubled, INITIAL_BYTES), size + bytes));
    }
  }

  /** Finds room in the buffer that was handed over, or gives it up. */
  private void reclaim() {
    if (buffer == null) {
      return;
    }
    int whole = buffer.capacity();
    if (buffer.refCnt() == 1 && whole <= KEPT_BYTES) {
      writeFrom(0);
    } else if (whole <= SHARED_BYTES && whole - takenTo >= LEAST_ROOM_BYTES) {
      writeFrom(takenTo);
    } else {
      release();
    }
  }

  private void writeFrom(int index) {
    if (begin != index) {
      begin = index;
      view = buffer.nioBuffer(index, buffer.capacity() - index);
    }
    capacity = view.capacity();
  }

  private void enlarge(int newCapacity) {
    ByteBuf larger = allocator.directBuffer(newCapacity, newCapacity);
    ByteBuffer largerView = larger.nioBuffer(0, newCapacity);
    if (buffer != null) {
      largerView.put(0, view, 0, size);
      buffer.release();
    }
    buffer = larger;
    begin = 0;
    view = largerView;
    capacity = newCapacity;
  }

  // ---- Wire syntax

  private void header(char marker, long number) {
    putHeader(reserve(headerLength(number)), marker, number);
  }

  private void line(char marker, String text) {
    int at = reserve(text.length() + 3L);
    view.put(at, (byte) marker);
    putCrlf(putText(at + 1, text));
  }

  private void end(int mark, char marker, long number) {
    int grownBy = headerLength(number) - DEFERRED_BYTES;
    if (grownBy > 0) {
      int elements = mark + DEFERRED_BYTES;
      int length = size - elements;
      reserve(grownBy);
      view.put(elements + grownBy, view, elements, length);
    }
    putHeader(mark, marker, number);
  }

  private static int headerLength(long number) {
    return 1 + Numbers.length(number) + 2;
  }

  /** Writes {@code marker number CR LF}; returns the index after it. */
  private int putHeader(int at, char marker, long number) {
    view.put(at, (byte) marker);
    return putCrlf(Numbers.putLong(view, at + 1, number));
  }

  private int putCrlf(int at) {
    view.put(at, (byte) '\r');
    view.put(at + 1, (byte) '\n');
    return at + 2;
  }

  /** Writes the text, a byte a character, without line ends; returns the index after it. */
  private int putText(int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      boolean lineEnd = character == '\r' || character == '\n';
      view.put(at + i, (byte) (lineEnd ? ' ' : character > 0xff ? '?' : character));
    }
    return at + text.length();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
