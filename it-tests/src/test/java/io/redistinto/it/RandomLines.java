package io.redistinto.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An endless sequence of table lines, the same for the same seed: templates picked at random over a
 * small key space, now and then with an argument too many, too few or empty.
 */
final class RandomLines {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)\\}");

  private static final int MUTATED_PERCENT = 4;

  private static final List<String> KEYS =
      List.of(
          "a", "b", "c", "d", "user:1", "user:2", "user:10", "", "\0\u00ff", "A", "k".repeat(41));

  private static final List<String> GLOBS =
      List.of(
          "*",
          "user:*",
          "user:?",
          "[a-c]",
          "[^a]*",
          "?",
          "",
          "\\*",
          "*k",
          "nothing*",
          "user:[12]*");

  /** Of hashes: as long as a packed one may have, at most. */
  private static final List<String> FIELDS =
      List.of("f", "g", "h", "1", "01", "-5", "", "\0\u00ff", "a b", "user:1", "f".repeat(64));

  private static final List<String> MEMBERS =
      List.of("a", "b", "bb", "c", "d", "", "1", "-1", "01", "10", "\0\u00ff", "m".repeat(70));

  private static final List<String> BAD_NUMBERS =
      List.of("x", "", "1.5", "0", "-1", "9223372036854775807", "9223372036854775808", " 1");

  private final Random random;
  private final List<String> templates;
  private final Map<String, Supplier<String>> values;
  private int number;

  RandomLines(long seed, List<String> templates) {
    this.random = new Random(seed);
    this.templates = templates;
    // Moments and durations lie so far apart that no delay changes which of two comes first.
    this.values =
        Map.ofEntries(
            entry("k", () -> Reply.quote(oneOf(KEYS))),
            entry("f", () -> Reply.quote(oneOf(FIELDS))),
            entry("v", () -> Reply.quote(value())),
            entry("glob", () -> Reply.quote(oneOf(GLOBS))),
            entry("db", () -> Integer.toString(random.nextInt(3))),
            entry("flag", () -> oneOf(List.of("NX", "XX", "GT", "LT", "nx", "gt"))),
            entry("bad", () -> Reply.quote(oneOf(BAD_NUMBERS))),
            entry("seconds", () -> Integer.toString(5_000 * (1 + random.nextInt(9)))),
            entry("millis", () -> Integer.toString(5_000_000 * (1 + random.nextInt(9)))),
            entry("at", () -> "{now+" + (5_000 * (1 + random.nextInt(9)) + 2_500) + "}"),
            entry(
                "atms", () -> "{nowms+" + (5_000_000 * (1 + random.nextInt(9)) + 2_500_000) + "}"),
            entry("int", this::integer),
            entry("float", this::floating),
            entry("few", () -> Integer.toString(random.nextInt(60) - 20)),
            entry(
                "offset",
                () -> Integer.toString(random.nextInt(random.nextBoolean() ? 40 : 3_000))),
            entry("word", () -> word("abc", random.nextInt(60))),
            entry("bit", () -> Integer.toString(random.nextInt(2))),
            entry("unit", () -> oneOf(List.of("BIT", "BYTE", "bit", "byte", "BITE"))),
            entry("field", () -> oneOf(List.of("u", "i")) + (1 + random.nextInt(64))),
            entry("hash", () -> random.nextBoolean() ? "#" : ""),
            entry("id", this::streamId),
            entry("group", () -> oneOf(List.of("g", "g", "h", "none"))),
            entry("consumer", () -> oneOf(List.of("alice", "bob", "Zoe", ""))),
            entry("size", () -> Integer.toString(random.nextInt(random.nextInt(8) == 0 ? 60 : 8))),
            entry("trim", this::streamTrim),
            entry("end", () -> oneOf(List.of("LEFT", "RIGHT", "left", "right", "UP"))),
            entry("overflow", () -> oneOf(List.of("WRAP", "SAT", "FAIL"))),
            entry("score", this::score),
            entry("member", () -> Reply.quote(oneOf(MEMBERS))),
            entry("min", () -> bound("-inf")),
            entry("max", () -> bound("+inf")),
            entry("lexmin", () -> lexBound("-")),
            entry("lexmax", () -> lexBound("+")),
            entry("bitop", () -> oneOf(List.of("AND", "OR", "XOR"))));
  }

  private static Map.Entry<String, Supplier<String>> entry(String name, Supplier<String> value) {
    return Map.entry(name, value);
  }

  /** An integer of any number of bits. */
  private String integer() {
    return Long.toString(random.nextLong() >> random.nextInt(64));
  }

  /** A number with a fraction or an exponent, in one of the forms that C reads. */
  private String floating() {
    return switch (random.nextInt(6)) {
      case 0 -> integer();
      case 1 -> Double.toString(random.nextGaussian());
      case 2 -> random.nextInt(1_000) / 100.0 + "";
      case 3 -> integer() + "." + random.nextInt(1_000_000) + "e" + (random.nextInt(60) - 40);
      case 4 -> Double.toHexString(random.nextGaussian() * (1L << random.nextInt(60)));
      default -> "-0." + Long.toString(Math.abs(random.nextLong() >> random.nextInt(64)));
    };
  }

  private String score() {
    return switch (random.nextInt(8)) {
      case 0 -> floating();
      case 1 -> oneOf(List.of("inf", "-inf", "-0", "0", "1e17", "0.1", "0x1p-3"));
      case 2 -> random.nextInt(100) / 8.0 + "";
      default -> Integer.toString(random.nextInt(12) - 4);
    };
  }

  private String bound(String outermost) {
    if (random.nextInt(4) == 0) {
      return outermost;
    }
    return (random.nextInt(3) == 0 ? "(" : "") + (random.nextInt(20) == 0 ? "x" : score());
  }

  private String lexBound(String outermost) {
    if (random.nextInt(3) == 0) {
      return outermost;
    }
    String kind = random.nextInt(30) == 0 ? "" : random.nextBoolean() ? "[" : "(";
    return Reply.quote(kind + oneOf(MEMBERS));
  }

  /** An ID near those that others are, in one of its forms. */
  private String streamId() {
    String id = Integer.toString(1 + random.nextInt(40));
    return switch (random.nextInt(8)) {
      case 0 -> oneOf(List.of("0", "0-0", "18446744073709551615-18446744073709551615", "x", "1-x"));
      case 1 -> id;
      default -> id + "-" + random.nextInt(3);
    };
  }

  private String streamTrim() {
    String sign = oneOf(List.of("", "= ", "~ ", "~ "));
    String limit = random.nextInt(4) == 0 ? " LIMIT " + random.nextInt(5) : "";
    return random.nextBoolean()
        ? "MAXLEN " + sign + random.nextInt(30) + limit
        : "MINID " + sign + streamId() + limit;
  }

  private String word(String letters, int length) {
    return random
        .ints(1 + length, 0, letters.length())
        .mapToObj(at -> letters.substring(at, at + 1))
        .collect(Collectors.joining());
  }

  Table.Line next() {
    Matcher placeholder = PLACEHOLDER.matcher(oneOf(templates));
    String text =
        placeholder.replaceAll(found -> Matcher.quoteReplacement(valueOf(found.group(1))));
    Table.Line line = Table.Line.parse(++number, text);
    boolean mutable = line.verb() == Table.Verb.ASK && !line.arguments().isEmpty();
    return mutable && random.nextInt(100) < MUTATED_PERCENT ? mutated(line) : line;
  }

  private String valueOf(String name) {
    return switch (name) {
      case "cursor" -> "{cursor}";
      case "past" -> "{now-" + (1 + random.nextInt(1_000)) + "}";
      default -> values.get(name).get();
    };
  }

  /** Any bytes; never exactly one, which could be the semicolon that parts a pipeline. */
  private String value() {
    int length = 2 * (random.nextInt(20) == 0 ? random.nextInt(10_000) : random.nextInt(50));
    return random
        .ints(length, 0, 256)
        .mapToObj(b -> Character.toString((char) b))
        .collect(Collectors.joining());
  }

  private Table.Line mutated(Table.Line line) {
    List<String> arguments = new ArrayList<>(line.arguments());
    int at = random.nextInt(arguments.size());
    switch (random.nextInt(3)) {
      case 0 -> arguments.remove(at);
      case 1 -> arguments.add(at, arguments.get(at));
      default -> arguments.set(at, "");
    }
    if (arguments.isEmpty()) {
      return line;
    }
    String text = arguments.stream().map(Reply::quote).collect(Collectors.joining(" "));
    return new Table.Line(
        line.number(),
        text,
        line.protocol(),
        line.comparison(),
        line.connection(),
        line.verb(),
        arguments);
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
