package io.redistinto.it;

import io.redistinto.server.RedistintoServer;
import io.redistinto.server.config.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The one place that knows how our server is started. */
final class OurStart {

  private static final int LOAD_SECONDS = 60;

  /** Room for the tests' data, and nothing written by itself. */
  private static final List<String> SMALL_AND_QUIET =
      List.of("--entries", "1000000", "--dump-interval", "0");

  private OurStart() {}

  /** Inside this JVM, on a port that the system picks, in a temporary directory of its own. */
  static TestServer inThisJvm(String... directives) {
    try {
      Path directory = Files.createTempDirectory("redistinto-it-");
      List<String> words = new ArrayList<>(SMALL_AND_QUIET);
      words.addAll(List.of("--dir", directory.toString()));
      words.addAll(List.of(directives));
      words.replaceAll(word -> word.replaceFirst("^--", ""));
      RedistintoServer server =
          RedistintoServer.start(ServerConfig.of(words.toArray(String[]::new)).onEphemeralPort());
      server.loaded().orTimeout(LOAD_SECONDS, TimeUnit.SECONDS).join();
      return new InThisJvm(server, directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record InThisJvm(RedistintoServer server, Path directory) implements TestServer {

    @Override
    public String name() {
      return "redistinto";
    }

    @Override
    public int port() {
      return server.port();
    }

    @Override
    public void close() {
      server.close();
      ServerProcess.deleteDirectory(directory);
    }
  }

  /** As a process, through the launcher in the repository's root. */
  static ServerProcess process(String... directives) {
    List<String> arguments = new ArrayList<>(SMALL_AND_QUIET);
    arguments.addAll(List.of(directives));
    return ServerProcess.start("redistinto", List.of(launcher()), arguments);
  }

  /** The path of {@code bin/redistinto}. */
  static String launcher() {
    Path launcher = Path.of("..", "bin", "redistinto").toAbsolutePath().normalize();
    Assumptions.assumeTrue(launcher.toFile().canExecute(), launcher + " is not there");
    return launcher.toString();
  }
}
