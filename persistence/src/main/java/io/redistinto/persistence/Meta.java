package io.redistinto.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a key has beside its value's bytes, and the small text file that holds it: a line each, in
 * any order, of
 *
 * <pre>
 *   expires-at-millis 1700000000000    Unix time; without it the key does not expire
 *   type hash                          without it the value is a string
 *   staged 5c0f3a9be21d7764-1f         the value is the file staged/5c0f3a9be21d7764-1f if there is one
 * </pre>
 *
 * @param expiresAtMillis Unix time, or {@link #NO_EXPIRY}
 * @param staged a name in the directory of staged values, or null
 */
record Meta(long expiresAtMillis, String type, String staged) {
  static final long NO_EXPIRY = -1;
  static final String STRING = "string";

  /** No file that {@link #toBytes} makes is longer. */
  static final int MAX_FILE_BYTES = 256;

  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern LINE = Pattern.compile("([a-z-]+) ([a-z0-9-]+)");

  static final Meta PLAIN = new Meta(NO_EXPIRY, STRING, null);

  Meta {
    if (expiresAtMillis < NO_EXPIRY) {
      throw new IllegalArgumentException("not a time to expire at: " + expiresAtMillis);
    }
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException("not a type: " + type);
    }
  }

  /** Whether the value's file says it all. */
  boolean isPlain() {
    return expiresAtMillis == NO_EXPIRY && type.equals(STRING);
  }

  Meta withStaged(String name) {
    return new Meta(expiresAtMillis, type, name);
  }

  ByteBuffer toBytes() {
    StringBuilder lines = new StringBuilder();
    if (expiresAtMillis != NO_EXPIRY) {
      lines.append("expires-at-millis ").append(expiresAtMillis).append('\n');
    }
    if (!type.equals(STRING)) {
      lines.append("type ").append(type).append('\n');
    }
    if (staged != null) {
      lines.append("staged ").append(staged).append('\n');
    }
    return ByteBuffer.wrap(lines.toString().getBytes(UTF_8));
  }

  /**
   * @throws IllegalArgumentException with the line and what is wrong with it
   */
  static Meta parse(ByteBuffer file) {
    String[] lines = UTF_8.decode(file.duplicate()).toString().split("\n", -1);
    Meta meta = PLAIN;
    String seen = " ";
    for (int i = 0; i < lines.length; i++) {
      if (i == lines.length - 1 && lines[i].isEmpty()) {
        break;
      }
      Matcher line = LINE.matcher(lines[i]);
      if (!line.matches() || seen.contains(" " + line.group(1) + " ")) {
        throw badLine(i, lines[i]);
      }
      seen += line.group(1) + " ";
      try {
        meta = meta.with(line.group(1), line.group(2));
      } catch (IllegalArgumentException e) {
        throw badLine(i, lines[i]);
      }
    }
    return meta;
  }

  private Meta with(String name, String value) {
    return switch (name) {
      case "expires-at-millis" -> new Meta(unixTime(value), type, staged);
      case "type" -> new Meta(expiresAtMillis, value, staged);
      case "staged" -> new Meta(expiresAtMillis, type, value);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static long unixTime(String value) {
    long millis = Long.parseLong(value);
    if (millis < 0) {
      throw new IllegalArgumentException(value);
    }
    return millis;
  }

  private static IllegalArgumentException badLine(int index, String line) {
    String shown = line.length() > 80 ? line.substring(0, 80) + "..." : line;
    return new IllegalArgumentException(
        "line "
            + (index + 1)
            + " is not one of 'expires-at-millis <unix time>', 'type <name>',"
            + " 'staged <name>', each once: '"
            + shown.replaceAll("\\p{Cntrl}", "?")
            + "'");
  }
}
