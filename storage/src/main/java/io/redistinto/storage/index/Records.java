package io.redistinto.storage.index;

import io.redistinto.storage.Form;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.entries.Slabs;
import io.redistinto.storage.entries.Touches;
import io.redistinto.storage.replacement.UseCounts;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One record per key, of one or two units of 32 bytes, in one cache line, outside the heap. A
 * record is named by the number of its first unit and keeps it for as long as its key lives, so
 * that entries, deadlines and lists may name it.
 *
 * <pre>
 *  0        4        8        12 13 14 15 16                32                              64
 *  | first  | value  | last   |db|ty|fl|kl| key: up to 16 bytes, with the second unit up to 48; |
 *  | entry  | bytes  | second |  |pe|ag|en| of a longer one its number (4)                      |
 * </pre>
 *
 * <p>A value that is an object has its number in place of the first entry. {@code type} is the
 * {@link ValueType} in the low three bits, the {@link Form} above. {@code last second} is the clock
 * at the last reference, unsigned seconds since 1970, or what {@link UseCounts} keeps, if the
 * replacement policy needs that. {@code key length} has its highest bit set in a record of two
 * units.
 *
 * <p>Units are handed out in pairs, which are cache lines. Where one unit is enough the other is
 * kept for the next such record; when both are free again, the pair is. So there are never more
 * pairs than there were records at once. Free units and pairs are linked through {@code first
 * entry}, free single units also back, through {@code value bytes}.
 */
public final class Records {
  /** No record: real ones have numbers from 2 on. */
  public static final int NONE = 0;

  /** Longer keys lie on the heap. */
  public static final int INLINE_KEY_BYTES = 48;

  /** The flag of a record whose key expires. */
  public static final int HAS_DEADLINE = 8;

  private static final int SHORT_KEY_BYTES = 16;
  private static final int UNIT_SHIFT = 5;
  private static final int PAIR_SHIFT = UNIT_SHIFT + 1;
  private static final int FIRST_ENTRY = 0;
  private static final int VALUE_BYTES = 4;
  private static final int LAST_SECOND = 8;
  private static final int DATABASE = 12;
  private static final int TYPE = 13;
  private static final int TYPE_MASK = 7;
  private static final int FORM_SHIFT = 3;
  private static final int OBJECT = Form.OBJECT.code();
  private static final int FLAGS = 14;
  private static final int KEY_LENGTH = 15;
  private static final int KEY = 16;

  // What the key length says beside lengths.
  private static final int TWO_UNITS = 0x80;
  private static final int LENGTH_MASK = 0x7f;
  private static final int LONG_KEY = 0x7f;
  private static final int FREE_UNIT = 0x7e;

  private static final int NEXT_FREE = FIRST_ENTRY;
  private static final int PREVIOUS_FREE = VALUE_BYTES;

  private final Slabs slabs;
  private final LongKeys longKeys = new LongKeys();
  private int highestPair;
  private int freePair;
  private int freeUnit;
  private int count;

  /** Room for at most {@code limit} records, and for one that is reserved before another goes. */
  public Records(int limit) {
    slabs = new Slabs((limit + 2L) << PAIR_SHIFT);
  }

  /** How many records are in use. */
  public int count() {
    return count;
  }

  /** Memory allocated for records and long keys. */
  public long allocatedBytes() {
    return slabs.allocatedBytes() + longKeys.bytes();
  }

  /** Memory that a record takes, with its key. */
  public long memoryBytes(int record) {
    long at = address(record);
    return ((hasTwoUnits(at) ? 2L : 1L) << UNIT_SHIFT) + (hasLongKey(at) ? keyLength(record) : 0);
  }

  /** Bytes of keys longer than {@link #INLINE_KEY_BYTES}. */
  public long longKeyBytes() {
    return longKeys.bytes();
  }

  /** Makes sure that there is memory for one more record. */
  public void reserve() {
    if (freePair == NONE) {
      slabs.ensure((highestPair + 2L) << PAIR_SHIFT);
    }
  }

  /** The largest number that the next record may get. */
  public int highestNext() {
    return 2 * (highestPair + 1) + 1;
  }

  /** A new record for this key, of no value yet. O(1), amortised. */
  public int allocate(int database, ByteBuffer key, int offset, int length) {
    boolean twoUnits = length > SHORT_KEY_BYTES && length <= INLINE_KEY_BYTES;
    int record = twoUnits ? takePair() : takeUnit();
    count++;
    long at = address(record);
    slabs.putInt(at + DATABASE, database & 0xff); // type 0, no flags
    slabs.putByte(at + KEY_LENGTH, twoUnits ? TWO_UNITS : 0);
    writeKey(at, key, offset, length);
    return record;
  }

  private int takePair() {
    int pair = freePair;
    if (pair != NONE) {
      freePair = slabs.getInt(address(pair) + NEXT_FREE);
      return pair;
    }
    highestPair++;
    slabs.ensure((highestPair + 1L) << PAIR_SHIFT);
    return 2 * highestPair;
  }

  private int takeUnit() {
    int unit = freeUnit;
    if (unit != NONE) {
      unlinkFreeUnit(unit);
      return unit;
    }
    unit = takePair();
    linkFreeUnit(unit + 1);
    return unit;
  }

  private void linkFreeUnit(int unit) {
    long at = address(unit);
    slabs.putInt(at + DATABASE, 0);
    slabs.putByte(at + KEY_LENGTH, FREE_UNIT);
    slabs.putInt(at + NEXT_FREE, freeUnit);
    slabs.putInt(at + PREVIOUS_FREE, NONE);
    if (freeUnit != NONE) {
      slabs.putInt(address(freeUnit) + PREVIOUS_FREE, unit);
    }
    freeUnit = unit;
  }

  private void unlinkFreeUnit(int unit) {
    int next = slabs.getInt(address(unit) + NEXT_FREE);
    int previous = slabs.getInt(address(unit) + PREVIOUS_FREE);
    if (previous == NONE) {
      freeUnit = next;
    } else {
      slabs.putInt(address(previous) + NEXT_FREE, next);
    }
    if (next != NONE) {
      slabs.putInt(address(next) + PREVIOUS_FREE, previous);
    }
  }

  private void writeKey(long at, ByteBuffer key, int offset, int length) {
    int units = slabs.getByte(at + KEY_LENGTH) & TWO_UNITS;
    if (length <= (units == 0 ? SHORT_KEY_BYTES : INLINE_KEY_BYTES)) {
      slabs.putByte(at + KEY_LENGTH, units | length);
      slabs.write(at + KEY, key, offset, length);
    } else {
      slabs.putByte(at + KEY_LENGTH, units | LONG_KEY);
      slabs.putInt(at + KEY, longKeys.add(key, offset, length));
    }
  }

  /** Gives a record another key; the index must not hold it meanwhile. */
  public void rename(int record, ByteBuffer key, int offset, int length) {
    long at = address(record);
    if (hasLongKey(at)) {
      longKeys.remove(slabs.getInt(at + KEY));
    }
    writeKey(at, key, offset, length);
  }

  /** Gives a record back. O(1). */
  public void free(int record) {
    long at = address(record);
    if (hasLongKey(at)) {
      longKeys.remove(slabs.getInt(at + KEY));
    }
    boolean twoUnits = hasTwoUnits(at);
    slabs.putInt(at + DATABASE, 0);
    int other = record ^ 1;
    if (twoUnits) {
      slabs.putInt(address(other) + DATABASE, 0);
      freePair(record);
    } else if (slabs.getByte(address(other) + KEY_LENGTH) == FREE_UNIT) {
      unlinkFreeUnit(other);
      freePair(record & ~1);
    } else {
      linkFreeUnit(record);
    }
    count--;
  }

  private void freePair(int first) {
    slabs.putInt(address(first) + NEXT_FREE, freePair);
    freePair = first;
  }

  /** Gives all records back. */
  public void clear() {
    longKeys.clear();
    highestPair = 0;
    freePair = NONE;
    freeUnit = NONE;
    count = 0;
  }

  public int firstEntry(int record) {
    return slabs.getInt(address(record) + FIRST_ENTRY);
  }

  public void firstEntry(int record, int entry) {
    slabs.putInt(address(record) + FIRST_ENTRY, entry);
  }

  public int valueBytes(int record) {
    return slabs.getInt(address(record) + VALUE_BYTES);
  }

  public void valueBytes(int record, int length) {
    slabs.putInt(address(record) + VALUE_BYTES, length);
  }

  public void touch(int record, Touches touches) {
    touches.add(slabs, address(record));
  }

  /** The clock's second at the last reference. */
  public long lastSecond(int record) {
    return Integer.toUnsignedLong(slabs.getInt(address(record) + LAST_SECOND));
  }

  public void lastSecond(int record, int second) {
    slabs.putInt(address(record) + LAST_SECOND, second);
  }

  /** What {@link UseCounts} keeps in place of the last second. */
  public int useWord(int record) {
    return slabs.getInt(address(record) + LAST_SECOND);
  }

  public void useWord(int record, int word) {
    slabs.putInt(address(record) + LAST_SECOND, word);
  }

  /** The number of the index that the key is in; see {@code Keyspace} for its database. */
  public int database(int record) {
    return slabs.getByte(address(record) + DATABASE);
  }

  /** Puts a record into another index's hands; neither may hold it meanwhile. */
  public void database(int record, int database) {
    slabs.putByte(address(record) + DATABASE, database);
  }

  public ValueType type(int record) {
    return ValueType.of(slabs.getByte(address(record) + TYPE) & TYPE_MASK);
  }

  public Form form(int record) {
    return Form.of(slabs.getByte(address(record) + TYPE) >> FORM_SHIFT);
  }

  /** Whether the value is an object, not in entries. */
  public boolean isObject(int record) {
    return slabs.getByte(address(record) + TYPE) >> FORM_SHIFT == OBJECT;
  }

  public void type(int record, ValueType type, Form form) {
    slabs.putByte(address(record) + TYPE, (form.code() << FORM_SHIFT) | type.code());
  }

  /**
   * Whether a number that once was a record's still names one, in use or free: a free one has no
   * flags. Else the unit is the second one of another record by now.
   */
  public boolean isRecord(int number) {
    return (number & 1) == 0 || !hasTwoUnits(address(number - 1));
  }

  public boolean has(int record, int flag) {
    return (slabs.getByte(address(record) + FLAGS) & flag) != 0;
  }

  public void set(int record, int flag) {
    long at = address(record) + FLAGS;
    slabs.putByte(at, slabs.getByte(at) | flag);
  }

  public void clear(int record, int flag) {
    long at = address(record) + FLAGS;
    slabs.putByte(at, slabs.getByte(at) & ~flag);
  }

  public int keyLength(int record) {
    long at = address(record);
    return hasLongKey(at)
        ? longKeys.get(slabs.getInt(at + KEY)).length
        : slabs.getByte(at + KEY_LENGTH) & LENGTH_MASK;
  }

  /** Copies the key to {@code target} at {@code offset}. */
  public void readKey(int record, ByteBuffer target, int offset) {
    long at = address(record);
    if (hasLongKey(at)) {
      byte[] key = longKeys.get(slabs.getInt(at + KEY));
      target.put(offset, key, 0, key.length);
    } else {
      slabs.read(at + KEY, target, offset, slabs.getByte(at + KEY_LENGTH) & LENGTH_MASK);
    }
  }

  /** A copy of the key. */
  public byte[] key(int record) {
    byte[] key = new byte[keyLength(record)];
    readKey(record, ByteBuffer.wrap(key), 0);
    return key;
  }

  /** Whether the record's key is this one. */
  public boolean hasKey(int record, ByteBuffer key, int offset, int length) {
    long at = address(record);
    int keyLength = slabs.getByte(at + KEY_LENGTH) & LENGTH_MASK;
    if (keyLength == LONG_KEY) {
      return longKeys.equal(slabs.getInt(at + KEY), key, offset, length);
    }
    return keyLength == length && slabs.equal(at + KEY, key, offset, length);
  }

  /** The hash of the record's key. */
  long hash(int record, SipHash hash, ByteBuffer scratch) {
    long at = address(record);
    if (hasLongKey(at)) {
      byte[] key = longKeys.get(slabs.getInt(at + KEY));
      return hash.hash(ByteBuffer.wrap(key), 0, key.length);
    }
    int length = slabs.getByte(at + KEY_LENGTH) & LENGTH_MASK;
    slabs.read(at + KEY, scratch, 0, length);
    return hash.hash(scratch, 0, length);
  }

  private boolean hasLongKey(long at) {
    return (slabs.getByte(at + KEY_LENGTH) & LENGTH_MASK) == LONG_KEY;
  }

  private boolean hasTwoUnits(long at) {
    return (slabs.getByte(at + KEY_LENGTH) & TWO_UNITS) != 0;
  }

  private static long address(int record) {
    return (long) record << UNIT_SHIFT;
  }

  /** Keys that do not fit into a record, by number. */
  private static final class LongKeys {
    private byte[][] keys = new byte[16][];
    private int[] freeNumbers = new int[16];
    private int freeCount;
    private int highest;
    private long bytes;

    long bytes() {
      return bytes;
    }

    int add(ByteBuffer source, int offset, int length) {
      byte[] key = new byte[length];
      source.get(offset, key, 0, length);
      int number = freeCount > 0 ? freeNumbers[--freeCount] : highest++;
      if (number == keys.length) {
        keys = Arrays.copyOf(keys, number * 2);
      }
      keys[number] = key;
      bytes += length;
      return number;
    }

    byte[] get(int number) {
      return keys[number];
    }

    boolean equal(int number, ByteBuffer other, int offset, int length) {
      byte[] key = keys[number];
      return key.length == length
          && ByteBuffer.wrap(key).equals(other.slice(offset, length)); // rare: keys over 48 bytes
    }

    void remove(int number) {
      bytes -= keys[number].length;
      keys[number] = null;
      if (freeCount == freeNumbers.length) {
        freeNumbers = Arrays.copyOf(freeNumbers, freeCount * 2);
      }
      freeNumbers[freeCount++] = number;
    }

    void clear() {
      keys = new byte[16][];
      freeCount = 0;
      highest = 0;
      bytes = 0;
    }
  }
}
