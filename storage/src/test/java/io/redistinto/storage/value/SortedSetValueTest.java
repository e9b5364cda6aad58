package io.redistinto.storage.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redistinto.storage.Form;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SortedSetValueTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());

  private final Limits limits = new Limits();

  @ParameterizedTest
  @ValueSource(ints = {0, 40, 100_000})
  void agreesWithAMap(int packedEntries) {
    limits.sortedSetPackedEntries = packedEntries;
    SplittableRandom random = new SplittableRandom(SEED);
    SortedSetValue value = new SortedSetValue();
    Map<String, Double> model = new HashMap<>();
    for (int step = 0; step < 4_000; step++) {
      String member = "m" + random.nextInt(150);
      double score = random.nextInt(30) / 4.0 - 3;
      if (random.nextInt(3) > 0) {
        value.put(bytes(member), value.score(bytes(member)), score, limits);
        model.put(member, score);
      } else if (random.nextInt(40) == 0) {
        int from = random.nextInt(model.size() + 1);
        int to = Math.min(model.size(), from + random.nextInt(20));
        sorted(model).subList(from, to).forEach(model::remove);
        value.remove(new Ranks(from, to));
      } else {
        assertThat(value.remove(bytes(member))).isEqualTo(model.remove(member) != null);
      }
      if (step % 25 == 0) {
        value.validate();
        agree(value, model, random);
      }
    }
    Value snapshot = value.snapshot();
    value.remove(value.all());
    assertThat(value.isGone()).isTrue();
    agree((SortedSetValue) snapshot, model, random);
    agree(written((SortedSetValue) snapshot), model, random);
  }

  private void agree(SortedSetValue value, Map<String, Double> model, SplittableRandom random) {
    List<String> sorted = sorted(model);
    assertThat(members(value, value.all(), false)).as("seed %d", SEED).isEqualTo(sorted);
    for (int i = 0; i < sorted.size(); i++) {
      assertThat(value.rank(bytes(sorted.get(i)))).isEqualTo(i);
      assertThat(value.score(bytes(sorted.get(i)))).isEqualTo(model.get(sorted.get(i)));
    }
    assertThat(value.rank(bytes("x"))).isEqualTo(-1);
    double least = random.nextInt(30) / 4.0 - 3;
    double most = random.nextInt(30) / 4.0 - 3;
    List<String> expected = new ArrayList<>(sorted);
    expected.removeIf(member -> model.get(member) < least || model.get(member) >= most);
    Ranks ranks = value.byScore(least, true, most, false);
    assertThat(members(value, ranks, false)).as("seed %d", SEED).isEqualTo(expected);
    Collections.reverse(expected);
    assertThat(members(value, ranks, true)).as("seed %d", SEED).isEqualTo(expected);
  }

  private static List<String> sorted(Map<String, Double> model) {
    List<String> sorted = new ArrayList<>(model.keySet());
    sorted.sort(Comparator.comparing((String member) -> model.get(member)).thenComparing(m -> m));
    return sorted;
  }

  private SortedSetValue written(SortedSetValue value) {
    TextWriter out = new TextWriter();
    value.write(out);
    return SortedSetValue.read(new TextReader(ByteBuffer.wrap(out.toBytes())), limits);
  }

  @Test
  void liesPackedAsInRedis() {
    SortedSetValue value = new SortedSetValue();
    double[] scores = {1, 2.5, 1e17, -0.0, 1e30, Double.POSITIVE_INFINITY, -300, 0.1};
    String[] members = {"a", "b", "7", "d", "e", "f", "g", "h"};
    for (int i = 0; i < scores.length; i++) {
      value.put(bytes(members[i]), Double.NaN, scores[i], limits);
    }
    byte[] packed = new byte[value.packed().remaining()];
    value.packed().get(packed);
    String redis =
        "550000001000816702ded4028164020001816802"
            + HexFormat.of().formatHex(bytes("\u0093" + "0.10000000000000001"))
            + "14816102010181620283"
            + "322e35040701f400008a5d7845630109816502"
            + "8531652b333006816602"
            + "83696e6604ff";
    assertThat(HexFormat.of().formatHex(packed)).isEqualTo(redis);
    assertThat(SortedSetValue.isValid(new Listpack(packed))).isTrue();
  }

  @Test
  void becomesAnObjectPastItsLimitsAndStaysOne() {
    SortedSetValue many = new SortedSetValue();
    for (int i = 0; i < 128; i++) {
      many.put(bytes("m" + i), Double.NaN, i, limits);
    }
    assertThat(many.encoding()).isEqualTo("listpack");
    many.put(bytes("one more"), Double.NaN, 1, limits);
    assertThat(many.encoding()).isEqualTo("skiplist");
    many.remove(new Ranks(1, 129));
    assertThat(many.form()).isEqualTo(Form.OBJECT);
    many.validate();
    SortedSetValue longMember = new SortedSetValue();
    longMember.put(new byte[64], Double.NaN, 1, limits);
    assertThat(longMember.form()).isEqualTo(Form.LISTPACK);
    longMember.put(new byte[65], Double.NaN, 1, limits);
    assertThat(longMember.form()).isEqualTo(Form.OBJECT);
    longMember.validate();
  }

  @Test
  void isChargedForEachEntryWhatIsSaidBefore() {
    limits.sortedSetPackedEntries = 0;
    SortedSetValue value = new SortedSetValue();
    long expected = 0;
    for (int length = 0; length < 3000; length += 100) {
      value.put(new byte[length], Double.NaN, 1, limits);
      expected += SortedSetValue.charge(length);
      assertThat(value.bytes()).isEqualTo(expected);
    }
    value.put(new byte[100], 1, 2, limits);
    assertThat(value.bytes()).isEqualTo(expected);
    value.remove(new byte[100]);
    value.remove(new Ranks(0, 1));
    expected -= SortedSetValue.charge(100) + SortedSetValue.charge(0);
    assertThat(value.bytes()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 128})
  void findsMembersOfOneScoreByTheirBytes(int packedEntries) {
    limits.sortedSetPackedEntries = packedEntries;
    SortedSetValue value = new SortedSetValue();
    for (String member : List.of("", "a", "aa", "b", "c")) {
      value.put(bytes(member), Double.NaN, 3, limits);
    }
    LexBound fromA = LexBound.before(bytes("a"));
    LexBound afterA = LexBound.after(bytes("a"));
    LexBound toB = LexBound.after(bytes("b"));
    assertThat(value.byLex(LexBound.LEAST, LexBound.GREATEST, false)).isEqualTo(value.all());
    assertThat(value.byLex(fromA, toB, false)).isEqualTo(new Ranks(1, 4));
    assertThat(value.byLex(afterA, toB, true)).isEqualTo(new Ranks(2, 4));
    assertThat(value.byLex(afterA, afterA, false).count()).isZero();
    assertThat(value.byLex(LexBound.GREATEST, LexBound.LEAST, false).count()).isZero();
    assertThat(value.byLex(LexBound.after(bytes("c")), LexBound.GREATEST, true).count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 128})
  void isMadeOfAMapOfScores(int packedEntries) {
    limits.sortedSetPackedEntries = packedEntries;
    PagedMap scores = PagedMap.withValues();
    scores.putDouble(bytes("b"), 2);
    scores.putDouble(bytes("a"), 3);
    scores.putDouble(bytes("c"), 1);
    SortedSetValue value = SortedSetValue.of(scores).packedIfSmall(limits);
    value.validate();
    assertThat(members(value, value.all(), false)).containsExactly("c", "b", "a");
    assertThat(value.form()).isEqualTo(packedEntries == 0 ? Form.OBJECT : Form.LISTPACK);
  }

  @Test
  void isWrittenAsLinesOfScoreAndMember() {
    SortedSetValue value = new SortedSetValue();
    value.put(bytes("pi"), Double.NaN, 3.14, limits);
    value.put(bytes("two words"), Double.NaN, 2, limits);
    value.put(bytes("far"), Double.NaN, Double.NEGATIVE_INFINITY, limits);
    TextWriter out = new TextWriter();
    value.write(out);
    assertThat(new String(out.toBytes(), StandardCharsets.UTF_8))
        .isEqualTo("-inf far\n2 \"two words\"\n3.14 pi\n");
  }

  @ParameterizedTest
  @CsvSource({
    "1 a b, line 1: a score and a member are wanted",
    "x a, line 1: not a score: x",
    "nan a, line 1: not a score: nan",
    "1d a, line 1: not a score: 1d"
  })
  void refusesTextThatIsNoSortedSet(String text, String error) {
    assertThatThrownBy(
            () -> SortedSetValue.read(new TextReader(ByteBuffer.wrap(bytes(text))), limits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(error);
  }

  @Test
  void refusesAMemberThatIsWrittenTwice() {
    TextReader text = new TextReader(ByteBuffer.wrap(bytes("1 a\n2 a\n")));
    assertThatThrownBy(() -> SortedSetValue.read(text, limits))
        .hasMessage("line 2: a member that was there before: a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a x", "a 1 a 2", "b 1 a 1", "a 2 b 1", "a nan"})
  void knowsListpacksThatAreNoSortedSets(String elements) {
    Listpack pack = new Listpack();
    for (String element : elements.split(" ", -1)) {
      pack.append(bytes(element));
    }
    assertThat(SortedSetValue.isValid(pack)).isFalse();
  }

  private static List<String> members(SortedSetValue value, Ranks ranks, boolean downwards) {
    List<String> members = new ArrayList<>();
    value.forEach(
        ranks,
        downwards,
        (array, offset, length, score) ->
            members.add(
                new String(
                    Arrays.copyOfRange(array, offset, offset + length), StandardCharsets.UTF_8)));
    return members;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
