package io.redistinto.storage.replacement;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redistinto.storage.Keyspace;
import io.redistinto.storage.KeyspaceOptions;
import io.redistinto.storage.RefusedException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What the policies that sample replace in a full keyspace of values of one entry. */
class SampledReplacementTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());
  private static final int ENTRIES = 500;
  private static final long SECOND = 1000;

  private long nowMillis = 1_700_000_000_000L;
  private final Keyspace keyspace =
      new Keyspace(new KeyspaceOptions(ENTRIES, 8, 1), () -> nowMillis, new SplittableRandom(SEED));

  @ParameterizedTest
  @EnumSource(
      mode = Mode.MATCH_ANY,
      names = {"VOLATILE_.*"})
  void onlyValuesWithADeadlineGiveWay(Replacement policy) {
    keyspace.replacement(policy);
    for (int i = 0; i < ENTRIES; i++) {
      set("old" + i, i % 2 == 0 ? nowMillis + SECOND * (i + 1) : Keyspace.NO_DEADLINE);
    }
    for (int i = 0; i < ENTRIES / 2; i++) {
      set("new" + i, Keyspace.NO_DEADLINE);
      keyspace.validate();
    }
    for (int i = 0; i < ENTRIES; i++) {
      assertThat(isThere("old" + i)).as("seed %d, old%d", SEED, i).isEqualTo(i % 2 == 1);
    }
    assertThatThrownBy(() -> set("more", Keyspace.NO_DEADLINE))
        .isInstanceOf(RefusedException.class);
    assertThat(keyspace.statistics().evictions).isEqualTo(ENTRIES / 2);
  }

  @Test
  void aValueWhoseDeadlineIsTakenAwayNoLongerGivesWay() {
    keyspace.replacement(Replacement.VOLATILE_RANDOM);
    for (int i = 0; i < ENTRIES; i++) {
      set("key" + i, nowMillis + SECOND);
    }
    for (int i = 1; i < ENTRIES; i++) {
      assertThat(keyspace.persist(find("key" + i))).isTrue();
    }
    set("new", Keyspace.NO_DEADLINE);
    assertThat(isThere("key0")).isFalse();
    keyspace.validate();
  }

  @Test
  void theLeastUsedGivesWayWhenAllAreCompared() {
    keyspace.replacement(Replacement.LFU);
    keyspace.replacementSamples(20 * ENTRIES);
    keyspace.uses().logFactor(0);
    for (int i = 0; i < ENTRIES; i++) {
      set("key" + i, Keyspace.NO_DEADLINE);
      for (int use = 0; use < (i == 77 ? 1 : 3); use++) {
        read("key" + i);
      }
    }
    assertThat(keyspace.frequency(find("key77"))).isEqualTo(UseCounts.INITIAL + 1);
    replaceUntilGone("key77", 200);
  }

  @ParameterizedTest
  @EnumSource(names = {"VOLATILE_TTL", "VOLATILE_LRU", "VOLATILE_LFU", "LFU"})
  void valuesThatAreWorthMoreStayLonger(Replacement policy) {
    keyspace.replacement(policy);
    keyspace.uses().logFactor(0);
    for (int i = 0; i < ENTRIES; i++) {
      nowMillis += SECOND;
      set("key" + i, nowMillis + SECOND * 100_000);
      for (int use = 0; use < i / 5; use++) {
        read("key" + i);
      }
    }
    for (int i = 0; i < ENTRIES / 2; i++) {
      set("new" + i, policy == Replacement.LFU ? Keyspace.NO_DEADLINE : Long.MAX_VALUE / 4);
      for (int use = 0; use < 200; use++) {
        read("new" + i);
      }
    }
    int lesserLeft = 0;
    int greaterLeft = 0;
    for (int i = 0; i < ENTRIES / 2; i++) {
      lesserLeft += isThere("key" + i) ? 1 : 0;
      greaterLeft += isThere("key" + (i + ENTRIES / 2)) ? 1 : 0;
    }
    assertThat(greaterLeft).as("seed %d", SEED).isGreaterThan(2 * lesserLeft);
  }

  @Test
  void changingThePolicyLetsEveryValueCountAsJustWritten() {
    set("key", Keyspace.NO_DEADLINE);
    nowMillis += 100 * SECOND;
    assertThat(keyspace.idleSeconds(find("key"))).isEqualTo(100);
    keyspace.replacement(Replacement.LFU);
    assertThat(keyspace.frequency(find("key"))).isEqualTo(UseCounts.INITIAL);
    assertThat(keyspace.idleSeconds(find("key"))).isZero();
    keyspace.replacement(Replacement.LRU);
    nowMillis += 7 * SECOND;
    assertThat(keyspace.idleSeconds(find("key"))).isEqualTo(7);
    assertThat(keyspace.frequency(find("key"))).isZero();
  }

  private void replaceUntilGone(String key, int most) {
    for (int i = 0; isThere(key); i++) {
      assertThat(i).as("seed %d: %s is still there", SEED, key).isLessThan(most);
      set("new" + i, Keyspace.NO_DEADLINE);
      for (int use = 0; use < 5; use++) {
        read("new" + i);
      }
    }
  }

  private void set(String key, long deadlineMillis) {
    keyspace.beginCommand();
    ByteBuffer bytes = ByteBuffer.wrap(key.getBytes(US_ASCII));
    ByteBuffer value = ByteBuffer.wrap("v".getBytes(US_ASCII));
    keyspace.setString(find(key), 0, bytes, 0, bytes.limit(), value, 0, 1, deadlineMillis);
  }

  private void read(String key) {
    ByteBuffer bytes = ByteBuffer.wrap(key.getBytes(US_ASCII));
    keyspace.read(0, bytes, 0, bytes.limit());
  }

  private boolean isThere(String key) {
    return find(key) != Keyspace.NO_KEY;
  }

  private int find(String key) {
    ByteBuffer bytes = ByteBuffer.wrap(key.getBytes(US_ASCII));
    return keyspace.recordOf(0, bytes, 0, bytes.limit());
  }
}
