package io.redistinto.bench.versus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A contender that runs on the server's core, with a port and a directory of its own. It ends with
 * this process, whatever ends that, short of SIGKILL.
 */
final class ServerProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 20;

  /** Microseconds in a tick of {@code /proc/[pid]/stat}: USER_HZ is 100 on every Linux. */
  private static final long TICK_MICROS = 10_000;

  private final Process process;
  private final Path dir;
  private final int port;
  private final Thread killer;

  private ServerProcess(Process process, Path dir, int port) {
    this.process = process;
    this.dir = dir;
    this.port = port;
    killer = new Thread(this::kill, "versus-killer");
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /**
   * Starts a contender and waits until it answers.
   *
   * @param home the directory of bin/redistinto's parent
   * @throws IOException with the server's own words, if it does not answer
   */
  static ServerProcess start(Contender contender, Path home)
      throws IOException, InterruptedException {
    Path dir = Files.createTempDirectory("versus");
    int port = freePort();
    Path log = dir.resolve("log");
    ServerProcess server;
    try {
      Path data = Files.createDirectory(dir.resolve("data"));
      Process process =
          new ProcessBuilder(Cores.onServerCore(contender.command(home, data, port)))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      server = new ServerProcess(process, dir, port);
    } catch (IOException failed) {
      delete(dir);
      throw failed;
    }
    try {
      server.awaitPong();
      return server;
    } catch (IOException | InterruptedException | RuntimeException failed) {
      String words = Files.readString(log).strip();
      server.close();
      if (failed instanceof IOException) {
        throw new IOException(
            contender.label() + " does not start: " + failed.getMessage() + "\n" + words, failed);
      }
      throw failed;
    }
  }

  int port() {
    return port;
  }

  /** Processor time that all its threads have used, in user and kernel mode. */
  long cpuMicros() throws IOException {
    String stat = Files.readString(proc("stat"));
    String[] afterName =
        stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1); // from field 3 on
    long ticks = Long.parseLong(afterName[14 - 3]) + Long.parseLong(afterName[15 - 3]);
    return ticks * TICK_MICROS;
  }

  /** Bytes of its memory that are in RAM. */
  long residentBytes() throws IOException {
    List<String> status = Files.readAllLines(proc("status"));
    for (String line : status) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("the server has ended");
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }

  private void awaitPong() throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      if (!process.isAlive()) {
        throw new IOException("it ended with " + process.exitValue());
      }
      try (Admin admin = new Admin(port)) {
        admin.call("PING");
        return;
      } catch (ConnectException | Admin.ErrorReply notYet) { // it starts, or it loads
        if (System.nanoTime() - deadlineNanos > 0) {
          throw notYet;
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Ends it at once: a clean end would write a file for every key. */
  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(killer);
  }

  private void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    delete(dir);
  }

  private static void delete(Path dir) {
    try (Stream<Path> paths = Files.walk(dir)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException | UncheckedIOException gone) {
      // it is a temporary directory, and the server may be deleting too
    }
  }
}
