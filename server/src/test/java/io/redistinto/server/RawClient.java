package io.redistinto.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A socket to a server: bytes as they are, and every way to end a connection. */
final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket = new Socket();

  RawClient(int port) throws IOException {
    this(port, 0);
  }

  /** With a receive buffer of about this size, 0 for the usual one. */
  RawClient(int port, int receiveBufferBytes) throws IOException {
    if (receiveBufferBytes > 0) {
      socket.setReceiveBufferSize(receiveBufferBytes);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
  }

  void send(CharSequence bytes) throws IOException {
    send(bytes.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The next bytes that come, fewer only if the connection ends. */
  String receive(int length) throws IOException {
    return new String(in().readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  /** All that comes until the server closes the connection. */
  String receiveAll() throws IOException {
    return new String(in().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  /** Sends requests and reads their replies; whether they are these. */
  boolean exchange(CharSequence requests, String replies) throws IOException {
    send(requests);
    return receive(replies.length()).equals(replies);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Says that nothing more will be sent. */
  void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  /** Ends the connection as a process that dies with unread data does. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
