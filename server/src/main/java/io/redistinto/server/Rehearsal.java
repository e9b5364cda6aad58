package io.redistinto.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Starts a server, talks to it and stops it, so that the JVM can archive the classes that a start
 * needs. {@code bin/redistinto} runs it once per build and JDK, with an empty directory to use; a
 * later start reads the archive.
 *
 * @see <a href="https://openjdk.org/jeps/350">JEP 350: Dynamic CDS archives</a>
 */
final class Rehearsal {
  private static final String REQUESTS =
      """
      PING
      HELLO 3
      SET key value EX 100
      GET key
      DEL key
      INFO
      CONFIG GET *
      SHUTDOWN NOSAVE
      """;

  private static final int MOST_ATTEMPTS = 200;
  private static final long BETWEEN_ATTEMPTS_MILLIS = 50;

  private Rehearsal() {}

  public static void main(String[] args) throws IOException {
    int port = freePort();
    new Thread(() -> talk(port), "redistinto-rehearsal").start();
    String[] words = {"--dir", args[0], "--port", Integer.toString(port)};
    System.exit(Main.run(words, System.in, System.out, System.err));
  }

  /** A port that nobody listens at, most likely for long enough. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Talks to the server as soon as it listens, and ends it. */
  private static void talk(int port) {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client.getOutputStream().write(REQUESTS.getBytes(StandardCharsets.US_ASCII));
        client.getInputStream().readAllBytes();
        return;
      } catch (IOException notYet) {
        pause();
      }
    }
    System.exit(1);
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_ATTEMPTS_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
