package io.redistinto.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.storage.value.Intset;
import io.redistinto.storage.value.Listpack;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our listpacks and intsets are a real server's, byte for byte, as DUMP shows them. */
class PackedFormatsTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());

  /** Behind the bytes of the value: version and checksum. */
  private static final int TRAILER_BYTES = 10;

  private static RealRedis redis;
  private static WireClient client;

  @BeforeAll
  static void start() {
    redis =
        RealRedis.start(
            "--rdbcompression",
            "no",
            "--hash-max-listpack-entries",
            "100000",
            "--hash-max-listpack-value",
            "100000",
            "--set-max-intset-entries",
            "100000");
    client = WireClient.connect(redis.port());
  }

  @AfterAll
  static void stop() {
    if (redis != null) {
      client.close();
      redis.close();
    }
  }

  @Test
  void aHashsListpack() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int run = 0; run < 20; run++) {
      client.ask("DEL", "h");
      Listpack ours = new Listpack();
      for (int field = 0; field < 60; field++) {
        String value = value(random);
        client.ask("HSET", "h", "f" + field, value);
        ours.append(("f" + field).getBytes(ISO_8859_1));
        ours.append(value.getBytes(ISO_8859_1));
      }
      for (int change = 0; change < 60; change++) {
        int field = random.nextInt(60);
        int at = ours.find(ours.first(), ("f" + field).getBytes(ISO_8859_1), 1);
        if (at == Listpack.END) {
          continue;
        }
        if (random.nextInt(3) > 0) {
          String value = value(random);
          client.ask("HSET", "h", "f" + field, value);
          ours.replace(ours.next(at), value.getBytes(ISO_8859_1));
        } else {
          client.ask("HDEL", "h", "f" + field);
          ours.delete(at, 2);
        }
      }
      byte[] theirs = dump("h", ours.bytes());
      assertThat(ours.toBytes()).as("seed %d run %d", SEED, run).isEqualTo(theirs);
      assertThat(Listpack.isValid(theirs)).isTrue();
    }
  }

  @Test
  void stringsOfTheLengthsWhereTheFormatChanges() {
    Listpack ours = new Listpack();
    int[] lengths = {0, 1, 62, 63, 64, 125, 126, 127, 4095, 4096, 16376, 16377, 16378, 16379};
    for (int length : lengths) {
      String value = "x".repeat(length);
      client.ask("HSET", "lengths", "f" + length, value);
      ours.append(("f" + length).getBytes(ISO_8859_1));
      ours.append(value.getBytes(ISO_8859_1));
    }
    assertThat(ours.toBytes()).isEqualTo(dump("lengths", ours.bytes()));
  }

  @Test
  void aSetsIntset() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int bits = 8; bits <= 64; bits += 4) {
      client.ask("DEL", "s");
      Intset ours = new Intset();
      List<Long> added = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        long value = random.nextLong() >> (64 - bits);
        added.add(value);
        client.ask("SADD", "s", Long.toString(value));
        ours.add(value);
      }
      for (int i = 0; i < 20; i++) {
        long value = added.get(random.nextInt(added.size()));
        client.ask("SREM", "s", Long.toString(value));
        ours.remove(value);
      }
      assertThat(ours.toBytes())
          .as("seed %d bits %d", SEED, bits)
          .isEqualTo(dump("s", ours.bytes()));
    }
  }

  /** The last {@code length} bytes of the value that DUMP shows. */
  private static byte[] dump(String key, int length) {
    String payload = client.ask("DUMP", key).parsed().text();
    int end = payload.length() - TRAILER_BYTES;
    return payload.substring(Math.max(0, end - length), end).getBytes(ISO_8859_1);
  }

  private static String value(SplittableRandom random) {
    if (random.nextBoolean()) {
      return Long.toString(random.nextLong() >> random.nextInt(64));
    }
    return "y".repeat(random.nextInt(random.nextInt(10) == 0 ? 5000 : 100));
  }
}
