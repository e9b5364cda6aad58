package io.redistinto.server.config;

import static java.util.stream.Collectors.joining;

import io.redistinto.server.config.OutputBufferLimits.Limit;
import io.redistinto.server.config.SavePoints.SavePoint;
import io.redistinto.server.pubsub.EventFlags;
import io.redistinto.storage.replacement.Replacement;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types of the table {@link Directives}. */
final class ValueTypes {
  private static final int MAX_BIND_ADDRESSES = 16;
  private static final Pattern SAVE_NUMBER = Pattern.compile("\\d{1,9}");
  private static final String INVALID_SAVE = "Invalid save parameters";
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)?");
  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,4})%");

  private ValueTypes() {}

  /** A type whose value is one word. */
  private abstract static class OneWord<T> implements ValueType<T> {
    abstract T parse(String word) throws InvalidValueException;

    @Override
    public final T parse(List<String> words, T current) throws InvalidValueException {
      if (words.size() != 1) {
        throw new InvalidValueException("wrong number of arguments");
      }
      return parse(words.get(0));
    }
  }

  /** A type whose value is several words, which may also come as one quoted word. */
  private abstract static class ManyWords<T> implements ValueType<T> {
    abstract T parseWords(List<String> words, T current) throws InvalidValueException;

    @Override
    public final T parse(List<String> words, T current) throws InvalidValueException {
      return parseWords(words.size() == 1 ? ConfWords.split(words.get(0)) : words, current);
    }
  }

  static ValueType<Boolean> yesOrNo() {
    return new OneWord<>() {
      @Override
      Boolean parse(String word) throws InvalidValueException {
        return switch (word.toLowerCase(Locale.ROOT)) {
          case "yes" -> true;
          case "no" -> false;
          default -> throw new InvalidValueException("argument must be 'yes' or 'no'");
        };
      }

      @Override
      public String shown(Boolean value) {
        return value ? "yes" : "no";
      }

      @Override
      public String accepted() {
        return "yes or no";
      }
    };
  }

  static ValueType<Long> integer(long min, long max) {
    return new OneWord<>() {
      @Override
      Long parse(String word) throws InvalidValueException {
        if (!INTEGER.matcher(word).matches()) {
          throw new InvalidValueException("argument couldn't be parsed into an integer");
        }
        try {
          return inRange(Long.parseLong(word), min, max);
        } catch (NumberFormatException beyondLong) {
          throw new InvalidValueException("argument couldn't be parsed into an integer");
        }
      }

      @Override
      public String shown(Long value) {
        return Long.toString(value);
      }

      @Override
      public String accepted() {
        return "an integer from %d to %d".formatted(min, max);
      }
    };
  }

  /** Another type's numbers, where one below or above the limits counts as the limit. */
  static ValueType<Long> clamped(long min, long max, ValueType<Long> wider) {
    return new OneWord<>() {
      @Override
      Long parse(String word) throws InvalidValueException {
        return Math.max(min, Math.min(max, wider.parse(List.of(word), 0L)));
      }

      @Override
      public String shown(Long value) {
        return wider.shown(value);
      }

      @Override
      public String accepted() {
        return "an integer, from %d to %d at best".formatted(min, max);
      }
    };
  }

  static ValueType<Long> memory(long min, long max) {
    return new OneWord<>() {
      @Override
      Long parse(String word) throws InvalidValueException {
        return inRange(MemorySize.parse(word), min, max);
      }

      @Override
      public String shown(Long value) {
        return Long.toString(value);
      }

      @Override
      public String written(Long value) {
        return MemorySize.written(value);
      }

      @Override
      public String accepted() {
        return "a memory size from %d to %d bytes, such as 1000, 64kb or 1gb".formatted(min, max);
      }
    };
  }

  /** A memory size or, negative, a share of another one in percent. */
  static ValueType<Long> memoryOrPercent() {
    return new OneWord<>() {
      @Override
      Long parse(String word) throws InvalidValueException {
        Matcher percent = PERCENT.matcher(word);
        if (!percent.matches()) {
          return size(word);
        }
        long share = Long.parseLong(percent.group(1));
        if (share > 100) {
          throw new InvalidValueException("percentage argument must be less or equal to 100");
        }
        return -share;
      }

      private long size(String word) throws InvalidValueException {
        try {
          return MemorySize.parse(word);
        } catch (InvalidValueException noSize) {
          throw new InvalidValueException("argument must be a memory or percent value");
        }
      }

      @Override
      public String shown(Long value) {
        return value < 0 ? -value + "%" : Long.toString(value);
      }

      @Override
      public String written(Long value) {
        return value < 0 ? shown(value) : MemorySize.written(value);
      }

      @Override
      public String accepted() {
        return "a memory size such as 1000, 64kb or 1gb, or a share such as 5%";
      }
    };
  }

  private static long inRange(long value, long min, long max) throws InvalidValueException {
    if (value < min || value > max) {
      throw new InvalidValueException(
          "argument must be between %d and %d inclusive".formatted(min, max));
    }
    return value;
  }

  /** The constants of an enum, in lower case. */
  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> constants) {
    return named(
        List.of(constants.getEnumConstants()),
        constant -> constant.name().toLowerCase(Locale.ROOT));
  }

  /** One of these words, in any case. */
  static ValueType<String> oneOf(List<String> words) {
    return named(words, word -> word);
  }

  /** One of these values, each under its name in any case. */
  private static <T> ValueType<T> named(List<T> values, Function<T, String> name) {
    String names = values.stream().map(name).collect(joining(", "));
    return new OneWord<>() {
      @Override
      T parse(String word) throws InvalidValueException {
        for (T value : values) {
          if (shown(value).equalsIgnoreCase(word)) {
            return value;
          }
        }
        throw new InvalidValueException("argument(s) must be one of the following: " + names);
      }

      @Override
      public String shown(T value) {
        return name.apply(value);
      }

      @Override
      public String accepted() {
        return "one of " + names;
      }
    };
  }

  /** A replacement policy under its own name. */
  static ValueType<Replacement> replacementPolicy() {
    return named(List.of(Replacement.values()), Replacement::directive);
  }

  /** A replacement policy under Redis's name for it, where Redis has one. */
  static ValueType<Replacement> maxmemoryPolicy() {
    return named(Replacement.ofRedis(), Replacement::redisName);
  }

  static ValueType<String> text(String accepted) {
    return new OneWord<>() {
      @Override
      String parse(String word) {
        return word;
      }

      @Override
      public String shown(String value) {
        return value;
      }

      @Override
      public String accepted() {
        return accepted;
      }
    };
  }

  /** So many integers, of a range; what is said of another one is the caller's. */
  static ValueType<List<Long>> integers(int count, long least, long most, String refusal) {
    ValueType<Long> each = integer(least, most);
    return new ManyWords<>() {
      @Override
      List<Long> parseWords(List<String> words, List<Long> current) throws InvalidValueException {
        if (words.size() != count) {
          throw new InvalidValueException("wrong number of arguments");
        }
        List<Long> values = new ArrayList<>();
        for (String word : words) {
          try {
            values.add(each.parse(List.of(word), null));
          } catch (InvalidValueException bad) {
            throw new InvalidValueException(refusal);
          }
        }
        return values;
      }

      @Override
      public String shown(List<Long> values) {
        return values.stream().map(Object::toString).collect(joining(" "));
      }

      @Override
      public String written(List<Long> values) {
        return shown(values);
      }

      @Override
      public String accepted() {
        return "%d integers from %d to %d".formatted(count, least, most);
      }
    };
  }

  static ValueType<Path> directory() {
    return new OneWord<>() {
      @Override
      Path parse(String word) throws InvalidValueException {
        if (word.isEmpty()) {
          throw new InvalidValueException("argument must name a directory");
        }
        try {
          return Path.of(word);
        } catch (InvalidPathException notAPath) {
          throw new InvalidValueException("argument must name a directory");
        }
      }

      @Override
      public String shown(Path value) {
        return value.toAbsolutePath().normalize().toString();
      }

      @Override
      public String written(Path value) {
        return ConfWords.quote(value.toString());
      }

      @Override
      public String accepted() {
        return "the path of a directory";
      }
    };
  }

  static ValueType<EventFlags> eventFlags() {
    return new OneWord<>() {
      @Override
      EventFlags parse(String word) throws InvalidValueException {
        try {
          return EventFlags.parse(word);
        } catch (IllegalArgumentException unknown) {
          throw new InvalidValueException(unknown.getMessage());
        }
      }

      @Override
      public String shown(EventFlags value) {
        return value.toString();
      }

      @Override
      public String accepted() {
        return "letters of KEg$lshzxetdmn, A for g$lshzxetd, or \"\" for none";
      }
    };
  }

  static ValueType<List<BindAddress>> addresses() {
    return new ManyWords<>() {
      @Override
      List<BindAddress> parseWords(List<String> words, List<BindAddress> current)
          throws InvalidValueException {
        if (words.size() > MAX_BIND_ADDRESSES) {
          throw new InvalidValueException("Too many bind addresses specified.");
        }
        List<BindAddress> addresses = words.stream().map(BindAddress::new).toList();
        if (addresses.isEmpty() || addresses.stream().anyMatch(a -> a.host().isEmpty())) {
          throw new InvalidValueException("at least one address to listen on is needed");
        }
        return addresses;
      }

      @Override
      public String shown(List<BindAddress> value) {
        return value.stream().map(BindAddress::text).collect(joining(" "));
      }

      @Override
      public String written(List<BindAddress> value) {
        return value.stream().map(a -> ConfWords.quote(a.text())).collect(joining(" "));
      }

      @Override
      public String accepted() {
        return "1 to %d addresses, such as 127.0.0.1 -::1".formatted(MAX_BIND_ADDRESSES);
      }
    };
  }

  /** Pairs of seconds and changes: one word is all of them, several add to what there is. */
  static ValueType<SavePoints> savePoints() {
    return new ValueType<>() {
      @Override
      public SavePoints parse(List<String> words, SavePoints current) throws InvalidValueException {
        boolean adds = words.size() > 1;
        List<SavePoint> points = new ArrayList<>(adds ? current.points() : List.of());
        String all = String.join(" ", words);
        if (all.isEmpty()) {
          return SavePoints.NONE;
        }
        String[] numbers = all.split(" ", -1);
        if (numbers.length % 2 != 0) {
          throw new InvalidValueException(INVALID_SAVE);
        }
        for (int i = 0; i < numbers.length; i += 2) {
          points.add(new SavePoint(saveNumber(numbers[i], 1), saveNumber(numbers[i + 1], 0)));
        }
        return new SavePoints(List.copyOf(points));
      }

      private long saveNumber(String word, long least) throws InvalidValueException {
        if (!SAVE_NUMBER.matcher(word).matches() || Long.parseLong(word) < least) {
          throw new InvalidValueException(INVALID_SAVE);
        }
        return Long.parseLong(word);
      }

      @Override
      public String shown(SavePoints value) {
        return value.shown();
      }

      @Override
      public String accepted() {
        return "pairs of seconds and changes, or \"\"";
      }
    };
  }

  /** Numbers from 0 to 100, or none. */
  static ValueType<Percentiles> percentiles() {
    return new ManyWords<>() {
      @Override
      Percentiles parseWords(List<String> words, Percentiles current) throws InvalidValueException {
        List<Double> percentiles = new ArrayList<>();
        for (String word : words) {
          percentiles.add(percentile(word));
        }
        return new Percentiles(List.copyOf(percentiles));
      }

      private double percentile(String word) throws InvalidValueException {
        if (!DECIMAL.matcher(word).matches()) {
          throw new InvalidValueException("Invalid latency-tracking-info-percentiles parameters");
        }
        double percentile = Double.parseDouble(word);
        if (percentile < 0 || percentile > 100) {
          throw new InvalidValueException(
              "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]");
        }
        return percentile;
      }

      @Override
      public String shown(Percentiles value) {
        return value.shown();
      }

      @Override
      public String written(Percentiles value) {
        return value.values().isEmpty() ? ConfWords.quote("") : shown(value);
      }

      @Override
      public String accepted() {
        return "numbers from 0 to 100, such as 50 99 99.9";
      }
    };
  }

  /** Groups of class, hard bytes, soft bytes, soft seconds; a class not named keeps its limit. */
  static ValueType<OutputBufferLimits> outputBufferLimits() {
    return new ManyWords<>() {
      @Override
      OutputBufferLimits parseWords(List<String> words, OutputBufferLimits current)
          throws InvalidValueException {
        if (words.size() % 4 != 0) {
          throw new InvalidValueException(
              "Wrong number of arguments in buffer limit configuration.");
        }
        OutputBufferLimits limits = current;
        for (int i = 0; i < words.size(); i += 4) {
          List<String> sizes = words.subList(i + 1, i + 4);
          limits =
              switch (words.get(i).toLowerCase(Locale.ROOT)) {
                case "normal" ->
                    new OutputBufferLimits(limit(sizes), limits.replica(), limits.pubsub());
                case "replica", "slave" ->
                    new OutputBufferLimits(limits.normal(), limit(sizes), limits.pubsub());
                case "pubsub" ->
                    new OutputBufferLimits(limits.normal(), limits.replica(), limit(sizes));
                default ->
                    throw new InvalidValueException(
                        "Invalid client class specified in buffer limit configuration.");
              };
        }
        return limits;
      }

      private Limit limit(List<String> words) throws InvalidValueException {
        try {
          return new Limit(
              MemorySize.parse(words.get(0)),
              MemorySize.parse(words.get(1)),
              integer(0, Integer.MAX_VALUE).parse(words.subList(2, 3), 0L));
        } catch (InvalidValueException bad) {
          throw new InvalidValueException(
              "Error in hard, soft or soft_seconds setting in buffer limit configuration.");
        }
      }

      @Override
      public String shown(OutputBufferLimits value) {
        return "normal %s slave %s pubsub %s"
            .formatted(value.normal().shown(), value.replica().shown(), value.pubsub().shown());
      }

      @Override
      public String written(OutputBufferLimits value) {
        return "normal %s replica %s pubsub %s"
            .formatted(
                value.normal().written(), value.replica().written(), value.pubsub().written());
      }

      @Override
      public String accepted() {
        return "groups of: normal, replica or pubsub, hard limit, soft limit, soft seconds";
      }
    };
  }
}
