package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_DEADLINE;
import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.Form;
import io.redistinto.storage.Keyspace;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Commands on the bits of strings. Bit 0 is the highest of the first byte; beyond the end all are
 * 0.
 */
final class BitCommands {
  private static final String BAD_OFFSET = "ERR bit offset is not an integer or out of range";
  private static final String BAD_BIT = "ERR bit is not an integer or out of range";

  private BitCommands() {}

  // ---- One bit

  static void getbit(Call call) {
    long offset = offset(call, 2);
    int record = call.readString(1);
    int at = (int) (offset >>> 3);
    call.reply()
        .integer(at < call.length(record) ? (byteAt(call, record, at) >> shift(offset)) & 1 : 0);
  }

  static void setbit(Call call) {
    long offset = offset(call, 2);
    int bit = (int) call.integer(3, 0, 1, BAD_BIT);
    int record = call.findString(1);
    int at = (int) (offset >>> 3);
    boolean grows = record == NO_KEY || at >= call.length(record);
    int old = grows ? 0 : byteAt(call, record, at);
    int oldBit = (old >> shift(offset)) & 1;
    if (grows || oldBit != bit) {
      int changed = oldBit == bit ? old : old ^ (1 << shift(offset));
      call.scratch().put(0, (byte) changed);
      call.writeRange(record, at, call.scratch(), 0, 1);
      call.event(EventClass.STRING, "setbit", 1);
    } else {
      call.keyspace().touch(record);
      call.keyspace().form(record, Form.RAW);
    }
    call.reply().integer(oldBit);
  }

  private static int shift(long bit) {
    return 7 - (int) (bit & 7);
  }

  private static int byteAt(Call call, int record, int at) {
    call.keyspace().read(record, at, call.scratch(), 0, 1);
    return call.scratch().get(0) & 0xff;
  }

  private static long offset(Call call, int arg) {
    return checkedOffset(call, call.integer(arg, 0, Long.MAX_VALUE, BAD_OFFSET));
  }

  /** The offset of a bit, which must lie in a byte that a string may have. */
  static long checkedOffset(Call call, long offset) {
    if (offset < 0 || offset >>> 3 >= RangeCommands.mostBytes(call)) {
      throw new CommandException(BAD_OFFSET);
    }
    return offset;
  }

  /** The error of an offset that is no number. */
  static CommandException badOffset() {
    return new CommandException(BAD_OFFSET);
  }

  // ---- A range of bits

  static void bitcount(Call call) {
    int record = call.readString(1);
    if (record == NO_KEY) {
      call.reply().integer(0);
      return;
    }
    if (call.argc() != 2 && call.argc() != 4 && call.argc() != 5) {
      throw call.syntaxError();
    }
    long length = call.length(record);
    long first = 0;
    long last = 8 * length - 1;
    if (call.argc() > 2) {
      long start = call.integer(2);
      long end = call.integer(3);
      if (start < 0 && end < 0 && start > end) {
        call.reply().integer(0);
        return;
      }
      long unitBits = call.argc() == 5 ? unitBits(call, 4) : 8;
      first = first(start, unitBits, length);
      last = last(end, unitBits, length);
    }
    call.reply().integer(first > last ? 0 : count(call, record, first, last));
  }

  static void bitpos(Call call) {
    long bit = call.integer(2);
    if (bit != 0 && bit != 1) {
      throw new CommandException("ERR The bit argument must be 1 or 0.");
    }
    int record = call.readString(1);
    if (record == NO_KEY) {
      call.reply().integer(-bit);
      return;
    }
    if (call.argc() > 6) {
      throw call.syntaxError();
    }
    long length = call.length(record);
    long first = 0;
    long last = 8 * length - 1;
    if (call.argc() > 3) {
      long start = call.integer(3);
      long unitBits = call.argc() == 6 ? unitBits(call, 5) : 8;
      first = first(start, unitBits, length);
      last = call.argc() > 4 ? last(call.integer(4), unitBits, length) : last;
    }
    long position = first > last ? -1 : find(call, record, (int) bit, first, last);
    boolean isRightAfterIt = position < 0 && first <= last && bit == 0 && call.argc() <= 4;
    call.reply().integer(isRightAfterIt ? last + 1 : position);
  }

  private static long unitBits(Call call, int arg) {
    if (call.is(arg, "BIT")) {
      return 1;
    }
    if (call.is(arg, "BYTE")) {
      return 8;
    }
    throw call.syntaxError();
  }

  /** The first bit of a range that begins with that unit, counted from the end if negative. */
  private static long first(long start, long unitBits, long length) {
    long units = 8 * length / unitBits;
    long from = Math.max(0, start < 0 ? start + units : start);
    return Math.min(from, units) * unitBits;
  }

  /** The last bit of a range that ends with that unit, counted from the end if negative. */
  private static long last(long end, long unitBits, long length) {
    long units = 8 * length / unitBits;
    long to = Math.max(0, end < 0 ? end + units : end);
    return (Math.min(to, units - 1) + 1) * unitBits - 1;
  }

  private static long count(Call call, int record, long first, long last) {
    Keyspace keyspace = call.keyspace();
    ByteBuffer piece = call.scratch();
    int from = (int) (first >>> 3);
    int end = (int) (last >>> 3) + 1;
    int before = byteAt(call, record, from) & ~(0xff >> (first & 7));
    int after = byteAt(call, record, end - 1) & (0x7f >> (last & 7));
    long count = -(long) Integer.bitCount(before) - Integer.bitCount(after);
    while (from < end) {
      int length = Math.min(Call.SCRATCH_BYTES, end - from);
      keyspace.read(record, from, piece, 0, length);
      int at = 0;
      for (; at + Long.BYTES <= length; at += Long.BYTES) {
        count += Long.bitCount(piece.getLong(at));
      }
      for (; at < length; at++) {
        count += Integer.bitCount(piece.get(at) & 0xff);
      }
      from += length;
    }
    return count;
  }

  /** The first bit of that value in a range, or -1. */
  private static long find(Call call, int record, int bit, long first, long last) {
    Keyspace keyspace = call.keyspace();
    ByteBuffer piece = call.scratch();
    int others = bit == 0 ? 0xff : 0;
    int from = (int) (first >>> 3);
    int end = (int) (last >>> 3) + 1;
    int mask = 0xff >> (first & 7);
    while (from < end) {
      int length = Math.min(Call.SCRATCH_BYTES, end - from);
      keyspace.read(record, from, piece, 0, length);
      for (int at = 0; at < length; at++, mask = 0xff) {
        int found = (piece.get(at) ^ others) & mask;
        if (found != 0) {
          long position = 8L * (from + at) + Integer.numberOfLeadingZeros(found) - 24;
          return position <= last ? position : -1;
        }
      }
      from += length;
    }
    return -1;
  }

  // ---- Whole strings

  private enum Operation {
    AND,
    OR,
    XOR,
    NOT;

    private static Operation of(Call call, int arg) {
      for (Operation operation : values()) {
        if (call.is(arg, operation.name())) {
          return operation;
        }
      }
      throw call.syntaxError();
    }

    private int of(int left, int right) {
      return switch (this) {
        case AND -> left & right;
        case OR -> left | right;
        case XOR -> left ^ right;
        case NOT -> ~right;
      };
    }
  }

  static void bitop(Call call) {
    Operation operation = Operation.of(call, 1);
    if (operation == Operation.NOT && call.argc() != 4) {
      throw new CommandException("ERR BITOP NOT must be called with a single source key.");
    }
    byte[] result = {};
    for (int arg = 3; arg < call.argc(); arg++) {
      int record = call.readString(arg);
      result = Arrays.copyOf(result, Math.max(result.length, call.length(record)));
      boolean isOnlyCopied = arg == 3 && operation != Operation.NOT;
      combine(call, isOnlyCopied ? Operation.OR : operation, result, record);
    }
    int target = call.find(2);
    if (result.length > 0) {
      call.setString(target, 2, result, NO_DEADLINE, Form.RAW);
      call.event(EventClass.STRING, "set", 2);
    } else if (target != NO_KEY) {
      call.delete(target, 2);
    }
    call.reply().integer(result.length);
  }

  /** Combines each byte of the result with that of a string, which is 0 beyond its end. */
  private static void combine(Call call, Operation operation, byte[] result, int record) {
    ByteBuffer piece = call.scratch();
    int length = call.length(record);
    for (int from = 0; from < length; from += Call.SCRATCH_BYTES) {
      int end = Math.min(length, from + Call.SCRATCH_BYTES);
      call.keyspace().read(record, from, piece, 0, end - from);
      for (int at = from; at < end; at++) {
        result[at] = (byte) operation.of(result[at], piece.get(at - from));
      }
    }
    if (operation == Operation.AND) {
      Arrays.fill(result, length, result.length, (byte) 0);
    }
  }
}
