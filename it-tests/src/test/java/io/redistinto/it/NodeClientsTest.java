package io.redistinto.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * node-redis and ioredis work with ours. Skipped where Node is missing or cannot install them;
 * fails there if the environment says {@code REDISTINTO_REQUIRE_NODE=true}.
 */
@ExtendWith(Servers.class)
class NodeClientsTest {

  private static final Path SCRIPTS = Path.of("src", "test", "node");
  private static final Path INSTALLED = Path.of("target", "node");

  @BeforeAll
  static void install() throws IOException {
    Programs.require("node", "REDISTINTO_REQUIRE_NODE");
    Programs.require("npm", "REDISTINTO_REQUIRE_NODE");
    Files.createDirectories(INSTALLED);
    try (Stream<Path> scripts = Files.list(SCRIPTS)) {
      for (Path script : scripts.toList()) {
        Path copy = INSTALLED.resolve(script.getFileName());
        Files.copy(script, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Programs.Outcome npm =
        Programs.run(
            INSTALLED,
            "",
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--no-package-lock",
            "--ignore-scripts",
            "--prefer-offline");
    if (npm.exitCode() != 0) {
      Programs.skip("npm cannot install: " + npm.errors(), "REDISTINTO_REQUIRE_NODE");
    }
  }

  @ParameterizedTest
  @CsvSource({"node-redis.js,2", "node-redis.js,3", "ioredis.js,2", "ioredis.js,3"})
  void worksAsWithRedis(String script, String protocol, OurServer ours) {
    Programs.Outcome node = Programs.run(INSTALLED, "", "node", script, "" + ours.port(), protocol);
    assertThat(node.errors() + node.output()).isEqualTo("all as expected\n");
    assertThat(node.exitCode()).isZero();
  }
}
