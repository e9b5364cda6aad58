package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.Numbers;
import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.Form;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Commands that take strings for numbers and add to them. A key that is not there is 0. */
final class CounterCommands {
  private CounterCommands() {}

  static void incr(Call call) {
    add(call, 1);
  }

  static void decr(Call call) {
    add(call, -1);
  }

  static void incrby(Call call) {
    add(call, call.integer(2));
  }

  static void decrby(Call call) {
    long decrement = call.integer(2);
    if (decrement == Long.MIN_VALUE) {
      throw new CommandException("ERR decrement would overflow");
    }
    add(call, -decrement);
  }

  private static void add(Call call, long increment) {
    int record = call.findString(1);
    long sum = sum(record == NO_KEY ? 0 : integerOf(call, record), increment);
    ByteBuffer text = call.scratch();
    int length = Numbers.putLong(text, 0, sum);
    call.setString(record, 1, text, 0, length, call.deadline(record));
    call.event(EventClass.STRING, "incrby", 1);
    call.reply().integer(sum);
  }

  /** The sum of two numbers, refused if it overflows. */
  static long sum(long value, long increment) {
    long sum = value + increment;
    boolean overflows = ((value ^ sum) & (increment ^ sum)) < 0;
    if (overflows) {
      throw new CommandException("ERR increment or decrement would overflow");
    }
    return sum;
  }

  private static long integerOf(Call call, int record) {
    int length = call.length(record);
    if (length <= Numbers.MAX_LONG_LENGTH) {
      ByteBuffer text = call.scratch();
      call.keyspace().read(record, 0, text, 0, length);
      if (Numbers.isLong(text, 0, length)) {
        return Numbers.toLong(text, 0, length);
      }
    }
    throw new CommandException(CommandException.NOT_AN_INTEGER);
  }

  static void incrbyfloat(Call call) {
    int record = call.findString(1);
    LongDouble value = record == NO_KEY ? LongDouble.ZERO : numberOf(call, record);
    byte[] text = sum(value, number(call.request().toBytes(2), CommandException.NOT_A_FLOAT));
    call.setString(record, 1, text, call.deadline(record), Form.EMBEDDED);
    call.event(EventClass.STRING, "incrbyfloat", 1);
    call.reply().bulk(text);
  }

  private static LongDouble numberOf(Call call, int record) {
    if (call.length(record) > LongDouble.MOST_CHARACTERS) {
      throw new CommandException(CommandException.NOT_A_FLOAT);
    }
    return number(call.keyspace().value(record), CommandException.NOT_A_FLOAT);
  }

  /** The sum of two numbers in decimal, refused if it is beyond all numbers. */
  static byte[] sum(LongDouble value, LongDouble increment) {
    LongDouble sum = value.plus(increment);
    if (sum.isInfinite()) {
      throw new CommandException("ERR increment would produce NaN or Infinity");
    }
    return sum.toText().getBytes(StandardCharsets.US_ASCII);
  }

  /** The number that a text is, refused with an error if it is none. */
  static LongDouble number(byte[] text, String error) {
    LongDouble number =
        text.length > LongDouble.MOST_CHARACTERS
            ? null
            : LongDouble.parse(new String(text, StandardCharsets.ISO_8859_1));
    if (number == null) {
      throw new CommandException(error);
    }
    return number;
  }
}
