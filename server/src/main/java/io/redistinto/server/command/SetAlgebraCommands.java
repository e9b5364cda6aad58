package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_DEADLINE;
import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.SetValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Intersections, unions and differences of sets, answered or stored. */
final class SetAlgebraCommands {
  private static final int UNLIMITED = Integer.MAX_VALUE;

  private SetAlgebraCommands() {}

  /** What to make of sets; a missing key is an empty set, or null here. */
  private enum Operation {
    INTERSECTION("sinterstore") {
      @Override
      void run(List<SetValue> sets, Consumer<byte[]> result) {
        intersect(sets, UNLIMITED, result);
      }
    },
    UNION("sunionstore") {
      @Override
      void run(List<SetValue> sets, Consumer<byte[]> result) {
        for (SetValue set : sets) {
          if (set != null) {
            set.forEach(result);
          }
        }
      }
    },
    DIFFERENCE("sdiffstore") {
      @Override
      void run(List<SetValue> sets, Consumer<byte[]> result) {
        subtract(sets, result);
      }
    };

    private final String event;

    Operation(String event) {
      this.event = event;
    }

    /** Hands over the members of the result; of a union some for several times. */
    abstract void run(List<SetValue> sets, Consumer<byte[]> result);
  }

  static void sinter(Call call) {
    reply(call, Operation.INTERSECTION);
  }

  static void sinterstore(Call call) {
    store(call, Operation.INTERSECTION);
  }

  static void sunion(Call call) {
    reply(call, Operation.UNION);
  }

  static void sunionstore(Call call) {
    store(call, Operation.UNION);
  }

  static void sdiff(Call call) {
    reply(call, Operation.DIFFERENCE);
  }

  static void sdiffstore(Call call) {
    store(call, Operation.DIFFERENCE);
  }

  static void sintercard(Call call) {
    int keys = numberOfKeys(call);
    int limit = limit(call, 2 + keys);
    int[] count = new int[1];
    intersect(read(call, 2, 2 + keys), limit == 0 ? UNLIMITED : limit, member -> count[0]++);
    call.reply().integer(count[0]);
  }

  private static int numberOfKeys(Call call) {
    long keys = call.integer(1, 1, Long.MAX_VALUE, "ERR numkeys should be greater than 0");
    if (keys > call.argc() - 2) {
      throw new CommandException("ERR Number of keys can't be greater than number of args");
    }
    return (int) keys;
  }

  /** Reads the options of SINTERCARD; 0 is no limit. */
  private static int limit(Call call, int from) {
    int limit = 0;
    for (int arg = from; arg < call.argc(); arg += 2) {
      if (!call.is(arg, "LIMIT") || arg + 1 == call.argc()) {
        throw call.syntaxError();
      }
      long given = call.integer(arg + 1, 0, Long.MAX_VALUE, "ERR LIMIT can't be negative");
      limit = (int) Math.min(given, UNLIMITED);
    }
    return limit;
  }

  private static void reply(Call call, Operation operation) {
    List<SetValue> sets = read(call, 1, call.argc());
    if (operation == Operation.UNION) {
      SetValue union = result(call, operation, sets);
      call.reply().set(Math.toIntExact(union.size()));
      union.forEach(call.reply()::bulk);
      return;
    }
    int mark = call.reply().defer();
    int[] count = new int[1];
    operation.run(
        sets,
        member -> {
          call.reply().bulk(member);
          count[0]++;
        });
    call.reply().endSet(mark, count[0]);
  }

  private static void store(Call call, Operation operation) {
    SetValue result = result(call, operation, read(call, 2, call.argc()));
    int target = call.find(1);
    if (result.isGone()) {
      if (target != NO_KEY) {
        call.keyspace().delete(target);
        call.event(EventClass.GENERIC, "del", 1);
      }
    } else {
      call.store(target, 1, result, NO_DEADLINE);
      call.event(EventClass.SET, operation.event, 1);
    }
    call.reply().integer(result.size());
  }

  private static SetValue result(Call call, Operation operation, List<SetValue> sets) {
    SetValue result = new SetValue();
    operation.run(sets, member -> result.add(member, call.keyspace().limits()));
    return result;
  }

  /** The sets of the keys in some arguments, null for those that are not there. */
  private static List<SetValue> read(Call call, int from, int to) {
    List<SetValue> sets = new ArrayList<>(to - from);
    for (int arg = from; arg < to; arg++) {
      sets.add((SetValue) call.readCollection(arg, ValueType.SET));
    }
    return sets;
  }

  /** O(members of the smallest set × sets). */
  private static void intersect(List<SetValue> sets, int limit, Consumer<byte[]> result) {
    if (sets.contains(null)) {
      return;
    }
    List<SetValue> bySize = new ArrayList<>(sets);
    bySize.sort(Comparator.comparingLong(SetValue::size));
    List<SetValue> others = bySize.subList(1, bySize.size());
    int[] count = new int[1];
    bySize
        .get(0)
        .forEach(
            member -> {
              if (count[0] < limit && inAll(others, member)) {
                count[0]++;
                result.accept(member);
              }
            });
  }

  private static boolean inAll(List<SetValue> sets, byte[] member) {
    for (SetValue set : sets) {
      if (!set.contains(member)) {
        return false;
      }
    }
    return true;
  }

  /** O(members of the first set × sets). */
  private static void subtract(List<SetValue> sets, Consumer<byte[]> result) {
    SetValue first = sets.get(0);
    if (first == null) {
      return;
    }
    List<SetValue> others = new ArrayList<>(sets.subList(1, sets.size()));
    others.removeIf(set -> set == null);
    first.forEach(
        member -> {
          if (!inAny(others, member)) {
            result.accept(member);
          }
        });
  }

  private static boolean inAny(List<SetValue> sets, byte[] member) {
    for (SetValue set : sets) {
      if (set.contains(member)) {
        return true;
      }
    }
    return false;
  }
}
