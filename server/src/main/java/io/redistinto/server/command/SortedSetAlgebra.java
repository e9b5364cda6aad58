package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.PagedMap;
import io.redistinto.storage.value.SetValue;
import io.redistinto.storage.value.SortedSetValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What a ZUNION, ZINTER, ZDIFF or one of their kin was given, and what that comes to. */
final class SortedSetAlgebra {
  /** What is made of the inputs, and which options that allows. */
  enum Operation {
    UNION,
    INTERSECTION,
    DIFFERENCE
  }

  /** What replies are made of a result. */
  enum Form {
    ENTRIES,
    STORED,
    CARDINALITY
  }

  private enum Aggregate {
    SUM {
      @Override
      double of(double score, double other) {
        double sum = score + other;
        return Double.isNaN(sum) ? 0 : sum; // of two infinities
      }
    },
    MIN {
      @Override
      double of(double score, double other) {
        return other < score ? other : score;
      }
    },
    MAX {
      @Override
      double of(double score, double other) {
        return other > score ? other : score;
      }
    };

    abstract double of(double score, double other);
  }

  /** A set whose scores count for so much. */
  private abstract static class Input {
    double weight = 1;

    abstract long size();

    /** NaN if it is not there. */
    abstract double score(byte[] member);

    abstract void forEach(MemberVisitor visitor);

    double weighted(double score) {
      double product = weight * score;
      return Double.isNaN(product) ? 0 : product; // nothing of an infinity
    }
  }

  private static final class SortedInput extends Input {
    private final SortedSetValue set;

    SortedInput(SortedSetValue set) {
      this.set = set;
    }

    @Override
    long size() {
      return set.size();
    }

    @Override
    double score(byte[] member) {
      return set.score(member);
    }

    @Override
    void forEach(MemberVisitor visitor) {
      set.forEach(
          set.all(),
          false,
          (array, offset, length, score) ->
              visitor.member(Arrays.copyOfRange(array, offset, offset + length), score));
    }
  }

  /** A set without scores, of which each counts as 1. */
  private static final class UnsortedInput extends Input {
    private final SetValue set;

    UnsortedInput(SetValue set) {
      this.set = set;
    }

    @Override
    long size() {
      return set.size();
    }

    @Override
    double score(byte[] member) {
      return set.contains(member) ? 1 : Double.NaN;
    }

    @Override
    void forEach(MemberVisitor visitor) {
      set.forEach(member -> visitor.member(member, 1));
    }
  }

  @FunctionalInterface
  private interface MemberVisitor {
    void member(byte[] member, double score);
  }

  private final Operation operation;
  private final List<Input> inputs = new ArrayList<>();
  private Aggregate aggregate = Aggregate.SUM;
  private boolean withScores;
  private long limit;

  private SortedSetAlgebra(Operation operation) {
    this.operation = operation;
  }

  /** Reads the arguments from the number of keys on. */
  static SortedSetAlgebra parse(Call call, int numberArg, Operation operation, Form form) {
    long keys = call.integer(numberArg);
    if (keys < 1) {
      throw new CommandException(
          "ERR at least 1 input key is needed for '" + call.command().fullName() + "' command");
    }
    if (keys > call.argc() - numberArg - 1) {
      throw call.syntaxError();
    }
    SortedSetAlgebra algebra = new SortedSetAlgebra(operation);
    int firstOption = numberArg + 1 + (int) keys;
    for (int arg = numberArg + 1; arg < firstOption; arg++) {
      algebra.inputs.add(input(call, arg));
    }
    algebra.parseOptions(call, firstOption, form);
    return algebra;
  }

  private static Input input(Call call, int keyArg) {
    int record = call.read(keyArg);
    if (record == NO_KEY) {
      return new UnsortedInput(new SetValue());
    }
    if (call.keyspace().type(record) == ValueType.SET) {
      return new UnsortedInput((SetValue) call.keyspace().collection(record));
    }
    call.checkType(record, ValueType.ZSET);
    return new SortedInput((SortedSetValue) call.keyspace().collection(record));
  }

  private void parseOptions(Call call, int firstArg, Form form) {
    boolean aggregates = operation != Operation.DIFFERENCE && form != Form.CARDINALITY;
    int arg = firstArg;
    while (arg < call.argc()) {
      int following = call.argc() - arg - 1;
      if (aggregates && following >= inputs.size() && call.is(arg, "WEIGHTS")) {
        for (Input input : inputs) {
          input.weight = CDouble.of(call, ++arg, "ERR weight value is not a float");
        }
      } else if (aggregates && following >= 1 && call.is(arg, "AGGREGATE")) {
        aggregate = aggregate(call, ++arg);
      } else if (form == Form.ENTRIES && call.is(arg, "WITHSCORES")) {
        withScores = true;
      } else if (form == Form.CARDINALITY && following >= 1 && call.is(arg, "LIMIT")) {
        limit = call.integer(++arg, 0, Long.MAX_VALUE, "ERR LIMIT can't be negative");
      } else {
        throw call.syntaxError();
      }
      arg++;
    }
  }

  private static Aggregate aggregate(Call call, int arg) {
    for (Aggregate each : Aggregate.values()) {
      if (call.is(arg, each.name())) {
        return each;
      }
    }
    throw call.syntaxError();
  }

  boolean withScores() {
    return withScores;
  }

  /** The members of the result and their scores. O(members of all inputs). */
  PagedMap result() {
    PagedMap scores = PagedMap.withValues();
    switch (operation) {
      case UNION -> unite(scores);
      case INTERSECTION -> intersect(scores::putDouble);
      case DIFFERENCE -> subtract(scores);
    }
    return scores;
  }

  /** How many members all inputs have in common, or the limit if there are more. */
  long cardinality() {
    long[] count = {0};
    intersect((member, score) -> count[0]++);
    return limit == 0 ? count[0] : Math.min(limit, count[0]);
  }

  /** The order of the additions shows in the last digits: small inputs come first. */
  private List<Input> smallestFirst() {
    List<Input> sorted = new ArrayList<>(inputs);
    sorted.sort(Comparator.comparingLong(Input::size));
    return sorted;
  }

  private void unite(PagedMap scores) {
    for (Input input : smallestFirst()) {
      input.forEach(
          (member, score) -> {
            double before = scores.getDouble(member);
            double weighted = input.weighted(score);
            scores.putDouble(
                member, Double.isNaN(before) ? weighted : aggregate.of(before, weighted));
          });
    }
  }

  private void intersect(MemberVisitor result) {
    List<Input> sorted = smallestFirst();
    Input smallest = sorted.get(0);
    List<Input> others = sorted.subList(1, sorted.size());
    smallest.forEach(
        (member, score) -> {
          double sum = smallest.weighted(score);
          for (Input other : others) {
            double otherScore = other.score(member);
            if (Double.isNaN(otherScore)) {
              return;
            }
            sum = aggregate.of(sum, other.weight * otherScore);
          }
          result.member(member, sum);
        });
  }

  private void subtract(PagedMap scores) {
    List<Input> others = inputs.subList(1, inputs.size());
    inputs
        .get(0)
        .forEach(
            (member, score) -> {
              if (others.stream().allMatch(other -> Double.isNaN(other.score(member)))) {
                scores.putDouble(member, score);
              }
            });
  }
}
