package io.redistinto.storage.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreTreeTest {
  private static final long SEED = Long.getLong("redistinto.seed", System.nanoTime());
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private record Entry(double score, byte[] member) {
    static final Comparator<Entry> ORDER =
        (a, b) ->
            a.score < b.score
                ? -1
                : a.score > b.score ? 1 : Arrays.compareUnsigned(a.member, b.member);

    @Override
    public String toString() {
      return score + " " + Arrays.toString(member);
    }
  }

  /** Pages of all sizes, members short and long, few scores and many. */
  @ParameterizedTest
  @CsvSource({
    "2, 64, 2, 3, 6",
    "4, 64, 4, 1, 12",
    "8, 64, 4, 5, 70",
    "8, 4096, 4, 1000, 3",
    "16, 256, 8, 2, 40",
    "128, 4096, 64, 40, 700"
  })
  void agreesWithATreeSet(int leafEntries, int leafBytes, int fanout, int scores, int longest) {
    SplittableRandom random = new SplittableRandom(SEED);
    ScoreTree tree = new ScoreTree(leafEntries, leafBytes, fanout);
    NavigableSet<Entry> model = new TreeSet<>(Entry.ORDER);
    List<ScoreTree> snapshots = new ArrayList<>();
    List<List<Entry>> snapshotModels = new ArrayList<>();
    for (int step = 0; step < 12_000; step++) {
      Entry entry = randomEntry(random, scores, longest);
      boolean grows = step / 2_000 % 2 == 0;
      if (grows ? random.nextInt(4) > 0 : random.nextInt(4) == 0) {
        if (model.add(entry)) {
          tree.insert(entry.score, entry.member);
        }
      } else if (random.nextInt(grows ? 300 : 30) == 0) {
        int from = random.nextInt(model.size() + 1);
        int to = Math.min(model.size(), from + random.nextInt(random.nextInt(4) == 0 ? 3000 : 20));
        List<Entry> removed = new ArrayList<>(model).subList(from, to);
        removed.forEach(model::remove);
        tree.remove(from, to);
      } else {
        Entry near = model.ceiling(entry);
        Entry removed = near == null || random.nextInt(5) == 0 ? entry : near;
        assertThat(tree.remove(removed.score, removed.member))
            .as("seed %d step %d", SEED, step)
            .isEqualTo(model.remove(removed));
      }
      assertThat(tree.size()).as("seed %d step %d", SEED, step).isEqualTo(model.size());
      if (step % 50 == 0) {
        agree(tree, model, random, scores, longest);
      }
      if (step % 1500 == 700) {
        snapshots.add(tree.snapshot());
        snapshotModels.add(new ArrayList<>(model));
      }
    }
    for (int i = 0; i < snapshots.size(); i++) {
      snapshots.get(i).validate();
      assertThat(entries(snapshots.get(i), true))
          .as("seed %d snapshot %d", SEED, i)
          .usingElementComparator(Entry.ORDER)
          .isEqualTo(snapshotModels.get(i));
    }
  }

  private static void agree(
      ScoreTree tree, NavigableSet<Entry> model, SplittableRandom random, int scores, int longest) {
    tree.validate();
    List<Entry> ordered = new ArrayList<>(model);
    assertThat(entries(tree, true))
        .as("seed %d", SEED)
        .usingElementComparator(Entry.ORDER)
        .isEqualTo(ordered);
    List<Entry> backward = entries(tree, false);
    Collections.reverse(backward);
    assertThat(backward).usingElementComparator(Entry.ORDER).isEqualTo(ordered);
    for (int i = 0; i < 20; i++) {
      Entry entry = randomEntry(random, scores, longest);
      int before = model.headSet(entry).size();
      assertThat(tree.countBefore(entry.score, entry.member)).isEqualTo(before);
      assertThat(tree.rank(entry.score, entry.member))
          .as("seed %d", SEED)
          .isEqualTo(model.contains(entry) ? before : -1);
      assertThat(tree.countBelow(entry.score))
          .isEqualTo((int) ordered.stream().filter(each -> each.score < entry.score).count());
      assertThat(tree.countUpTo(entry.score))
          .isEqualTo((int) ordered.stream().filter(each -> each.score <= entry.score).count());
    }
  }

  private static Entry randomEntry(SplittableRandom random, int scores, int longest) {
    double score = random.nextInt(scores) - scores / 2;
    if (score == 0 && random.nextBoolean()) {
      score = -0.0;
    } else if (random.nextInt(50) == 0) {
      score = random.nextBoolean() ? INFINITY : -INFINITY;
    }
    byte[] member = new byte[random.nextInt(10) == 0 ? random.nextInt(longest + 1) : 3];
    random.nextBytes(member);
    for (int i = 0; i < member.length; i++) {
      member[i] &= (byte) 0x83;
    }
    return new Entry(score, member);
  }

  private static List<Entry> entries(ScoreTree tree, boolean forward) {
    List<Entry> entries = new ArrayList<>();
    ScoreTree.Cursor cursor = forward ? tree.forward(0) : tree.backward(tree.size() - 1);
    while (cursor.next()) {
      entries.add(new Entry(cursor.score(), cursor.member()));
    }
    return entries;
  }

  @Test
  void takesZeroAndItsNegativeForTheSameScore() {
    ScoreTree tree = new ScoreTree();
    tree.insert(-0.0, bytes("b"));
    tree.insert(0.0, bytes("a"));
    tree.insert(-0.0, bytes("c"));
    assertThat(texts(tree)).containsExactly("a", "b", "c");
    assertThat(tree.countBelow(0.0)).isZero();
    assertThat(tree.countUpTo(-0.0)).isEqualTo(3);
    assertThat(tree.rank(0.0, bytes("b"))).isEqualTo(1);
    assertThat(tree.remove(-0.0, bytes("a"))).isTrue();
  }

  @Test
  void putsInfinitiesAtTheEnds() {
    ScoreTree tree = new ScoreTree();
    tree.insert(INFINITY, bytes("last"));
    tree.insert(-INFINITY, bytes("first"));
    tree.insert(Double.MAX_VALUE, bytes("high"));
    tree.insert(-Double.MAX_VALUE, bytes("low"));
    assertThat(texts(tree)).containsExactly("first", "low", "high", "last");
    assertThat(tree.countBelow(INFINITY)).isEqualTo(3);
    assertThat(tree.countUpTo(INFINITY)).isEqualTo(4);
    assertThat(tree.countBelow(-INFINITY)).isZero();
    assertThat(tree.countUpTo(-INFINITY)).isEqualTo(1);
    assertThat(tree.countUpTo(Double.MAX_VALUE)).isEqualTo(3);
  }

  @Test
  void ordersBytesAsUnsigned() {
    ScoreTree tree = new ScoreTree();
    tree.insert(1, new byte[] {(byte) 0x80});
    tree.insert(1, new byte[] {0x7f, 0});
    tree.insert(1, new byte[] {0x7f});
    tree.insert(1, new byte[] {});
    assertThat(tree.rank(1, new byte[] {})).isZero();
    assertThat(tree.rank(1, new byte[] {0x7f})).isEqualTo(1);
    assertThat(tree.rank(1, new byte[] {0x7f, 0})).isEqualTo(2);
    assertThat(tree.rank(1, new byte[] {(byte) 0x80})).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "-1, 0", "0, 1", "0, -1"})
  void fillsPagesWithWhatComesInOrder(int scoreStep, int memberStep) {
    ScoreTree tree = new ScoreTree();
    for (int i = 0; i < 20_000; i++) {
      tree.insert(scoreStep * i, bytes(String.format("%08d", 50_000 + memberStep * i)));
    }
    tree.validate();
    assertThat(tree.leaves()).isLessThan(20_000 / 128 + 3);
  }

  @Test
  void hasNoMorePagesThanItNeedsAfterMembersAreRemoved() {
    SplittableRandom random = new SplittableRandom(SEED);
    ScoreTree tree = new ScoreTree();
    for (int i = 0; i < 50_000; i++) {
      tree.insert(random.nextDouble(), bytes("" + i));
    }
    assertThat(tree.leaves()).as("seed %d", SEED).isBetween(400, 1000);
    while (tree.size() > 1000) {
      int rank = random.nextInt(tree.size());
      tree.remove(rank, rank + 1);
    }
    tree.validate();
    assertThat(tree.leaves()).as("seed %d", SEED).isLessThan(60);
  }

  @Test
  void refusesRanksThatItHasNot() {
    ScoreTree tree = new ScoreTree();
    tree.insert(1, bytes("a"));
    assertThatThrownBy(() -> tree.remove(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.remove(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(tree.forward(1).next()).isFalse();
    assertThat(tree.backward(-1).next()).isFalse();
  }

  @Test
  void snapshotsChangeWithoutEachOther() {
    ScoreTree tree = new ScoreTree();
    for (int i = 0; i < 1000; i++) {
      tree.insert(i, bytes("" + i));
    }
    ScoreTree copy = tree.snapshot();
    ScoreTree copyOfCopy = copy.snapshot();
    tree.remove(0, 500);
    copy.insert(5.5, bytes("new"));
    copyOfCopy.remove(1, 1000);
    for (ScoreTree each : List.of(tree, copy, copyOfCopy)) {
      each.validate();
    }
    assertThat(tree.size()).isEqualTo(500);
    assertThat(copy.size()).isEqualTo(1001);
    assertThat(texts(copyOfCopy)).containsExactly("0");
  }

  private static List<String> texts(ScoreTree tree) {
    List<String> texts = new ArrayList<>();
    for (ScoreTree.Cursor cursor = tree.forward(0); cursor.next(); ) {
      texts.add(
          new String(cursor.array(), cursor.offset(), cursor.length(), StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
