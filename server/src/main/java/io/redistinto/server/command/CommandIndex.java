package io.redistinto.server.command;

import io.redistinto.resp.Request;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Commands by name, as every request looks one up: O(1), nothing allocated.
 *
 * <p>The first eight bytes of a name are read as one {@code long} and put into lower case together.
 * That number is the place to look from (an open table, at most a quarter full), and of a name
 * without more bytes it is all there is to compare.
 */
final class CommandIndex {
  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long TOP_BITS = EACH_BYTE << 7;

  /** 2^64 divided by the golden ratio: spreads what differs in any bit over the upper bits. */
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private final Command[] slots;
  private final long[] words;
  private final int shift;

  CommandIndex(List<Command> commands) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(commands.size() * 4 - 1);
    shift = Long.SIZE - bits;
    slots = new Command[1 << bits];
    words = new long[1 << bits];
    for (Command command : commands) {
      Request name = Request.of(command.name());
      long word = word(name.bytes(), name.offset(0), name.length(0));
      int slot = slotOf(word);
      while (slots[slot] != null) {
        slot = next(slot);
      }
      slots[slot] = command;
      words[slot] = word;
    }
  }

  /** The command that an argument names in any case, or null. */
  Command find(Request request, int arg) {
    int length = request.length(arg);
    long word = word(request.bytes(), request.offset(arg), length);
    for (int slot = slotOf(word); slots[slot] != null; slot = next(slot)) {
      Command command = slots[slot];
      if (words[slot] == word
          && command.name().length() == length
          && (length <= Long.BYTES || request.is(arg, command.name()))) {
        return command;
      }
    }
    return null;
  }

  private int slotOf(long word) {
    return (int) ((word * SPREAD) >>> shift);
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }

  /** A name's first eight bytes in lower case, the first one highest, then zeros. */
  private static long word(ByteBuffer bytes, int offset, int length) {
    int used = Math.min(length, Long.BYTES);
    if (used == 0) {
      return 0;
    }
    int unusedBits = Long.SIZE - used * Byte.SIZE;
    long word = 0;
    if (offset <= bytes.limit() - Long.BYTES) {
      long read = bytes.getLong(offset);
      word = bytes.order() == ByteOrder.BIG_ENDIAN ? read : Long.reverseBytes(read);
      word &= -1L << unusedBits;
    } else {
      for (int at = offset; at < offset + used; at++) {
        word = (word << Byte.SIZE) | (bytes.get(at) & 0xff);
      }
      word <<= unusedBits;
    }
    return lowerCase(word);
  }

  /**
   * Of each byte from A to Z sets the bit that makes it a small letter. Adding to its lower seven
   * bits what is missing to 128 shows in the eighth whether they are at least that much.
   */
  private static long lowerCase(long word) {
    long lower = word & ~TOP_BITS;
    long fromA = lower + EACH_BYTE * (128 - 'A');
    long beyondZ = lower + EACH_BYTE * (128 - ('Z' + 1));
    long capitals = fromA & ~beyondZ & ~word & TOP_BITS;
    return word | (capitals >>> 2);
  }
}
