package io.redistinto.bench.versus;

import java.io.IOException;

/** Counts the replies in a stream of RESP2 that arrives in pieces. */
final class ReplyCounter {
  private static final String TYPES = "+-:$*";

  private long replies;
  private long errors;

  /** Bytes of a bulk string, with its line end, that are still to come. */
  private long bulkLeft;

  /** Elements of arrays that are still to come before the reply is whole. */
  private long elementsLeft;

  /** The first byte of the line that is being read, 0 at the start of a line. */
  private byte type;

  private long length;
  private boolean isNil;

  /** How many whole replies there were. */
  long replies() {
    return replies;
  }

  /** How many of them were errors. */
  long errors() {
    return errors;
  }

  /** Reads the first bytes of a buffer. */
  void read(byte[] buffer, int byteCount) throws IOException {
    int at = 0;
    while (at < byteCount) {
      if (bulkLeft > 0) {
        int skipped = (int) Math.min(bulkLeft, byteCount - at);
        at += skipped;
        bulkLeft -= skipped;
        if (bulkLeft == 0) {
          endElement(0);
        }
      } else if (type == 0) {
        type = buffer[at++];
        length = 0;
        isNil = false;
        if (TYPES.indexOf(type) < 0) {
          throw new IOException("a reply began with byte " + type);
        }
      } else {
        byte next = buffer[at++];
        if (next == '\n') {
          endLine();
        } else if (type == '$' || type == '*') {
          readLength(next);
        }
      }
    }
  }

  private void readLength(byte next) throws IOException {
    if (next == '-') {
      isNil = true;
    } else if (next >= '0' && next <= '9') {
      length = length * 10 + next - '0';
    } else if (next != '\r') {
      throw new IOException("a length held byte " + next);
    }
  }

  private void endLine() {
    if (type == '$' && !isNil) {
      bulkLeft = length + 2;
    } else {
      errors += type == '-' ? 1 : 0;
      endElement(type == '*' && !isNil ? length : 0);
    }
    type = 0;
  }

  /** A reply is one element; an array's elements come after it. */
  private void endElement(long elements) {
    elementsLeft += elements - (elementsLeft > 0 ? 1 : 0);
    if (elementsLeft == 0) {
      replies++;
    }
  }
}
