package io.redistinto.bench.versus;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One connection to ask a server something now and then: one command, one reply. */
final class Admin implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(30).toMillis();

  /** The server answered an error. */
  static final class ErrorReply extends IOException {
    private ErrorReply(String message) {
      super(message);
    }
  }

  private final Socket socket = new Socket();
  private final InputStream in;

  Admin(int port) throws IOException {
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  /**
   * Sends a command and returns the line or the bulk string that is its reply.
   *
   * @throws ErrorReply if it is an error
   */
  String call(String... words) throws IOException {
    StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      request.append("$%d\r\n%s\r\n".formatted(word.length(), word));
    }
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
    String line = line();
    if (line.startsWith("$")) {
      byte[] bulk = in.readNBytes(Integer.parseInt(line.substring(1)) + 2);
      return new String(bulk, StandardCharsets.UTF_8).strip();
    }
    if (line.startsWith("-")) {
      throw new ErrorReply(words[0] + ": " + line.substring(1));
    }
    return line.substring(1);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
