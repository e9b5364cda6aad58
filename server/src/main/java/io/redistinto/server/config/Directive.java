package io.redistinto.server.config;

import java.util.function.Function;

/**
 * One row of the table {@link Directives}.
 *
 * @param <T> the type of its values
 */
public final class Directive<T> {
  private final int row;
  private final String name;
  private final ValueType<T> type;
  private final Function<Settings, T> defaultValue;
  private final Change change;
  private final Equivalent<T, ?> equivalent;
  private final String sentence;

  /**
   * That a directive is another's value in other words: it has no value of its own.
   *
   * @param target the directive that has the value
   */
  record Equivalent<T, U>(Directive<U> target, Translation<T, U> translation) {}

  /** From a value in other words to the target's, with the other settings known. */
  @FunctionalInterface
  interface Translation<T, U> {
    U translate(T value, Settings settings) throws InvalidValueException;
  }

  /**
   * @param row its place in the table, from 0
   * @param defaultValue the value while none is set; an equivalent's value at any time
   * @param equivalent null for a directive that has a value of its own
   */
  Directive(
      int row,
      String name,
      ValueType<T> type,
      Function<Settings, T> defaultValue,
      Change change,
      Equivalent<T, ?> equivalent,
      String sentence) {
    this.row = row;
    this.name = name;
    this.type = type;
    this.defaultValue = defaultValue;
    this.change = change;
    this.equivalent = equivalent;
    this.sentence = sentence;
  }

  int row() {
    return row;
  }

  public String name() {
    return name;
  }

  /** What it does, in one sentence. */
  public String sentence() {
    return sentence;
  }

  /** The values it takes, to follow the word "takes". */
  public String accepted() {
    return type.accepted();
  }

  /** Whether CONFIG SET can change it. */
  public boolean canChangeWhileRunning() {
    return change.possible();
  }

  /** Whether it states another directive's value in Redis's words. */
  public boolean isEquivalent() {
    return equivalent != null;
  }

  /**
   * Whether there is no other value than its default that makes a difference, under whatever name.
   */
  public boolean isFixed() {
    return FixedDirectives.ALL.stream().anyMatch(row -> row.name().equals(target().name()));
  }

  /** The directive that holds the value: this one, or the one it is an equivalent of. */
  public Directive<?> target() {
    return equivalent == null ? this : equivalent.target();
  }

  ValueType<T> type() {
    return type;
  }

  Change change() {
    return change;
  }

  T defaultValue(Settings settings) {
    return defaultValue.apply(settings);
  }

  Equivalent<T, ?> equivalent() {
    return equivalent;
  }

  @Override
  public String toString() {
    return name;
  }
}
