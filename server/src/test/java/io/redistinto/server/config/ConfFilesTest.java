package io.redistinto.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The files that come with the server, against the table. */
class ConfFilesTest {
  private static final Path CONF = Path.of("..", "conf");
  private static final Path DOCUMENTED = CONF.resolve("redistinto.conf");
  private static final Pattern SHOWN = Pattern.compile("#?([a-z][a-z-]*) .*");

  private static final List<Directive<?>> CHOICES =
      Directives.ALL.stream()
          .filter(directive -> !directive.isFixed())
          .<Directive<?>>map(directive -> directive)
          .toList();

  @Test
  void everyDirectiveIsShown() throws Exception {
    Set<String> shown =
        Files.readAllLines(DOCUMENTED).stream()
            .map(SHOWN::matcher)
            .filter(Matcher::matches)
            .map(line -> line.group(1))
            .collect(Collectors.toSet());

    assertThat(shown)
        .containsExactlyInAnyOrderElementsOf(CHOICES.stream().map(Directive::name).toList());
  }

  @Test
  void whatIsSetIsTheDefault() throws Exception {
    ServerConfig documented = load(DOCUMENTED);

    for (Directive<?> directive : Directives.ALL) {
      assertThat(documented.shown(directive))
          .as(directive.name())
          .isEqualTo(ServerConfig.defaults().shown(directive));
    }
  }

  @Test
  void everyDefaultThatDoesNotDependOnOthersIsSet() throws Exception {
    Settings set = Assignment.applyAll(ConfFile.read(DOCUMENTED).assignments(), Settings.DEFAULTS);

    assertThat(
            CHOICES.stream()
                .filter(directive -> !directive.isEquivalent())
                .filter(directive -> !set.isSet(directive)))
        .containsExactly(Directives.ENTRIES, Directives.REPLACEMENT_ABOVE);
  }

  @Test
  void whatIsCommentedOutIsAValidLine() throws Exception {
    String all = Files.readString(DOCUMENTED).replaceAll("(?m)^#(?=[a-z])", "");
    InputStream stdin = new ByteArrayInputStream(all.getBytes(StandardCharsets.UTF_8));

    ServerConfig config = ConfigLoader.load(new String[] {"-"}, stdin);

    assertThat(config.get(Directives.ENTRIES)).isEqualTo((64L << 20) / 64);
  }

  @Test
  void whatCanChangeWhileRunningIsMarked() throws Exception {
    List<String> paragraphs = List.of(Files.readString(DOCUMENTED).split("\n\n"));

    for (Directive<?> directive : CHOICES) {
      String paragraph =
          paragraphs.stream()
              .filter(text -> Pattern.compile("(?m)^#?" + directive + " ").matcher(text).find())
              .findFirst()
              .orElseThrow();
      boolean saysSo = paragraph.contains("[running]");
      boolean hasOneValue = directive == Directives.APPENDONLY;
      assertThat(hasOneValue || saysSo == directive.canChangeWhileRunning())
          .as(directive.name())
          .isTrue();
    }
  }

  @Test
  void classicIsTheOriginalRules() throws Exception {
    ServerConfig classic = load(CONF.resolve("classic.conf"));

    assertThat(classic.matching(List.of("*".getBytes(StandardCharsets.UTF_8))))
        .containsEntry("entries", "1000")
        .containsEntry("entry-size", "100")
        .containsEntry("replacement-policy", "circular")
        .containsEntry("lru-counts-reads", "no")
        .containsEntry("max-key-length", "40")
        .containsEntry("dump-blocking", "yes");
  }

  private static ServerConfig load(Path file) throws ConfigException, IOException {
    try (InputStream nothing = InputStream.nullInputStream()) {
      return ConfigLoader.load(new String[] {file.toString()}, nothing);
    }
  }
}
