package io.redistinto.bench.versus;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.bench.versus.Load.KeyOrder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static final Pattern SET =
      Pattern.compile("\\*3\r\n\\$3\r\nSET\r\n\\$16\r\n(key:[0-9]{12})\r\n\\$([0-9]+)\r\n(x*)\r\n");

  @Test
  void writesWholeCommandsInKeyOrder() {
    Load load = Load.set(3, 2, KeyOrder.SEQUENTIAL, Sizes.of(2));

    assertThat(compose(load))
        .isEqualTo(
            set("key:000000000000", "xx")
                + set("key:000000000001", "xx")
                + set("key:000000000000", "xx"));
  }

  @Test
  void readsWithTheSameKeys() {
    Load load = Load.get(1, 2_000_000_000, KeyOrder.SEQUENTIAL, Sizes.of(2));

    assertThat(compose(load)).isEqualTo("*2\r\n$3\r\nGET\r\n$16\r\nkey:000000000000\r\n");
  }

  @Test
  void usesEveryLengthAndFitsIntoWhatItAskedFor() {
    Load load = Load.set(500, 10, KeyOrder.UNIFORM, Sizes.between(0, 9));

    Set<Integer> lengths = new HashSet<>();
    SET.matcher(compose(load)).results().forEach(each -> lengths.add(length(each)));

    assertThat(lengths).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void writesTheNumberWhereverItIsAskedFor() {
    Load load =
        Load.command(2, 10, Sizes.of(0), "ZADD", "z", Template.NUMBER, "m" + Template.NUMBER)
            .inOrder(KeyOrder.SEQUENTIAL);

    String zadd = "*4\r\n$4\r\nZADD\r\n$1\r\nz\r\n$12\r\n%1$s\r\n$13\r\nm%1$s\r\n";
    assertThat(compose(load))
        .isEqualTo(zadd.formatted("000000000000") + zadd.formatted("000000000001"));
  }

  @Test
  void mixesBothOperations() {
    Load load = Load.mix(1_000, 10, KeyOrder.UNIFORM, 1);

    assertThat(SET.matcher(compose(load)).results().count()).isBetween(400L, 600L);
  }

  @Test
  void sendsHalfOfASkewedLoadToASixteenthOfTheKeysAndLeavesNoKeyOut() {
    int keyCount = 160;
    int[] uses = new int[keyCount];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      uses[KeyOrder.SKEWED.key(i, keyCount, random)]++;
    }
    Arrays.sort(uses);
    int ofTheTopSixteenth = 0;
    for (int i = 0; i < keyCount / 16; i++) {
      ofTheTopSixteenth += uses[keyCount - 1 - i];
    }

    assertThat(ofTheTopSixteenth).isBetween(48_000, 52_000);
    assertThat(uses[0]).isPositive();
  }

  private static int length(MatchResult set) {
    assertThat(set.group(3)).hasSize(Integer.parseInt(set.group(2)));
    return set.group(3).length();
  }

  private static String compose(Load load) {
    Requests requests = new Requests(load);
    ByteBuffer buffer = ByteBuffer.allocate(requests.longestPipeline());
    requests.append(load.pipeline(), buffer);
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
  }

  private static String set(String key, String value) {
    return "*3\r\n$3\r\nSET\r\n$16\r\n%s\r\n$%d\r\n%s\r\n".formatted(key, value.length(), value);
  }
}
