package io.redistinto.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every parameter of CONFIG GET and every field of INFO that a real server has is there, but for
 * those of {@code absent-names.txt}.
 */
@ExtendWith(Servers.class)
class CoverageOfNamesTest {

  private static Set<String> parameters(WireClient client) {
    List<Reply> namesAndValues = client.ask("CONFIG", "GET", "*").parsed().elements();
    return IntStream.range(0, namesAndValues.size() / 2)
        .mapToObj(i -> "CONFIG " + namesAndValues.get(2 * i).text())
        .collect(Collectors.toSet());
  }

  private static Set<String> fields(WireClient client) {
    return client
        .ask("INFO")
        .parsed()
        .text()
        .lines()
        .filter(line -> line.contains(":"))
        .map(line -> "INFO " + line.substring(0, line.indexOf(':')))
        .collect(Collectors.toSet());
  }

  private static Set<String> names(TestServer server) {
    try (WireClient client = WireClient.connect(server.port())) {
      Set<String> names = new TreeSet<>(parameters(client));
      names.addAll(fields(client));
      return names;
    }
  }

  @Test
  void everyNameIsThere(RealRedis real, OurServer ours) {
    Set<String> missing = names(real);
    missing.removeIf(name -> name.startsWith("INFO errorstat_") || name.startsWith("INFO db"));
    missing.removeAll(names(ours));

    assertThat(missing).isEqualTo(CoverageTest.reasonsIn("absent-names.txt").keySet());
  }
}
