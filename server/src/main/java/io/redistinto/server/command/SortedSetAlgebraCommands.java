package io.redistinto.server.command;

import static io.redistinto.server.command.SortedSetAlgebra.Operation.DIFFERENCE;
import static io.redistinto.server.command.SortedSetAlgebra.Operation.INTERSECTION;
import static io.redistinto.server.command.SortedSetAlgebra.Operation.UNION;

import io.redistinto.server.command.SortedSetAlgebra.Form;
import io.redistinto.server.command.SortedSetAlgebra.Operation;
import io.redistinto.storage.value.SortedSetValue;

/** Commands that unite, intersect and subtract sorted sets. */
final class SortedSetAlgebraCommands {
  private SortedSetAlgebraCommands() {}

  static void zunion(Call call) {
    reply(call, UNION);
  }

  static void zinter(Call call) {
    reply(call, INTERSECTION);
  }

  static void zdiff(Call call) {
    reply(call, DIFFERENCE);
  }

  private static void reply(Call call, Operation operation) {
    SortedSetAlgebra algebra = SortedSetAlgebra.parse(call, 1, operation, Form.ENTRIES);
    SortedSetValue result = SortedSetValue.of(algebra.result());
    SortedSets.replyEntries(call, result, result.all(), false, algebra.withScores());
  }

  static void zunionstore(Call call) {
    store(call, UNION, "zunionstore");
  }

  static void zinterstore(Call call) {
    store(call, INTERSECTION, "zinterstore");
  }

  static void zdiffstore(Call call) {
    store(call, DIFFERENCE, "zdiffstore");
  }

  private static void store(Call call, Operation operation, String event) {
    SortedSetAlgebra algebra = SortedSetAlgebra.parse(call, 2, operation, Form.STORED);
    SortedSetValue result = SortedSetValue.of(algebra.result());
    SortedSets.storeResult(call, 1, result.packedIfSmall(call.keyspace().limits()), event);
  }

  static void zintercard(Call call) {
    SortedSetAlgebra algebra = SortedSetAlgebra.parse(call, 1, INTERSECTION, Form.CARDINALITY);
    call.reply().integer(algebra.cardinality());
  }
}
