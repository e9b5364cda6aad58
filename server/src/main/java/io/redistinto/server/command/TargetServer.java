package io.redistinto.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A connection to another server, on which the calling thread waits: no longer than the timeout for
 * each step.
 */
final class TargetServer implements AutoCloseable {
  private static final int MOST_REPLY_BYTES = 1024;

  private final SocketChannel channel;
  private final Selector selector;
  private final long timeoutMillis;
  private final ByteBuffer received = ByteBuffer.allocate(MOST_REPLY_BYTES).flip();

  private TargetServer(SocketChannel channel, Selector selector, long timeoutMillis) {
    this.channel = channel;
    this.selector = selector;
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * Connects.
   *
   * @throws IOException also if the host is unknown or nothing happens in time
   */
  static TargetServer connect(String host, int port, long timeoutMillis) throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException(host);
    }
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      Selector selector = channel.provider().openSelector();
      channel.register(selector, 0);
      TargetServer target = new TargetServer(channel, selector, timeoutMillis);
      if (!channel.connect(address)) {
        target.await(SelectionKey.OP_CONNECT);
        channel.finishConnect();
      }
      return target;
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  /** Sends a request without waiting for the reply. */
  void send(byte[]... words) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(("*" + words.length + "\r\n").getBytes(US_ASCII));
    for (byte[] word : words) {
      request.writeBytes(("$" + word.length + "\r\n").getBytes(US_ASCII));
      request.writeBytes(word);
      request.writeBytes("\r\n".getBytes(US_ASCII));
    }
    ByteBuffer bytes = ByteBuffer.wrap(request.toByteArray());
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        await(SelectionKey.OP_WRITE);
      }
    }
  }

  /** The next reply, which is a line, without its end. */
  String reply() throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() < MOST_REPLY_BYTES) {
      if (!received.hasRemaining()) {
        receive();
      }
      char next = (char) (received.get() & 0xff);
      if (next == '\n' && line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
        return line.substring(0, line.length() - 1);
      }
      line.append(next);
    }
    throw new IOException("a reply of more than " + MOST_REPLY_BYTES + " bytes");
  }

  private void receive() throws IOException {
    received.clear();
    int count = channel.read(received);
    if (count == 0) {
      await(SelectionKey.OP_READ);
      count = channel.read(received);
    }
    received.flip();
    if (count < 0) {
      throw new EOFException();
    }
  }

  private void await(int operation) throws IOException {
    channel.keyFor(selector).interestOps(operation);
    if (selector.select(timeoutMillis) == 0) {
      throw new SocketTimeoutException();
    }
    selector.selectedKeys().clear();
  }

  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
