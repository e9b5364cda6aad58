package io.redistinto.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.resp.Request;
import io.redistinto.server.command.Command;
import io.redistinto.server.command.CommandTable;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Each way in which a command can be asked wrongly is compared with a real server by a line of
 * {@code errors.txt}. What can be wrong is what COMMAND DOCS says of the arguments, what a line has
 * wrong is seen in our reply. Where there is no such reply, {@code errorless.txt} says why.
 */
@ExtendWith(Servers.class)
class CoverageOfErrorsTest {
  private static final Set<String> GROUPS_OF_A_TYPE =
      Set.of(
          "string", "bitmap", "hyperloglog", "list", "set", "sorted-set", "hash", "stream", "geo");

  private enum Mistake {
    TYPE("WRONGTYPE .*|.* must contain string values"),
    NUMBER(
        ".*(not an integer|not a float|not a valid float|out of range|need numeric|is negative"
            + "|must be positive|should be greater than|invalid cursor|Invalid client ID"
            + "|unsupported protocol version|Invalid (stream ID|master port|[a-zA-Z-]+( option)?"
            + " argument)|invalid (first|second) DB index).*"),
    SYNTAX(
        ".*([Ss]yntax error|[Uu]nsupported|Unrecognized|[Uu]nknown|[Ii]nvalid|only supports?|mode must"
            + " be|should be TIMEOUT|should be either|wrong number of arguments|Use SCRIPT).*");

    private final Pattern replies;

    Mistake(String replies) {
      this.replies = Pattern.compile(replies);
    }
  }

  /** What can be wrong in a request: by the command's full name. */
  private static Map<String, Set<Mistake>> possible(WireClient client) {
    Map<String, Set<Mistake>> possible = new TreeMap<>();
    fields(client.ask("COMMAND", "DOCS").parsed())
        .forEach((name, docs) -> addPossible(name, fields(docs), possible));
    return possible;
  }

  private static void addPossible(
      String name, Map<String, Reply> docs, Map<String, Set<Mistake>> possible) {
    Set<Mistake> mistakes = EnumSet.noneOf(Mistake.class);
    if (docs.containsKey("arguments")) {
      addPossible(docs.get("arguments"), mistakes);
    }
    if (!GROUPS_OF_A_TYPE.contains(docs.get("group").text())) {
      mistakes.remove(Mistake.TYPE);
    }
    possible.put(name, mistakes);
    if (docs.containsKey("subcommands")) {
      fields(docs.get("subcommands"))
          .forEach((sub, subDocs) -> addPossible(sub, fields(subDocs), possible));
    }
  }

  private static void addPossible(Reply arguments, Set<Mistake> mistakes) {
    for (Reply argument : arguments.elements()) {
      Map<String, Reply> docs = fields(argument);
      switch (docs.get("type").text()) {
        case "key" -> mistakes.add(Mistake.TYPE);
        case "integer", "double", "unix-time" -> mistakes.add(Mistake.NUMBER);
        case "oneof", "pure-token" -> mistakes.add(Mistake.SYNTAX);
        default -> {}
      }
      if (docs.containsKey("token")) {
        mistakes.add(Mistake.SYNTAX);
      }
      if (docs.containsKey("arguments")) {
        addPossible(docs.get("arguments"), mistakes);
      }
    }
  }

  private static Map<String, Reply> fields(Reply map) {
    Map<String, Reply> fields = new TreeMap<>();
    List<Reply> elements = map.elements();
    for (int i = 0; i < elements.size(); i += 2) {
      fields.put(elements.get(i).text(), elements.get(i + 1));
    }
    return fields;
  }

  /** What is wrong in the lines of the table: command and mistake. */
  private static Set<String> compared(TestServer server) {
    Set<String> compared = new TreeSet<>();
    Table errors =
        Table.allIn("tables").stream()
            .filter(table -> table.name().equals("errors.txt"))
            .findFirst()
            .orElseThrow();
    try (Side side = new Side(server, 2, System.currentTimeMillis())) {
      for (Table.Line line : errors.lines()) {
        Reply reply = side.perform(line).get(0).parsed();
        if (reply.type() == '-') {
          String name = nameOf(line.arguments());
          for (Mistake mistake : Mistake.values()) {
            if (mistake.replies.matcher(reply.text()).matches()) {
              compared.add(entry(name, mistake));
            }
          }
        }
      }
    }
    return compared;
  }

  private static String nameOf(List<String> words) {
    Request request = Request.of(words.toArray(String[]::new));
    Command command = CommandTable.INSTANCE.find(request);
    Command sub = command.isContainer() ? CommandTable.subcommand(command, request, 1) : null;
    return (sub == null ? command : sub).fullName();
  }

  private static String entry(String command, Mistake mistake) {
    return command + " " + mistake.name().toLowerCase(Locale.ROOT);
  }

  @Test
  void everyMistakeIsCompared(OurServer ours) {
    Set<String> there = CoverageTest.commands(CoverageTest::isComparable);
    Set<String> wanted = new TreeSet<>();
    try (WireClient client = WireClient.connect(ours.port())) {
      possible(client)
          .forEach(
              (name, mistakes) -> {
                if (there.contains(name)) {
                  mistakes.forEach(mistake -> wanted.add(entry(name, mistake)));
                }
              });
    }
    Set<String> compared = compared(ours);
    Set<String> excused = CoverageTest.reasonsIn("errorless.txt").keySet();

    assertThat(excused).isSubsetOf(wanted).doesNotContainAnyElementsOf(compared);
    wanted.removeAll(compared);
    wanted.removeAll(excused);
    assertThat(wanted).as("mistakes that no line of errors.txt makes").isEmpty();
  }
}
