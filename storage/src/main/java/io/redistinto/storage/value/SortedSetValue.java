package io.redistinto.storage.value;

import io.redistinto.storage.Form;
import io.redistinto.storage.ValueType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Members, each with a score, in the order of their scores, and of their bytes where those are
 * equal. Packed it is a listpack of a member and its score, a member and its score, in order, as
 * Redis has it; as an object it is a map of members to scores and a tree in order.
 *
 * <p>As an object: finding a score O(1) expected; changes, and finding ranks, O(log n). Packed:
 * O(n).
 */
public final class SortedSetValue extends Value {
  /** What an entry takes in the tree beside its member: score, start, its share of slack. */
  private static final int TREE_BYTES = 16;

  private static final int MOST_PACKED_BYTES = 1 << 30;

  private static final int END = Listpack.END;

  /** Receives entries. The array's range is valid during the call only. */
  @FunctionalInterface
  public interface Visitor {
    void entry(byte[] array, int offset, int length, double score);
  }

  private Listpack pack;
  private PagedMap scores;
  private ScoreTree order;

  /** The bytes of all members of an object. */
  private long memberBytes;

  /** None yet, packed. */
  public SortedSetValue() {
    this(new Listpack());
  }

  /** Of a listpack that {@link #isValid}. */
  public SortedSetValue(Listpack pack) {
    this.pack = pack;
  }

  private SortedSetValue(PagedMap scores, ScoreTree order, long memberBytes) {
    this.scores = scores;
    this.order = order;
    this.memberBytes = memberBytes;
  }

  /**
   * The entries of a map that {@link PagedMap#putDouble} filled and that is now this value's, as an
   * object.
   */
  public static SortedSetValue of(PagedMap scores) {
    SortedSetValue value = new SortedSetValue(scores, new ScoreTree(), 0);
    scores.forEach(
        (member, score) -> {
          value.memberBytes += member.length;
          value.order.insert(PagedMap.toDouble(score), member);
        });
    return value;
  }

  /** This value, which is an object, or its entries packed if they keep within the limits. */
  public SortedSetValue packedIfSmall(Limits limits) {
    if (count() > limits.sortedSetPackedEntries || memberBytes >= MOST_PACKED_BYTES) {
      return this;
    }
    SortedSetValue small = new SortedSetValue();
    ScoreTree.Cursor cursor = order.forward(0);
    while (cursor.next()) {
      if (cursor.length() > limits.sortedSetPackedValueBytes) {
        return this;
      }
      small.pack.append(cursor.member());
      small.pack.append(ScoreText.packed(cursor.score()));
    }
    return small;
  }

  /** Whether a listpack has members, each once, and their scores, in order. O(n^2). */
  public static boolean isValid(Listpack pack) {
    double before = Double.NEGATIVE_INFINITY;
    byte[] last = null;
    for (int at = pack.first(); at != END; ) {
      byte[] member = pack.get(at);
      int scoreAt = pack.next(at);
      double score = scoreAt == END ? Double.NaN : score(pack, scoreAt);
      boolean follows =
          score > before
              || (score == before && (last == null || Arrays.compareUnsigned(last, member) < 0));
      if (!follows || pack.find(pack.first(), member, 1) != at) {
        return false;
      }
      before = score;
      last = member;
      at = pack.next(scoreAt);
    }
    return true;
  }

  // ---- As a value

  @Override
  public ValueType type() {
    return ValueType.ZSET;
  }

  @Override
  public Form form() {
    return pack == null ? Form.OBJECT : Form.LISTPACK;
  }

  @Override
  public String encoding() {
    return pack == null ? "skiplist" : "listpack";
  }

  @Override
  public long size() {
    return count();
  }

  /** How many entries it has. */
  public int count() {
    return pack == null ? order.size() : pack.size() / 2;
  }

  @Override
  public ByteBuffer packed() {
    return ByteBuffer.wrap(pack.array(), 0, pack.bytes());
  }

  @Override
  public long bytes() {
    return pack == null
        ? scores.bytes() + memberBytes + (long) TREE_BYTES * order.size()
        : pack.bytes();
  }

  /** What a new entry adds to the {@link #bytes} of an object. */
  public static long charge(int memberLength) {
    return PagedMap.charge(memberLength, Double.BYTES) + memberLength + TREE_BYTES;
  }

  @Override
  public Value snapshot() {
    return pack == null
        ? new SortedSetValue(scores.snapshot(), order.snapshot(), memberBytes)
        : new SortedSetValue(new Listpack(pack.toBytes()));
  }

  /** A line for each entry: its score and its member. */
  @Override
  public void write(TextWriter out) {
    forEach(
        all(),
        false,
        (array, offset, length, score) -> {
          out.word(ScoreText.shown(score)).word(Arrays.copyOfRange(array, offset, offset + length));
          out.endLine();
        });
  }

  static SortedSetValue read(TextReader text, Limits limits) {
    SortedSetValue value = new SortedSetValue();
    for (List<byte[]> words = text.nextLine(); words != null; words = text.nextLine()) {
      if (words.size() != 2) {
        throw text.error("a score and a member are wanted");
      }
      double score = ScoreText.parse(words.get(0));
      if (Double.isNaN(score)) {
        throw text.error("not a score: " + TextReader.shown(words.get(0)));
      }
      if (value.contains(words.get(1))) {
        throw text.error("a member that was there before: " + TextReader.shown(words.get(1)));
      }
      value.put(words.get(1), Double.NaN, score, limits);
    }
    return value;
  }

  // ---- Scores

  /** The score of a member, NaN if it is not there. */
  public double score(byte[] member) {
    if (pack == null) {
      return scores.getDouble(member);
    }
    int at = find(member);
    return at == END ? Double.NaN : score(pack, pack.next(at));
  }

  public boolean contains(byte[] member) {
    return pack == null ? scores.contains(member) : find(member) != END;
  }

  /**
   * Gives a member a score; beyond the limits it becomes an object.
   *
   * @param oldScore what {@link #score} says of this member
   */
  public void put(byte[] member, double oldScore, double score, Limits limits) {
    boolean isNew = Double.isNaN(oldScore);
    if (pack != null && isNew && !fitsPacked(member, limits)) {
      becomeObject();
    }
    if (isNew) {
      add(member, score);
    } else if (pack != null) {
      pack.delete(find(member), 2);
      add(member, score);
    } else {
      order.remove(oldScore, member);
      order.insert(score, member);
      scores.putDouble(member, score);
    }
  }

  /** Removes a member; whether it was there. */
  public boolean remove(byte[] member) {
    if (pack != null) {
      int at = find(member);
      if (at != END) {
        pack.delete(at, 2);
      }
      return at != END;
    }
    double score = scores.getDouble(member);
    if (Double.isNaN(score)) {
      return false;
    }
    order.remove(score, member);
    scores.remove(member);
    memberBytes -= member.length;
    return true;
  }

  /** Removes entries by rank. */
  public void remove(Ranks ranks) {
    if (ranks.count() == 0) {
      return;
    }
    if (pack != null) {
      pack.delete(pack.at(2L * ranks.from()), 2 * ranks.count());
      return;
    }
    ScoreTree.Cursor cursor = order.forward(ranks.from());
    for (int i = 0; i < ranks.count(); i++) {
      cursor.next();
      byte[] member = cursor.member();
      scores.remove(member);
      memberBytes -= member.length;
    }
    order.remove(ranks.from(), ranks.to());
  }

  private void add(byte[] member, double score) {
    if (pack == null) {
      scores.putDouble(member, score);
      memberBytes += member.length;
    }
    addInOrder(member, score);
  }

  private void addInOrder(byte[] member, double score) {
    if (pack == null) {
      order.insert(score, member);
      return;
    }
    int before = pack.first();
    while (before != END) {
      int scoreAt = pack.next(before);
      double other = score(pack, scoreAt);
      if (other > score
          || (other == score && Arrays.compareUnsigned(pack.get(before), member) > 0)) {
        break;
      }
      before = pack.next(scoreAt);
    }
    int at = pack.insert(before, member);
    pack.insert(pack.next(at), ScoreText.packed(score));
  }

  private boolean fitsPacked(byte[] member, Limits limits) {
    return count() < limits.sortedSetPackedEntries
        && member.length <= limits.sortedSetPackedValueBytes
        && pack.bytes() + member.length < MOST_PACKED_BYTES;
  }

  private void becomeObject() {
    Listpack before = pack;
    pack = null;
    scores = PagedMap.withValues();
    order = new ScoreTree();
    for (int at = before.first(); at != END; ) {
      int scoreAt = before.next(at);
      add(before.get(at), score(before, scoreAt));
      at = before.next(scoreAt);
    }
  }

  private int find(byte[] member) {
    return pack.find(pack.first(), member, 1);
  }

  private static double score(Listpack pack, int at) {
    return pack.isInteger(at) ? pack.toLong(at) : ScoreText.parse(pack.get(at));
  }

  /** A score as it shows where the value lies: packed whole numbers as such, others %.17g. */
  public byte[] scoreText(double score) {
    return pack == null ? ScoreText.percent17g(score) : ScoreText.packed(score);
  }

  // ---- Ranks

  /** All entries. */
  public Ranks all() {
    return new Ranks(0, count());
  }

  /** The rank of a member, -1 if it is not there. */
  public int rank(byte[] member) {
    if (pack == null) {
      double score = scores.getDouble(member);
      return Double.isNaN(score) ? -1 : order.countBefore(score, member);
    }
    int found = find(member);
    if (found == END) {
      return -1;
    }
    int rank = 0;
    for (int at = pack.first(); at != found; at = pack.next(pack.next(at))) {
      rank++;
    }
    return rank;
  }

  /** The entries from a score on, or from behind it, up to a score or before it. */
  public Ranks byScore(double least, boolean orEqual, double most, boolean orEqualMost) {
    int from = orEqual ? countBelow(least) : countUpTo(least);
    int to = orEqualMost ? countUpTo(most) : countBelow(most);
    return from < to ? new Ranks(from, to) : Ranks.NONE;
  }

  private int countBelow(double score) {
    return pack == null ? order.countBelow(score) : countPacked(score, false);
  }

  private int countUpTo(double score) {
    return pack == null ? order.countUpTo(score) : countPacked(score, true);
  }

  private int countPacked(double score, boolean orEqual) {
    int count = 0;
    for (int at = pack.first(); at != END; count++) {
      int scoreAt = pack.next(at);
      double other = score(pack, scoreAt);
      if (other > score || (other == score && !orEqual)) {
        break;
      }
      at = pack.next(scoreAt);
    }
    return count;
  }

  /**
   * The entries whose members lie between two bounds. All scores are meant to be equal; where they
   * are not, a packed set answers what Redis does, which then depends on the end to begin from.
   */
  public Ranks byLex(LexBound least, LexBound greatest, boolean fromTheEnd) {
    if (count() == 0) {
      return Ranks.NONE;
    }
    if (pack == null) {
      ScoreTree.Cursor first = order.forward(0);
      first.next();
      int from = least.countBefore(order, first.score());
      int to = greatest.countBefore(order, first.score());
      return from < to ? new Ranks(from, to) : Ranks.NONE;
    }
    byte[][] members = new byte[count()][];
    int at = pack.first();
    for (int i = 0; i < members.length; i++) {
      members[i] = pack.get(at);
      at = pack.next(pack.next(at));
    }
    if (!least.isBefore(members[members.length - 1]) || greatest.isBefore(members[0])) {
      return Ranks.NONE;
    }
    return fromTheEnd
        ? lastBetween(members, least, greatest)
        : firstBetween(members, least, greatest);
  }

  private static Ranks firstBetween(byte[][] members, LexBound least, LexBound greatest) {
    int from = 0;
    while (!least.isBefore(members[from])) {
      from++;
    }
    int to = from;
    while (to < members.length && !greatest.isBefore(members[to])) {
      to++;
    }
    return new Ranks(from, to);
  }

  private static Ranks lastBetween(byte[][] members, LexBound least, LexBound greatest) {
    int to = members.length;
    while (greatest.isBefore(members[to - 1])) {
      to--;
    }
    int from = to;
    while (from > 0 && least.isBefore(members[from - 1])) {
      from--;
    }
    return new Ranks(from, to);
  }

  // ---- Walking

  /** Visits entries by rank, upwards or downwards. O(log n + count), packed O(n). */
  public void forEach(Ranks ranks, boolean downwards, Visitor visitor) {
    int first = downwards ? ranks.to() - 1 : ranks.from();
    if (pack == null) {
      ScoreTree.Cursor cursor = downwards ? order.backward(first) : order.forward(first);
      for (int i = 0; i < ranks.count() && cursor.next(); i++) {
        visitor.entry(cursor.array(), cursor.offset(), cursor.length(), cursor.score());
      }
      return;
    }
    int at = ranks.count() == 0 ? END : pack.at(2L * first);
    for (int i = 0; i < ranks.count(); i++) {
      byte[] member = pack.get(at);
      int scoreAt = pack.next(at);
      visitor.entry(member, 0, member.length, score(pack, scoreAt));
      if (i + 1 < ranks.count()) {
        at = downwards ? pack.previous(pack.previous(at)) : pack.next(scoreAt);
      }
    }
  }

  /**
   * Visits entries from a cursor on, some {@code count} of them, as {@link PagedMap#scan} does; all
   * of them if packed.
   *
   * @return the cursor to go on from, 0 at the end
   */
  public long scan(long cursor, long count, Visitor visitor) {
    if (pack != null) {
      forEach(all(), false, visitor);
      return 0;
    }
    return scores.scan(
        cursor,
        count,
        (member, score) -> visitor.entry(member, 0, member.length, PagedMap.toDouble(score)));
  }

  /** Checks that both structures of an object agree; for tests. O(n). */
  void validate() {
    if (pack != null) {
      check(isValid(pack), "a listpack of members and scores in order");
      return;
    }
    order.validate();
    scores.check();
    check(scores.size() == order.size(), "as many scores as entries in order");
    long[] bytes = {0};
    forEach(
        all(),
        false,
        (array, offset, length, score) -> {
          byte[] member = Arrays.copyOfRange(array, offset, offset + length);
          check(scores.getDouble(member) == score, "a member's score is that of its place");
          bytes[0] += length;
        });
    check(bytes[0] == memberBytes, "the bytes of all members");
  }

  private static void check(boolean holds, String invariant) {
    if (!holds) {
      throw new IllegalStateException("invariant: " + invariant);
    }
  }
}
