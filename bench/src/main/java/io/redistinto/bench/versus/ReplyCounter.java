package io.redistinto.bench.versus;

import java.io.IOException;

/**
 * Counts the replies in a stream of RESP2 that arrives in pieces: simple strings, errors, integers
 * and bulk strings, which are all that SET and GET answer.
 */
final class ReplyCounter {
  private long replies;
  private long errors;

  /** Bytes of a bulk string, with its line end, that are still to come. */
  private long bulkLeft;

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
          replies++;
        }
      } else if (type == 0) {
        type = buffer[at++];
        length = 0;
        isNil = false;
        if (type != '+' && type != '-' && type != ':' && type != '$') {
          throw new IOException("a reply began with byte " + type);
        }
      } else {
        byte next = buffer[at++];
        if (next == '\n') {
          endLine();
        } else if (type == '$') {
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
      replies++;
      errors += type == '-' ? 1 : 0;
    }
    type = 0;
  }
}
