package io.redistinto.persistence;

import static io.redistinto.persistence.Keys.DATABASES;
import static io.redistinto.persistence.Keys.hash;
import static io.redistinto.persistence.Keys.id;
import static io.redistinto.persistence.Keys.recover;
import static io.redistinto.persistence.Keys.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.redistinto.persistence.FaultyDisk.Fault;
import io.redistinto.persistence.Keys.KeyId;
import io.redistinto.persistence.Keys.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each change of a key, stopped at each of its operations: the key is found as it was or as it was
 * to be, and so is its neighbour.
 */
class CrashTest {
  private static final List<KeyId> PLACES = List.of(id(1, "key"), id(0, "\0".repeat(300)));
  private static final KeyId NEIGHBOUR = id(0, "neighbour");
  private static final State NEIGHBOURS = new State("untouched", 3, "hash");

  @TempDir Path dir;

  /** One key from a state to a state; null is no key. */
  record Change(KeyId id, State before, State after) {
    void make(DumpDirectory dump) throws IOException {
      set(dump, id, after);
    }
  }

  private static void set(DumpDirectory dump, KeyId id, State state) throws IOException {
    if (state == null) {
      Keys.remove(dump, id);
    } else {
      Keys.write(dump, id, state);
    }
  }

  static Stream<Change> changes() {
    List<State> states = new ArrayList<>();
    states.add(null);
    states.add(string("plain"));
    states.add(string("expiring", 5));
    states.add(hash("fields"));
    states.add(new State("expiring fields", 7, "hash"));
    return PLACES.stream()
        .flatMap(
            id ->
                states.stream()
                    .flatMap(
                        before ->
                            Stream.concat(states.stream(), Stream.of(string("more plain", -1)))
                                .map(after -> new Change(id, before, after))));
  }

  @BeforeEach
  void aNeighbour() throws IOException {
    try (DumpDirectory dump = Keys.open(dir)) {
      Keys.write(dump, NEIGHBOUR, NEIGHBOURS);
    }
  }

  private void reset(Change change) throws IOException {
    try (DumpDirectory dump = Keys.open(dir)) {
      set(dump, change.id(), null);
      set(dump, change.id(), change.before());
    }
  }

  /** Makes the change on a disk that fails; whether it was made to the end. */
  private boolean makeFailing(Change change, long operation, boolean dropNotRenamed)
      throws IOException {
    FaultyDisk disk = new FaultyDisk();
    boolean made = false;
    try (DumpDirectory dump = DumpDirectory.open(dir, DATABASES, disk)) {
      disk.failAt(operation, Fault.FOR_GOOD);
      change.make(dump);
      made = true;
    } catch (IOException e) {
      assertThat(disk.operations()).isGreaterThan(operation);
    }
    if (dropNotRenamed) {
      disk.dropNotRenamed();
    }
    return made;
  }

  private void assertOldOrNew(Change change, Map<KeyId, State> found, long operation) {
    assertThat(found.get(change.id()))
        .as("stopped at operation %d", operation)
        .isIn(change.before(), change.after());
    assertThat(found).containsEntry(NEIGHBOUR, NEIGHBOURS).hasSizeBetween(1, 2);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aProcessThatDiesLeavesOldOrNew(Change change) throws IOException {
    for (boolean dropNotRenamed : new boolean[] {false, true}) {
      boolean made = false;
      for (long operation = 0; !made; operation++) {
        reset(change);
        made = makeFailing(change, operation, dropNotRenamed);
        Map<KeyId, State> found = recover(dir);
        assertOldOrNew(change, found, operation);
        assertThat(recover(dir)).isEqualTo(found);
        assertNothingIsLeftOver();
      }
      assertThat(recover(dir).get(change.id())).isEqualTo(change.after());
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangeThatFailsLeavesOldOrNewAndCanBeRepeated(Change change) throws IOException {
    boolean failed = true;
    for (long operation = 0; failed; operation++) {
      reset(change);
      FaultyDisk disk = new FaultyDisk();
      try (DumpDirectory dump = DumpDirectory.open(dir, DATABASES, disk)) {
        disk.failAt(operation, Fault.ONCE);
        try {
          change.make(dump);
          failed = false;
        } catch (IOException e) {
          change.make(dump);
        }
      }
      assertThat(recover(dir).get(change.id())).isEqualTo(change.after());
      assertNothingIsLeftOver();
    }
  }

  static Stream<Change> changesOfAllFiles() {
    State expiring = string("expiring", 5);
    State fields = hash("fields");
    return PLACES.stream()
        .flatMap(id -> Stream.of(new Change(id, expiring, fields), new Change(id, fields, null)));
  }

  @ParameterizedTest
  @MethodSource("changesOfAllFiles")
  void aProcessThatDiesAgainWhileItRecoversLeavesOldOrNew(Change change) throws IOException {
    boolean made = false;
    for (long operation = 0; !made; operation++) {
      boolean recovered = false;
      for (long second = 0; !recovered; second++) {
        reset(change);
        made = makeFailing(change, operation, false);
        FaultyDisk disk = new FaultyDisk().failAt(second, Fault.FOR_GOOD);
        try (DumpDirectory dump = DumpDirectory.open(dir, DATABASES, disk)) {
          recover(dump);
          recovered = true;
        } catch (DumpDirectoryException e) {
          assertThat(e.getMessage()).contains("ault at").doesNotContain("\n");
        }
        assertOldOrNew(change, recover(dir), operation);
      }
    }
  }

  @Test
  void aDatabaseThatIsFlushedKeepsEachKeyWholeOrLosesIt() throws IOException {
    Map<KeyId, State> before =
        Map.of(
            id(2, "a"), string("plain"),
            id(2, "b"), new State("hash", 6, "hash"),
            id(2, "\1".repeat(300)), new State("long", 8, "hash"));
    boolean made = false;
    for (long operation = 0; !made; operation++) {
      FaultyDisk disk = new FaultyDisk();
      try (DumpDirectory dump = DumpDirectory.open(dir, DATABASES, disk)) {
        for (Map.Entry<KeyId, State> key : before.entrySet()) {
          Keys.write(dump, key.getKey(), key.getValue());
        }
        disk.failAt(operation, Fault.FOR_GOOD);
        dump.keepOnly(2, key -> false);
        made = true;
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("Fault");
      }
      Map<KeyId, State> found = recover(dir);
      assertThat(found.remove(NEIGHBOUR)).isEqualTo(NEIGHBOURS);
      assertThat(before).containsAllEntriesOf(found);
    }
    assertThat(recover(dir)).containsOnlyKeys(NEIGHBOUR);
  }

  @Test
  void aFullDiskLeavesOldOrNewAndNothingBehind() throws IOException {
    State fields = new State("expiring fields", 7, "hash");
    for (KeyId id : PLACES) {
      Change change = new Change(id, string("plain"), fields);
      for (long bytesLeft = 0; bytesLeft < 100; bytesLeft += 5) {
        reset(change);
        FaultyDisk disk = new FaultyDisk();
        try (DumpDirectory dump = DumpDirectory.open(dir, DATABASES, disk)) {
          disk.bytesLeft(bytesLeft);
          change.make(dump);
        } catch (IOException e) {
          assertThat(e).hasMessageContaining("No space left");
        }
        assertThat(dir.resolve(".redistinto/staged")).isEmptyDirectory();
        assertOldOrNew(change, recover(dir), -1);
      }
      reset(new Change(change.id(), null, null));
    }
  }

  @Test
  void aValueThatCannotBePlacedDoesNotPileUp() throws IOException {
    Files.createDirectories(dir.resolve("key/inside"));
    try (DumpDirectory dump = Keys.open(dir)) {
      for (int attempt = 0; attempt < 5; attempt++) {
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> Keys.write(dump, id(0, "key"), hash("fields")));
      }
      assertThat(dir.resolve(".redistinto/staged").toFile().list()).hasSize(1);
    }
  }

  private void assertNothingIsLeftOver() throws IOException {
    for (String directory : List.of("tmp", "staged")) {
      try (Stream<Path> files = Files.list(dir.resolve(".redistinto").resolve(directory))) {
        assertThat(files).isEmpty();
      }
    }
  }
}
