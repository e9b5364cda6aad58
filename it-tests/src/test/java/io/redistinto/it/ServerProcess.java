package io.redistinto.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server run as a child process, on a free port, in a temporary directory of its own. */
final class ServerProcess implements TestServer {

  private static final int START_ATTEMPTS = 5;
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final String name;
  private final Process process;
  private final int port;
  private final Path directory;
  private final Thread stopAtExit = new Thread(this::stop, "stop-server-process");

  private ServerProcess(String name, Process process, int port, Path directory) {
    this.name = name;
    this.process = process;
    this.port = port;
    this.directory = directory;
  }

  /**
   * Starts {@code command --port P --bind 127.0.0.1 --dir D directives...} and waits until it
   * answers PING. A port that another process takes in between is retried with another one.
   *
   * @throws IllegalStateException with the process's output if it never answers
   */
  static ServerProcess start(String name, List<String> command, List<String> directives) {
    String output = "";
    for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
      ServerProcess server = launch(name, command, directives);
      if (server.answersInTime()) {
        Runtime.getRuntime().addShutdownHook(server.stopAtExit);
        return server;
      }
      output = server.output();
      server.stop();
      if (!output.toLowerCase(Locale.ROOT).contains("in use")) {
        break;
      }
    }
    throw new IllegalStateException(name + " did not start: " + command + "\n" + output);
  }

  private static ServerProcess launch(String name, List<String> command, List<String> directives) {
    try {
      Path directory = Files.createTempDirectory("redistinto-it-");
      int port = freePort();
      List<String> line = new ArrayList<>(command);
      line.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
      line.addAll(List.of("--dir", directory.toString()));
      line.addAll(directives);
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("server.log").toFile())
              .start();
      process.getOutputStream().close();
      return new ServerProcess(name, process, port, directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port nobody listens on at this moment. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean answersInTime() {
    long deadlineNanos = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadlineNanos && process.isAlive()) {
      if (answersPing()) {
        return process.isAlive();
      }
      try {
        process.waitFor(20, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  /** True also when the answer is that a password is needed: the server is up. */
  private boolean answersPing() {
    try (WireClient client = WireClient.connect(port)) {
      String reply = client.ask("PING").raw();
      return reply.startsWith("+PONG") || reply.startsWith("-NOAUTH");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Everything the process has printed. */
  String output() {
    try {
      return Files.readString(directory.resolve("server.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Process process() {
    return process;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(stopAtExit);
    } catch (IllegalStateException e) {
      return; // The JVM is exiting: the hook stops the process.
    }
    stop();
  }

  private void stop() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    deleteDirectory(directory);
  }

  static void deleteDirectory(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
