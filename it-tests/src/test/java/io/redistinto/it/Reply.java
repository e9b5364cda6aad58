package io.redistinto.it;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One reply, parsed. Bytes are kept as chars 0 to 255.
 *
 * @param type the RESP type byte, or {@link #CLOSED}
 * @param text the content of a scalar; null for an aggregate and for a null
 * @param elements the elements of an aggregate, a map's keys and values in turn, an attribute's map
 *     followed by the reply it belongs to; null for a scalar and for a null
 */
record Reply(char type, String text, List<Reply> elements) {

  /** The type of what is read from a connection that the server has closed. */
  static final char CLOSED = 'X';

  static Reply scalar(char type, String text) {
    return new Reply(type, text, null);
  }

  static Reply aggregate(char type, List<Reply> elements) {
    return new Reply(type, null, elements);
  }

  boolean isNull() {
    return text == null && elements == null;
  }

  /** In one line, much as redis-cli shows it: {@code ["a", (integer) 1, (nil)]}. */
  String readable() {
    if (type == CLOSED) {
      return "(closed)";
    }
    if (isNull()) {
      return type == '*' ? "(nil array)" : "(nil)";
    }
    return elements == null ? readableScalar() : readableAggregate();
  }

  private String readableScalar() {
    return switch (type) {
      case '+' -> text;
      case '$' -> quote(text);
      case '-' -> "(error) " + text;
      case '!' -> "(bulk error) " + text;
      case ':' -> "(integer) " + text;
      case ',' -> "(double) " + text;
      case '(' -> "(big number) " + text;
      case '#' -> text.equals("t") ? "(true)" : "(false)";
      case '=' -> "(verbatim) " + quote(text);
      default -> throw new IllegalStateException("no scalar: " + type);
    };
  }

  private String readableAggregate() {
    String all = elements.stream().map(Reply::readable).collect(Collectors.joining(", "));
    return switch (type) {
      case '*' -> "[" + all + "]";
      case '%' -> "map[" + all + "]";
      case '~' -> "set[" + all + "]";
      case '>' -> "push[" + all + "]";
      case '|' -> "attribute[" + all + "]";
      default -> throw new IllegalStateException("no aggregate: " + type);
    };
  }

  /** In double quotes, with every byte that is not printable ASCII escaped. */
  static String quote(String bytes) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      switch (c) {
        case '\\', '"' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c >= ' ' && c <= '~') {
            quoted.append(c);
          } else {
            quoted.append("\\x").append(HexFormat.of().toHexDigits((byte) c));
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
