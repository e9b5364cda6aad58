package io.redistinto.persistence;

import static io.redistinto.persistence.Keys.bytes;
import static io.redistinto.persistence.Keys.hash;
import static io.redistinto.persistence.Keys.id;
import static io.redistinto.persistence.Keys.open;
import static io.redistinto.persistence.Keys.recover;
import static io.redistinto.persistence.Keys.string;
import static io.redistinto.persistence.Keys.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecoveryTest {
  @TempDir Path temp;
  private Path dir;

  @BeforeEach
  void realPath() throws IOException {
    dir = temp.toRealPath();
  }

  private void put(String file, String content) throws IOException {
    Path path = dir.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private void assertRefused(String... messageParts) throws IOException {
    try (DumpDirectory dump = open(dir)) {
      assertThatExceptionOfType(RecoveryException.class)
          .isThrownBy(() -> recover(dump))
          .withMessageContainingAll(messageParts)
          .withMessageNotContaining("\n");
    }
  }

  @Test
  void anEmptyDirectoryHasNoKeys() throws IOException {
    assertThat(recover(dir)).isEmpty();
  }

  @Test
  void aFileThatAPersonPutThereIsAKey() throws IOException {
    put("greeting", "hello\n");
    put(".redistinto/db/1/other", "");
    put(".redistinto/meta/0/greeting", "expires-at-millis 99");
    assertThat(recover(dir))
        .isEqualTo(Map.of(id(0, "greeting"), string("hello\n", 99), id(1, "other"), string("")));
  }

  @Test
  void aFileThatAPersonEditedKeepsItsExpiry() throws IOException {
    try (DumpDirectory dump = open(dir)) {
      write(dump, id(0, "a"), string("before", 5));
    }
    put("a", "after");
    assertThat(recover(dir)).containsEntry(id(0, "a"), string("after", 5));
    Files.delete(dir.resolve(".redistinto/meta/0/a"));
    assertThat(recover(dir)).containsEntry(id(0, "a"), string("after"));
  }

  @ParameterizedTest
  @CsvSource({
    ".hidden, .hidden, %2Ehidden",
    "a%2fb, a/b, a%2Fb",
    "50%, 50%, 50%25",
    "%41, A, A",
    "%%, %%, %25%25"
  })
  void aNameOfAnotherSpellingIsRenamed(String name, String key, String canonical)
      throws IOException {
    put(name, "x");
    put(".redistinto/meta/0/" + name, "type hash");
    assertThat(recover(dir)).isEqualTo(Map.of(id(0, key), hash("x")));
    assertThat(dir.resolve(name)).doesNotExist();
    assertThat(dir.resolve(canonical)).hasContent("x");
    assertThat(dir.resolve(".redistinto/meta/0").resolve(canonical)).exists();
    assertThat(recover(dir)).isEqualTo(Map.of(id(0, key), hash("x")));
  }

  @Test
  void twoSpellingsOfOneKeyAreRefusedByName() throws IOException {
    put("A", "one");
    put("%41", "two");
    assertRefused(dir.resolve("A").toString(), dir.resolve("%41").toString());
    assertThat(dir.resolve("A")).hasContent("one");
    assertThat(dir.resolve("%41")).hasContent("two");
  }

  @Test
  void aNameWhoseCanonicalSpellingIsTooLongMovesToTheLongKeys() throws IOException {
    String name = "%".repeat(200);
    put(name, "value");
    put(".redistinto/meta/0/" + name, "expires-at-millis 8");
    assertThat(recover(dir)).isEqualTo(Map.of(id(0, name), string("value", 8)));
    assertThat(dir.resolve(name)).doesNotExist();
    assertThat(recover(dir)).isEqualTo(Map.of(id(0, name), string("value", 8)));
    try (DumpDirectory dump = open(dir)) {
      assertThat(dump.remove(0, bytes(name))).isEqualTo(1);
    }
    assertThat(recover(dir)).isEmpty();
  }

  @Test
  void aNameThatIsNoTextInThePlatformsEncodingIsAKeyToo() throws Exception {
    Process touch =
        new ProcessBuilder("sh", "-c", "printf latin > \"$(printf 'caf\\351')\"")
            .directory(dir.toFile())
            .inheritIO()
            .start();
    assumeTrue(touch.waitFor() == 0, "the file system takes any bytes as a name");
    assertThat(recover(dir)).isEqualTo(Map.of(id(0, "caf\u00e9"), string("latin")));
    assertThat(dir.resolve("caf%E9")).hasContent("latin");
  }

  @Test
  void whatIsNoRegularFileIsSkipped(@TempDir Path elsewhere) throws Exception {
    put("key", "value");
    Files.createDirectory(dir.resolve("directory"));
    Files.createDirectory(dir.resolve(".git"));
    Path outside = Files.writeString(elsewhere.resolve("secret"), "secret");
    Files.createSymbolicLink(dir.resolve("link"), outside);
    assumeTrue(new ProcessBuilder("mkfifo", dir + "/pipe").start().waitFor() == 0, "mkfifo");
    assertThat(recover(dir)).isEqualTo(Map.of(id(0, "key"), string("value")));
    assertThat(dir.resolve("link")).isSymbolicLink();
    assertThat(dir.resolve(".git")).isDirectory();
  }

  @Test
  void keepOnlyLeavesWhatIsNoRegularFile() throws IOException {
    Files.createDirectory(dir.resolve("directory"));
    try (DumpDirectory dump = open(dir)) {
      assertThat(dump.keepOnly(0, key -> false)).isEqualTo(0);
    }
    assertThat(dir.resolve("directory")).isDirectory();
  }

  @Test
  void aMetaFileWithoutAValueIsRemoved() throws IOException {
    put(".redistinto/meta/0/gone", "type hash");
    put("other", "x");
    assertThat(recover(dir)).containsOnlyKeys(id(0, "other"));
    assertThat(dir.resolve(".redistinto/meta/0/gone")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    ".redistinto/db/4/a, belongs to no database from 1 to 3",
    ".redistinto/db/0/a, belongs to no database from 1 to 3",
    ".redistinto/db/01/a, belongs to no database from 1 to 3",
    ".redistinto/db/x/a, belongs to no database from 1 to 3",
    ".redistinto/meta/4/a, belongs to no database from 0 to 3",
    ".redistinto/long/4/a, belongs to no database from 0 to 3",
    ".redistinto/long/0/a, is not named by a SHA-256",
  })
  void whatBelongsToNoDatabaseIsRefusedByName(String file, String problem) throws IOException {
    put(file, "");
    assertRefused(dir.resolve(file).toString(), problem);
  }

  @Test
  void aDatabaseDirectoryBeyondTheLastMayBeEmpty() throws IOException {
    Files.createDirectories(dir.resolve(".redistinto/db/9"));
    assertThat(recover(dir)).isEmpty();
  }

  @Test
  void aBadMetaLineIsRefusedByName() throws IOException {
    put("a", "x");
    put(".redistinto/meta/0/a", "type hash\nexpires tomorrow\n");
    assertRefused(dir.resolve(".redistinto/meta/0/a").toString(), "line 2", "'expires tomorrow'");
    put(".redistinto/meta/0/a", "x".repeat(10_000));
    assertRefused(
        dir.resolve(".redistinto/meta/0/a").toString(), "has 10000 bytes, which is more than 256");
  }

  @Test
  void aLongKeyWithoutItsKeyFileIsRefusedByName() throws IOException {
    String sha256 = Layout.sha256(bytes("key"));
    put(".redistinto/long/0/" + sha256, "value");
    assertRefused(sha256 + ".key: no such file");
    put(".redistinto/long/0/" + sha256 + ".key", "another key");
    assertRefused(sha256 + ".key: its SHA-256 is not what its name says");
    put(".redistinto/long/0/" + sha256 + ".key", "key");
    assertThat(recover(dir)).isEqualTo(Map.of(id(0, "key"), string("value")));
  }

  @Test
  void aValueThatTheSinkCannotReadIsRefusedByName() throws IOException {
    put("a", "x");
    try (DumpDirectory dump = open(dir)) {
      assertThatExceptionOfType(RecoveryException.class)
          .isThrownBy(
              () ->
                  Recovery.run(
                      dump,
                      (db, key, value, expiresAtMillis, type) -> {
                        throw new IllegalArgumentException("is no hash");
                      },
                      new RecoveryProgress(() -> 0, null)))
          .withMessage(dir.resolve("a") + ": is no hash");
    }
  }

  @Test
  void aFileThatNoBufferHoldsIsRefusedByName() throws IOException {
    try (var file = new java.io.RandomAccessFile(dir.resolve("huge").toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    assertRefused(dir.resolve("huge").toString(), "has 3221225472 bytes, which is more than");
  }

  @Test
  void theReaderIsGivenAsManyKeysAsTheProgressAnnounced() throws IOException {
    try (DumpDirectory dump = open(dir)) {
      for (String key : List.of("a", "b", "\0".repeat(300))) {
        write(dump, id(0, key), string("x"));
        write(dump, id(3, key), hash("x"));
      }
      RecoveryProgress progress = new RecoveryProgress(() -> 0, null);
      assertThat(Recovery.run(dump, (db, key, value, at, type) -> {}, progress)).isEqualTo(6);
      assertThat(progress.total()).isEqualTo(6);
      assertThat(progress.loaded()).isEqualTo(6);
    }
  }

  @Test
  void oneCharacterIsOneKeyWhateverTheFileSystemFolds() throws IOException {
    FileNames portable = new FileNames(true, false);
    Layout layout = new Layout(dir, 1, portable);
    Disk disk = new FileSystemDisk();
    for (String key : List.of("a", "A", "con", "a.")) {
      disk.write(layout.files(0, bytes(key)).value(), ByteBuffer.wrap(bytes(key)));
    }
    assertThat(recover(dir))
        .isEqualTo(
            Map.of(
                id(0, "a"), string("a"),
                id(0, "A"), string("A"),
                id(0, "con"), string("con"),
                id(0, "a."), string("a.")));
  }
}
