package io.redistinto.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavePointsTest {

  @ParameterizedTest
  @CsvSource({
    "'', 999999999, 999, false",
    "60 10, 60000, 10, false",
    "60 10, 60001, 9, false",
    "60 10, 60001, 10, true",
    "60 0, 60001, 0, false",
    "3600 1 60 10, 60001, 10, true",
    "3600 1 60 10, 60001, 9, false",
    "3600 1 60 10, 3600001, 1, true",
  })
  void aDumpIsDueAfterTheTimeAndTheChanges(String save, long millis, long changes, boolean due)
      throws Exception {
    ServerConfig config = ServerConfig.defaults();
    config.set(List.of("save", save));
    assertThat(config.shown(Directives.SAVE)).isEqualTo(save);
    assertThat(config.get(Directives.SAVE).isDue(millis, changes)).isEqualTo(due);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "save 60 10; save 3600 1, 60 10 3600 1",
        "save 60 10; save \"\"; save 5 6, 5 6",
        "save \"60 10\"; save \"3600 1\", 3600 1",
        "save 60 10 3600 1, 60 10 3600 1",
      })
  void everyLineAddsToThoseBefore(String lines, String all) throws Exception {
    List<Assignment> assignments = new ArrayList<>();
    for (String line : lines.split("; ", -1)) {
      assignments.add(Assignment.onCommandLine(line, ConfWords.split(line)));
    }
    Settings settings = Assignment.applyAll(assignments, Settings.DEFAULTS);
    assertThat(settings.shown(Directives.SAVE)).isEqualTo(all);
    String written = settings.confLine(Directives.SAVE);
    Assignment again = Assignment.onCommandLine(written, ConfWords.split(written));
    assertThat(Assignment.applyAll(List.of(again), settings).shown(Directives.SAVE))
        .as("a line that CONFIG REWRITE wrote is all of them")
        .isEqualTo(all);
  }
}
