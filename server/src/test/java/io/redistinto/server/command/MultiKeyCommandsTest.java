package io.redistinto.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redistinto.storage.RefusedException;
import io.redistinto.storage.replacement.Replacement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What MSET does where entries are scarce: there are 64 of 16 bytes. */
class MultiKeyCommandsTest {
  private static final String LARGE = "x".repeat(40 * 16);

  private final Commands commands = Commands.withEffects();

  @BeforeEach
  void fill() {
    commands.keyspace.replacement(Replacement.NONE);
    commands.given("SET a " + LARGE, "SET b old");
  }

  @Test
  void changesNothingIfNotAllFits() {
    assertThatThrownBy(() -> commands.run("MSET b new c 1 d " + LARGE))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("OOM ");
    assertThat(commands.effects()).isEmpty();
    assertThat(commands.keyspace.size(0)).isEqualTo(2);
    commands.keyspace.validate();
  }

  @Test
  void changesNothingIfAKeyThatShrinksFirstCouldNotGrowAgain() {
    assertThatThrownBy(() -> commands.run("MSET a 1 c " + LARGE + " a " + LARGE))
        .isInstanceOf(RefusedException.class);
    assertThat(commands.effects()).isEmpty();
    assertThat(commands.run("STRLEN a")).isEqualTo(":640");
  }

  @Test
  void needsNoEntriesForWhatFitsInPlace() {
    commands.given("SET c " + "x".repeat(23 * 16));
    assertThat(commands.run("MSET b new a " + LARGE + " c short")).isEqualTo("+OK");
    assertThat(commands.run("MGET b c")).isEqualTo("*2 $3 new $5 short");
  }

  @Test
  void replacesOthersForRoom() {
    commands.keyspace.replacement(Replacement.LRU);
    for (int i = 0; i < 23; i++) {
      commands.given("SET other" + i + " v");
    }
    assertThat(commands.run("MSET b new c 1 d 2")).isEqualTo("+OK");
    assertThat(commands.run("MGET b c d")).isEqualTo("*3 $3 new $1 1 $1 2");
    assertThat(commands.run("MGET other0 other1 other2")).isEqualTo("*3 $-1 $-1 $1 v");
  }
}
