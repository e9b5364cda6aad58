package io.redistinto.server;

import io.redistinto.server.config.ServerConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A server in a JVM of its own, for what one process has only so much of. */
final class ChildServer implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final int port;

  ChildServer(String... directives) throws IOException {
    List<String> command = java("-Xmx512m", "-XX:+UseSerialGC");
    command.add(ChildServer.class.getName());
    command.addAll(Arrays.asList(directives));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out = process.inputReader(StandardCharsets.US_ASCII);
    port = Integer.parseInt(out.readLine());
  }

  /** The beginning of a command that runs a class of this class path, as silently as here. */
  static List<String> java(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(options));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }

  int port() {
    return port;
  }

  /** Bytes of heap and of direct memory that are in use after a collection. */
  long usedBytes() throws IOException {
    process.outputWriter().write("\n");
    process.outputWriter().flush();
    return Long.parseLong(out.readLine());
  }

  @Override
  public void close() throws IOException {
    process.outputWriter().close();
    process.destroyForcibly().onExit().join();
  }

  public static void main(String[] directives) throws IOException {
    RedistintoServer server = RedistintoServer.start(ServerConfig.of(directives).onEphemeralPort());
    server.loaded().join();
    System.out.println(server.port());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    while (in.readLine() != null) {
      System.gc();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      long direct =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      System.out.println(heap + direct);
    }
    server.abort();
  }
}
