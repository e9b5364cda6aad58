package io.redistinto.storage.index;

import static io.redistinto.storage.index.Records.NONE;
import static io.redistinto.storage.index.Segments.BUCKETS;
import static io.redistinto.storage.index.Segments.BUCKET_BITS;

import io.redistinto.storage.entries.Touches;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * The keys of one database: an extendible hash table that grows one segment at a time, so that no
 * single insertion pays for millions (R. Fagin et al.: Extendible Hashing, ACM TODS 4(3), 1979).
 *
 * <p>The upper 32 bits of a key's hash are its tag. Its first bits choose a segment through the
 * directory, the next ten the home bucket in it; collisions probe linearly within the segment.
 *
 * <pre>
 *   tag:     | directory (depth bits) | home (10 bits) | rest |
 *   bucket:  | tag (32 bits)          | record (32 bits)      |    0: empty
 * </pre>
 *
 * <p>Invariants: (1) between a key's home and its bucket no bucket is empty; (2) at most 3/4 of a
 * segment's buckets are used; (3) a segment of depth d is named by 2^(directory depth - d) adjacent
 * directory cells.
 *
 * <p>A lookup touches one or two cache lines of buckets and the record. Find, add and remove: O(1)
 * expected; a split moves at most 768 buckets.
 */
public final class KeyIndex {
  /** What a key takes in the index beside its record. */
  public static final int BUCKET_BYTES = Long.BYTES;

  private static final int MOST_USED = BUCKETS / 4 * 3;
  private static final int DEPTH_BITS = 5;
  private static final int DEPTH_MASK = (1 << DEPTH_BITS) - 1;
  private static final int MOST_DEPTH = 32 - BUCKET_BITS;

  private final Segments segments;
  private final Records records;
  private final SipHash hash;
  private final ByteBuffer scratch =
      ByteBuffer.allocateDirect(Records.INLINE_KEY_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /** 2^depth cells: segment number << 5 | the segment's depth. Empty while there is no key. */
  private int[] directory = new int[0];

  private int depth;
  private int size;

  public KeyIndex(Segments segments, Records records, SipHash hash) {
    this.segments = segments;
    this.records = records;
    this.hash = hash;
  }

  /** How many keys there are. */
  public int size() {
    return size;
  }

  /** The record of this key, or {@link Records#NONE}. */
  public int find(ByteBuffer key, int offset, int length) {
    return find(key, offset, length, hash.hash(key, offset, length));
  }

  /** The record of this key, whose hash is given, or {@link Records#NONE}. */
  public int find(ByteBuffer key, int offset, int length, long keyHash) {
    if (size == 0) {
      return NONE;
    }
    int tag = (int) (keyHash >>> 32);
    int cell = directory[cellOf(tag)];
    int segment = cell >>> DEPTH_BITS;
    for (int bucket = home(tag, cell); ; bucket = (bucket + 1) & (BUCKETS - 1)) {
      long word = segments.bucket(segment, bucket);
      int record = (int) word;
      if (record == NONE) {
        return NONE;
      }
      if ((int) (word >>> 32) == tag && records.hasKey(record, key, offset, length)) {
        return record;
      }
    }
  }

  /** Says where the search for a key begins. */
  public void touchHome(long keyHash, Touches touches) {
    if (size != 0) {
      int tag = (int) (keyHash >>> 32);
      int cell = directory[cellOf(tag)];
      segments.touch(cell >>> DEPTH_BITS, home(tag, cell), touches);
    }
  }

  /** The record whose tag is this hash's: nearly always the one that is looked for; or none. */
  public int probableRecord(long keyHash) {
    if (size == 0) {
      return NONE;
    }
    int tag = (int) (keyHash >>> 32);
    int cell = directory[cellOf(tag)];
    int segment = cell >>> DEPTH_BITS;
    for (int bucket = home(tag, cell); ; bucket = (bucket + 1) & (BUCKETS - 1)) {
      long word = segments.bucket(segment, bucket);
      if ((int) (word >>> 32) == tag || word == 0) {
        return (int) word;
      }
    }
  }

  /** Adds the record of a key that is not there yet. */
  public void add(int record) {
    if (directory.length == 0) {
      directory = new int[] {segments.allocate() << DEPTH_BITS};
    }
    int tag = (int) (records.hash(record, hash, scratch) >>> 32);
    while (segments.count(directory[cellOf(tag)] >>> DEPTH_BITS) >= MOST_USED) {
      split(cellOf(tag));
    }
    put(directory[cellOf(tag)], (long) tag << 32 | record);
    size++;
  }

  /** Removes the record of a key that is there. */
  public void remove(int record) {
    int tag = (int) (records.hash(record, hash, scratch) >>> 32);
    int cell = directory[cellOf(tag)];
    int segment = cell >>> DEPTH_BITS;
    int hole = home(tag, cell);
    while ((int) segments.bucket(segment, hole) != record) {
      assert (int) segments.bucket(segment, hole) != NONE : "not in the index";
      hole = (hole + 1) & (BUCKETS - 1);
    }
    // Closes the gap (Knuth, TAOCP 3, 6.4, algorithm R): what may lie nearer to its home moves up.
    for (int bucket = hole; ; ) {
      bucket = (bucket + 1) & (BUCKETS - 1);
      long word = segments.bucket(segment, bucket);
      if (word == 0) {
        break;
      }
      int distance = (bucket - home((int) (word >>> 32), cell)) & (BUCKETS - 1);
      if (distance >= ((bucket - hole) & (BUCKETS - 1))) {
        segments.bucket(segment, hole, word);
        hole = bucket;
      }
    }
    segments.bucket(segment, hole, 0);
    segments.count(segment, segments.count(segment) - 1);
    size--;
  }

  /** Forgets all keys and gives the segments back. */
  public void clear() {
    int last = -1;
    for (int cell : directory) {
      if (cell >>> DEPTH_BITS != last) {
        last = cell >>> DEPTH_BITS;
        segments.free(last);
      }
    }
    directory = new int[0];
    depth = 0;
    size = 0;
  }

  /**
   * Visits the keys of some home buckets from {@code cursor} on, until at least {@code wanted} keys
   * or ten times as many buckets and a segment's are done, and returns the cursor to go on with, 0
   * at the end. So a few keys are all visited by one call.
   *
   * <p>The cursor is a place in the space of tags, which growth only divides more finely: a key
   * that is there from the first call to the last is visited, however the table grows meanwhile.
   */
  public long scan(long cursor, int wanted, IntConsumer visitor) {
    if (size == 0 || cursor >>> 32 != 0) {
      return 0;
    }
    long at = cursor;
    int visited = 0;
    for (long buckets = BUCKETS + 10L * wanted; buckets > 0 && visited < wanted; buckets--) {
      int cell = directory[cellOf((int) at)];
      int segment = cell >>> DEPTH_BITS;
      int home = home((int) at, cell);
      for (int bucket = home; ; bucket = (bucket + 1) & (BUCKETS - 1)) {
        long word = segments.bucket(segment, bucket);
        if (word == 0) {
          break;
        }
        if (home((int) (word >>> 32), cell) == home) {
          visitor.accept((int) word);
          visited++;
        }
      }
      long step = 1L << (MOST_DEPTH - (cell & DEPTH_MASK));
      at = (at | (step - 1)) + 1;
      if (at >>> 32 != 0) {
        return 0;
      }
    }
    return at;
  }

  /** Visits every key. The visitor must not change the index. */
  public void forEach(IntConsumer visitor) {
    long cursor = 0;
    do {
      cursor = scan(cursor, Integer.MAX_VALUE, visitor);
    } while (cursor != 0);
  }

  /** The record of a random key, or none if there are none. */
  public int random(SplittableRandom random) {
    if (size == 0) {
      return NONE;
    }
    while (true) {
      int segment = directory[random.nextInt(directory.length)] >>> DEPTH_BITS;
      if (segments.count(segment) == 0) {
        continue;
      }
      // Draws until a used bucket is hit; in a thin segment, walks on to the next.
      int bucket = random.nextInt(BUCKETS);
      for (int tries = 0; tries < 64 && segments.bucket(segment, bucket) == 0; tries++) {
        bucket = random.nextInt(BUCKETS);
      }
      while (segments.bucket(segment, bucket) == 0) {
        bucket = (bucket + 1) & (BUCKETS - 1);
      }
      return (int) segments.bucket(segment, bucket);
    }
  }

  private int cellOf(int tag) {
    return (int) ((tag & 0xffffffffL) >>> (32 - depth));
  }

  private static int home(int tag, int cell) {
    return (tag << (cell & DEPTH_MASK)) >>> (32 - BUCKET_BITS);
  }

  private void put(int cell, long word) {
    int segment = cell >>> DEPTH_BITS;
    int bucket = home((int) (word >>> 32), cell);
    while (segments.bucket(segment, bucket) != 0) {
      bucket = (bucket + 1) & (BUCKETS - 1);
    }
    segments.bucket(segment, bucket, word);
    segments.count(segment, segments.count(segment) + 1);
  }

  private void split(int at) {
    int cell = directory[at];
    int oldDepth = cell & DEPTH_MASK;
    if (oldDepth == MOST_DEPTH) {
      throw new IllegalStateException("too many keys share their hash");
    }
    if (oldDepth == depth) {
      doubleDirectory();
      at *= 2;
    }
    int old = cell >>> DEPTH_BITS;
    int lower = segments.allocate() << DEPTH_BITS | (oldDepth + 1);
    int upper = segments.allocate() << DEPTH_BITS | (oldDepth + 1);
    int cells = 1 << (depth - oldDepth);
    int first = at & -cells;
    Arrays.fill(directory, first, first + cells / 2, lower);
    Arrays.fill(directory, first + cells / 2, first + cells, upper);
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      long word = segments.bucket(old, bucket);
      if (word != 0) {
        put(directory[cellOf((int) (word >>> 32))], word);
      }
    }
    segments.free(old);
  }

  private void doubleDirectory() {
    int[] doubled = new int[2 * directory.length];
    for (int i = 0; i < directory.length; i++) {
      doubled[2 * i] = directory[i];
      doubled[2 * i + 1] = directory[i];
    }
    directory = doubled;
    depth++;
  }

  /** Checks the numbered invariants; for tests. */
  public void validate() {
    int found = 0;
    for (int at = 0; at < directory.length; ) {
      int cell = directory[at];
      int cells = 1 << (depth - (cell & DEPTH_MASK));
      int used = 0;
      check((at & (cells - 1)) == 0, "3: a segment's cells are aligned");
      for (int i = 0; i < cells; i++) {
        check(directory[at + i] == cell, "3: a segment's cells are adjacent");
      }
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        long word = segments.bucket(cell >>> DEPTH_BITS, bucket);
        if (word != 0) {
          used++;
          int tag = (int) (word >>> 32);
          check(directory[cellOf(tag)] == cell, "3: a key is in its segment");
          for (int b = home(tag, cell); b != bucket; b = (b + 1) & (BUCKETS - 1)) {
            check(segments.bucket(cell >>> DEPTH_BITS, b) != 0, "1: no gap before a key");
          }
        }
      }
      check(used == segments.count(cell >>> DEPTH_BITS) && used <= MOST_USED, "2: used buckets");
      found += used;
      at += cells;
    }
    check(found == size, "size");
  }

  private static void check(boolean holds, String invariant) {
    if (!holds) {
      throw new IllegalStateException("invariant " + invariant);
    }
  }
}
