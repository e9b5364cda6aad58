package io.redistinto.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redistinto.storage.RefusedException;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedSetCommandsTest {
  /** On 64 entries of 16 bytes. */
  private final Commands commands = new Commands();

  @ParameterizedTest
  @ValueSource(ints = {0, 128})
  void changesNothingWhenThereIsNoRoom(int packedEntries) {
    commands.keyspace.limits().sortedSetPackedEntries = packedEntries;
    commands.run("ZADD z 1 a 2 b");
    String large = "ZADD z 3 a 4 " + "x".repeat(1000);
    assertThatThrownBy(() -> commands.run(large)).isInstanceOf(RefusedException.class);
    assertThat(commands.run("ZRANGE z 0 -1 WITHSCORES")).isEqualTo("*4 $1 a $1 1 $1 b $1 2");
    commands.keyspace.validate();
  }

  @Test
  void storesNothingWhenThereIsNoRoomForAResult() {
    for (int i = 0; i < 14; i++) {
      commands.run("ZADD z " + i + " " + "x".repeat(38) + i);
    }
    commands.run("SET result before");
    assertThatThrownBy(() -> commands.run("ZUNIONSTORE result 1 z"))
        .isInstanceOf(RefusedException.class);
    assertThat(commands.run("GET result")).isEqualTo("$6 before");
    commands.keyspace.validate();
  }

  @Test
  void givesItsEntriesBackWithItsLastMember() {
    commands.keyspace.limits().sortedSetPackedEntries = 1;
    int free = commands.keyspace.freeEntries();
    commands.run("ZADD z 1 a 2 b 3 c");
    assertThat(commands.keyspace.freeEntries()).isLessThan(free);
    commands.run("ZPOPMIN z 2");
    commands.run("ZREM z c");
    assertThat(commands.keyspace.freeEntries()).isEqualTo(free);
    assertThat(commands.run("EXISTS z")).isEqualTo(":0");
    commands.keyspace.validate();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 128})
  void drawsEachMemberOnceIfTheCountIsPositive(int packedEntries) {
    commands.keyspace.limits().sortedSetPackedEntries = packedEntries;
    commands.run("ZADD z 1 a 2 b 3 c 4 d 5 e 6 f");
    int[] drawn = new int[6];
    for (int draw = 0; draw < 600; draw++) {
      String[] reply = commands.run("ZRANDMEMBER z 3").split(" ", -1);
      assertThat(reply[0]).isEqualTo("*3");
      assertThat(Set.of(reply[2], reply[4], reply[6])).hasSize(3);
      for (int i = 2; i <= 6; i += 2) {
        drawn[reply[i].charAt(0) - 'a']++;
      }
    }
    assertThat(Arrays.stream(drawn)).allMatch(times -> times > 200 && times < 400);
  }
}
