package io.redistinto.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A client that shows replies as text: {@code OK}, {@code 5}, {@code a value}, {@code (nil)},
 * {@code -ERR an error}, {@code [an, array]}, {@code {a=map}}. Bytes are characters (ISO 8859-1).
 */
final class TestClient implements AutoCloseable {
  static final String NIL = "(nil)";
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  TestClient(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Sends a request and reads its reply. */
  String call(String... args) {
    send(args);
    return reply();
  }

  /** Sends requests, their words separated by spaces, in one packet; reads as many replies. */
  List<String> pipeline(String... lines) {
    sendAll(lines);
    List<String> replies = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      replies.add(reply());
    }
    return replies;
  }

  void send(String... args) {
    write(encoded(args));
  }

  /** Sends requests, their words separated by spaces, in one packet. */
  void sendAll(String... lines) {
    StringBuilder requests = new StringBuilder();
    for (String line : lines) {
      requests.append(encoded(line.split(" ", -1)));
    }
    write(requests.toString());
  }

  /** Sends bytes as they are. */
  void sendRaw(String bytes) {
    write(bytes);
  }

  private static String encoded(String... args) {
    StringBuilder request = new StringBuilder("*" + args.length + "\r\n");
    for (String arg : args) {
      request.append('$').append(arg.length()).append("\r\n").append(arg).append("\r\n");
    }
    return request.toString();
  }

  private void write(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Reads a reply. */
  String reply() {
    try {
      return read();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Whether the server closes the connection, sending nothing more. */
  boolean isClosed() {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** As CLIENT LIST shows it. */
  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private String read() throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', ':', ',', '(' -> rest;
      case '-' -> line;
      case '_' -> NIL;
      case '#' -> rest.equals("t") ? "true" : "false";
      case '$' -> bulk(Integer.parseInt(rest));
      case '=' -> bulk(Integer.parseInt(rest)).substring(4);
      case '*', '~', '>' -> array(Integer.parseInt(rest));
      case '%' -> map(Integer.parseInt(rest));
      default -> throw new IOException("not a reply: " + line);
    };
  }

  private String bulk(int length) throws IOException {
    if (length < 0) {
      return NIL;
    }
    byte[] bytes = in.readNBytes(length);
    if (!line().isEmpty()) {
      throw new IOException("a bulk string without an end");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private String array(int length) throws IOException {
    if (length < 0) {
      return NIL;
    }
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      elements.add(read());
    }
    return elements.toString();
  }

  private String map(int pairs) throws IOException {
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      elements.add(read() + "=" + read());
    }
    return "{" + String.join(", ", elements) + "}";
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next; (next = in.read()) != '\n'; ) {
      if (next < 0) {
        throw new EOFException("closed after '" + line.toString(StandardCharsets.ISO_8859_1) + "'");
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\r")) {
      throw new IOException("a line without CR: " + text);
    }
    return text.substring(0, text.length() - 1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
