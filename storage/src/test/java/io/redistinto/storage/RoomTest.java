package io.redistinto.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redistinto.storage.replacement.Replacement;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whether several writes have room together, in an arena of 8 entries of 10 bytes. */
class RoomTest {
  private final Keyspace keyspace =
      new Keyspace(new KeyspaceOptions(8, 10, 1), () -> 0, new SplittableRandom(1));
  private final Client client = new Client(keyspace);

  @Test
  void countsEntriesOnlyForValuesThatDoNotFitWhereTheyLie() {
    client.set(0, "a", "0123456789ab");
    int record = client.find(0, "a");
    assertThat(keyspace.entriesToFind(record, 1, 20)).isZero();
    assertThat(keyspace.entriesToFind(record, 1, 1)).isZero();
    assertThat(keyspace.entriesToFind(record, 1, 21)).isEqualTo(3);
    assertThat(keyspace.entriesToFind(Keyspace.NO_KEY, 1, 0)).isEqualTo(1);
  }

  @Test
  void countsFreeEntriesAndOtherAtomicValues() {
    client.set(0, "large", "0123456789ab");
    client.set(0, "atomic", "1");
    assertThatCode(() -> keyspace.checkRoom(6, 0)).doesNotThrowAnyException();
    assertThatThrownBy(() -> keyspace.checkRoom(6, 1)).isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> keyspace.checkRoom(7, 0)).isInstanceOf(RefusedException.class);
  }

  @Test
  void countsNoOtherValuesWhereNothingIsReplaced() {
    keyspace.replacement(Replacement.NONE);
    client.set(0, "atomic", "1");
    assertThatCode(() -> keyspace.checkRoom(7, 0)).doesNotThrowAnyException();
    assertThatThrownBy(() -> keyspace.checkRoom(8, 0)).isInstanceOf(RefusedException.class);
  }

  @Test
  void refusesAKeyThatIsTooLong() {
    keyspace.maxKeyBytes(5);
    assertThatThrownBy(() -> keyspace.entriesToFind(Keyspace.NO_KEY, 6, 1))
        .hasMessageContaining("max-key-length");
  }
}
