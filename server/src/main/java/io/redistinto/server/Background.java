package io.redistinto.server;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code daemonize yes}: the server as a process of its own, without the terminal.
 *
 * <p>A Java process cannot fork, so the same program is started a second time. Its standard error
 * is a pipe to the first one, which repeats what comes and waits for the end of it: that is when
 * the second one listens, or has ended.
 */
final class Background {
  private static final String IN_BACKGROUND = "redistinto.background";
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private Background() {}

  /** Starts the program anew with the same arguments; the exit code, once it listens or fails. */
  static int start(String[] args, PrintStream err) {
    if (Arrays.asList(args).contains("-")) {
      err.println("Cannot start: with daemonize yes there is no standard input to read from");
      return Main.FAILED;
    }
    try {
      Process server =
          new ProcessBuilder(command(args))
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      server.getErrorStream().transferTo(err);
      return server.waitFor(200, TimeUnit.MILLISECONDS) ? server.exitValue() : Main.OK;
    } catch (IOException failure) {
      err.println("Cannot start: " + failure.getMessage());
      return Main.FAILED;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Main.FAILED;
    }
  }

  private static List<String> command(String[] args) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString()); // else the server ends when the terminal is closed
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-D" + IN_BACKGROUND + "=true");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    return command;
  }

  /** Whether this is the second process. */
  static boolean isHere() {
    return Boolean.getBoolean(IN_BACKGROUND);
  }

  /** Lets the first process end: this one listens. The streams lead nowhere from now on. */
  static void listening() {
    System.err.close();
    System.out.close();
  }
}
