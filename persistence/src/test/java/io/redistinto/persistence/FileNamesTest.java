package io.redistinto.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  private static final FileNames PLAIN = new FileNames(false, true);
  private static final FileNames ASCII = new FileNames(false, false);
  private static final FileNames PORTABLE = new FileNames(true, false);
  private static final List<FileNames> ALL = List.of(PLAIN, ASCII, PORTABLE);

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          nintendo:consola:nes, nintendo:consola:nes, nintendo%3Aconsola%3Anes
          Mario,                Mario,                %4Dario
          a b~!'{}$&,           a b~!'{}$&,           a b%7E!'{}$&
          .,                    %2E,                  %2E
          ..,                   %2E.,                 %2E%2E
          ../../etc/passwd,     %2E.%2F..%2Fetc%2Fpasswd, %2E.%2F..%2Fetc%2Fpasswd
          /abs,                 %2Fabs,               %2Fabs
          .redistinto,          %2Eredistinto,        %2Eredistinto
          a.b,                  a.b,                  a.b
          100%,                 100%25,               100%25
          %41,                  %2541,                %2541
          %,                    %25,                  %25
          con,                  con,                  %63on
          nul.txt,              nul.txt,              %6Eul.txt
          console,              console,              console
          a.,                   a.,                   a%2E
          C:\\x,                C:\\x,                %43%3A%5Cx
          """)
  void eachKeyHasThisName(String key, String name, String portableName) {
    assertThat(PLAIN.encode(key.getBytes(UTF_8))).isEqualTo(name);
    assertThat(ASCII.encode(key.getBytes(UTF_8))).isEqualTo(name);
    assertThat(PORTABLE.encode(key.getBytes(UTF_8))).isEqualTo(portableName);
  }

  @Test
  void theEmptyKeyIsAPercentSign() {
    assertThat(ALL).allSatisfy(names -> assertThat(names.encode(new byte[0])).isEqualTo("%"));
    assertThat(FileNames.decode(new byte[] {'%'})).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "cañón, cañón, ca%C3%B1%C3%B3n",
    "日本, 日本, %E6%97%A5%E6%9C%AC",
    "😀, 😀, %F0%9F%98%80",
  })
  void visibleCharactersStayWhereTheyAreAllowed(String key, String name, String asciiName) {
    assertThat(PLAIN.encode(key.getBytes(UTF_8))).isEqualTo(name);
    assertThat(ASCII.encode(key.getBytes(UTF_8))).isEqualTo(asciiName);
    assertThat(PORTABLE.encode(key.getBytes(UTF_8))).isEqualTo(asciiName);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0085", "\u00A0", "\u200B", "\u202E", "\uFEFF", "\uFFFD", "\uE000"})
  void whatShowsNothingOrMisleadsIsEscaped(String key) {
    assertThat(PLAIN.encode(key.getBytes(UTF_8))).matches("(%[0-9A-F]{2})+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"C0AF", "E080AF", "F08080AF", "EDA080", "F4908080", "C3", "E697", "80", "FF"})
  void malformedUtf8IsEscaped(String hex) {
    byte[] key = java.util.HexFormat.of().parseHex(hex);
    assertThat(PLAIN.encode(key)).isEqualTo(hex.replaceAll("..", "%$0"));
  }

  @ParameterizedTest
  @CsvSource({"%, ''", "%4, %4", "%zz, %zz", "%4g, %4g", "a%, a%", "%2f, /", "%2F, /", "%%41, %A"})
  void anyNameStandsForAKey(String name, String key) {
    assertThat(new String(FileNames.decode(name.getBytes(UTF_8)), UTF_8)).isEqualTo(key);
  }

  @Property
  void decodingUndoesEncoding(@ForAll("keys") byte[] key) {
    for (FileNames names : ALL) {
      String name = names.encode(key);
      if (name != null) {
        assertThat(FileNames.decode(name.getBytes(UTF_8))).isEqualTo(key);
        assertThat(names.isCanonical(Path.of("x", name))).isTrue();
      }
    }
  }

  @Property
  void aNameIsOnePathElementThatNoFileSystemTakesForAnother(@ForAll("keys") byte[] key) {
    for (FileNames names : ALL) {
      String name = names.encode(key);
      if (name != null) {
        assertThat(name).isNotEmpty().doesNotStartWith(".").doesNotContain("/", "\0");
        assertThat(name.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(FileNames.MAX_NAME_BYTES);
        assertThat(Path.of("/data").resolve(name).normalize().getParent())
            .isEqualTo(Path.of("/data"));
      }
    }
  }

  @Property
  void onlyKeysThatTakeMoreThan255BytesHaveNoName(@ForAll("keys") byte[] key) {
    for (FileNames names : ALL) {
      boolean fits = key.length <= FileNames.MAX_NAME_BYTES / 3;
      boolean cannotFit = key.length > FileNames.MAX_NAME_BYTES;
      String name = names.encode(key);
      assertThat(name == null).isIn(cannotFit, !fits);
    }
    assertThat(PLAIN.encode(new byte[85])).hasSize(255);
    assertThat(PLAIN.encode(new byte[86])).isNull();
    assertThat(PLAIN.encode("a".repeat(255).getBytes(UTF_8))).hasSize(255);
    assertThat(PLAIN.encode("a".repeat(256).getBytes(UTF_8))).isNull();
  }

  @Property
  void differentKeysHaveDifferentNames(@ForAll("traps") byte[] one, @ForAll("traps") byte[] two) {
    boolean same = Arrays.equals(one, two);
    assertThat(PLAIN.encode(one).equals(PLAIN.encode(two))).isEqualTo(same);
    assertThat(ASCII.encode(one).equals(ASCII.encode(two))).isEqualTo(same);
    assertThat(PORTABLE.encode(one).equalsIgnoreCase(PORTABLE.encode(two))).isEqualTo(same);
  }

  @Test
  void allKeysOfUpToTwoBytesHaveDifferentNames() {
    Map<FileNames, Function<String, String>> asSeenByDisk =
        Map.of(PLAIN, n -> n, ASCII, n -> n, PORTABLE, n -> n.toLowerCase(Locale.ROOT));
    asSeenByDisk.forEach(
        (names, seen) -> {
          Set<String> all = new HashSet<>();
          assertThat(all.add(seen.apply(names.encode(new byte[0])))).isTrue();
          for (int a = 0; a < 256; a++) {
            assertThat(all.add(seen.apply(names.encode(new byte[] {(byte) a})))).isTrue();
            for (int b = 0; b < 256; b++) {
              byte[] key = {(byte) a, (byte) b};
              assertThat(all.add(seen.apply(names.encode(key)))).isTrue();
            }
          }
        });
  }

  @Test
  void theRealFileSystemGivesBackWhatWasCreated(@TempDir Path dir) throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    FileNames names = new FileNames(false, FileNames.platformEncodesInUtf8());
    Map<String, byte[]> created = new HashMap<>();
    for (int i = 0; i < 2000; i++) {
      byte[] key = i < 256 ? new byte[] {(byte) i} : new byte[random.nextInt(40)];
      if (i >= 256) {
        random.nextBytes(key);
      }
      String name = names.encode(key);
      if (name != null && created.put(Keys.text(key), key) == null) {
        Files.createFile(dir.resolve(name));
      }
    }
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files.map(FileNames::decode).map(Keys::text).toList())
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(created.keySet());
    }
  }

  @Provide
  Arbitrary<byte[]> keys() {
    return Arbitraries.oneOf(
        Arbitraries.bytes().array(byte[].class).ofMaxSize(1000),
        Arbitraries.bytes().between((byte) ' ', (byte) '~').array(byte[].class).ofMaxSize(300),
        Arbitraries.strings().ofMaxLength(80).map(text -> text.getBytes(UTF_8)),
        traps());
  }

  @Provide
  Arbitrary<byte[]> traps() {
    return Arbitraries.of(
            "",
            "%",
            ".",
            "..",
            "/",
            "\0",
            "a",
            "A",
            "4",
            "1",
            "41",
            "%41",
            "%2E",
            "2e",
            "é",
            "e\u0301",
            "É",
            "con",
            "Con",
            "~1",
            " ",
            "\\",
            ":",
            ".key",
            ".meta",
            ".redistinto",
            "\u212A",
            "k")
        .list()
        .ofMaxSize(4)
        .map(parts -> String.join("", parts).getBytes(UTF_8));
  }
}
