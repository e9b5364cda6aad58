package io.redistinto.it;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same lines to a real redis-server and to ours get the same replies, byte for byte. */
@ExtendWith(Servers.class)
class OracleTablesTest {

  @TestFactory
  Stream<DynamicTest> sameRepliesAsRedis(RealRedis real, OurServer ours) {
    return Table.allIn("tables").stream()
        .flatMap(
            table ->
                IntStream.of(2, 3)
                    .mapToObj(
                        protocol ->
                            DynamicTest.dynamicTest(
                                table.name() + " RESP" + protocol,
                                () -> compare(table, protocol, real, ours))));
  }

  private static void compare(Table table, int protocol, RealRedis real, OurServer ours) {
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
