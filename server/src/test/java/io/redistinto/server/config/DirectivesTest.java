package io.redistinto.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class DirectivesTest {
  static final List<Directive<?>> ALL = Directives.ALL;

  @Test
  void namesAreUniqueAndFoundInAnyCase() {
    assertThat(Directives.ALL).extracting(Directive::name).doesNotHaveDuplicates();
    assertThat(Directives.named("MaxClients")).contains(Directives.MAXCLIENTS);
    assertThat(Directives.named("nosuch")).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void aRowIsComplete(Directive<?> directive) {
    assertThat(directive.name()).matches("[a-z]+([-_][a-z]+)*"); // some of Redis's have a low line
    assertThat(directive.sentence()).matches("[A-Z].*\\.");
    assertThat(directive.accepted()).isNotEmpty().doesNotEndWith(".");
    assertThat(Directives.ALL.get(directive.row())).isSameAs(directive);
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void aDefaultIsAValueThatCanBeWrittenAndReadBack(Directive<?> directive) throws Exception {
    String line = Settings.DEFAULTS.confLine(directive);

    // What has no equivalent in whole entries is not settable: round down as a person would.
    if (directive != Directives.MAXMEMORY) {
      assertThat(ServerConfigs.fromLines(line).shown(directive))
          .isEqualTo(Settings.DEFAULTS.shown(directive));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "prot, port",
    "prt, port",
    "entriess, entries",
    "entry_size, entry-size",
    "max-memory, maxmemory",
    "max-clients, maxclients",
    "replacment-polcy, replacement-policy",
    "Dump-Intervall, dump-interval",
  })
  void aMistypedNameLeadsToTheRightOne(String mistyped, String right) {
    assertThat(Directives.nearest(mistyped).map(Directive::name)).contains(right);
  }

  @ParameterizedTest
  @CsvSource({"loadmodule", "rename-command", "''", "xyzzy"})
  void aForeignNameLeadsNowhere(String foreign) {
    assertThat(Directives.nearest(foreign)).isEmpty();
  }
}
