package io.redistinto.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;

/**
 * A connection that sends bytes and reads exactly one reply at a time, in RESP2 or RESP3. Pushes
 * that arrive between replies are set apart. All strings hold bytes as chars 0 to 255. A server
 * that stays silent for {@value #TIME_LIMIT_MILLIS} ms fails the test.
 */
final class WireClient implements AutoCloseable {

  static final int TIME_LIMIT_MILLIS = 5_000;

  private static final WireReply CLOSED =
      new WireReply("", Reply.scalar(Reply.CLOSED, "closed by the server"));

  private final Socket socket;
  private final InputStream in;
  private final ReplyReader reader;
  private final Queue<WireReply> pushes = new ArrayDeque<>();

  private WireClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    this.reader = new ReplyReader(in);
  }

  static WireClient connect(int port) {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIME_LIMIT_MILLIS);
      return new WireClient(socket);
    } catch (IOException e) {
      try {
        socket.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw new UncheckedIOException(e);
    }
  }

  /** A request as an array of bulk strings. */
  static String encode(List<String> arguments) {
    StringBuilder request = new StringBuilder("*" + arguments.size() + "\r\n");
    for (String argument : arguments) {
      request.append('$').append(argument.length()).append("\r\n").append(argument).append("\r\n");
    }
    return request.toString();
  }

  WireReply ask(String... arguments) {
    return ask(List.of(arguments));
  }

  /** The reply to a request; in RESP3 that to a subscription is a push. */
  WireReply ask(List<String> arguments) {
    send(encode(arguments));
    boolean subscribes = arguments.get(0).toLowerCase(Locale.ROOT).endsWith("subscribe");
    return subscribes ? readNext() : read();
  }

  /** Sends bytes as they are. That the server has closed shows at the next read. */
  void send(String bytes) {
    try {
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    } catch (SocketException closedByServer) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next reply that is not a push. */
  WireReply read() {
    while (true) {
      WireReply reply = readAny();
      if (reply.parsed().type() != '>') {
        return reply;
      }
      pushes.add(reply);
    }
  }

  /** The oldest push that was set apart, else whatever comes next. */
  WireReply readNext() {
    WireReply push = pushes.poll();
    return push == null ? readAny() : push;
  }

  /** Every byte until the server closes the connection. */
  String readUntilClosed() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (SocketTimeoutException e) {
      throw new AssertionError(
          "not closed in "
              + TIME_LIMIT_MILLIS
              + " ms, after "
              + Reply.quote(all.toString(ISO_8859_1)),
          e);
    } catch (SocketException reset) {
      return all.toString(ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString(ISO_8859_1);
  }

  /** True if nothing arrives, and the connection stays open, for that long. */
  boolean isSilentFor(int millis) {
    try {
      if (!pushes.isEmpty()) {
        return false;
      }
      socket.setSoTimeout(millis);
      in.mark(1);
      in.read();
      in.reset();
      return false;
    } catch (SocketTimeoutException silent) {
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      restoreTimeLimit();
    }
  }

  private void restoreTimeLimit() {
    try {
      socket.setSoTimeout(TIME_LIMIT_MILLIS);
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** This end, as the server's CLIENT LIST shows it. */
  String localAddress() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** The server's end. */
  String serverAddress() {
    return "127.0.0.1:" + socket.getPort();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private WireReply readAny() {
    try {
      return reader.read();
    } catch (SocketTimeoutException e) {
      throw new AssertionError(
          "no reply in " + TIME_LIMIT_MILLIS + " ms, after " + Reply.quote(reader.taken()), e);
    } catch (EOFException | SocketException closedByServer) {
      if (!reader.taken().isEmpty()) {
        throw new AssertionError("closed within a reply: " + Reply.quote(reader.taken()));
      }
      return CLOSED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
