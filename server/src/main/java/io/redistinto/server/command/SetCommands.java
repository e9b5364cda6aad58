package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.SetValue;

/** Commands that read and write members of one set. */
final class SetCommands {
  private SetCommands() {}

  // ---- Writing

  static void sadd(Call call) {
    int record = call.find(1, ValueType.SET);
    SetValue set = set(call, record);
    byte[][] args = call.request().toArgs();
    long growth = 0;
    for (int arg = 2; arg < args.length; arg++) {
      growth += SetValue.growth(args[arg]);
    }
    call.beforeChange(record, set, growth);
    int added = 0;
    for (int arg = 2; arg < args.length; arg++) {
      added += set.add(args[arg], call.keyspace().limits()) ? 1 : 0;
    }
    if (added > 0) {
      call.store(record, 1, set);
      call.event(EventClass.SET, "sadd", 1);
    }
    call.reply().integer(added);
  }

  static void srem(Call call) {
    int record = call.find(1, ValueType.SET);
    int removed = 0;
    if (record != NO_KEY) {
      SetValue set = set(call, record);
      call.beforeChange(record, set, 0);
      for (int arg = 2; arg < call.argc() && !set.isGone(); arg++) {
        removed += set.remove(call.request().toBytes(arg)) ? 1 : 0;
      }
      if (removed > 0) {
        call.store(record, 1, set, EventClass.SET, "srem");
      }
    }
    call.reply().integer(removed);
  }

  static void smove(Call call) {
    int from = call.find(1, ValueType.SET);
    if (from == NO_KEY) {
      call.reply().integer(0);
      return;
    }
    int to = call.find(2, ValueType.SET);
    SetValue source = set(call, from);
    byte[] member = call.request().toBytes(3);
    if (from == to || !source.contains(member)) {
      call.reply().integer(source.contains(member) ? 1 : 0);
      return;
    }
    // The target first: it may find no room, or take the source's.
    SetValue target = set(call, to);
    boolean added = !target.contains(member);
    if (added) {
      call.beforeChange(to, target, SetValue.growth(member));
      target.add(member, call.keyspace().limits());
      call.store(to, 2, target);
    }
    from = call.find(1);
    if (from != NO_KEY) {
      source = set(call, from);
      call.beforeChange(from, source, 0);
      source.remove(member);
      call.store(from, 1, source);
    }
    call.event(EventClass.SET, "srem", 1);
    if (source.isGone()) {
      call.event(EventClass.GENERIC, "del", 1);
    }
    if (added) {
      call.event(EventClass.SET, "sadd", 2);
    }
    call.reply().integer(1);
  }

  static void spop(Call call) {
    if (call.argc() > 2) {
      popMany(call);
      return;
    }
    int record = call.find(1, ValueType.SET);
    if (record == NO_KEY) {
      call.reply().nullBulk();
      return;
    }
    SetValue set = set(call, record);
    call.beforeChange(record, set, 0);
    call.reply().bulk(set.removeRandom(call.keyspace().random()));
    call.store(record, 1, set, EventClass.SET, "spop");
  }

  private static void popMany(Call call) {
    if (call.argc() > 3) {
      throw call.syntaxError();
    }
    long count = call.integer(2, 0, Long.MAX_VALUE, CommandException.NOT_POSITIVE);
    int record = call.find(1, ValueType.SET);
    if (record == NO_KEY || count == 0) {
      call.reply().set(0);
      return;
    }
    SetValue set = set(call, record);
    long pops = Math.min(count, set.size());
    call.reply().set(Math.toIntExact(pops));
    if (pops == set.size()) {
      set.forEach(call.reply()::bulk);
      call.event(EventClass.SET, "spop", 1);
      call.keyspace().delete(record);
      call.event(EventClass.GENERIC, "del", 1);
      return;
    }
    call.beforeChange(record, set, 0);
    for (long i = 0; i < pops; i++) {
      call.reply().bulk(set.removeRandom(call.keyspace().random()));
    }
    call.store(record, 1, set, EventClass.SET, "spop");
  }

  /**
   * The set of a record, to be changed after {@link Call#beforeChange}; an empty one if none is.
   */
  private static SetValue set(Call call, int record) {
    return record == NO_KEY ? new SetValue() : (SetValue) call.keyspace().collection(record);
  }

  // ---- Reading

  static void sismember(Call call) {
    SetValue set = read(call);
    boolean isMember = set != null && set.contains(call.request().toBytes(2));
    call.reply().integer(isMember ? 1 : 0);
  }

  static void smismember(Call call) {
    SetValue set = read(call);
    call.reply().array(call.argc() - 2);
    for (int arg = 2; arg < call.argc(); arg++) {
      boolean isMember = set != null && set.contains(call.request().toBytes(arg));
      call.reply().integer(isMember ? 1 : 0);
    }
  }

  static void scard(Call call) {
    SetValue set = read(call);
    call.reply().integer(set == null ? 0 : set.size());
  }

  /** The set of the first argument's key, or null. */
  static SetValue read(Call call) {
    return (SetValue) call.readCollection(1, ValueType.SET);
  }
}
