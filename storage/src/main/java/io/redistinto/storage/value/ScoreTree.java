package io.redistinto.storage.value;

import java.util.Arrays;

/**
 * Members in the order of their scores, those of one score in the order of their bytes (unsigned),
 * each found by its place as fast as by its score.
 *
 * <p>Searches answer ranks: how many entries lie before some point of the order. A range, whatever
 * its bounds are, is a range of ranks, and its length a difference. Searching, inserting, removing
 * one and beginning to walk are O(log n); walking and removing a range are O(1) an entry.
 *
 * <p>{@link #snapshot} is O(1). Scores are never NaN; -0.0 is as good as 0.0.
 */
public final class ScoreTree {
  /*
   * How. A B+tree. Its leaves are pages: arrays of scores, of where members start, and of members
   * one right after the other, so that 10^6 members of 20 bytes take some 35 MB in some 40,000 heap
   * objects. An inner node knows how many entries each child has (ranks come from adding those up)
   * and what parts each child from the one before it: the shortest (score, member) that is beyond
   * the last entry there and not beyond the first one here, which without equal scores is a
   * score alone.
   *
   * A leaf that overflows at one of its ends begins a new one there, so that what comes in order fills
   * pages; in the middle it is halved. A member of more than an eighth of a page lies in a leaf
   * of its own, which only it moves. A node that a removal leaves with less than a quarter joins a neighbour
   * if both then leave a quarter of room.
   *
   * Copy on write. A node belongs to the epoch that it was made in. Only nodes of the tree's epoch
   * are changed; others may be shared with a snapshot and are copied first. Both trees leave the epoch
   * behind in which they shared all their nodes.
   *
   * Invariants: 1. entries are in order, within leaves and across them. 2. all leaves are equally
   * deep. 3. an inner node's sizes are those of its children, and it has a child; only the root is
   * a leaf with no entry. 4. separator i is after every entry of child i - 1 and not after any of child
   * i. 5. a leaf has at most leafEntries entries and leafBytes bytes of members, or
   * one entry whose member is longer than loneBytes; such a member is with no other. 6. no node is of
   * a later epoch than the tree.
   */
  private static final byte[] EMPTY = {};

  private final int leafEntries;
  private final int leafBytes;
  private final int loneBytes;
  private final int fanout;

  private Node root;
  private long epoch;

  /** Nothing yet. */
  public ScoreTree() {
    this(128, 4096, 64);
  }

  /**
   * Nothing yet.
   *
   * @param leafEntries most entries of a page
   * @param leafBytes most bytes of all members in a page, at most 64 Ki
   * @param fanout most children of an inner node
   */
  ScoreTree(int leafEntries, int leafBytes, int fanout) {
    this.leafEntries = leafEntries;
    this.leafBytes = leafBytes;
    this.loneBytes = leafBytes / 8;
    this.fanout = fanout;
    root = new Leaf(epoch);
  }

  private ScoreTree(ScoreTree original) {
    leafEntries = original.leafEntries;
    leafBytes = original.leafBytes;
    loneBytes = original.loneBytes;
    fanout = original.fanout;
    root = original.root;
    epoch = original.epoch;
  }

  /** A tree of the same entries; either may change without the other. O(1). */
  public ScoreTree snapshot() {
    epoch++;
    return new ScoreTree(this);
  }

  /** How many entries there are. */
  public int size() {
    return root.size();
  }

  /** How many entries are before that one, or would be. O(log n). */
  public int countBefore(double score, byte[] member) {
    return root.countBefore(score, member);
  }

  /** How many entries have a lower score. O(log n). */
  public int countBelow(double score) {
    return root.countBefore(score, EMPTY);
  }

  /** How many entries have at most that score. O(log n). */
  public int countUpTo(double score) {
    return score == Double.POSITIVE_INFINITY ? size() : countBelow(Math.nextUp(score));
  }

  /** The rank of an entry, from 0 on; -1 if it is not there. O(log n). */
  public int rank(double score, byte[] member) {
    int rank = countBefore(score, member);
    if (rank == size()) {
      return -1;
    }
    Cursor cursor = forward(rank);
    cursor.next();
    return cursor.score() == score && cursor.isMember(member) ? rank : -1;
  }

  /** Adds an entry that is not there yet. O(log n). */
  public void insert(double score, byte[] member) {
    assert !Double.isNaN(score);
    assert rank(score, member) < 0;
    root = root.writable(epoch);
    Split split = root.insert(this, score, member);
    if (split != null) {
      Inner top = new Inner(epoch, fanout);
      top.add(0, root, 0, EMPTY);
      top.addAll(1, split);
      root = top;
    }
  }

  /** Removes an entry. O(log n). Returns whether it was there. */
  public boolean remove(double score, byte[] member) {
    int rank = rank(score, member);
    if (rank >= 0) {
      remove(rank, rank + 1);
    }
    return rank >= 0;
  }

  /** Removes the entries of the ranks from {@code from} until before {@code to}. */
  public void remove(int from, int to) {
    if (from < 0 || to > size() || from > to) {
      throw new IndexOutOfBoundsException(from + " to " + to + " of " + size());
    }
    if (from == to) {
      return;
    }
    root = root.writable(epoch);
    root.remove(this, from, to);
    while (root instanceof Inner top && top.count == 1) {
      root = top.children[0];
    }
    if (root.size() == 0) {
      root = new Leaf(epoch);
    }
  }

  /** Walks upwards: its first step is to the entry of that rank. Valid until the tree changes. */
  public Cursor forward(int rank) {
    return new Cursor(rank, 1);
  }

  /** Walks downwards: its first step is to the entry of that rank. Valid until the tree changes. */
  public Cursor backward(int rank) {
    return new Cursor(rank, -1);
  }

  /** Walks along the entries. Before its first step it is at none. */
  public final class Cursor {
    private final int step;
    private int nextRank;
    private int at;
    private Leaf leaf;

    private Cursor(int rank, int step) {
      this.step = step;
      nextRank = rank;
    }

    /** Goes to the next entry; false if there is none. */
    public boolean next() {
      if (nextRank < 0 || nextRank >= size()) {
        return false;
      }
      at += step;
      if (leaf == null || at < 0 || at >= leaf.count) {
        seek();
      }
      nextRank += step;
      return true;
    }

    private void seek() {
      Node node = root;
      int rank = nextRank;
      while (node instanceof Inner inner) {
        int child = 0;
        while (rank >= inner.sizes[child]) {
          rank -= inner.sizes[child++];
        }
        node = inner.children[child];
      }
      leaf = (Leaf) node;
      at = rank;
    }

    public double score() {
      return leaf.scores[at];
    }

    public byte[] member() {
      return Arrays.copyOfRange(leaf.members, leaf.start(at), leaf.end(at));
    }

    /** The array that has the member, from {@link #offset} on. Not to be changed. */
    public byte[] array() {
      return leaf.members;
    }

    public int offset() {
      return leaf.start(at);
    }

    /** The length of the member in bytes. */
    public int length() {
      return leaf.end(at) - leaf.start(at);
    }

    private boolean isMember(byte[] member) {
      return Arrays.equals(leaf.members, leaf.start(at), leaf.end(at), member, 0, member.length);
    }
  }

  /** A node that is to follow the one that was split, what parts them, and the one after it. */
  private record Split(double score, byte[] member, Node node, Split next) {
    static Split between(Leaf left, Leaf right, Split next) {
      double score = right.scores[0];
      byte[] separator = EMPTY;
      if (left.scores[left.count - 1] == score) {
        int start = left.start(left.count - 1);
        int end = left.end(left.count - 1);
        int common = Arrays.mismatch(left.members, start, end, right.members, 0, right.end(0));
        separator = Arrays.copyOf(right.members, common + 1);
      }
      return new Split(score, separator, right, next);
    }
  }

  private abstract static class Node {
    final long epoch;

    Node(long epoch) {
      this.epoch = epoch;
    }

    abstract int size();

    abstract int countBefore(double score, byte[] member);

    /** This node if it is of that epoch, else a copy that is. */
    abstract Node writable(long epoch);

    /** Returns the nodes that now follow this one, or null. */
    abstract Split insert(ScoreTree tree, double score, byte[] member);

    abstract void remove(ScoreTree tree, int from, int to);

    abstract boolean isSmall(ScoreTree tree);

    /** Whether this node and its right neighbour can be one. */
    abstract boolean canAbsorb(ScoreTree tree, Node right);

    /** Appends what the right neighbour has; the separator between the two is given. */
    abstract void absorb(Node right, double score, byte[] member);
  }

  /** A page of entries. Member i lies from {@code starts[i]} until the next one starts. */
  private static final class Leaf extends Node {
    int count;
    int bytes;
    double[] scores;
    char[] starts;
    byte[] members;

    Leaf(long epoch) {
      this(epoch, 0, 0);
    }

    private Leaf(long epoch, int entries, int bytes) {
      super(epoch);
      scores = new double[entries];
      starts = new char[entries];
      members = new byte[bytes];
    }

    /** Entries of another page, from {@code from} until before {@code to}, packed tightly. */
    private Leaf(long epoch, Leaf page, int from, int to) {
      super(epoch);
      take(page, from, to);
    }

    private void take(Leaf page, int from, int to) {
      int first = page.startOrEnd(from);
      int end = page.startOrEnd(to);
      members = Arrays.copyOfRange(page.members, first, end);
      scores = Arrays.copyOfRange(page.scores, from, to);
      starts = Arrays.copyOfRange(page.starts, from, to);
      count = to - from;
      bytes = end - first;
      for (int i = 0; i < count; i++) {
        starts[i] -= (char) first;
      }
    }

    int start(int i) {
      return starts[i];
    }

    int end(int i) {
      return startOrEnd(i + 1);
    }

    private int startOrEnd(int i) {
      return i < count ? starts[i] : bytes;
    }

    @Override
    int size() {
      return count;
    }

    @Override
    int countBefore(double score, byte[] member) {
      int low = 0;
      int high = count;
      while (low < high) {
        int middle = (low + high) >>> 1;
        double other = scores[middle];
        boolean isBefore =
            other < score
                || (other == score
                    && member.length > 0
                    && Arrays.compareUnsigned(
                            members, start(middle), end(middle), member, 0, member.length)
                        < 0);
        if (isBefore) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    @Override
    Leaf writable(long epoch) {
      return this.epoch == epoch ? this : new Leaf(epoch, this, 0, count);
    }

    @Override
    Split insert(ScoreTree tree, double score, byte[] member) {
      int at = countBefore(score, member);
      boolean isLone = member.length > tree.loneBytes;
      boolean mixes = !isLone && !holdsLone(tree);
      boolean fits = count < tree.leafEntries && bytes + member.length <= tree.leafBytes;
      if (count == 0 || (mixes && fits)) {
        put(at, score, member, tree);
        return null;
      }
      if (at == count) {
        return Split.between(this, only(score, member), null);
      }
      if (at == 0) {
        Leaf right = new Leaf(epoch, 0, 0);
        right.assign(this);
        assign(only(score, member));
        return Split.between(this, right, null);
      }
      if (isLone) {
        Leaf right = splitOff(at);
        Leaf middle = only(score, member);
        return Split.between(this, middle, Split.between(middle, right, null));
      }
      Leaf right = splitOff(middle());
      if (at <= count) {
        put(at, score, member, tree);
      } else {
        right.put(at - count, score, member, tree);
      }
      return Split.between(this, right, null);
    }

    private boolean holdsLone(ScoreTree tree) {
      return count == 1 && bytes > tree.loneBytes;
    }

    private Leaf only(double score, byte[] member) {
      Leaf leaf = new Leaf(epoch, 1, member.length);
      leaf.scores[0] = score;
      System.arraycopy(member, 0, leaf.members, 0, member.length);
      leaf.count = 1;
      leaf.bytes = member.length;
      return leaf;
    }

    private void assign(Leaf other) {
      count = other.count;
      bytes = other.bytes;
      scores = other.scores;
      starts = other.starts;
      members = other.members;
    }

    /** Where to part a page: as many bytes before as after, an entry counting for some itself. */
    private int middle() {
      int entryBytes = Double.BYTES + Character.BYTES;
      int half = (bytes + count * entryBytes) / 2;
      int at = 1;
      while (at < count - 1 && start(at) + at * entryBytes < half) {
        at++;
      }
      return at;
    }

    private Leaf splitOff(int at) {
      Leaf right = new Leaf(epoch, this, at, count);
      take(this, 0, at);
      return right;
    }

    private void put(int at, double score, byte[] member, ScoreTree tree) {
      int start = startOrEnd(at);
      if (count == scores.length) {
        int capacity = Math.min(count + count / 8 + 4, tree.leafEntries);
        scores = Arrays.copyOf(scores, capacity);
        starts = Arrays.copyOf(starts, capacity);
      }
      if (bytes + member.length > members.length) {
        int wanted = bytes + member.length;
        members =
            Arrays.copyOf(members, Math.max(wanted, Math.min(wanted + wanted / 8, tree.leafBytes)));
      }
      System.arraycopy(scores, at, scores, at + 1, count - at);
      System.arraycopy(starts, at, starts, at + 1, count - at);
      System.arraycopy(members, start, members, start + member.length, bytes - start);
      scores[at] = score;
      starts[at] = (char) start;
      System.arraycopy(member, 0, members, start, member.length);
      count++;
      bytes += member.length;
      for (int i = at + 1; i < count; i++) {
        starts[i] += (char) member.length;
      }
    }

    @Override
    void remove(ScoreTree tree, int from, int to) {
      int start = startOrEnd(from);
      int end = startOrEnd(to);
      System.arraycopy(scores, to, scores, from, count - to);
      System.arraycopy(starts, to, starts, from, count - to);
      System.arraycopy(members, end, members, start, bytes - end);
      count -= to - from;
      bytes -= end - start;
      for (int i = from; i < count; i++) {
        starts[i] -= (char) (end - start);
      }
      if (count < scores.length / 2 || bytes < members.length / 2) {
        take(this, 0, count);
      }
    }

    @Override
    boolean isSmall(ScoreTree tree) {
      return count < tree.leafEntries / 4 && bytes < tree.leafBytes / 4 && !holdsLone(tree);
    }

    @Override
    boolean canAbsorb(ScoreTree tree, Node right) {
      Leaf other = (Leaf) right;
      return !holdsLone(tree)
          && !other.holdsLone(tree)
          && count + other.count <= tree.leafEntries * 3 / 4
          && bytes + other.bytes <= tree.leafBytes * 3 / 4;
    }

    @Override
    void absorb(Node right, double score, byte[] member) {
      Leaf other = (Leaf) right;
      scores = Arrays.copyOf(scores, count + other.count);
      starts = Arrays.copyOf(starts, count + other.count);
      members = Arrays.copyOf(members, bytes + other.bytes);
      System.arraycopy(other.scores, 0, scores, count, other.count);
      System.arraycopy(other.members, 0, members, bytes, other.bytes);
      for (int i = 0; i < other.count; i++) {
        starts[count + i] = (char) (bytes + other.start(i));
      }
      count += other.count;
      bytes += other.bytes;
    }
  }

  /** Children, the size of each, and what parts it from the one before it. */
  private static final class Inner extends Node {
    int count;
    int size;
    final Node[] children;
    final int[] sizes;
    final double[] scores;
    final byte[][] members;

    /** An overflowing node has up to two children more, until it is halved. */
    Inner(long epoch, int fanout) {
      super(epoch);
      children = new Node[fanout + 2];
      sizes = new int[fanout + 2];
      scores = new double[fanout + 2];
      members = new byte[fanout + 2][];
    }

    @Override
    int size() {
      return size;
    }

    @Override
    int countBefore(double score, byte[] member) {
      int child = child(score, member);
      int before = 0;
      for (int i = 0; i < child; i++) {
        before += sizes[i];
      }
      return before + children[child].countBefore(score, member);
    }

    /** The last child whose separator is not after that entry: the one where it is or would be. */
    private int child(double score, byte[] member) {
      int low = 1;
      int high = count;
      while (low < high) {
        int middle = (low + high) >>> 1;
        double other = scores[middle];
        boolean isAfter =
            other > score
                || (other == score && Arrays.compareUnsigned(members[middle], member) > 0);
        if (isAfter) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low - 1;
    }

    @Override
    Inner writable(long epoch) {
      if (this.epoch == epoch) {
        return this;
      }
      Inner copy = new Inner(epoch, children.length - 2);
      copy.move(this, 0, count, 0);
      copy.count = count;
      copy.size = size;
      return copy;
    }

    private Node writableChild(int i) {
      children[i] = children[i].writable(epoch);
      return children[i];
    }

    /** Copies children with all that is known of them. */
    private void move(Inner from, int first, int end, int to) {
      System.arraycopy(from.children, first, children, to, end - first);
      System.arraycopy(from.sizes, first, sizes, to, end - first);
      System.arraycopy(from.scores, first, scores, to, end - first);
      System.arraycopy(from.members, first, members, to, end - first);
    }

    void add(int at, Node child, double score, byte[] member) {
      move(this, at, count, at + 1);
      children[at] = child;
      sizes[at] = child.size();
      scores[at] = score;
      members[at] = member;
      count++;
      size += child.size();
    }

    void addAll(int at, Split splits) {
      int index = at;
      for (Split split = splits; split != null; split = split.next()) {
        add(index++, split.node(), split.score(), split.member());
      }
    }

    private void drop(int from, int to) {
      for (int i = from; i < to; i++) {
        size -= sizes[i];
      }
      move(this, to, count, from);
      int left = count - (to - from);
      Arrays.fill(children, left, count, null);
      Arrays.fill(members, left, count, null);
      count = left;
    }

    private void resized(int child) {
      size -= sizes[child];
      sizes[child] = children[child].size();
      size += sizes[child];
    }

    @Override
    Split insert(ScoreTree tree, double score, byte[] member) {
      int child = child(score, member);
      Split split = writableChild(child).insert(tree, score, member);
      resized(child);
      if (split == null) {
        return null;
      }
      addAll(child + 1, split);
      if (count <= tree.fanout) {
        return null;
      }
      boolean appended = child + 1 >= tree.fanout;
      int at = appended ? tree.fanout : count / 2;
      Inner right = new Inner(epoch, tree.fanout);
      right.append(this, at);
      drop(at, count);
      return new Split(right.scores[0], right.members[0], right, null);
    }

    /** Appends another node's children from {@code from} on. */
    private void append(Inner other, int from) {
      move(other, from, other.count, count);
      for (int i = from; i < other.count; i++) {
        size += other.sizes[i];
      }
      count += other.count - from;
    }

    @Override
    void remove(ScoreTree tree, int from, int to) {
      int child = 0;
      int first = 0;
      while (first + sizes[child] <= from) {
        first += sizes[child++];
      }
      int left = to - from;
      int within = from - first;
      if (within > 0) {
        int end = Math.min(sizes[child], within + left);
        removeFrom(tree, child++, within, end);
        left -= end - within;
      }
      int whole = child;
      while (whole < count && sizes[whole] <= left) {
        left -= sizes[whole++];
      }
      drop(child, whole);
      if (left > 0) {
        removeFrom(tree, child, 0, left);
        tidy(tree, child);
      }
      tidy(tree, child - 1);
    }

    /** Removes some of a child's entries, not all. */
    private void removeFrom(ScoreTree tree, int child, int from, int to) {
      writableChild(child).remove(tree, from, to);
      resized(child);
    }

    /** Joins a child that has become small with a neighbour, if one has room. */
    private void tidy(ScoreTree tree, int child) {
      if (child < 0 || child >= count || !children[child].isSmall(tree)) {
        return;
      }
      if (child > 0 && children[child - 1].canAbsorb(tree, children[child])) {
        join(child - 1);
      } else if (child + 1 < count && children[child].canAbsorb(tree, children[child + 1])) {
        join(child);
      }
    }

    private void join(int child) {
      int right = child + 1;
      writableChild(child).absorb(children[right], scores[right], members[right]);
      drop(right, right + 1);
      resized(child);
    }

    @Override
    boolean isSmall(ScoreTree tree) {
      return count < Math.max(2, tree.fanout / 4);
    }

    @Override
    boolean canAbsorb(ScoreTree tree, Node right) {
      return count + ((Inner) right).count <= tree.fanout * 3 / 4;
    }

    @Override
    void absorb(Node right, double score, byte[] member) {
      int seam = count;
      append((Inner) right, 0);
      scores[seam] = score;
      members[seam] = member;
    }
  }

  /** How many pages there are; for tests. */
  int leaves() {
    int leaves = 0;
    int rank = 0;
    while (rank < size()) {
      Cursor cursor = forward(rank);
      cursor.next();
      rank += cursor.leaf.count;
      leaves++;
    }
    return leaves;
  }

  /** Checks every invariant; for tests. O(n). */
  void validate() {
    check(root.size() > 0 || root instanceof Leaf, "3: an empty tree is a leaf");
    validate(root);
    Cursor cursor = forward(0);
    double score = 0;
    byte[] member = null;
    int walked = 0;
    while (cursor.next()) {
      byte[] next = cursor.member();
      check(
          member == null
              || score < cursor.score()
              || (score == cursor.score() && Arrays.compareUnsigned(member, next) < 0),
          "1: order");
      score = cursor.score();
      member = next;
      walked++;
    }
    check(walked == size(), "3: sizes");
  }

  /** Returns the height. */
  private int validate(Node node) {
    check(node.epoch <= epoch, "6: epochs");
    if (node instanceof Leaf leaf) {
      validate(leaf);
      return 0;
    }
    Inner inner = (Inner) node;
    check(inner.count > 0 && inner.count <= fanout, "3: children");
    int height = validate(inner.children[0]);
    int size = 0;
    for (int i = 0; i < inner.count; i++) {
      Node child = inner.children[i];
      check(i == 0 || validate(child) == height, "2: depth");
      check(child.size() == inner.sizes[i] && child.size() > 0, "3: sizes of children");
      size += child.size();
      if (i > 0) {
        double score = inner.scores[i];
        byte[] separator = inner.members[i];
        int before = inner.children[i - 1].countBefore(score, separator);
        check(before == inner.sizes[i - 1], "4: a separator is after what is before it");
        check(child.countBefore(score, separator) == 0, "4: a separator is not after its child");
      }
    }
    check(size == inner.size, "3: size");
    return height;
  }

  private void validate(Leaf leaf) {
    if (leaf.count == 1) {
      return;
    }
    check(leaf.count <= leafEntries && leaf.bytes <= leafBytes, "5: a leaf's limits");
    for (int i = 0; i < leaf.count; i++) {
      check(leaf.end(i) >= leaf.start(i), "5: members lie one after the other");
      check(leaf.end(i) - leaf.start(i) <= loneBytes, "5: long members are alone");
    }
  }

  private static void check(boolean holds, String invariant) {
    if (!holds) {
      throw new IllegalStateException("invariant " + invariant);
    }
  }
}
