package io.redistinto.server.command;

import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.DecimalLong;
import io.redistinto.storage.value.HashValue;

/** Commands that take a hash's fields for numbers and add to them. A field not there is 0. */
final class HashCounterCommands {
  private HashCounterCommands() {}

  static void hincrby(Call call) {
    long increment = call.integer(3);
    int record = call.find(1, ValueType.HASH);
    HashValue hash = HashCommands.hash(call, record);
    byte[] field = call.request().toBytes(2);
    byte[] value = hash.get(field);
    if (value != null && !DecimalLong.isLong(value)) {
      throw new CommandException("ERR hash value is not an integer");
    }
    long sum = CounterCommands.sum(value == null ? 0 : DecimalLong.toLong(value), increment);
    HashCommands.set(call, record, hash, field, DecimalLong.bytes(sum), "hincrby");
    call.reply().integer(sum);
  }

  static void hincrbyfloat(Call call) {
    LongDouble increment =
        CounterCommands.number(call.request().toBytes(3), CommandException.NOT_A_FLOAT);
    if (increment.isInfinite()) {
      throw new CommandException("ERR value is NaN or Infinity");
    }
    int record = call.find(1, ValueType.HASH);
    HashValue hash = HashCommands.hash(call, record);
    byte[] field = call.request().toBytes(2);
    byte[] value = hash.get(field);
    LongDouble number =
        value == null
            ? LongDouble.ZERO
            : CounterCommands.number(value, "ERR hash value is not a float");
    byte[] sum = CounterCommands.sum(number, increment);
    HashCommands.set(call, record, hash, field, sum, "hincrbyfloat");
    call.reply().bulk(sum);
  }
}
