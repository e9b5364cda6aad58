package io.redistinto.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads replies of RESP2 and RESP3 from a stream, one at a time and no byte more. */
final class ReplyReader {

  private final InputStream in;
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

  ReplyReader(InputStream in) {
    this.in = in;
  }

  /**
   * @throws EOFException if the stream ends; {@link #taken} says whether within a reply
   * @throws AssertionError if what comes is no reply
   */
  WireReply read() throws IOException {
    taken.reset();
    Reply parsed = parse();
    return new WireReply(taken(), parsed);
  }

  /** The bytes of the reply that is being read, or was read last. */
  String taken() {
    return taken.toString(ISO_8859_1);
  }

  private Reply parse() throws IOException {
    String header = line();
    char type = header.isEmpty() ? '\0' : header.charAt(0);
    String rest = header.isEmpty() ? "" : header.substring(1);
    return switch (type) {
      case '+', '-', ':', ',', '(', '#' -> Reply.scalar(type, rest);
      case '_' -> Reply.scalar(type, null);
      case '$', '=', '!' -> Reply.scalar(type, rest.equals("-1") ? null : bulk(size(rest)));
      case '*', '~', '>' ->
          rest.equals("-1") ? Reply.aggregate(type, null) : Reply.aggregate(type, list(size(rest)));
      case '%' -> Reply.aggregate(type, list(2 * size(rest)));
      case '|' -> Reply.aggregate(type, list(2 * size(rest) + 1));
      default -> throw new AssertionError("not a reply: " + Reply.quote(header));
    };
  }

  private static int size(String digits) {
    try {
      return Integer.parseUnsignedInt(digits);
    } catch (NumberFormatException e) {
      throw new AssertionError("not a size: " + Reply.quote(digits), e);
    }
  }

  private List<Reply> list(int size) throws IOException {
    List<Reply> elements = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      elements.add(parse());
    }
    return elements;
  }

  private String bulk(int size) throws IOException {
    byte[] content = in.readNBytes(size);
    taken.writeBytes(content);
    if (content.length < size) {
      throw new EOFException();
    }
    if (!line().isEmpty()) {
      throw new AssertionError("no line end after a bulk: " + Reply.quote(taken()));
    }
    return new String(content, ISO_8859_1);
  }

  /** Up to the next CR LF, without it. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException();
      }
      taken.write(b);
      if (b == '\n' && line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
        line.setLength(line.length() - 1);
        return line.toString();
      }
      line.append((char) b);
    }
  }
}
