package io.redistinto.server.engine;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * What sessions sent in one turn of the loop: short pieces, copied side by side, in the order in
 * which they came. So the buffer that they were read into is free for the next socket, and all of
 * them can be looked at before the first one runs.
 */
final class Batch {
  private static final int MOST_BYTES = 32 << 10;
  static final int MOST_PIECES = 32;

  /** Longer pieces are not worth the copy. */
  private static final int LONGEST_PIECE = 8 << 10;

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(MOST_BYTES);
  private final Session[] sessions = new Session[MOST_PIECES];

  /** Where the pieces begin, and where the last one ends. */
  private final int[] bounds = new int[MOST_PIECES + 1];

  private int count;

  static boolean takes(int length) {
    return length <= LONGEST_PIECE;
  }

  boolean isEmpty() {
    return count == 0;
  }

  boolean hasRoomFor(int length) {
    return count < MOST_PIECES && length <= MOST_BYTES - bounds[count];
  }

  void add(Session session, ByteBuf piece) {
    int length = piece.readableBytes();
    int at = bounds[count];
    piece.getBytes(piece.readerIndex(), bytes.limit(at + length).position(at));
    bytes.clear();
    sessions[count++] = session;
    bounds[count] = at + length;
  }

  int count() {
    return count;
  }

  Session session(int piece) {
    return sessions[piece];
  }

  ByteBuffer bytes() {
    return bytes;
  }

  int from(int piece) {
    return bounds[piece];
  }

  int to(int piece) {
    return bounds[piece + 1];
  }

  void clear() {
    for (int piece = 0; piece < count; piece++) {
      sessions[piece] = null;
    }
    count = 0;
  }
}
