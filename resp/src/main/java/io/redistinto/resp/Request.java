package io.redistinto.resp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One request: its arguments, the command's name first, as offsets into the bytes they came in.
 *
 * <p>A request is reused: what it shows is valid until the call that it was handed to returns. Who
 * needs an argument longer takes a copy with {@link #toBytes} or {@link #toArgs}.
 */
public final class Request {
  /*
   * The table holds a pair a argument: its offset from `base`, its length. Offsets are relative so
   * that an unfinished request survives its bytes being moved. Rows at and after argc are stale.
   */
  private static final int INITIAL_ARGS = 8;

  /** A table that grew beyond this is given back when the next request begins. */
  private static final int KEPT_ARGS = 1024;

  /** A buffer for {@link #set} that grew beyond this is given back when the next one is small. */
  private static final int KEPT_BYTES = 64 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private static final int ROW = 2;

  private ByteBuffer bytes = NOTHING;
  private ByteBuffer own = NOTHING;
  private int base;
  private int argc;
  private int[] table = new int[INITIAL_ARGS * ROW];
  private int hashedArg;
  private long hash;

  /** Makes a request without arguments; {@link #set} or a parser fills it. */
  public Request() {}

  /** Makes a request of its own from the given arguments. */
  public static Request of(byte[]... args) {
    Request request = new Request();
    request.set(args);
    return request;
  }

  /** Makes a request of its own from the given words, as UTF-8. */
  public static Request of(String... args) {
    byte[][] encoded = new byte[args.length][];
    for (int i = 0; i < args.length; i++) {
      encoded[i] = args[i].getBytes(StandardCharsets.UTF_8);
    }
    return of(encoded);
  }

  /** The direct buffer that the offsets point into. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** How many arguments there are, the command's name included. */
  public int argc() {
    return argc;
  }

  /** Where the argument begins in {@link #bytes}. */
  public int offset(int arg) {
    assert arg >= 0 && arg < argc : arg;
    return base + table[arg * ROW];
  }

  /** How many bytes the argument has. */
  public int length(int arg) {
    assert arg >= 0 && arg < argc : arg;
    return table[arg * ROW + 1];
  }

  /** The argument's byte at {@code index}, counted from the argument's first. */
  public byte byteAt(int arg, int index) {
    assert index >= 0 && index < length(arg) : index;
    return bytes.get(offset(arg) + index);
  }

  /** Whether the argument is the given ASCII word, in whatever case either is written. */
  public boolean is(int arg, String word) {
    int length = length(arg);
    if (length != word.length()) {
      return false;
    }
    int offset = offset(arg);
    for (int i = 0; i < length; i++) {
      if (upper(bytes.get(offset + i)) != upper(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int upper(int character) {
    return character >= 'a' && character <= 'z' ? character - ('a' - 'A') : character;
  }

  /** Whether two arguments are the same bytes. */
  public boolean isSame(int arg, int other) {
    return bytes.slice(offset(arg), length(arg)).equals(bytes.slice(offset(other), length(other)));
  }

  /** A copy of the argument. */
  public byte[] toBytes(int arg) {
    byte[] copy = new byte[length(arg)];
    bytes.get(offset(arg), copy);
    return copy;
  }

  /** A copy of all arguments, fit for {@link #set}. */
  public byte[][] toArgs() {
    byte[][] copies = new byte[argc][];
    for (int arg = 0; arg < argc; arg++) {
      copies[arg] = toBytes(arg);
    }
    return copies;
  }

  /** The argument with one character a byte (ISO 8859-1): for option words and for messages. */
  public String toText(int arg) {
    return new String(toBytes(arg), StandardCharsets.ISO_8859_1);
  }

  /** The argument's first characters, as {@link #toText(int)} has them: at most {@code most}. */
  public String toText(int arg, int most) {
    byte[] first = new byte[Math.min(length(arg), most)];
    bytes.get(offset(arg), first);
    return new String(first, StandardCharsets.ISO_8859_1);
  }

  /** The argument as C prints it, up to its first zero byte. */
  public String toCText(int arg) {
    return toCText(arg, length(arg));
  }

  /** As much of the argument's first {@code most} characters as C prints. */
  public String toCText(int arg, int most) {
    String text = toText(arg, most);
    int zero = text.indexOf(0);
    return zero < 0 ? text : text.substring(0, zero);
  }

  /** Whether the argument is an integer by the rules of {@link Numbers#isLong}. */
  public boolean isLong(int arg) {
    return Numbers.isLong(bytes, offset(arg), length(arg));
  }

  /** The integer the argument spells. Only where {@link #isLong} holds. */
  public long toLong(int arg) {
    return Numbers.toLong(bytes, offset(arg), length(arg));
  }

  /** Keeps the hash of an argument, not the first one, as long as the request is valid. */
  public void hash(int arg, long hash) {
    hashedArg = arg;
    this.hash = hash;
  }

  /** Whether {@link #hash()} is this argument's. */
  public boolean isHashed(int arg) {
    return arg == hashedArg && arg != 0;
  }

  /** The hash that was kept; of which argument, {@link #isHashed} says. */
  public long hash() {
    return hash;
  }

  /** Makes this request the given arguments, copied into a buffer of its own that is reused. */
  public void set(byte[]... args) {
    int total = 0;
    for (byte[] arg : args) {
      total = Math.addExact(total, arg.length);
    }
    makeOwn(total);
    begin();
    int offset = 0;
    for (byte[] arg : args) {
      own.put(offset, arg);
      add(offset, arg.length);
      offset += arg.length;
    }
    place(own, 0);
  }

  /** Sees to it that `own` holds that many bytes, and not far more than are usual. */
  private void makeOwn(int length) {
    boolean wasteful = own.capacity() > KEPT_BYTES && length <= KEPT_BYTES;
    if (length > own.capacity() || wasteful) {
      boolean usual = length <= KEPT_BYTES;
      own = ByteBuffer.allocateDirect(usual ? Integer.highestOneBit(length | 0x7f) * 2 : length);
    }
  }

  /** Forgets the arguments, and the memory of an unusually long request. */
  void begin() {
    argc = 0;
    hashedArg = 0;
    if (table.length > KEPT_ARGS * ROW) {
      table = new int[INITIAL_ARGS * ROW];
    }
  }

  /** Appends an argument that begins {@code offset} bytes after the request's first byte. */
  void add(int offset, int length) {
    int row = argc * ROW;
    if (row == table.length) {
      table = Arrays.copyOf(table, row * 2);
    }
    table[row] = offset;
    table[row + 1] = length;
    argc++;
  }

  /** Says which buffer the request lies in, and where its first byte is. */
  void place(ByteBuffer bytes, int base) {
    this.bytes = bytes;
    this.base = base;
  }

  /** How many bytes of heap the table takes. */
  long tableBytes() {
    return (long) table.length * Integer.BYTES;
  }
}
