package io.redistinto.server.command;

import io.redistinto.resp.Numbers;
import io.redistinto.resp.Request;
import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.Form;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** BITFIELD: integers of any width at any bit of a string. */
final class BitFieldCommands {
  private BitFieldCommands() {}

  static void bitfield(Call call) {
    run(call, parse(call));
  }

  static void bitfieldRo(Call call) {
    List<Operation> operations = parse(call);
    if (operations.stream().anyMatch(operation -> operation.kind != Kind.GET)) {
      throw new CommandException("ERR BITFIELD_RO only supports the GET subcommand");
    }
    run(call, operations);
  }

  private enum Kind {
    GET,
    SET,
    INCRBY
  }

  /** What becomes of a number that its field is too narrow for. */
  private enum Overflow {
    WRAP,
    SAT,
    FAIL;

    private static Overflow of(Call call, int arg) {
      for (Overflow overflow : values()) {
        if (call.is(arg, overflow.name())) {
          return overflow;
        }
      }
      throw new CommandException("ERR Invalid OVERFLOW type specified");
    }
  }

  /** A field: whether its highest bit is a sign, and how many bits it has. */
  private record Field(boolean signed, int bits) {
    private static final int MOST_SIGNED_BITS = 64;
    private static final int MOST_UNSIGNED_BITS = 63;

    static Field parse(Call call, int arg) {
      Request request = call.request();
      int length = request.length(arg);
      int sign = length == 0 ? 0 : request.byteAt(arg, 0);
      int offset = request.offset(arg) + 1;
      if ((sign == 'i' || sign == 'u') && Numbers.isLong(request.bytes(), offset, length - 1)) {
        long bits = Numbers.toLong(request.bytes(), offset, length - 1);
        if (bits >= 1 && bits <= (sign == 'i' ? MOST_SIGNED_BITS : MOST_UNSIGNED_BITS)) {
          return new Field(sign == 'i', (int) bits);
        }
      }
      throw new CommandException(
          "ERR Invalid bitfield type. Use something like i16 u8."
              + " Note that u64 is not supported but i64 is.");
    }

    /** The number that the lowest bits of a long are in this field. */
    long of(long value) {
      int unused = Long.SIZE - bits;
      return signed ? value << unused >> unused : value << unused >>> unused;
    }

    long greatest() {
      return Long.MAX_VALUE >>> ((signed ? MOST_SIGNED_BITS : MOST_UNSIGNED_BITS) - bits);
    }

    long least() {
      return signed ? -greatest() - 1 : 0;
    }

    /**
     * Whether a number is so far below that what is left to the greatest one exceeds a long: Redis
     * then takes it for one that is too great.
     */
    boolean isRoomAboveLost(long number) {
      return signed && number < 0 && greatest() - number < 0 && bits < MOST_SIGNED_BITS;
    }
  }

  /**
   * One of the operations of a call.
   *
   * @param offset of the field's first bit
   * @param operand what to set, or to add
   */
  private record Operation(Kind kind, Field field, long offset, long operand, Overflow overflow) {
    /** What is to be written, or null if that is refused. */
    Long written(long old) {
      long base = kind == Kind.SET ? operand : old;
      long added = kind == Kind.SET ? 0 : operand;
      long sum = base + added;
      boolean beyondLong = ((base ^ sum) & (added ^ sum)) < 0;
      boolean negativeForUnsigned = kind == Kind.SET && !field.signed && operand < 0;
      boolean above =
          negativeForUnsigned
              || field.isRoomAboveLost(base)
              || (beyondLong ? added > 0 : sum > field.greatest());
      boolean below = !above && (beyondLong ? added < 0 : sum < field.least());
      if (!above && !below) {
        return sum;
      }
      return switch (overflow) {
        case WRAP -> field.of(sum);
        case SAT -> above ? field.greatest() : field.least();
        case FAIL -> null;
      };
    }

    /** The byte after the field's last. */
    int end() {
      return (int) ((offset + field.bits + 7) >>> 3);
    }
  }

  private static List<Operation> parse(Call call) {
    List<Operation> operations = new ArrayList<>();
    Overflow overflow = Overflow.WRAP;
    int arg = 2;
    while (arg < call.argc()) {
      int left = call.argc() - arg - 1;
      if (call.is(arg, "OVERFLOW") && left >= 1) {
        overflow = Overflow.of(call, arg + 1);
        arg += 2;
        continue;
      }
      Kind kind = kind(call, arg, left);
      Field field = Field.parse(call, arg + 1);
      long offset = offset(call, arg + 2, field);
      long operand = kind == Kind.GET ? 0 : call.integer(arg + 3);
      operations.add(new Operation(kind, field, offset, operand, overflow));
      arg += kind == Kind.GET ? 3 : 4;
    }
    return operations;
  }

  private static Kind kind(Call call, int arg, int left) {
    for (Kind kind : Kind.values()) {
      if (call.is(arg, kind.name()) && left >= (kind == Kind.GET ? 2 : 3)) {
        return kind;
      }
    }
    throw call.syntaxError();
  }

  /** An offset in bits, or after a # in fields; that product wraps, as it does in Redis. */
  private static long offset(Call call, int arg, Field field) {
    Request request = call.request();
    int length = request.length(arg);
    int skipped = length > 0 && request.byteAt(arg, 0) == '#' ? 1 : 0;
    int at = request.offset(arg) + skipped;
    if (!Numbers.isLong(request.bytes(), at, length - skipped)) {
      throw BitCommands.badOffset();
    }
    long offset = Numbers.toLong(request.bytes(), at, length - skipped);
    return BitCommands.checkedOffset(call, skipped == 0 ? offset : offset * field.bits);
  }

  private static void run(Call call, List<Operation> operations) {
    int end = 0;
    for (Operation operation : operations) {
      end = Math.max(end, operation.kind == Kind.GET ? 0 : operation.end());
    }
    int record = end == 0 ? call.readString(1) : call.findString(1);
    boolean grows = end > call.length(record);
    if (grows) {
      record = grown(call, record, end);
    } else if (end > 0) {
      call.keyspace().touch(record);
      call.keyspace().form(record, Form.RAW);
    }
    boolean changed = false;
    call.reply().array(operations.size());
    for (Operation operation : operations) {
      long old = operation.field.of(read(call, record, operation));
      Long written = operation.kind == Kind.GET ? Long.valueOf(old) : operation.written(old);
      if (written == null) {
        call.reply().nullBulk();
        continue;
      }
      if (written != old) {
        write(call, record, operation, written);
      }
      changed |= written != old || (grows && operation.kind != Kind.GET);
      call.reply().integer(operation.kind == Kind.INCRBY ? written : old);
    }
    if (changed) {
      call.event(EventClass.STRING, "setbit", 1);
    }
  }

  /** The key's record, whose string then has so many bytes; only this may be refused. */
  private static int grown(Call call, int record, int length) {
    call.scratch().put(0, (byte) 0);
    return call.writeRange(record, length - 1, call.scratch(), 0, 1);
  }

  /** Reads the bytes that a field lies in to the scratch; its bits are the result's lowest. */
  private static long read(Call call, int record, Operation operation) {
    ByteBuffer bytes = call.scratch();
    int from = (int) (operation.offset >>> 3);
    int count = operation.end() - from;
    int there = Math.max(0, Math.min(count, call.length(record) - from));
    for (int at = there; at < count; at++) {
      bytes.put(at, (byte) 0);
    }
    if (there > 0) {
      call.keyspace().read(record, from, bytes, 0, there);
    }
    long value = 0;
    for (int bit = 0; bit < operation.field.bits; bit++) {
      int at = (int) (operation.offset & 7) + bit;
      value = (value << 1) | ((bytes.get(at >>> 3) >> (7 - (at & 7))) & 1);
    }
    return value;
  }

  /** Writes a field into the bytes that {@link #read} left in the scratch, and these back. */
  private static void write(Call call, int record, Operation operation, long value) {
    ByteBuffer bytes = call.scratch();
    int from = (int) (operation.offset >>> 3);
    int bits = operation.field.bits;
    for (int bit = 0; bit < bits; bit++) {
      int at = (int) (operation.offset & 7) + bit;
      int mask = 1 << (7 - (at & 7));
      boolean isSet = ((value >>> (bits - 1 - bit)) & 1) != 0;
      int old = bytes.get(at >>> 3);
      bytes.put(at >>> 3, (byte) (isSet ? old | mask : old & ~mask));
    }
    call.writeRange(record, from, bytes, 0, operation.end() - from);
  }
}
