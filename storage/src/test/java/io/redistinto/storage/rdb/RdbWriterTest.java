package io.redistinto.storage.rdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.storage.value.Limits;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RdbWriterTest {
  private final RdbWriter writer = new RdbWriter(new Lzf());

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "63, 3f",
    "64, 4040",
    "16383, 7fff",
    "16384, 8000004000",
    "4294967295, 80ffffffff",
    "4294967296, 810000000100000000",
    "-1, 81ffffffffffffffff"
  })
  void writesLengthsInAsFewBytesAsTheyNeed(long value, String hex) {
    writer.length(value);
    assertThat(HexFormat.of().formatHex(writer.toBytes())).isEqualTo(hex);
    assertThat(reader().length()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "0",
        "-0",
        "00",
        "7",
        "-1",
        "-128",
        "128",
        "32767",
        "-32769",
        "2147483647",
        "2147483648",
        "-2147483648",
        "-2147483649",
        "99999999999",
        "+1",
        "1.5",
        "1 "
      })
  void stringsComeBackAsTheyWere(String text) {
    writer.string(text.getBytes(ISO_8859_1));
    assertThat(reader().string()).asString().isEqualTo(text);
  }

  @Test
  void longStringsComeBackAsTheyWere() {
    Random random = new Random(1);
    List<byte[]> strings = new ArrayList<>();
    for (int length : new int[] {20, 21, 100, 16_383, 16_384, 100_000}) {
      byte[] noise = new byte[length];
      random.nextBytes(noise);
      strings.add(noise);
      strings.add(new byte[length]);
    }
    strings.forEach(writer::string);
    RdbReader reader = reader();
    assertThat(strings).allSatisfy(string -> assertThat(reader.string()).isEqualTo(string));
  }

  static List<Payload> strings() {
    return Payload.all().stream().filter(payload -> payload.name().startsWith("string-")).toList();
  }

  @ParameterizedTest
  @MethodSource("strings")
  void writesStringsAsRedisDoes(Payload payload) {
    DumpedValue restored = DumpPayload.read(payload.bytes(), 1 << 20, new Limits());
    assertThat(DumpPayload.of(restored)).isEqualTo(payload.bytes());
  }

  private RdbReader reader() {
    return new RdbReader(new CheckedBytes(writer.toBytes()), 1 << 20);
  }
}
