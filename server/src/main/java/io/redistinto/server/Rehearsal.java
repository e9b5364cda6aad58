package io.redistinto.server;

import io.redistinto.server.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
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

  private Rehearsal() {}

  public static void main(String[] args) throws IOException {
    ServerConfig config = ServerConfig.of("dir", args[0], "loglevel", "warning").onEphemeralPort();
    RedistintoServer server = RedistintoServer.start(config);
    server.loaded().join();
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      client.getOutputStream().write(REQUESTS.getBytes(StandardCharsets.US_ASCII));
      client.getInputStream().readAllBytes();
    }
    server.close();
  }
}
