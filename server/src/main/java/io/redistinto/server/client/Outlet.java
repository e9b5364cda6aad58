package io.redistinto.server.client;

import io.redistinto.resp.ReplyWriter;
import java.util.function.Consumer;

/** The way back to a client, whatever connects it. All methods are the engine thread's. */
public interface Outlet {
  /** Sends what {@code reply} writes, after everything that was sent before. */
  void send(Consumer<ReplyWriter> reply);

  /**
   * Sends a message that is no reply: one whole push in the client's protocol, after everything
   * that was sent before. One to the client whose command runs goes before the command's reply if
   * that has not begun, else after it; in EXEC's reply the command is the one of the transaction.
   */
  void push(byte[] message);

  /** Goes on with the client's requests after the running command, if nothing holds them back. */
  void resume();

  /** Disconnects; what was sent before still goes out. */
  void closeAfterSending();

  /** Disconnects at once. */
  void close();

  /** Says whether the client may send what only authenticated clients may. */
  void authenticated(boolean authenticated);

  /** Bytes of requests that wait in memory. */
  int queuedInputBytes();

  /** Bytes of memory beside them that are there for more. */
  int freeInputBytes();

  /** Bytes of replies that the socket did not take yet. */
  long queuedOutputBytes();

  /** In how many pieces they wait. */
  int queuedOutputPieces();

  /** Whether the socket is read. */
  boolean isReading();

  /** The socket's file descriptor, -1 if it is not known. */
  int fileDescriptor();

  /** The client's address as {@code host:port}. */
  String address();

  /** Whether the client is on this machine. */
  boolean isLocal();

  /** The address it connected to, as {@code host:port}. */
  String localAddress();
}
