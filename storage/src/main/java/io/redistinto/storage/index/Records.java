package io.redistinto.storage.index;

import io.redistinto.storage.Form;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.entries.Slabs;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One 64-byte record per key, a cache line, outside the heap. A record keeps its number for as long
 * as its key lives, so that entries, deadlines and lists may name it.
 *
 * <pre>
 *  0        4        8        12       16       20 21 22 23 24                            64
 *  | first  | value  | older  | newer  | last   |db|ty|fl|kl| key, if it has at most 40    |
 *  | entry  | bytes  | record | record | second |  |pe|ag|en| bytes; else its number (4)   |
 * </pre>
 *
 * <p>{@code older} and {@code newer} link the records of atomic values in the order of their last
 * reference ({@link ReferenceOrder}); in a record that is not in use, {@code first entry} links the
 * free records. A value that is an object has its number in place of the first entry. {@code type}
 * is the {@link ValueType} in the low three bits, the {@link Form} above. {@code last second} is
 * the clock at the last reference, unsigned seconds since 1970.
 */
public final class Records {
  /** No record: real ones are numbered from 1. */
  public static final int NONE = 0;

  /** Longer keys lie on the heap. */
  public static final int INLINE_KEY_BYTES = 40;

  private static final int RECORD_SHIFT = 6;
  private static final int FIRST_ENTRY = 0;
  private static final int VALUE_BYTES = 4;
  private static final int OLDER = 8;
  private static final int NEWER = 12;
  private static final int LAST_SECOND = 16;
  private static final int DATABASE = 20;
  private static final int TYPE = 21;
  private static final int TYPE_MASK = 7;
  private static final int FORM_SHIFT = 3;
  private static final int OBJECT = Form.OBJECT.code();
  private static final int FLAGS = 22;
  private static final int KEY_LENGTH = 23;
  private static final int KEY = 24;
  private static final int LONG_KEY = 255;

  private final Slabs slabs;
  private final LongKeys longKeys = new LongKeys();
  private int highest;
  private int freeHead;
  private int count;

  /** Room for at most {@code limit} records, and for one that is reserved before another goes. */
  public Records(int limit) {
    slabs = new Slabs((limit + 2L) << RECORD_SHIFT);
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
    return (1L << RECORD_SHIFT) + (hasLongKey(address(record)) ? keyLength(record) : 0);
  }

  /** Bytes of keys longer than {@link #INLINE_KEY_BYTES}. */
  public long longKeyBytes() {
    return longKeys.bytes();
  }

  /** Makes sure that there is memory for one more record. */
  public void reserve() {
    if (freeHead == NONE) {
      slabs.ensure((highest + 2L) << RECORD_SHIFT);
    }
  }

  /** A new record for this key, of no value yet. O(1), amortised. */
  public int allocate(int database, ByteBuffer key, int offset, int length) {
    int record = freeHead;
    if (record != NONE) {
      freeHead = slabs.getInt(address(record) + FIRST_ENTRY);
    } else {
      record = ++highest;
      slabs.ensure((record + 1L) << RECORD_SHIFT);
    }
    count++;
    long at = address(record);
    slabs.putLong(at + OLDER, 0);
    slabs.putInt(at + DATABASE, database & 0xff); // type 0, no flags
    writeKey(at, key, offset, length);
    return record;
  }

  private void writeKey(long at, ByteBuffer key, int offset, int length) {
    if (length <= INLINE_KEY_BYTES) {
      slabs.putByte(at + KEY_LENGTH, length);
      slabs.write(at + KEY, key, offset, length);
    } else {
      slabs.putByte(at + KEY_LENGTH, LONG_KEY);
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

  /** Gives a record back. */
  public void free(int record) {
    long at = address(record);
    if (hasLongKey(at)) {
      longKeys.remove(slabs.getInt(at + KEY));
    }
    slabs.putInt(at + DATABASE, 0);
    slabs.putInt(at + FIRST_ENTRY, freeHead);
    freeHead = record;
    count--;
  }

  /** Gives all records back. */
  public void clear() {
    longKeys.clear();
    highest = 0;
    freeHead = NONE;
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

  int older(int record) {
    return slabs.getInt(address(record) + OLDER);
  }

  void older(int record, int other) {
    slabs.putInt(address(record) + OLDER, other);
  }

  int newer(int record) {
    return slabs.getInt(address(record) + NEWER);
  }

  void newer(int record, int other) {
    slabs.putInt(address(record) + NEWER, other);
  }

  /** Touches the records before and after this one in the order of references. */
  public int warmNeighbours(int record) {
    long at = address(record);
    return slabs.getInt(address(slabs.getInt(at + OLDER)))
        + slabs.getInt(address(slabs.getInt(at + NEWER)));
  }

  /** The clock's second at the last reference. */
  public long lastSecond(int record) {
    return Integer.toUnsignedLong(slabs.getInt(address(record) + LAST_SECOND));
  }

  public void lastSecond(int record, int second) {
    slabs.putInt(address(record) + LAST_SECOND, second);
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
        : slabs.getByte(at + KEY_LENGTH);
  }

  /** Copies the key to {@code target} at {@code offset}. */
  public void readKey(int record, ByteBuffer target, int offset) {
    long at = address(record);
    if (hasLongKey(at)) {
      byte[] key = longKeys.get(slabs.getInt(at + KEY));
      target.put(offset, key, 0, key.length);
    } else {
      slabs.read(at + KEY, target, offset, slabs.getByte(at + KEY_LENGTH));
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
    int keyLength = slabs.getByte(at + KEY_LENGTH) & 0xff;
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
    int length = slabs.getByte(at + KEY_LENGTH);
    slabs.read(at + KEY, scratch, 0, length);
    return hash.hash(scratch, 0, length);
  }

  private boolean hasLongKey(long at) {
    return slabs.getByte(at + KEY_LENGTH) == (byte) LONG_KEY;
  }

  private static long address(int record) {
    return (long) record << RECORD_SHIFT;
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
          && ByteBuffer.wrap(key).equals(other.slice(offset, length)); // rare: keys over 40 bytes
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
