package io.redistinto.server.config;

import java.util.List;
import java.util.function.Predicate;

/** How the values of a directive are read, shown and written. */
interface ValueType<T> {

  /**
   * Reads a value from the words after the directive's name.
   *
   * @param current the value so far, for types whose words set only a part of it
   */
  T parse(List<String> words, T current) throws InvalidValueException;

  /** The value as CONFIG GET answers it. */
  String shown(T value);

  /** The value as it stands in a conf file after the directive's name. */
  default String written(T value) {
    return ConfWords.quote(shown(value));
  }

  /** What is accepted, to follow the word "takes". */
  String accepted();

  /** This type without the values that fail {@code test}, which are refused for {@code reason}. */
  default ValueType<T> where(Predicate<T> test, String reason) {
    ValueType<T> wider = this;
    return new ValueType<>() {
      @Override
      public T parse(List<String> words, T current) throws InvalidValueException {
        T value = wider.parse(words, current);
        if (!test.test(value)) {
          throw new InvalidValueException(reason);
        }
        return value;
      }

      @Override
      public String shown(T value) {
        return wider.shown(value);
      }

      @Override
      public String written(T value) {
        return wider.written(value);
      }

      @Override
      public String accepted() {
        return wider.accepted();
      }
    };
  }
}
