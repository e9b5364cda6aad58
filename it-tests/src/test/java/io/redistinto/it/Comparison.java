package io.redistinto.it;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** When two replies count as the same. */
@FunctionalInterface
interface Comparison {

  /** A verbatim string begins with its format and a colon: {@code txt:}. */
  int VERBATIM_FORMAT_LENGTH = 4;

  boolean same(WireReply a, WireReply b);

  /** The same bytes. */
  static Comparison exact() {
    return (a, b) -> a.raw().equals(b.raw()) && a.parsed().type() == b.parsed().type();
  }

  /** The same elements, at every depth, in any order. A map's keys stay with their values. */
  static Comparison unordered() {
    return (a, b) ->
        exact().same(a, b) || sorted(a.parsed()).equals(sorted(b.parsed())); // sorting is slow
  }

  /** The same types at every depth and as many elements, whatever they contain. */
  static Comparison shape() {
    return (a, b) -> shapeOf(a.parsed()).equals(shapeOf(b.parsed()));
  }

  /** The same, but integers (also as bulk strings of digits) may differ by so much. */
  static Comparison within(long tolerance) {
    return (a, b) -> near(a.parsed(), b.parsed(), tolerance);
  }

  /**
   * The same once the fields of these names are removed from both, each with its value: two
   * neighbouring elements, or {@code name=value} or {@code name:value} in a text; what parts a
   * text's fields does not count then.
   */
  static Comparison without(Collection<String> names) {
    Set<String> fields = Set.copyOf(names);
    return (a, b) -> strip(a.parsed(), fields).equals(strip(b.parsed(), fields));
  }

  /** The same with every number in a text taken for the same number: times, ports. */
  static Comparison withoutNumbers() {
    return (a, b) -> withoutNumbers(a.raw()).equals(withoutNumbers(b.raw()));
  }

  private static String withoutNumbers(String text) {
    return text.replaceAll("[0-9]+", "0");
  }

  private static String sorted(Reply reply) {
    if (reply.elements() == null) {
      return reply.isNull()
          ? reply.type() + "null"
          : reply.type() + ":" + reply.text().length() + ":" + reply.text();
    }
    List<String> parts = new ArrayList<>();
    int step = reply.type() == '%' ? 2 : 1;
    for (int i = 0; i < reply.elements().size(); i += step) {
      parts.add(
          reply.elements().subList(i, i + step).stream()
              .map(Comparison::sorted)
              .collect(Collectors.joining(" => ")));
    }
    parts.sort(null);
    return reply.type() + parts.toString();
  }

  private static String shapeOf(Reply reply) {
    if (reply.isNull()) {
      return reply.type() + "null";
    }
    if (reply.elements() == null) {
      return Character.toString(reply.type());
    }
    return reply.type() + reply.elements().stream().map(Comparison::shapeOf).toList().toString();
  }

  private static boolean near(Reply a, Reply b, long tolerance) {
    if (a.type() != b.type() || a.isNull() != b.isNull()) {
      return false;
    }
    if (a.elements() != null) {
      int size = a.elements().size();
      boolean near = size == b.elements().size();
      for (int i = 0; near && i < size; i++) {
        near = near(a.elements().get(i), b.elements().get(i), tolerance);
      }
      return near;
    }
    if (a.equals(b)) {
      return true;
    }
    // Negative numbers are codes (-1, -2), not times.
    String number = "\\d{1,18}";
    return a.text().matches(number)
        && b.text().matches(number)
        && Math.abs(Long.parseLong(a.text()) - Long.parseLong(b.text())) <= tolerance;
  }

  private static Reply strip(Reply reply, Set<String> fields) {
    if (reply.isNull()) {
      return reply;
    }
    if (reply.elements() == null) {
      int start = reply.type() == '=' ? VERBATIM_FORMAT_LENGTH : 0;
      return Reply.scalar(reply.type(), stripText(reply.text().substring(start), fields));
    }
    List<Reply> kept = new ArrayList<>();
    for (int i = 0; i < reply.elements().size(); i++) {
      Reply element = reply.elements().get(i);
      if (element.text() != null && fields.contains(element.text())) {
        i++;
      } else {
        kept.add(strip(element, fields));
      }
    }
    return Reply.aggregate(reply.type(), kept);
  }

  /** An INFO-like text has a field a line, a CLIENT LIST-like text a field a word. */
  private static String stripText(String text, Set<String> fields) {
    return Arrays.stream(text.split(text.contains("\r\n") ? "\r\n" : "[ \n]"))
        .filter(field -> !fields.contains(field.split("[=:]", 2)[0]))
        .collect(Collectors.joining("\n"));
  }
}
