package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.resp.Request;
import io.redistinto.server.config.Directives;
import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.Form;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.hyperloglog.CorruptHyperLogLogException;
import io.redistinto.storage.hyperloglog.DenseRegisters;
import io.redistinto.storage.hyperloglog.ElementHash;
import io.redistinto.storage.hyperloglog.HyperLogLog;
import io.redistinto.storage.hyperloglog.SelfTest;
import java.nio.ByteBuffer;

/**
 * Commands on HyperLogLogs, which are strings. Each reads registers as anybody may have set them.
 */
final class HyperLogLogCommands {
  private static final String EVENT = "pfadd";

  private HyperLogLogCommands() {}

  static void pfadd(Call call) {
    refusingCorrupt(call, HyperLogLogCommands::add);
  }

  static void pfcount(Call call) {
    refusingCorrupt(
        call, call.argc() == 2 ? HyperLogLogCommands::count : HyperLogLogCommands::countUnion);
  }

  static void pfmerge(Call call) {
    refusingCorrupt(call, HyperLogLogCommands::merge);
  }

  static void pfdebug(Call call) {
    refusingCorrupt(call, HyperLogLogCommands::debug);
  }

  static void pfselftest(Call call) {
    SelfTest.run()
        .ifPresentOrElse(
            failure -> call.reply().error("TESTFAILED " + failure), () -> call.reply().ok());
  }

  private static void refusingCorrupt(Call call, Handler handler) {
    try {
      handler.run(call);
    } catch (CorruptHyperLogLogException corrupt) {
      throw new CommandException("INVALIDOBJ Corrupted HLL object detected");
    }
  }

  // ---- Reading and storing

  /** The first bytes of a record's string, which must be a HyperLogLog's. */
  private static byte[] header(Call call, int record) {
    call.checkType(record, ValueType.STRING);
    byte[] header = new byte[HyperLogLog.HEADER_BYTES];
    int length = call.length(record);
    if (length >= header.length) {
      call.keyspace().read(record, 0, ByteBuffer.wrap(header), 0, header.length);
    }
    if (!HyperLogLog.isHeader(header, length)) {
      throw new CommandException("WRONGTYPE Key is not a valid HyperLogLog string value.");
    }
    return header;
  }

  private static HyperLogLog load(Call call, int record) {
    header(call, record);
    return new HyperLogLog(call.keyspace().value(record));
  }

  /** Stores a HyperLogLog in an argument's key, whose record is known; its deadline stays. */
  private static void store(Call call, int record, int keyArg, HyperLogLog value) {
    call.setString(record, keyArg, value.toBytes(), call.deadline(record), Form.RAW);
  }

  private static int mostSparseBytes(Call call) {
    return (int)
        Math.min(Integer.MAX_VALUE, call.services().config().get(Directives.HLL_SPARSE_MAX_BYTES));
  }

  // ---- Adding

  private static void add(Call call) {
    int record = call.find(1);
    boolean changed =
        (record != NO_KEY && HyperLogLog.isDense(header(call, record)))
            ? addToDense(call, record)
            : addToSparse(call, record);
    if (changed) {
      call.event(EventClass.STRING, EVENT, 1);
    }
    call.reply().integer(changed ? 1 : 0);
  }

  private static boolean addToSparse(Call call, int record) {
    HyperLogLog value = record == NO_KEY ? new HyperLogLog() : load(call, record);
    int mostSparseBytes = mostSparseBytes(call);
    boolean changed = record == NO_KEY;
    for (int arg = 2; arg < call.argc(); arg++) {
      long hash = hash(call, arg);
      changed |= value.raise(ElementHash.register(hash), ElementHash.value(hash), mostSparseBytes);
    }
    if (changed) {
      value.forgetEstimate();
      store(call, record, 1, value);
    }
    return changed;
  }

  /** Changes single registers where they lie: the whole is of many entries. */
  private static boolean addToDense(Call call, int record) {
    boolean changed = false;
    for (int arg = 2; arg < call.argc(); arg++) {
      long hash = hash(call, arg);
      changed |= raiseDense(call, record, ElementHash.register(hash), ElementHash.value(hash));
    }
    if (changed) {
      byte[] header = header(call, record);
      HyperLogLog.forgetEstimate(header);
      writeEstimate(call, record, header);
    }
    return changed;
  }

  private static boolean raiseDense(Call call, int record, int register, int value) {
    ByteBuffer scratch = call.scratch();
    int at = HyperLogLog.HEADER_BYTES + DenseRegisters.firstByte(register);
    int count = DenseRegisters.byteCount(register);
    call.keyspace().read(record, at, scratch, 0, count);
    int high = count == 2 ? (scratch.get(1) & 0xff) << Byte.SIZE : 0;
    int bytes = high | (scratch.get(0) & 0xff);
    if (DenseRegisters.get(bytes, register) >= value) {
      return false;
    }
    int raised = DenseRegisters.set(bytes, register, value);
    scratch.put(0, (byte) raised).put(1, (byte) (raised >>> Byte.SIZE));
    call.writeRange(record, at, scratch, 0, count);
    return true;
  }

  private static void writeEstimate(Call call, int record, byte[] header) {
    call.writeRange(
        record,
        HyperLogLog.ESTIMATE_AT,
        ByteBuffer.wrap(header),
        HyperLogLog.ESTIMATE_AT,
        Long.BYTES);
  }

  private static long hash(Call call, int arg) {
    Request request = call.request();
    return ElementHash.of(request.bytes(), request.offset(arg), request.length(arg));
  }

  // ---- Counting and merging

  /** Counts one, and writes down the estimate in it: so it is known until the next element. */
  private static void count(Call call) {
    int record = call.read(1);
    if (record == NO_KEY) {
      call.reply().integer(0);
      return;
    }
    byte[] header = header(call, record);
    if (!HyperLogLog.knowsEstimate(header)) {
      HyperLogLog.estimate(header, load(call, record).estimate());
      writeEstimate(call, record, header);
    }
    call.reply().integer(HyperLogLog.estimate(header));
  }

  private static void countUnion(Call call) {
    byte[] registers = new byte[HyperLogLog.REGISTERS];
    for (int arg = 1; arg < call.argc(); arg++) {
      mergeInto(registers, call, arg);
    }
    call.reply().integer(HyperLogLog.estimateOf(registers));
  }

  /** Merges an argument's key, if it is there, into plain registers; whether its own are dense. */
  private static boolean mergeInto(byte[] registers, Call call, int arg) {
    int record = call.read(arg);
    if (record == NO_KEY) {
      return false;
    }
    HyperLogLog value = load(call, record);
    value.mergeInto(registers);
    return value.isDense();
  }

  private static void merge(Call call) {
    byte[] registers = new byte[HyperLogLog.REGISTERS];
    boolean anyDense = false;
    for (int arg = 1; arg < call.argc(); arg++) {
      anyDense |= mergeInto(registers, call, arg);
    }
    int record = call.find(1);
    HyperLogLog merged = record == NO_KEY ? new HyperLogLog() : load(call, record);
    if (anyDense) {
      merged.makeDense();
    }
    int mostSparseBytes = mostSparseBytes(call);
    for (int register = 0; register < registers.length; register++) {
      if (registers[register] != 0) {
        merged.raise(register, registers[register], mostSparseBytes);
      }
    }
    merged.forgetEstimate();
    store(call, record, 1, merged);
    call.event(EventClass.STRING, EVENT, 1);
    call.reply().ok();
  }

  // ---- Looking inside

  private static void debug(Call call) {
    int record = call.find(2);
    if (record == NO_KEY) {
      throw new CommandException("ERR The specified key does not exist");
    }
    HyperLogLog value = load(call, record);
    if (call.is(1, "GETREG")) {
      makeDense(call, record, value);
      byte[] registers = new byte[HyperLogLog.REGISTERS];
      value.mergeInto(registers);
      call.reply().array(registers.length);
      for (byte register : registers) {
        call.reply().integer(register);
      }
    } else if (call.is(1, "DECODE")) {
      if (value.isDense()) {
        throw new CommandException("ERR HLL encoding is not sparse");
      }
      call.reply().bulkText(value.decoded());
    } else if (call.is(1, "ENCODING")) {
      call.reply().simple(value.isDense() ? "dense" : "sparse");
    } else if (call.is(1, "TODENSE")) {
      call.reply().integer(makeDense(call, record, value) ? 1 : 0);
    } else {
      throw new CommandException("ERR Unknown PFDEBUG subcommand '" + call.shown(1) + "'");
    }
  }

  private static boolean makeDense(Call call, int record, HyperLogLog value) {
    boolean changed = value.makeDense();
    if (changed) {
      store(call, record, 2, value);
    }
    return changed;
  }
}
