package io.redistinto.it;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An endless sequence of table lines, the same for the same seed: a family's templates picked at
 * random over a small key space, now and then with an argument too many, too few or empty.
 */
final class RandomLines {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)(\\d?)\\}");

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
      List.of(
          "x",
          "",
          "1.5",
          "0",
          "-1",
          "9223372036854775807",
          "9223372036854775808",
          " 1",
          "+1",
          "007",
          "-0",
          "-9223372036854775809",
          "18446744073709551615",
          "12345678901234567890");

  private final Random random;
  private final String family;
  private final RandomGrammar grammar;
  private final Map<String, Supplier<String>> values;

  /** What is left of the template that was picked last. */
  private final Deque<Table.Line> waiting = new ArrayDeque<>();

  private int number;

  RandomLines(long seed, String family, RandomGrammar grammar) {
    this.random = new Random(seed);
    this.family = family;
    this.grammar = grammar;
    // Moments and durations lie so far apart that no delay changes which of two comes first.
    this.values =
        Map.ofEntries(
            entry("cursor", () -> "{cursor}"),
            entry("past", () -> "{now-" + (1 + random.nextInt(1_000)) + "}"),
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
            entry("consumer", () -> oneOf(List.of("alice", "bob", "Zoe", "\"\""))),
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
            entry("longitude", () -> degree(13, 180)),
            entry("latitude", () -> degree(38, 85)),
            entry("text", () -> word("abc", oneOf(LENGTHS) - 1)),
            entry("many", () -> many(() -> "" + (random.nextInt(900) - 200))),
            entry("manytexts", () -> many(() -> "m" + random.nextInt(900))),
            entry("bitop", () -> oneOf(List.of("AND", "OR", "XOR"))));
  }

  private static Map.Entry<String, Supplier<String>> entry(String name, Supplier<String> value) {
    return Map.entry(name, value);
  }

  /** Where integers of some width end. */
  private static final List<Long> LIMITS =
      Stream.of(7, 8, 12, 15, 16, 23, 24, 31, 32, 53, 63)
          .map(bits -> 1L << bits)
          .flatMap(end -> Stream.of(end - 1, end, end + 1, -end - 1, -end, 1 - end))
          .toList();

  /** Around the lengths at which a value or a collection is kept in another way. */
  private static final List<Integer> LENGTHS =
      List.of(11, 12, 13, 31, 32, 43, 44, 45, 62, 63, 64, 65);

  private static final List<Integer> COUNTS =
      List.of(62, 63, 64, 65, 126, 127, 128, 129, 511, 512, 513);

  /** An integer of any number of bits. */
  private String integer() {
    if (random.nextInt(12) == 0) {
      return Long.toString(oneOf(LIMITS));
    }
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

  /** Mostly near one place, else anywhere, now and then beyond the edge. */
  private String degree(int near, int edge) {
    return switch (random.nextInt(8)) {
      case 0 -> Double.toString((random.nextDouble() * 2.05 - 1.02) * edge);
      case 1 -> Integer.toString(edge * (random.nextInt(3) - 1));
      default -> Double.toString(near + random.nextInt(4_000) / 1_000.0);
    };
  }

  private String many(Supplier<String> element) {
    return Stream.generate(element).limit(oneOf(COUNTS)).collect(Collectors.joining(" "));
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
    if (waiting.isEmpty()) {
      String[] texts = choose(family, new HashMap<>()).split(RandomGrammar.NEXT_LINE, -1);
      for (String text : texts) {
        Table.Line line = Table.Line.parse(++number, text);
        // Lines that belong together count on one another's effects.
        waiting.add(texts.length == 1 ? sometimesMutated(line) : line);
      }
    }
    return waiting.remove();
  }

  /** One of the texts that a name stands for, with all placeholders in it replaced. */
  private String choose(String name, Map<String, String> remembered) {
    return PLACEHOLDER
        .matcher(oneOf(grammar.choices(name)))
        .replaceAll(found -> Matcher.quoteReplacement(valueOf(found, remembered)));
  }

  /** A placeholder that ends in a digit stands for the same wherever it comes up in a template. */
  private String valueOf(MatchResult placeholder, Map<String, String> remembered) {
    String known = remembered.get(placeholder.group());
    if (known != null) {
      return known;
    }
    String name = placeholder.group(1);
    String value = values.containsKey(name) ? values.get(name).get() : choose(name, remembered);
    if (!placeholder.group(2).isEmpty()) {
      remembered.put(placeholder.group(), value);
    }
    return value;
  }

  /** Any bytes; never exactly one, which could be the semicolon that parts a pipeline. */
  private String value() {
    int length = 2 * (random.nextInt(20) == 0 ? random.nextInt(10_000) : random.nextInt(50));
    return random
        .ints(length, 0, 256)
        .mapToObj(b -> Character.toString((char) b))
        .collect(Collectors.joining());
  }

  private Table.Line sometimesMutated(Table.Line line) {
    boolean mutable =
        line.verb() == Table.Verb.ASK
            && !line.arguments().isEmpty()
            && !line.text().contains("{id:"); // an error might repeat it, and sides differ
    return mutable && random.nextInt(100) < MUTATED_PERCENT ? mutated(line) : line;
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
