package io.redistinto.it;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the two servers that get the same lines, with its named connections. */
final class Side implements AutoCloseable {

  private static final int SILENCE_MILLIS = 100;

  /** More cursor steps than any table's data can need. */
  private static final int MAX_SCAN_STEPS = 100_000;

  /** What only the answer to a drain's PING contains. */
  private static final String DRAINED = "<drained>";

  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "\\{(?:repeat:(?<times>\\d+):(?<text>[^}]*)"
              + "|(?<clock>now|nowms)(?<shift>[+-]\\d+)"
              + "|(?<fact>id|addr|laddr):(?<connection>c\\d))\\}");

  private final TestServer server;
  private final int protocol;
  private final long startMillis;
  private final Map<String, WireClient> connections = new HashMap<>();

  /** Their client ids, as far as a line named them: one that waits cannot be asked. */
  private final Map<String, String> ids = new HashMap<>();

  /**
   * @param startMillis what the placeholders call now, the same for both sides
   */
  Side(TestServer server, int protocol, long startMillis) {
    this.server = server;
    this.protocol = protocol;
    this.startMillis = startMillis;
  }

  String name() {
    return server.name();
  }

  /** Does what a line says and gives the replies to compare, in order. */
  List<WireReply> perform(Table.Line line) {
    List<String> arguments = line.arguments();
    switch (line.verb()) {
      case ASK -> {
        return List.of(connection(line.connection()).ask(expand(arguments)));
      }
      case SEND -> connection(line.connection()).send(WireClient.encode(expand(arguments)));
      case READ -> {
        return List.of(connection(line.connection()).readNext());
      }
      case PIPE -> {
        return pipeline(line.connection(), arguments);
      }
      case RAW -> {
        return List.of(raw(String.join("", expand(arguments))));
      }
      case SCAN -> {
        return List.of(scan(line.connection(), expand(arguments)));
      }
      case DRAIN -> {
        return List.of(drain(connection(arguments.get(0))));
      }
      case SILENT -> {
        boolean silent = connection(arguments.get(0)).isSilentFor(SILENCE_MILLIS);
        if (!silent) {
          throw new AssertionError(name() + " is not silent");
        }
      }
      case NEW -> {
        ids.remove(arguments.get(0));
        WireClient old = connections.remove(arguments.get(0));
        if (old != null) {
          old.close();
        }
      }
      case SLEEP, CARRY -> throw new IllegalStateException("this is for both sides at once");
    }
    return List.of();
  }

  /** A key's value as DUMP answers it, null if there is none. */
  String dump(Table.Line line) {
    String key = expand(line.arguments().get(0));
    return connection(line.connection()).ask("DUMP", key).parsed().text();
  }

  /** Gives a key what {@link #dump} answered of the other side; a value that is not there goes. */
  WireReply restore(Table.Line line, String payload) {
    String key = expand(line.arguments().get(0));
    WireClient client = connection(line.connection());
    return payload == null
        ? client.ask("DEL", key)
        : client.ask("RESTORE", key, "0", payload, "REPLACE");
  }

  /** A connection by its name, opened at the first use and switched to this run's protocol. */
  private WireClient connection(String connectionName) {
    return connections.computeIfAbsent(
        connectionName,
        name -> {
          WireClient client = WireClient.connect(server.port());
          if (protocol == 3) {
            client.ask("HELLO", "3");
          }
          return client;
        });
  }

  private List<WireReply> pipeline(String connectionName, List<String> arguments) {
    StringBuilder requests = new StringBuilder();
    List<String> request = new ArrayList<>();
    int count = 0;
    for (String argument : expand(arguments)) {
      if (argument.equals(";")) {
        requests.append(WireClient.encode(request));
        request.clear();
        count++;
      } else {
        request.add(argument);
      }
    }
    requests.append(WireClient.encode(request));
    count++;
    WireClient client = connection(connectionName);
    client.send(requests.toString());
    List<WireReply> replies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      replies.add(client.read());
    }
    return replies;
  }

  /** All that comes until the answer to a PING, as one array, that answer the last. */
  private static WireReply drain(WireClient client) {
    client.send(WireClient.encode(List.of("PING", DRAINED)));
    StringBuilder raw = new StringBuilder();
    List<Reply> all = new ArrayList<>();
    WireReply next;
    do {
      next = client.readNext();
      raw.append(next.raw());
      all.add(next.parsed());
    } while (!next.raw().contains(DRAINED) && next.parsed().type() != Reply.CLOSED);
    return new WireReply(raw.toString(), Reply.aggregate('*', all));
  }

  private WireReply raw(String bytes) {
    try (WireClient client = WireClient.connect(server.port())) {
      client.send(bytes);
      String all = client.readUntilClosed();
      return new WireReply(all, Reply.scalar('$', all));
    }
  }

  /**
   * Repeats the request with the cursor of each reply in place of {@code {cursor}}, until it is 0.
   */
  private WireReply scan(String connectionName, List<String> arguments) {
    TreeSet<String> found = new TreeSet<>();
    String cursor = "0";
    for (int step = 0; step < MAX_SCAN_STEPS; step++) {
      String from = cursor;
      List<String> request =
          arguments.stream().map(word -> word.equals("{cursor}") ? from : word).toList();
      WireReply reply = connection(connectionName).ask(request);
      if (reply.parsed().elements() == null) {
        return reply;
      }
      cursor = reply.parsed().elements().get(0).text();
      reply.parsed().elements().get(1).elements().forEach(key -> found.add(key.readable()));
      if (cursor.equals("0")) {
        return new WireReply(found.toString(), Reply.scalar('+', found.toString()));
      }
    }
    throw new AssertionError(name() + ": the cursor did not come back to 0: " + arguments);
  }

  private List<String> expand(List<String> arguments) {
    return arguments.stream().map(this::expand).toList();
  }

  private String expand(String argument) {
    if (argument.indexOf('{') < 0) {
      return argument;
    }
    StringBuilder expanded = new StringBuilder();
    Matcher placeholder = PLACEHOLDER.matcher(argument);
    int end = 0;
    while (placeholder.find()) {
      expanded.append(argument, end, placeholder.start()).append(valueOf(placeholder));
      end = placeholder.end();
    }
    return expanded.append(argument.substring(end)).toString();
  }

  private String valueOf(Matcher placeholder) {
    if (placeholder.group("times") != null) {
      return placeholder.group("text").repeat(Integer.parseInt(placeholder.group("times")));
    }
    if (placeholder.group("clock") != null) {
      long unitMillis = placeholder.group("clock").equals("now") ? 1000 : 1;
      long shift = Long.parseLong(placeholder.group("shift"));
      return Long.toString(startMillis / unitMillis + shift);
    }
    String name = placeholder.group("connection");
    WireClient client = connection(name);
    return switch (placeholder.group("fact")) {
      case "id" -> ids.computeIfAbsent(name, asked -> client.ask("CLIENT", "ID").parsed().text());
      case "addr" -> client.localAddress();
      default -> client.serverAddress();
    };
  }

  @Override
  public void close() {
    connections.values().forEach(WireClient::close);
    connections.clear();
  }
}
