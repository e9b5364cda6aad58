package io.redistinto.server.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class SlowLogTest {
  private static List<String> cut(IntPredicate secret, String... words) {
    return SlowLog.cut(Request.of(words), secret).stream()
        .map(arg -> new String(arg, StandardCharsets.ISO_8859_1))
        .toList();
  }

  private static String[] words(int count) {
    return Collections.nCopies(count, "x").toArray(String[]::new);
  }

  @Test
  void keepsShortRequestsWhole() {
    assertThat(cut(arg -> false, words(32))).containsExactly(words(32));
    assertThat(cut(arg -> false, "x".repeat(128))).containsExactly("x".repeat(128));
  }

  @Test
  void saysHowMuchItLeftOut() {
    assertThat(cut(arg -> false, words(33))).hasSize(32).endsWith("x", "... (2 more arguments)");
    assertThat(cut(arg -> false, "x".repeat(130)))
        .containsExactly("x".repeat(128) + "... (2 more bytes)");
  }

  @Test
  void hidesSecrets() {
    assertThat(cut(arg -> arg == 1, "AUTH", "secret", "x"))
        .containsExactly("AUTH", "(redacted)", "x");
  }

  @Test
  void keepsSoManyEntriesWithTheNewestFirst() {
    SlowLog log = new SlowLog();
    for (int i = 0; i < 5; i++) {
      log.add(i, 0, List.of(), "", "", 3);
    }
    assertThat(log.entries()).extracting(SlowLog.Entry::id).containsExactly(4L, 3L, 2L);
    log.add(5, 0, List.of(), "", "", 1);
    assertThat(log.size()).isOne();
    log.clear();
    assertThat(log.size()).isZero();
    log.add(6, 0, List.of(), "", "", 3);
    assertThat(log.entries()).extracting(SlowLog.Entry::id).containsExactly(6L);
  }
}
