package io.redistinto.it;

import java.util.ArrayList;
import java.util.List;

/** Plays lines to the real server and to ours, and collects every difference. */
final class TableRun implements AutoCloseable {

  private static final int MAX_DIFFERENCES_SHOWN = 20;
  private static final int MAX_UNANSWERED = 3;
  private static final int MAX_REPLY_SHOWN = 1_500;

  private final String title;
  private final int protocol;
  private final Side real;
  private final Side ours;
  private final List<String> differences = new ArrayList<>();
  private int unanswered;

  TableRun(String title, int protocol, TestServer real, TestServer ours) {
    long startMillis = System.currentTimeMillis();
    this.title = title;
    this.protocol = protocol;
    this.real = new Side(real, protocol, startMillis);
    this.ours = new Side(ours, protocol, startMillis);
  }

  /** Plays one line; a difference is kept for {@link #failOnDifferences}. */
  void play(Table.Line line) {
    if (line.protocol() != 0 && line.protocol() != protocol) {
      return;
    }
    if (line.verb() == Table.Verb.SLEEP) {
      sleep(Long.parseLong(line.arguments().get(0)));
      return;
    }
    try {
      List<WireReply> expected;
      List<WireReply> actual;
      if (line.verb() == Table.Verb.CARRY) {
        String ofReal = real.dump(line);
        String ofOurs = ours.dump(line);
        expected = List.of(real.restore(line, ofOurs));
        actual = List.of(ours.restore(line, ofReal));
      } else {
        expected = real.perform(line);
        actual = ours.perform(line);
      }
      for (int i = 0; i < expected.size(); i++) {
        if (!line.comparison().same(actual.get(i), expected.get(i))) {
          differences.add(describe(line, expected.get(i), actual.get(i)));
        }
      }
    } catch (AssertionError e) {
      differences.add(place(line) + "\n  " + e.getMessage());
      // Only a line with a connection of its own leaves the others their place.
      if (line.verb() != Table.Verb.RAW || ++unanswered > MAX_UNANSWERED) {
        throw new AssertionError(report(), e);
      }
    }
  }

  /** Sleeping lets the servers' own clocks pass: there is no other way to reach them. */
  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  boolean hasDifferences() {
    return !differences.isEmpty();
  }

  void failOnDifferences() {
    if (hasDifferences()) {
      throw new AssertionError(report());
    }
  }

  private String report() {
    int shown = Math.min(differences.size(), MAX_DIFFERENCES_SHOWN);
    return differences.size()
        + " differences, the first "
        + shown
        + ":\n"
        + String.join("\n", differences.subList(0, shown));
  }

  private String place(Table.Line line) {
    return title + ":" + line.number() + " RESP" + protocol + "  " + line.text();
  }

  private String describe(Table.Line line, WireReply expected, WireReply actual) {
    String readableExpected = expected.parsed().readable();
    String readableActual = actual.parsed().readable();
    if (readableExpected.equals(readableActual)) {
      readableExpected = Reply.quote(expected.raw());
      readableActual = Reply.quote(actual.raw());
    }
    int from = Math.max(0, firstDifference(readableExpected, readableActual) - 200);
    return String.format(
        "%s%n  %s: %s%n  %s: %s",
        place(line),
        real.name(),
        cut(readableExpected, from),
        ours.name(),
        cut(readableActual, from));
  }

  private static int firstDifference(String a, String b) {
    int at = 0;
    while (at < a.length() && at < b.length() && a.charAt(at) == b.charAt(at)) {
      at++;
    }
    return at;
  }

  private static String cut(String text, int from) {
    if (text.length() <= MAX_REPLY_SHOWN) {
      return text;
    }
    int start = Math.min(from, text.length());
    int end = Math.min(text.length(), start + MAX_REPLY_SHOWN);
    return "..." + text.substring(start, end) + "... (" + text.length() + " chars)";
  }

  @Override
  public void close() {
    real.close();
    ours.close();
  }
}
