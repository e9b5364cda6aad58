package io.redistinto.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.storage.DumpFiles.Content;
import io.redistinto.storage.DumpFiles.Name;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a dump writes, case by case; random ones are in {@link KeyspaceModelTest}. */
class DumpTest {
  private static final long NONE = Client.NO_DEADLINE;

  private long nowMillis = 1_000_000;
  private final Keyspace keyspace =
      new Keyspace(new KeyspaceOptions(100, 10, 3), () -> nowMillis, new SplittableRandom(1));
  private final Client client = new Client(keyspace);
  private final DumpFiles disk = new DumpFiles();

  @Test
  void onlyWhatChangedSinceTheLastDumpIsWritten() {
    client.set(0, "a", "1");
    client.set(0, "b", "2");
    dump();
    assertThat(disk.written).containsExactlyInAnyOrder(new Name(0, "a"), new Name(0, "b"));
    client.set(0, "b", "3");
    client.get(0, "a");
    client.set(1, "c", "4");
    dump();
    assertThat(disk.written).containsExactlyInAnyOrder(new Name(0, "b"), new Name(1, "c"));
    dump();
    assertThat(disk.written).isEmpty();
    assertThat(keyspace.keysToDump()).isZero();
  }

  @Test
  void filesOfKeysThatAreGoneAreRemoved() {
    client.set(0, "deleted", "1");
    client.set(0, "expires", Client.bytes("2"), nowMillis + 10);
    client.set(0, "renamed", "3");
    client.set(0, "deleted and set", "4");
    dump();
    client.delete(0, "deleted");
    client.rename(0, "renamed", "new name");
    client.delete(0, "deleted and set");
    client.set(0, "deleted and set", "5");
    client.set(0, "never on disk", "6");
    client.delete(0, "never on disk");
    nowMillis += 10;
    keyspace.expireSome(10);
    dump();
    assertThat(disk.files)
        .containsOnly(
            Map.entry(new Name(0, "new name"), new Content("3", NONE)),
            Map.entry(new Name(0, "deleted and set"), new Content("5", NONE)));
    assertThat(disk.removed)
        .isEqualTo(Set.of(new Name(0, "deleted"), new Name(0, "expires"), new Name(0, "renamed")));
  }

  @Test
  void aDumpShowsTheMomentAtWhichItBeganWhateverHappensMeanwhile() {
    client.set(0, "overwritten", "1");
    client.set(0, "deleted", "2");
    client.set(0, "renamed", "3");
    client.set(0, "gets a deadline", "4");
    client.set(0, "untouched", "5");
    disk.begin();
    keyspace.startDump(disk);
    client.set(0, "overwritten", "new");
    client.delete(0, "deleted");
    client.rename(0, "renamed", "new name");
    client.expireAt(0, "gets a deadline", nowMillis + 5);
    client.set(0, "later", "6");
    keyspace.swap(0, 2);
    finishDump();
    assertThat(disk.files)
        .hasSize(5)
        .containsEntry(new Name(0, "overwritten"), new Content("1", NONE))
        .containsEntry(new Name(0, "deleted"), new Content("2", NONE))
        .containsEntry(new Name(0, "renamed"), new Content("3", NONE))
        .containsEntry(new Name(0, "gets a deadline"), new Content("4", NONE))
        .containsEntry(new Name(0, "untouched"), new Content("5", NONE));
    dump();
    assertThat(disk.files)
        .hasSize(5)
        .containsEntry(new Name(2, "overwritten"), new Content("new", NONE))
        .containsEntry(new Name(2, "new name"), new Content("3", NONE))
        .containsEntry(new Name(2, "gets a deadline"), new Content("4", nowMillis + 5))
        .containsEntry(new Name(2, "later"), new Content("6", NONE));
  }

  @Test
  void aFlushDuringADumpEndsItAndTheNextOneRemovesTheFiles() {
    client.set(0, "a", "1");
    client.set(1, "b", "2");
    dump();
    client.set(0, "a", "3");
    client.set(1, "b", "4");
    disk.begin();
    keyspace.startDump(disk);
    keyspace.flush(0);
    client.set(0, "c", "5");
    finishDump();
    assertThat(disk.files)
        .containsEntry(new Name(0, "a"), new Content("1", NONE))
        .containsEntry(new Name(1, "b"), new Content("4", NONE));
    keyspace.flushAll();
    client.set(2, "d", "6");
    dump();
    assertThat(disk.files).containsOnlyKeys(new Name(2, "d"));
  }

  @Test
  void afterAFailedDumpTheNextWritesEverything() {
    client.set(0, "a", "1");
    client.set(0, "b", "2");
    dump();
    client.delete(0, "b");
    disk.begin();
    disk.failAfterCalls = 0;
    keyspace.startDump(disk);
    finishDump();
    keyspace.dumpFailed();
    dump();
    assertThat(disk.written).containsExactly(new Name(0, "a"));
    assertThat(disk.files).containsOnlyKeys(new Name(0, "a"));
  }

  @Test
  void aKeyStoredByItselfIsRemovedFromDiskWhenItIsGone() {
    client.set(0, "a", "1");
    disk.begin();
    keyspace.dumpOne(client.find(0, "a"), disk);
    assertThat(disk.files).containsOnlyKeys(new Name(0, "a"));
    client.delete(0, "a");
    dump();
    assertThat(disk.files).isEmpty();
  }

  @Test
  void keysThatComeAndGoBetweenDumpsDoNotPileUp() {
    for (int i = 0; i < 100_000; i++) {
      client.set(0, "key" + i, "1");
      client.delete(0, "key" + i);
    }
    assertThat(keyspace.keysToDump()).isLessThanOrEqualTo(2048);
    client.set(0, "last", "2");
    dump();
    assertThat(disk.written).containsExactly(new Name(0, "last"));
    assertThat(disk.removed).isEmpty();
  }

  @Test
  void storingAndDeletingAKeyAgainAndAgainDoesNotPileUp() {
    for (int i = 0; i < 100_000; i++) {
      client.set(0, "a", "1");
      disk.begin();
      keyspace.dumpOne(client.find(0, "a"), disk);
      client.delete(0, "a");
    }
    assertThat(keyspace.keysToDump()).isLessThanOrEqualTo(2048);
    dump();
    assertThat(disk.files).isEmpty();
  }

  @Test
  void theMeanTimeToLiveIsRightForDeadlinesThatAddUpToMoreThanALong() {
    nowMillis = Long.MAX_VALUE / 2;
    Keyspace late =
        new Keyspace(new KeyspaceOptions(100, 10, 1), () -> nowMillis, new SplittableRandom(1));
    Client lateClient = new Client(late);
    for (int i = 1; i <= 9; i++) {
      lateClient.set(0, "key" + i, Client.bytes("1"), nowMillis + 1000L * i);
    }
    assertThat(late.averageTtlMillis(0)).isEqualTo(5000);
    nowMillis += 500;
    assertThat(late.averageTtlMillis(0)).isEqualTo(4500);
    assertThat(late.expiringCount(0)).isEqualTo(9);
  }

  private void dump() {
    disk.begin();
    client.dump(disk);
  }

  private void finishDump() {
    while (!keyspace.dumpSome(1)) {
      // the next piece
    }
  }
}
