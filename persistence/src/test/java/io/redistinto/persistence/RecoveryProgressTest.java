package io.redistinto.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryProgressTest {
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final List<String> log = new ArrayList<>();
  private long nowMillis = 5000;

  private RecoveryProgress onTerminal() {
    return new RecoveryProgress(() -> nowMillis, new PrintStream(screen, true, UTF_8), log::add);
  }

  private RecoveryProgress elsewhere() {
    return new RecoveryProgress(() -> nowMillis, null, log::add);
  }

  private String shown() {
    String text = screen.toString(UTF_8);
    screen.reset();
    return text;
  }

  private void load(RecoveryProgress progress, int keys, long millis) {
    for (int i = 1; i < keys; i++) {
      progress.keyLoaded();
    }
    nowMillis += millis;
    progress.keyLoaded();
  }

  @Test
  void theBarTellsCountRateAndTimeLeft() {
    RecoveryProgress progress = onTerminal();
    progress.start(10_000);
    load(progress, 2500, 500);
    assertThat(shown())
        .startsWith("\rLoading [#######                       ] ")
        .contains("2,500 of 10,000 keys, 5,000 keys/s, 2 s left")
        .doesNotContain("\n");
  }

  @Test
  void theBarIsDrawnTenTimesASecond() {
    RecoveryProgress progress = onTerminal();
    progress.start(100);
    for (int i = 0; i < 20; i++) {
      load(progress, 1, 20);
    }
    assertThat(shown().chars().filter(c -> c == '\r').count()).isEqualTo(4);
  }

  @Test
  void theLastBarIsFullAndEndsItsLine() {
    RecoveryProgress progress = onTerminal();
    progress.start(3);
    load(progress, 3, 1500);
    shown();
    progress.end();
    assertThat(shown())
        .startsWith("\rLoading [" + "#".repeat(30) + "] 3 of 3 keys, 2 keys/s, 0 s left")
        .endsWith(System.lineSeparator());
  }

  @Test
  void aShortRecoveryDrawsNothing() {
    RecoveryProgress progress = onTerminal();
    progress.start(3);
    load(progress, 3, 99);
    progress.end();
    assertThat(shown()).isEmpty();
  }

  @Test
  void nothingToLoadDrawsNothing() {
    RecoveryProgress progress = onTerminal();
    progress.start(0);
    progress.end();
    assertThat(shown()).isEmpty();
  }

  @Test
  void elsewhereThereIsALogLineASecond() {
    RecoveryProgress progress = elsewhere();
    progress.start(1_000_000);
    load(progress, 1000, 999);
    assertThat(log).isEmpty();
    load(progress, 249_000, 1001);
    assertThat(log).containsExactly("Loading: 250,000 of 1,000,000 keys, 125,000 keys/s, 6 s left");
    load(progress, 1, 999);
    assertThat(log).hasSize(1);
    load(progress, 1, 1);
    assertThat(log).hasSize(2);
    progress.end();
    assertThat(log).hasSize(3).last().isEqualTo("250,002 keys loaded in 3.000 s");
  }

  @Test
  void moreKeysThanWereCountedStopAtAFullBar() {
    RecoveryProgress progress = onTerminal();
    progress.start(2);
    load(progress, 4, 1000);
    assertThat(shown()).contains("[" + "#".repeat(30) + "] 4 of 2 keys, 4 keys/s, 0 s left");
  }
}
