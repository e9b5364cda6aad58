package io.redistinto.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Keys as file names and back. Each key has one <em>canonical</em> name, {@link #encode}; every
 * name that a file can have stands for one key, {@link #decode}, and {@code decode(encode(key))} is
 * {@code key}.
 *
 * <pre>
 *   byte of the key                                  in the name
 *   printable ASCII but / and %                      itself
 *   UTF-8 of a visible character, if allowed         itself
 *   . as first byte, and any other byte              %XX, upper-case hexadecimal
 *   no byte at all                                   the name is %
 * </pre>
 *
 * <p>In the portable form, for file systems that do not tell {@code a} from {@code A}, only
 * lower-case letters, digits and harmless punctuation stand for themselves, and a name that such
 * systems give a meaning ({@code con}, {@code x.}) is escaped: no two keys have names that differ
 * in case alone.
 *
 * <p>No canonical name is empty, begins with a dot, or holds a {@code /} or a NUL: as one path
 * element it cannot leave its directory.
 */
final class FileNames {
  /** The longest name, in bytes, that every common file system takes. */
  static final int MAX_NAME_BYTES = 255;

  private static final String EMPTY_KEY = "%";
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(UTF_8);
  private static final char UNDECODABLE = '\uFFFD';

  private static final String NOT_PORTABLE = "\\:*?\"<>|~ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final Pattern DEVICE =
      Pattern.compile("(con|prn|aux|nul|conin\\$|conout\\$|com[0-9]|lpt[0-9])([. ].*)?");

  /**
   * First and last of the code points from U+0080 that show nothing, reorder text, or have no fixed
   * meaning. A list, so that names do not change with the JDK's tables.
   */
  private static final int[][] INVISIBLE = {
    {0x80, 0xA0}, {0xAD, 0xAD}, {0x34F, 0x34F}, {0x61C, 0x61C}, {0x115F, 0x1160},
    {0x1680, 0x1680}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x2000, 0x200F}, {0x2028, 0x202F},
    {0x205F, 0x206F}, {0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164}, {0xD800, 0xF8FF},
    {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFF}, {0x1FFFE, 0x1FFFF},
    {0x2FFFE, 0x2FFFF}, {0x3FFFE, 0x10FFFF},
  };

  private final boolean portable;
  private final boolean unicode;
  private final boolean[] standsForItself = new boolean[128];

  /**
   * @param portable whether to use the portable form
   * @param unicode whether visible characters beyond ASCII stand for themselves; never in the
   *     portable form
   */
  FileNames(boolean portable, boolean unicode) {
    this.portable = portable;
    this.unicode = unicode && !portable;
    Arrays.fill(standsForItself, ' ', '~' + 1, true);
    standsForItself['/'] = false;
    standsForItself['%'] = false;
    if (portable) {
      NOT_PORTABLE.chars().forEach(c -> standsForItself[c] = false);
    }
  }

  /** The canonical name of {@code key}, or null if it takes more than {@link #MAX_NAME_BYTES}. */
  String encode(byte[] key) {
    if (key.length == 0) {
      return EMPTY_KEY;
    }
    if (key.length > MAX_NAME_BYTES) {
      return null;
    }
    ByteArrayOutputStream name = new ByteArrayOutputStream(MAX_NAME_BYTES);
    for (int i = 0; i < key.length; ) {
      int rawBytes = rawBytesAt(key, i);
      if (rawBytes == 0) {
        escape(key[i++], name);
      } else {
        name.write(key, i, rawBytes);
        i += rawBytes;
      }
    }
    if (portable && DEVICE.matcher(name.toString(UTF_8)).matches()) {
      byte[] rest = Arrays.copyOfRange(name.toByteArray(), 1, name.size());
      name.reset();
      escape(key[0], name);
      name.writeBytes(rest);
    }
    return name.size() > MAX_NAME_BYTES ? null : name.toString(UTF_8);
  }

  /** How many bytes of {@code key} from {@code at} stand for themselves together; 0 if none. */
  private int rawBytesAt(byte[] key, int at) {
    byte b = key[at];
    if (b < 0) {
      return unicode ? visibleCharacterBytes(key, at) : 0;
    }
    boolean first = at == 0;
    boolean last = at == key.length - 1;
    boolean misplaced = (first && b == '.') || (portable && last && (b == '.' || b == ' '));
    return standsForItself[b] && !misplaced ? 1 : 0;
  }

  private static void escape(byte b, ByteArrayOutputStream name) {
    name.write('%');
    name.write(HEX[b >> 4 & 0xF]);
    name.write(HEX[b & 0xF]);
  }

  /** The length of the well-formed UTF-8 sequence at {@code at} if it shows something, else 0. */
  private static int visibleCharacterBytes(byte[] key, int at) {
    int lead = key[at] & 0xFF;
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > key.length) {
      return 0;
    }
    int codePoint = lead & (0x7F >> length);
    for (int i = 1; i < length; i++) {
      if ((key[at + i] & 0xC0) != 0x80) {
        return 0;
      }
      codePoint = codePoint << 6 | (key[at + i] & 0x3F);
    }
    boolean overlong = codePoint < (length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80);
    return overlong || codePoint > 0x10FFFF || isInvisible(codePoint) ? 0 : length;
  }

  private static boolean isInvisible(int codePoint) {
    for (int[] range : INVISIBLE) {
      if (range[0] <= codePoint && codePoint <= range[1]) {
        return true;
      }
    }
    return false;
  }

  /** The key that the file {@code file}, whatever its name, stands for. */
  static byte[] decode(Path file) {
    return decode(nameBytes(file));
  }

  /** The key that {@code name} stands for; a % that begins no escape stands for itself. */
  static byte[] decode(byte[] name) {
    if (name.length == 1 && name[0] == '%') {
      return new byte[0];
    }
    byte[] key = new byte[name.length];
    int length = 0;
    for (int i = 0; i < name.length; i++) {
      boolean escape = name[i] == '%' && hexDigit(name, i + 1) >= 0 && hexDigit(name, i + 2) >= 0;
      key[length++] =
          escape ? (byte) (hexDigit(name, i + 1) << 4 | hexDigit(name, i + 2)) : name[i];
      i += escape ? 2 : 0;
    }
    return Arrays.copyOf(key, length);
  }

  private static int hexDigit(byte[] name, int at) {
    return at < name.length ? Character.digit(name[at], 16) : -1;
  }

  /** Whether the file's name is the canonical name of the key that it stands for. */
  boolean isCanonical(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && name.equals(encode(decode(file)));
  }

  /**
   * The name as the file system has it. The text of a path cannot tell it where the name is not in
   * the platform's encoding; the path's URI can.
   */
  private static byte[] nameBytes(Path file) {
    String name = file.getFileName().toString();
    if (name.chars().allMatch(c -> c < 0x80)) {
      return name.getBytes(UTF_8);
    }
    if (platformEncodesInUtf8() && name.indexOf(UNDECODABLE) < 0) {
      return name.getBytes(UTF_8);
    }
    String uri = URI.create(file.toUri().toString()).getRawPath();
    int end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
    return decode(uri.substring(uri.lastIndexOf('/', end - 1) + 1, end).getBytes(UTF_8));
  }

  /** Whether Java hands file names to this platform in UTF-8. */
  static boolean platformEncodesInUtf8() {
    return "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
  }
}
