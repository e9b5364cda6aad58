package io.redistinto.storage.value;

/** Well-formed UTF-8, as the Unicode Standard's table 3-7 has it. */
final class Utf8 {
  private Utf8() {}

  /**
   * How many bytes the character at {@code i} has, whose first byte is not ASCII: 0 if it is not
   * well-formed or if it shows nothing.
   */
  static int visible(byte[] bytes, int i) {
    int lead = bytes[i] & 0xff;
    int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || i + length > bytes.length) {
      return 0;
    }
    int point = lead & (0xff >> (length + 1));
    for (int k = 1; k < length; k++) {
      int b = bytes[i + k] & 0xff;
      if (b >> 6 != 2) {
        return 0;
      }
      point = (point << 6) | (b & 0x3f);
    }
    boolean shortest = length < 3 || point >= (length == 3 ? 0x800 : 0x10000);
    return shortest && Character.isValidCodePoint(point) && shows(point) ? length : 0;
  }

  private static boolean shows(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
