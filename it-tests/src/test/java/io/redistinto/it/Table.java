package io.redistinto.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of lines for both servers, in the language that {@code tables/README.md} describes.
 *
 * @param directives what the table's own pair of servers is started with; null if it needs none
 */
record Table(String name, List<String> directives, List<Line> lines) {

  /** Where tables are; surefire runs tests in the module's directory. */
  static final Path RESOURCES = Path.of("src", "test", "resources");

  /** What a line does. */
  enum Verb {
    /** Sends a request and compares the reply. */
    ASK,
    /** Sends a request and reads nothing. */
    SEND,
    /** Compares whatever comes next, pushes included. */
    READ,
    /** Sends several requests in one write and compares each reply. */
    PIPE,
    /** Sends bytes on a new connection and compares all that comes until it is closed. */
    RAW,
    /** Runs a cursor to its end and compares the set of all it returned. */
    SCAN,
    /** Takes each side's DUMP of a key to the other, and compares what RESTORE replies. */
    CARRY,
    /** Compares all that arrives on a connection until it has answered a PING. */
    DRAIN,
    /** Checks that nothing arrives. */
    SILENT,
    /** Closes the connection; the next use opens it again. */
    NEW,
    /** Waits. */
    SLEEP
  }

  /**
   * One line.
   *
   * @param protocol the only RESP version it is for, or 0 for both
   * @param connection a name such as {@code c1}
   * @param arguments of the request; placeholders still stand
   */
  record Line(
      int number,
      String text,
      int protocol,
      Comparison comparison,
      String connection,
      Verb verb,
      List<String> arguments) {

    /** Reads a line that is neither blank nor a comment. */
    static Line parse(int number, String text) {
      LineParser parser = new LineParser(text);
      parser.parse();
      return new Line(
          number,
          text,
          parser.protocol,
          parser.comparison,
          parser.connection,
          parser.verb,
          CommandLine.split(parser.rest));
    }
  }

  /** Every table in a folder of the test resources, by name. */
  static List<Table> allIn(String folder) {
    return filesIn(folder).stream().map(Table::read).toList();
  }

  /** Every text file in a folder of the test resources, by name. */
  static List<Path> filesIn(String folder) {
    try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Table read(Path file) {
    List<String> directives = null;
    List<Line> lines = new ArrayList<>();
    List<String> texts = textsOf(file);
    for (int number = 1; number <= texts.size(); number++) {
      String text = texts.get(number - 1).strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      if (text.startsWith("!server ")) {
        directives = CommandLine.split(text.substring("!server ".length()));
        continue;
      }
      try {
        lines.add(Line.parse(number, text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(file + ":" + number + ": " + e.getMessage(), e);
      }
    }
    return new Table(file.getFileName().toString(), directives, lines);
  }

  /** A file's lines with each byte as one char, so that UTF-8 text is sent as it stands. */
  static List<String> textsOf(Path file) {
    try {
      return Files.readAllLines(file, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a line's prefixes off one by one; what is left is the request. */
  private static final class LineParser {

    private static final String PLUS_MINUS = new String("\u00b1".getBytes(UTF_8), ISO_8859_1);

    private static final Pattern PREFIX =
        Pattern.compile(
            "(?:@(?<protocol>[23])"
                + "|(?<unordered>~)"
                + "|(?<shape>\\?)"
                + "|(?<numbers>\\$)"
                + ("|" + PLUS_MINUS + "(?<tolerance>\\d+)")
                + "|%(?<fields>[a-z_,-]+)"
                + "|(?<connection>c\\d)(?<way>[>&<])"
                + "|(?<special>pipe|raw)>"
                + "|!(?<directive>sleep|scan|carry|drain|silent|new))(?: +|$)(?<rest>.*)");

    private int protocol;
    private Comparison comparison = Comparison.exact();
    private String connection = "c1";
    private Verb verb = Verb.ASK;
    private String rest;

    LineParser(String text) {
      this.rest = text;
    }

    void parse() {
      Matcher prefix = PREFIX.matcher(rest);
      while (prefix.matches()) {
        take(prefix);
        rest = prefix.group("rest");
        prefix = PREFIX.matcher(rest);
      }
    }

    private void take(Matcher prefix) {
      if (prefix.group("protocol") != null) {
        protocol = Integer.parseInt(prefix.group("protocol"));
      } else if (prefix.group("unordered") != null) {
        comparison = Comparison.unordered();
      } else if (prefix.group("shape") != null) {
        comparison = Comparison.shape();
      } else if (prefix.group("numbers") != null) {
        comparison = Comparison.withoutNumbers();
      } else if (prefix.group("tolerance") != null) {
        comparison = Comparison.within(Long.parseLong(prefix.group("tolerance")));
      } else if (prefix.group("fields") != null) {
        comparison = Comparison.without(List.of(prefix.group("fields").split(",")));
      } else if (prefix.group("connection") != null) {
        connection = prefix.group("connection");
        verb =
            switch (prefix.group("way")) {
              case "&" -> Verb.SEND;
              case "<" -> Verb.READ;
              default -> Verb.ASK;
            };
      } else if (prefix.group("special") != null) {
        verb = prefix.group("special").equals("raw") ? Verb.RAW : Verb.PIPE;
      } else {
        verb =
            switch (prefix.group("directive")) {
              case "sleep" -> Verb.SLEEP;
              case "scan" -> Verb.SCAN;
              case "carry" -> Verb.CARRY;
              case "drain" -> Verb.DRAIN;
              case "silent" -> Verb.SILENT;
              default -> Verb.NEW;
            };
      }
    }
  }
}
