package io.redistinto.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ConfigRewriteTest {
  @TempDir Path temp;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = temp.resolve("test.conf");
  }

  @Test
  void withoutAFileItSaysSo() {
    assertThatThrownBy(() -> ServerConfig.defaults().rewrite())
        .hasMessage("The server is running without a config file");
  }

  @Test
  void onlyTheLineOfAChangedDirectiveChanges() throws Exception {
    ServerConfig config =
        start(
            "# Mine: do not touch",
            "",
            "  TIMEOUT   5   ",
            "hz 3 ",
            "# hz 4",
            "pause-queue-limit 1k");

    config.set(List.of("hz", "7"));
    config.rewrite();

    assertThat(file)
        .hasContent(
            "# Mine: do not touch\n\n  TIMEOUT   5   \nhz 7\n# hz 4\npause-queue-limit 1k\n");
  }

  @Test
  void whatTheFileDoesNotSetIsAppendedUnderOneMark() throws Exception {
    ServerConfig config = start("# Mine", "timeout 5");

    config.set(List.of("hz", "7", "pause-queue-limit", "2048", "requirepass", "a \"b\"\n"));
    config.rewrite();
    config.set(List.of("tcp-keepalive", "9", "hz", "8"));
    config.rewrite();

    assertThat(Files.readAllLines(file))
        .containsExactly(
            "# Mine",
            "timeout 5",
            "",
            "# Written by CONFIG REWRITE",
            "requirepass \"a \\\"b\\\"\\x0a\"",
            "pause-queue-limit 2kb",
            "hz 8",
            "tcp-keepalive 9");
  }

  @Test
  void readAgainTheFileGivesWhatWasInForce() throws Exception {
    ServerConfig config =
        start(
            "entries 8", "client-output-buffer-limit normal 1 1 1", "maxmemory-policy allkeys-lru");
    config.onChange(Directives.REPLACEMENT_POLICY, policy -> {});
    config.onChange(Directives.BIND, bind -> {});
    config.set(
        List.of(
            "client-output-buffer-limit", "pubsub 1k 3mb 7",
            "replacement-policy", "bsu",
            "bind", "* -::1",
            "requirepass", "é\u0000#'"));

    config.rewrite();

    ServerConfig again = ServerConfigs.fromArguments(file.toString());
    for (Directive<?> directive : Directives.ALL) {
      assertThat(again.shown(directive)).isEqualTo(config.shown(directive));
    }
    assertThat(Files.readAllLines(file))
        .startsWith(
            "entries 8",
            "client-output-buffer-limit normal 1 1 1 replica 256mb 64mb 60 pubsub 1000 3mb 7",
            "replacement-policy bsu");
  }

  @Test
  void theLastOfSeveralLinesIsTheOneThatChanges() throws Exception {
    ServerConfig config = start("hz 1", "hz 2", "timeout 1");

    config.set(List.of("hz", "3"));
    config.rewrite();

    assertThat(file).hasContent("hz 1\nhz 3\ntimeout 1\n");
  }

  @Test
  void theCommandLineIsWrittenToo() throws Exception {
    Files.write(file, List.of("port 7000"));

    ServerConfigs.fromArguments(file.toString(), "--port", "7001", "--entries", "8").rewrite();

    assertThat(Files.readAllLines(file))
        .containsExactly("port 7001", "", "# Written by CONFIG REWRITE", "entries 8");
  }

  @Test
  void whatIsNotUtf8InCommentsStays() throws Exception {
    byte[] latin1 = "# caf\u00e9\nhz 1".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, latin1);
    ServerConfig config = ServerConfigs.fromArguments(file.toString());

    config.set(List.of("hz", "2"));
    config.rewrite();

    assertThat(Files.readAllBytes(file))
        .isEqualTo("# caf\u00e9\nhz 2\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void anUnchangedFileIsNotWritten() throws Exception {
    ServerConfig config = start("hz 1");
    Object before = Files.readAttributes(file, "fileKey,lastModifiedTime").toString();

    config.rewrite();

    assertThat(Files.readAttributes(file, "fileKey,lastModifiedTime").toString()).isEqualTo(before);
  }

  @Test
  void aFileThatIsGoneIsWrittenAnew() throws Exception {
    ServerConfig config = start("hz 1");
    Files.delete(file);

    config.rewrite();

    assertThat(Files.readAllLines(file)).contains("hz 1");
  }

  @Test
  void aFileThatWasMadeInvalidIsLeftAlone() throws Exception {
    ServerConfig config = start("hz 1");
    Files.write(file, List.of("hz one"));
    config.set(List.of("hz", "2"));

    assertThatThrownBy(config::rewrite)
        .hasMessageStartingWith("Rewriting config file: ")
        .hasMessageContaining("line 1")
        .hasMessageNotContaining("\n");
    assertThat(file).hasContent("hz one\n");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkStaysALinkAndPermissionsStay() throws Exception {
    Path real = Files.write(temp.resolve("real.conf"), List.of("hz 1"));
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(file, real);
    ServerConfig config = ServerConfigs.fromArguments(file.toString());

    config.set(List.of("hz", "2"));
    config.rewrite();

    assertThat(file).isSymbolicLink();
    assertThat(real).hasContent("hz 2\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-r-----");
    try (var files = Files.list(temp)) {
      assertThat(files).containsExactlyInAnyOrder(file, real);
    }
  }

  private ServerConfig start(String... lines) throws Exception {
    Files.write(file, new ArrayList<>(Arrays.asList(lines)));
    return ServerConfigs.fromArguments(file.toString());
  }
}
