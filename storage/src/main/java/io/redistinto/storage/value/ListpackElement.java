package io.redistinto.storage.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One element of a listpack, as it lies in an array:
 *
 * <pre>
 * first byte   what follows it                          holds
 * 0iiiiiii     nothing                                  integer 0 .. 127
 * 10llllll     l bytes                                  string of 0 .. 63 bytes
 * 110iiiii     1 byte: the integer's low bits           integer of 13 bits, signed
 * 1110llll     1 byte: the length's low bits, l bytes   string of up to 4095 bytes
 * 11110000     4 bytes: the length, l bytes             string of up to 2^32 - 1 bytes
 * 11110001     2 bytes                                  integer of 16 bits, signed
 * 11110010     3 bytes                                  integer of 24 bits, signed
 * 11110011     4 bytes                                  integer of 32 bits, signed
 * 11110100     8 bytes                                  integer of 64 bits, signed
 * 11111111     nothing                                  no element: the end
 * </pre>
 *
 * Multi-byte numbers are little-endian, but those of 13 and 12 bits, whose high bits are in the
 * first byte. After that comes the <em>back length</em>: the length of all that, in 1 to 5 bytes of
 * 7 bits each, the highest first; all but the first have their top bit set. It is read from its
 * last byte backwards.
 */
final class ListpackElement {
  static final byte END = (byte) 0xFF;

  static final VarHandle SHORTS = littleEndian(short[].class);
  static final VarHandle INTS = littleEndian(int[].class);
  static final VarHandle LONGS = littleEndian(long[].class);

  private static final int STRING_6 = 0x80;
  private static final int INTEGER_13 = 0xC0;
  private static final int STRING_12 = 0xE0;
  private static final int STRING_32 = 0xF0;
  private static final int INTEGER_16 = 0xF1;
  private static final int INTEGER_24 = 0xF2;
  private static final int INTEGER_32 = 0xF3;
  private static final int INTEGER_64 = 0xF4;

  private static final int STRING_32_HEAD = 5;
  private static final int NOT_AN_ELEMENT = -1;

  private ListpackElement() {}

  private static VarHandle littleEndian(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  // ---- Writing

  /** How many bytes an element takes, its back length included. */
  static int bytesFor(byte[] value) {
    return DecimalLong.isLong(value)
        ? bytesFor(DecimalLong.toLong(value))
        : bytesForString(value.length);
  }

  static int bytesFor(long value) {
    return integerBytes(value) + 1;
  }

  static int bytesForString(int length) {
    int encoded = Math.addExact(stringHeadBytes(length), length);
    return Math.addExact(encoded, backLengthBytes(encoded));
  }

  /** Writes a value as an integer, if it is one, else as a string; answers the offset after it. */
  static int put(byte[] array, int at, byte[] value) {
    return DecimalLong.isLong(value)
        ? put(array, at, DecimalLong.toLong(value))
        : putString(array, at, value);
  }

  /** Writes an integer; answers the offset after it. */
  static int put(byte[] array, int at, long value) {
    int encoded = integerBytes(value);
    switch (encoded) {
      case 1 -> array[at] = (byte) value;
      case 2 -> {
        array[at] = (byte) (INTEGER_13 | ((value >> 8) & 0x1F));
        array[at + 1] = (byte) value;
      }
      case 3 -> {
        array[at] = (byte) INTEGER_16;
        SHORTS.set(array, at + 1, (short) value);
      }
      case 4 -> {
        array[at] = (byte) INTEGER_24;
        SHORTS.set(array, at + 1, (short) value);
        array[at + 3] = (byte) (value >> 16);
      }
      case 5 -> {
        array[at] = (byte) INTEGER_32;
        INTS.set(array, at + 1, (int) value);
      }
      default -> {
        array[at] = (byte) INTEGER_64;
        LONGS.set(array, at + 1, value);
      }
    }
    array[at + encoded] = (byte) encoded;
    return at + encoded + 1;
  }

  /** Writes a string, whatever it spells; answers the offset after the element. */
  static int putString(byte[] array, int at, byte[] value) {
    int length = value.length;
    int head = stringHeadBytes(length);
    switch (head) {
      case 1 -> array[at] = (byte) (STRING_6 | length);
      case 2 -> {
        array[at] = (byte) (STRING_12 | (length >> 8));
        array[at + 1] = (byte) length;
      }
      default -> {
        array[at] = (byte) STRING_32;
        INTS.set(array, at + 1, length);
      }
    }
    System.arraycopy(value, 0, array, at + head, length);
    return putBackLength(array, at + head + length, head + length);
  }

  private static int integerBytes(long value) {
    if (value >= 0 && value <= 127) {
      return 1;
    } else if (value >= -(1 << 12) && value < 1 << 12) {
      return 2;
    } else if (value == (short) value) {
      return 3;
    } else if (value >= -(1 << 23) && value < 1 << 23) {
      return 4;
    } else {
      return value == (int) value ? 5 : 9;
    }
  }

  private static int stringHeadBytes(int length) {
    return length < 64 ? 1 : length < 4096 ? 2 : STRING_32_HEAD;
  }

  /** The borders are one below what 14, 21 and 28 bits would hold: so Redis has it. */
  private static int backLengthBytes(int encoded) {
    if (encoded <= 127) {
      return 1;
    } else if (encoded < (1 << 14) - 1) {
      return 2;
    } else if (encoded < (1 << 21) - 1) {
      return 3;
    } else {
      return encoded < (1 << 28) - 1 ? 4 : 5;
    }
  }

  private static int putBackLength(byte[] array, int at, int encoded) {
    int end = at + backLengthBytes(encoded);
    int rest = encoded;
    for (int i = end - 1; i > at; i--) {
      array[i] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[at] = (byte) rest;
    return end;
  }

  // ---- Reading

  /** The offset after an element: the next one's, or that of the end. */
  static int after(byte[] array, int at) {
    int encoded = encodedBytes(array, at);
    return at + encoded + backLengthBytes(encoded);
  }

  /** The offset of the element that ends just before {@code end}. */
  static int before(byte[] array, int end) {
    int at = end - 1;
    int encoded = array[at] & 0x7F;
    for (int shift = 7; array[at] < 0; shift += 7) {
      at--;
      encoded |= (array[at] & 0x7F) << shift;
    }
    return at - encoded;
  }

  static boolean isInteger(byte[] array, int at) {
    int head = array[at] & 0xFF;
    return head < STRING_6 || (head >= INTEGER_13 && head < STRING_12) || head > STRING_32;
  }

  static long toLong(byte[] array, int at) {
    int head = array[at] & 0xFF;
    if (head < STRING_6) {
      return head;
    } else if (head < STRING_12) {
      int bits = (head & 0x1F) << 8 | (array[at + 1] & 0xFF);
      return bits < 1 << 12 ? bits : bits - (1 << 13);
    }
    return switch (head) {
      case INTEGER_16 -> (short) SHORTS.get(array, at + 1);
      case INTEGER_24 -> ((short) SHORTS.get(array, at + 1) & 0xFFFF) | array[at + 3] << 16;
      case INTEGER_32 -> (int) INTS.get(array, at + 1);
      default -> (long) LONGS.get(array, at + 1);
    };
  }

  /** Where the bytes of a string element begin. */
  static int stringOffset(byte[] array, int at) {
    int head = array[at] & 0xFF;
    return at + (head < INTEGER_13 ? 1 : head < STRING_32 ? 2 : STRING_32_HEAD);
  }

  static int stringLength(byte[] array, int at) {
    int head = array[at] & 0xFF;
    if (head < INTEGER_13) {
      return head & 0x3F;
    }
    return head < STRING_32
        ? (head & 0x0F) << 8 | (array[at + 1] & 0xFF)
        : (int) INTS.get(array, at + 1);
  }

  /** The length of the element's value: for an integer, of its decimal form. */
  static int length(byte[] array, int at) {
    return isInteger(array, at) ? DecimalLong.length(toLong(array, at)) : stringLength(array, at);
  }

  /** A copy of the element's value. */
  static byte[] get(byte[] array, int at) {
    if (isInteger(array, at)) {
      return DecimalLong.bytes(toLong(array, at));
    }
    int from = stringOffset(array, at);
    return Arrays.copyOfRange(array, from, from + stringLength(array, at));
  }

  static void read(byte[] array, int at, ElementSink sink) {
    if (isInteger(array, at)) {
      sink.integer(toLong(array, at));
    } else {
      sink.bytes(array, stringOffset(array, at), stringLength(array, at));
    }
  }

  /** Whether a string element is this one. */
  static boolean stringEquals(byte[] array, int at, byte[] value) {
    if (stringLength(array, at) != value.length) {
      return false;
    }
    int from = stringOffset(array, at);
    return Arrays.equals(array, from, from + value.length, value, 0, value.length);
  }

  private static int encodedBytes(byte[] array, int at) {
    int head = array[at] & 0xFF;
    if (head < STRING_6) {
      return 1;
    } else if (head < INTEGER_13) {
      return 1 + (head & 0x3F);
    } else if (head < STRING_12) {
      return 2;
    } else if (head < STRING_32) {
      return 2 + ((head & 0x0F) << 8 | (array[at + 1] & 0xFF));
    }
    return switch (head) {
      case STRING_32 -> STRING_32_HEAD + (int) INTS.get(array, at + 1);
      case INTEGER_16 -> 3;
      case INTEGER_24 -> 4;
      case INTEGER_32 -> 5;
      case INTEGER_64 -> 9;
      default -> NOT_AN_ELEMENT;
    };
  }

  // ---- Checking

  /**
   * The offset after an element of an array that anybody may have written, or -1 if what lies there
   * is no whole, well-formed element that ends at {@code limit}, where the end lies, or before.
   */
  static int checkedAfter(byte[] array, int at, int limit) {
    // The shorter heads are always there whole: behind the limit is at least the end's byte.
    if ((array[at] & 0xFF) == STRING_32
        && (limit - at < STRING_32_HEAD || (int) INTS.get(array, at + 1) < 0)) {
      return NOT_AN_ELEMENT;
    }
    int encoded = encodedBytes(array, at);
    if (encoded <= 0 || encoded > limit - at) {
      return NOT_AN_ELEMENT;
    }
    byte[] backLength = new byte[5];
    int length = putBackLength(backLength, 0, encoded);
    int from = at + encoded;
    return length <= limit - from
            && Arrays.equals(array, from, from + length, backLength, 0, length)
        ? from + length
        : NOT_AN_ELEMENT;
  }
}
