package io.redistinto.storage.index;

import static io.redistinto.storage.index.Records.NONE;

import io.redistinto.storage.entries.Slabs;
import io.redistinto.storage.entries.Touches;
import java.util.Arrays;

/**
 * The records of all atomic values, from the least to the most recently referenced. Every change is
 * O(1), amortised, and none takes long by itself.
 *
 * <p>A log: a reference writes the record's number at the end, and its former place is dead from
 * then on. A list linked both ways would write to three records that lie anywhere; the end of a log
 * is always in the processor's cache, and what tells the living places from the dead is a bit for
 * each.
 *
 * <pre>
 *   oldest block                                              newest block
 *   | . 7 . . 3 . | -&gt; | . . . 12 . . | -&gt; ... -&gt; | 5 . 9 4        |   a dot is a dead place
 * </pre>
 *
 * <p>Blocks are linked in the order of their references. One that has no living place is used
 * again. When there are too many for what lives in them, their records are moved together, two for
 * each reference, as the segments of a log-structured file system are cleaned (Rosenblum and
 * Ousterhout, 1992): from the oldest block on, into new blocks that stand before those they empty,
 * so that the order is right after each move.
 *
 * <p>Memory: 4 bytes a record and 4 bytes a place; there are at most four places for a record and
 * some blocks more.
 *
 * <p>Invariants: (1) a place's bit is set exactly when it is the last of its record; (2) a block's
 * count is that of its set bits; (3) along the blocks, and in a block, living places are in the
 * order of their references; (4) only the newest block and the one that is being filled by moving
 * may have no living place.
 */
public final class ReferenceOrder {
  private static final int BLOCK_SHIFT = 12;
  private static final int BLOCK_PLACES = 1 << BLOCK_SHIFT;
  private static final int BLOCK_WORDS = BLOCK_PLACES / Long.SIZE;

  /** A block with as many living places is left as it is. */
  private static final int DENSE = BLOCK_PLACES * 3 / 4;

  private static final int PLACES_A_RECORD = 3;
  private static final int SPARE_BLOCKS = 4;
  private static final int MOVES_A_REFERENCE = 2;
  private static final int NO_BLOCK = -1;
  private static final int NO_WORD = -1;
  private static final int MOST_WAITING = 512;

  private final Records records;
  private final Slabs places = new Slabs(Long.MAX_VALUE); // by record
  private final Slabs log = new Slabs(Long.MAX_VALUE); // by place: the record
  private final Slabs living = new Slabs(Long.MAX_VALUE); // by place: a bit

  // By block.
  private int[] counts = new int[SPARE_BLOCKS];
  private int[] firstWords = new int[SPARE_BLOCKS]; // no word before has a bit set
  private int[] olders = new int[SPARE_BLOCKS];
  private int[] newers = new int[SPARE_BLOCKS];

  private final int[] waitingRecords = new int[MOST_WAITING];
  private int waiting;
  private int warmWord = NO_WORD;
  private final Touches touches = new Touches(MOST_WAITING);

  private int size;
  private int newest; // the record that was appended last
  private int blocks;
  private int blocksEver;
  private int freeBlock;
  private int oldestBlock;
  private int newestBlock;
  private int nextPlace; // in the newest block
  private int placesLeft;

  // Moving together.
  private int from;
  private int to;
  private int nextPlaceTo;
  private int placesLeftTo;
  private int owed; // moves, for references since the last ones

  public ReferenceOrder(Records records) {
    this.records = records;
    forgetBlocks();
  }

  /** How many atomic values there are. */
  public int size() {
    return size;
  }

  /** How many blocks the log has. */
  int blocks() {
    return blocks;
  }

  /** Memory allocated for the log and what it knows of records. */
  public long allocatedBytes() {
    return places.allocatedBytes() + log.allocatedBytes() + living.allocatedBytes();
  }

  /** The record whose last reference is the oldest, or none. */
  public int oldest() {
    settle();
    return firstOf(oldestBlock);
  }

  /** The record that was referenced next after this one, or none. */
  public int newer(int record) {
    settle();
    int place = place(record);
    int block = place >>> BLOCK_SHIFT;
    int end = (block + 1) * BLOCK_WORDS;
    int word = place >>> 6;
    long bits = word(word) & -2L << place;
    while (bits == 0 && ++word < end) {
      bits = word(word);
    }
    return bits == 0 ? firstOf(newers[block]) : recordAt(word, bits);
  }

  /** Makes sure that there is memory to add a record of a number up to this one. */
  public void reserve(int record) {
    places.ensure(address(record + 1));
    if (placesLeft == 0) {
      openBlock();
    }
  }

  /** Adds a record as the most recently referenced. */
  public void add(int record) {
    settle();
    makeRoom();
    append(record);
    size++;
  }

  public void remove(int record) {
    settle();
    die(place(record));
    size--;
  }

  /** Makes a record that is in the order the most recently referenced. */
  public void touch(int record) {
    if (waiting == waitingRecords.length) {
      settle();
    }
    waitingRecords[waiting++] = record;
  }

  /** Does what waits: together, so that the processor waits for all their places at once. */
  private void settle() {
    if (waiting == 0) {
      return;
    }
    for (int i = 0; i < waiting; i++) {
      touches.add(places, address(waitingRecords[i]));
    }
    touches.run();
    for (int i = 0; i < waiting; i++) {
      touches.add(living, wordAddress(place(waitingRecords[i]) >>> 6));
    }
    touches.run();
    for (int i = 0; i < waiting; i++) {
      int record = waitingRecords[i];
      if (record != newest) {
        makeRoom();
        die(place(record));
        append(record);
      }
    }
    waiting = 0;
  }

  /** Forgets all records. O(places), a bit each. */
  public void clear() {
    for (int block = oldestBlock; block != NO_BLOCK; block = newers[block]) {
      living.zero(wordAddress(block * BLOCK_WORDS), BLOCK_WORDS * Long.BYTES);
    }
    forgetBlocks();
  }

  private void forgetBlocks() {
    size = 0;
    waiting = 0;
    newest = NONE;
    blocks = 0;
    blocksEver = 0;
    freeBlock = NO_BLOCK;
    oldestBlock = NO_BLOCK;
    newestBlock = NO_BLOCK;
    nextPlace = 0;
    placesLeft = 0;
    from = NO_BLOCK;
    to = NO_BLOCK;
  }

  // ---- Places

  private void append(int record) {
    live(nextPlace++, record);
    placesLeft--;
    newest = record;
  }

  private int place(int record) {
    return places.getInt(address(record));
  }

  private void live(int place, int record) {
    long word = wordAddress(place >>> 6);
    living.putLong(word, living.getLong(word) | 1L << place);
    counts[place >>> BLOCK_SHIFT]++;
    log.putInt(logAddress(place), record);
    places.putInt(address(record), place);
  }

  private void die(int place) {
    long word = wordAddress(place >>> 6);
    living.putLong(word, living.getLong(word) & ~(1L << place));
    int block = place >>> BLOCK_SHIFT;
    counts[block]--;
    freeIfEmpty(block);
  }

  /** The first record in this block or a newer one, or none. */
  private int firstOf(int block) {
    while (block != NO_BLOCK && counts[block] == 0) {
      block = newers[block];
    }
    if (block == NO_BLOCK) {
      return NONE;
    }
    int word = firstWord(block);
    if (word != warmWord) {
      warm(word);
    }
    return recordAt(word, word(word));
  }

  /** Brings the records of a word into the cache together: they are about to give way. */
  private void warm(int word) {
    warmWord = word;
    for (long left = word(word); left != 0; left &= left - 1) {
      records.touch(recordAt(word, left), touches);
    }
    touches.run();
  }

  /** The first word of a block that has a bit set. O(1), amortised: a block fills upwards. */
  private int firstWord(int block) {
    int word = block * BLOCK_WORDS + firstWords[block];
    while (word(word) == 0) {
      word++;
    }
    firstWords[block] = word - block * BLOCK_WORDS;
    return word;
  }

  private int recordAt(int word, long bits) {
    return log.getInt(logAddress((word << 6) + Long.numberOfTrailingZeros(bits)));
  }

  private long word(int word) {
    return living.getLong(wordAddress(word));
  }

  // ---- Blocks

  /** Makes sure of a place at the end, before anything changes. */
  private void makeRoom() {
    if (placesLeft == 0) {
      openBlock();
    }
    if (from != NO_BLOCK) {
      owed += MOVES_A_REFERENCE;
      if (owed >= Long.SIZE) {
        owed -= Long.SIZE;
        moveTogether();
      }
    }
  }

  private void openBlock() {
    int full = newestBlock;
    int block = takeBlock(NO_BLOCK);
    newestBlock = block;
    nextPlace = block << BLOCK_SHIFT;
    placesLeft = BLOCK_PLACES;
    if (full != NO_BLOCK) {
      freeIfEmpty(full);
    }
    if (from == NO_BLOCK && blocks > mostBlocks()) {
      from = oldestBlock;
    }
  }

  private long mostBlocks() {
    return (long) PLACES_A_RECORD * size / BLOCK_PLACES + SPARE_BLOCKS;
  }

  /** Moves the records of one word of the block whose turn it is, or goes on to the next block. */
  private void moveTogether() {
    if (from == newestBlock || blocks <= mostBlocks() * 3 / 4) {
      from = NO_BLOCK;
      closeTo();
    } else if (counts[from] > DENSE) {
      from = newers[from];
      closeTo();
    } else {
      int word = firstWord(from);
      long bits = word(word);
      for (long left = bits; left != 0; left &= left - 1) {
        touches.add(places, address(recordAt(word, left)));
      }
      touches.run();
      for (long left = bits; left != 0; left &= left - 1) {
        move(word, left);
      }
    }
  }

  private void move(int word, long bits) {
    if (to == NO_BLOCK || placesLeftTo == 0) {
      closeTo();
      to = takeBlock(from);
      nextPlaceTo = to << BLOCK_SHIFT;
      placesLeftTo = BLOCK_PLACES;
    }
    int record = recordAt(word, bits);
    die((word << 6) + Long.numberOfTrailingZeros(bits));
    live(nextPlaceTo++, record);
    placesLeftTo--;
  }

  private void closeTo() {
    int block = to;
    to = NO_BLOCK;
    if (block != NO_BLOCK) {
      freeIfEmpty(block);
    }
  }

  /** An empty block, linked before another one, or as the newest if that is none. */
  private int takeBlock(int newer) {
    int block = freeBlock;
    if (block == NO_BLOCK) {
      block = blocksEver;
      log.ensure((block + 1L) * BLOCK_PLACES * Integer.BYTES);
      living.ensure((block + 1L) * BLOCK_WORDS * Long.BYTES);
      if (block == counts.length) {
        counts = Arrays.copyOf(counts, 2 * block);
        firstWords = Arrays.copyOf(firstWords, 2 * block);
        olders = Arrays.copyOf(olders, 2 * block);
        newers = Arrays.copyOf(newers, 2 * block);
      }
      blocksEver++;
    } else {
      freeBlock = newers[block];
    }
    counts[block] = 0;
    firstWords[block] = 0;
    int older = newer == NO_BLOCK ? newestBlock : olders[newer];
    link(older, block);
    link(block, newer);
    blocks++;
    return block;
  }

  private void freeIfEmpty(int block) {
    if (counts[block] != 0 || block == newestBlock || block == to) {
      return;
    }
    if (block == from) {
      from = newers[block];
    }
    link(olders[block], newers[block]);
    newers[block] = freeBlock;
    freeBlock = block;
    blocks--;
  }

  private void link(int older, int newer) {
    if (older == NO_BLOCK) {
      oldestBlock = newer;
    } else {
      newers[older] = newer;
    }
    if (newer != NO_BLOCK) {
      olders[newer] = older;
    }
  }

  private static long address(int record) {
    return (long) record << 2;
  }

  // Places are unsigned.

  private static long logAddress(int place) {
    return Integer.toUnsignedLong(place) << 2;
  }

  private static long wordAddress(int word) {
    return (long) word << 3;
  }
}
