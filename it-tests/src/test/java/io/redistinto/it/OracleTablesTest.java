package io.redistinto.it;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same lines to a real redis-server and to ours get the same replies, byte for byte. {@code
 * -Dredistinto.tables=config|protocol} plays only these.
 */
@ExtendWith(Servers.class)
class OracleTablesTest {

  static List<Arguments> tablesInEachProtocol() {
    String wanted = System.getProperty("redistinto.tables", ".*");
    return Table.allIn("tables").stream()
        .filter(table -> table.name().matches(wanted))
        .flatMap(
            table ->
                Stream.of(2, 3)
                    .map(protocol -> Arguments.of(Named.of(table.name(), table), protocol)))
        .toList();
  }

  @ParameterizedTest(name = "{0} RESP{1}")
  @MethodSource("tablesInEachProtocol")
  void sameRepliesAsRedis(Table table, int protocol, RealRedis real, OurServer ours) {
    if (table.directives() == null) {
      play(table, protocol, real, ours);
      return;
    }
    String[] directives = table.directives().toArray(String[]::new);
    try (RealRedis ownReal = RealRedis.start(directives);
        OurServer own = OurServer.start(directives)) {
      play(table, protocol, ownReal, own);
    }
  }

  private static void play(Table table, int protocol, TestServer real, TestServer ours) {
    for (TestServer server : List.of(real, ours)) {
      try (WireClient client = WireClient.connect(server.port())) {
        client.ask("FLUSHALL");
      }
    }
    try (TableRun run = new TableRun("tables/" + table.name(), protocol, real, ours)) {
      table.lines().forEach(run::play);
      run.failOnDifferences();
    }
  }
}
