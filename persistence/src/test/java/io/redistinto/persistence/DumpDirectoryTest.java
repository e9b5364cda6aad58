package io.redistinto.persistence;

import static io.redistinto.persistence.Keys.NEVER;
import static io.redistinto.persistence.Keys.bytes;
import static io.redistinto.persistence.Keys.hash;
import static io.redistinto.persistence.Keys.id;
import static io.redistinto.persistence.Keys.open;
import static io.redistinto.persistence.Keys.recover;
import static io.redistinto.persistence.Keys.remove;
import static io.redistinto.persistence.Keys.string;
import static io.redistinto.persistence.Keys.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.redistinto.persistence.Keys.KeyId;
import io.redistinto.persistence.Keys.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpDirectoryTest {
  private static final String LONG_KEY = "\0".repeat(100);

  @TempDir Path dir;

  private List<String> filesBelow(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).map(f -> dir.relativize(f).toString()).toList();
    }
  }

  @Test
  void aKeyOfDatabaseZeroIsAFileWithItsNameAndExactlyItsBytes() throws IOException {
    try (DumpDirectory dump = open(dir)) {
      assertThat(write(dump, id(0, "nintendo:consola:nes"), string("Mario"))).isEqualTo(1);
      write(dump, id(0, "empty"), string(""));
    }
    assertThat(dir.resolve("nintendo:consola:nes")).hasBinaryContent(bytes("Mario"));
    assertThat(dir.resolve("empty")).isEmptyFile();
    assertThat(filesBelow(dir))
        .containsExactlyInAnyOrder("nintendo:consola:nes", "empty", ".redistinto/lock");
  }

  @Test
  void whatIsNotValueBytesLiesApart() throws IOException {
    try (DumpDirectory dump = open(dir)) {
      write(dump, id(0, "h"), new State("fields", 1700000000000L, "hash"));
      write(dump, id(2, "s"), string("value"));
    }
    assertThat(dir.resolve("h")).hasContent("fields");
    assertThat(dir.resolve(".redistinto/meta/0/h"))
        .content()
        .startsWith("expires-at-millis 1700000000000\ntype hash\nstaged ");
    assertThat(dir.resolve(".redistinto/db/2/s")).hasContent("value");
    assertThat(filesBelow(dir)).hasSize(4);
  }

  @Test
  void everyKindOfKeyComesBack() throws IOException {
    Map<KeyId, State> keys = new TreeMap<>();
    List<String> names =
        List.of(
            "",
            "%",
            ".",
            "..",
            "a/b",
            "../up",
            "\0",
            "A",
            "a",
            "ñ",
            "\u00ff\u00fe",
            LONG_KEY,
            "x".repeat(255),
            "x".repeat(256),
            ".redistinto",
            "lock",
            "tmp",
            "1.meta",
            "%2F");
    for (int db = 0; db < Keys.DATABASES; db++) {
      for (String name : names) {
        keys.put(id(db, name), new State(name + db, name.length() % 2 == 0 ? NEVER : db, "string"));
        keys.put(id(db, name + "h"), new State(name, db == 1 ? 9 : NEVER, "hash"));
      }
    }
    try (DumpDirectory dump = open(dir)) {
      for (Map.Entry<KeyId, State> key : keys.entrySet()) {
        write(dump, key.getKey(), key.getValue());
      }
      assertThat(recover(dump)).isEqualTo(keys);
    }
    assertThat(recover(dir)).isEqualTo(keys);
  }

  @Test
  void tenThousandRandomKeysComeBack() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<KeyId, State> keys = new TreeMap<>();
    for (int i = 0; i < 10_000; i++) {
      byte[] key = new byte[1 + random.nextInt(30)];
      byte[] value = new byte[random.nextInt(100)];
      random.nextBytes(key);
      random.nextBytes(value);
      State state =
          new State(Keys.text(value), i % 10 == 0 ? i : NEVER, i % 7 == 0 ? "zset" : "string");
      keys.put(id(random.nextInt(Keys.DATABASES), Keys.text(key)), state);
    }
    try (DumpDirectory dump = open(dir)) {
      for (Map.Entry<KeyId, State> key : keys.entrySet()) {
        write(dump, key.getKey(), key.getValue());
      }
    }
    assertThat(recover(dir).equals(keys)).as("seed %d", seed).isTrue();
  }

  @Test
  void anyBufferIsWrittenFromItsPositionToItsLimitAndLeftAsItWas() throws IOException {
    byte[] content = new byte[700_000];
    new Random(1).nextBytes(content);
    try (DumpDirectory dump = open(dir)) {
      for (ByteBuffer whole :
          List.of(
              ByteBuffer.wrap(content),
              ByteBuffer.wrap(content).asReadOnlyBuffer(),
              ByteBuffer.allocateDirect(content.length).put(content).flip())) {
        ByteBuffer part = whole.position(3).limit(content.length - 5);
        dump.write(0, bytes("big"), part, NEVER, "string");
        assertThat(part.position()).isEqualTo(3);
        assertThat(part.limit()).isEqualTo(content.length - 5);
        assertThat(Files.readAllBytes(dir.resolve("big")))
            .isEqualTo(java.util.Arrays.copyOfRange(content, 3, content.length - 5));
      }
      assertThat(recover(dump).get(id(0, "big")).value()).hasSize(content.length - 8);
    }
  }

  @Test
  void everyChangeOfExpiryAndTypeTakesPlace() throws IOException {
    List<State> states =
        List.of(string("a"), string("bb", 5), hash("ccc"), new State("dd", 6, "hash"), hash("e"));
    for (String key : List.of("short", LONG_KEY)) {
      for (State before : states) {
        for (State after : states) {
          try (DumpDirectory dump = open(dir)) {
            write(dump, id(1, key), before);
            write(dump, id(1, key), after);
          }
          assertThat(recover(dir)).containsEntry(id(1, key), after);
        }
      }
    }
  }

  @Test
  void aRemovedKeyLeavesNoFileAndCountsOnce() throws IOException {
    try (DumpDirectory dump = open(dir)) {
      for (KeyId id : List.of(id(0, "a"), id(1, "a"), id(0, LONG_KEY), id(3, LONG_KEY))) {
        for (State state : List.of(string("x"), new State("y", 7, "hash"))) {
          write(dump, id, state);
          assertThat(remove(dump, id)).isEqualTo(1);
          assertThat(remove(dump, id)).isEqualTo(0);
        }
      }
    }
    assertThat(filesBelow(dir)).containsExactly(".redistinto/lock");
  }

  @Test
  void aPlainValueTakesTheMetaFileAwayAlsoAfterAReopening() throws IOException {
    try (DumpDirectory dump = open(dir)) {
      write(dump, id(0, "a"), hash("x"));
    }
    try (DumpDirectory dump = open(dir)) {
      write(dump, id(0, "a"), string("y"));
    }
    assertThat(filesBelow(dir)).containsExactlyInAnyOrder("a", ".redistinto/lock");
  }

  @Test
  void keepOnlyRemovesTheOtherKeysOfThatDatabase() throws IOException {
    try (DumpDirectory dump = open(dir)) {
      for (int db = 0; db < 2; db++) {
        for (String key : List.of("a", "b", "../c", LONG_KEY, LONG_KEY + "b")) {
          write(dump, id(db, key), key.endsWith("b") ? hash("h") : string("s"));
        }
      }
      assertThat(dump.keepOnly(0, key -> Keys.text(key).endsWith("b"))).isEqualTo(3);
      assertThat(dump.keepOnly(0, key -> Keys.text(key).endsWith("b"))).isEqualTo(0);
      assertThat(recover(dump).keySet())
          .filteredOn(id -> id.db() == 0)
          .containsExactly(id(0, LONG_KEY + "b"), id(0, "b"));
      assertThat(dump.keepOnly(0, key -> false)).isEqualTo(2);
      assertThat(dump.keepOnly(2, key -> false)).isEqualTo(0);
      assertThat(recover(dump)).hasSize(5).allSatisfy((id, s) -> assertThat(id.db()).isEqualTo(1));
    }
    assertThat(filesBelow(dir)).noneMatch(file -> file.contains("/0/"));
  }

  @Test
  void badExpiriesAndTypesAreRefused() throws IOException {
    try (DumpDirectory dump = open(dir)) {
      for (State bad : List.of(string("", -2), new State("", 1, "a\nb"), new State("", 1, ""))) {
        assertThatIllegalArgumentException().isThrownBy(() -> write(dump, id(0, "a"), bad));
      }
    }
    assertThat(recover(dir)).isEmpty();
  }

  @Test
  void aMissingDirectoryIsCreatedWithItsParents() throws IOException {
    Path deep = dir.resolve("x/y/z");
    open(deep).close();
    assertThat(deep.resolve(".redistinto")).isDirectory();
  }

  @Test
  void leftoversAreRemovedWhenOpening() throws IOException {
    open(dir).close();
    Files.writeString(dir.resolve(".redistinto/tmp/file"), "half");
    Files.writeString(dir.resolve(".redistinto/staged/0f-1"), "not committed");
    open(dir).close();
    assertThat(filesBelow(dir)).containsExactly(".redistinto/lock");
  }

  @Test
  void aDirectoryThatCannotBeMadeIsRefusedInOneLine() throws IOException {
    Path file = Files.createFile(dir.resolve("file"));
    for (Path bad : List.of(file, file.resolve("below"))) {
      assertThatExceptionOfType(DumpDirectoryException.class)
          .isThrownBy(() -> open(bad))
          .withMessageStartingWith(bad + ": cannot be used as the dump directory: ")
          .withMessageNotContaining("\n");
    }
  }

  @Test
  void aLinkInPlaceOfAPrivateDirectoryIsRefused(@TempDir Path elsewhere) throws IOException {
    open(dir).close();
    Files.delete(dir.resolve(".redistinto/staged"));
    Files.createSymbolicLink(dir.resolve(".redistinto/staged"), elsewhere);
    assertThatExceptionOfType(DumpDirectoryException.class)
        .isThrownBy(() -> open(dir))
        .withMessageContaining("staged");
    Files.delete(dir.resolve(".redistinto/staged"));
    Files.createSymbolicLink(dir.resolve(".redistinto/db/1"), elsewhere);
    try (DumpDirectory dump = open(dir)) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> write(dump, id(1, "a"), string("x")));
      assertThatExceptionOfType(RecoveryException.class).isThrownBy(() -> recover(dump));
    }
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void aLinkInPlaceOfAValueIsReplacedNotFollowed(@TempDir Path elsewhere) throws IOException {
    Path target = Files.writeString(elsewhere.resolve("target"), "theirs");
    Files.createSymbolicLink(dir.resolve("a"), target);
    try (DumpDirectory dump = open(dir)) {
      write(dump, id(0, "a"), string("ours"));
    }
    assertThat(target).hasContent("theirs");
    assertThat(dir.resolve("a")).isRegularFile().hasContent("ours");
  }

  @Test
  void oneInstanceAtATimeHoldsTheDirectory() throws IOException {
    Path link =
        Files.createSymbolicLink(dir.resolve("link"), Files.createDirectory(dir.resolve("d")));
    try (DumpDirectory held = open(dir.resolve("d"))) {
      for (Path name : List.of(held.path(), link)) {
        assertThatExceptionOfType(DumpDirectoryException.class)
            .isThrownBy(() -> open(name))
            .withMessage(name + ": another instance uses it");
      }
    }
    open(link).close();
  }

  @Test
  void anotherProcessHoldsTheDirectoryUntilItDies() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                dir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = holder.inputReader()) {
      assertThat(output.readLine()).isEqualTo("held");
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatExceptionOfType(DumpDirectoryException.class)
            .isThrownBy(() -> open(dir))
            .withMessageEndingWith("another instance uses it");
      }
    } finally {
      holder.destroyForcibly().waitFor();
    }
    open(dir).close();
  }

  /** A refused second opening must not drop the lock for other processes. */
  @Test
  void thisProcessKeepsTheDirectoryAlsoAfterItRefusedItself() throws Exception {
    try (DumpDirectory held = open(dir)) {
      assertThatExceptionOfType(DumpDirectoryException.class).isThrownBy(() -> open(dir));
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  LockHolder.class.getName(),
                  held.path().toString())
              .redirectErrorStream(true)
              .start();
      try (BufferedReader output = other.inputReader()) {
        assertThat(output.lines().anyMatch(line -> line.contains("another instance uses it")))
            .isTrue();
      } finally {
        other.destroyForcibly().waitFor();
      }
    }
  }

  /** Holds a directory until it is killed. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) throws IOException {
      try (DumpDirectory held = open(Path.of(args[0]))) {
        System.out.println("held");
        while (System.in.read() >= 0) {
          held.path();
        }
      }
    }
  }
}
