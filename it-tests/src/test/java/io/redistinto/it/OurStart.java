package io.redistinto.it;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The one place that knows how our server is started. */
final class OurStart {

  private OurStart() {}

  /** Inside this JVM, on a port that the system picks. */
  static TestServer inThisJvm(String... directives) {
    return Assumptions.abort("there is no server yet to start with " + List.of(directives));
  }

  /** As a process, through the launcher in the repository's root. */
  static ServerProcess process(String... directives) {
    Path launcher = Path.of("..", "bin", "redistinto").toAbsolutePath().normalize();
    Assumptions.assumeTrue(launcher.toFile().canExecute(), launcher + " is not there");
    return ServerProcess.start("redistinto", List.of(launcher.toString()), List.of(directives));
  }
}
