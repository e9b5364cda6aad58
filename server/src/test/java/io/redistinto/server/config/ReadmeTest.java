package io.redistinto.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  @Test
  void readmeShowsEveryDirectiveWithItsSentence() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    for (Directive<?> directive : Directives.ALL) {
      if (!directive.isFixed()) {
        assertThat(readme).contains("| `" + directive.name() + "` |", directive.sentence());
      }
    }
  }
}
