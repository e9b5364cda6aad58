package io.redistinto.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that tests run: found on the PATH, run to their end. */
final class Programs {

  private static final int TIME_LIMIT_SECONDS = 120;

  private Programs() {}

  /** How a program ended. {@code output} is what it wrote, one byte a char. */
  record Outcome(int exitCode, String output, String errors) {}

  static boolean onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /** {@link #skip Skips} the calling test where the program is missing. */
  static void require(String program, String variable) {
    if (!onPath(program)) {
      skip(program + " is not on the PATH", variable);
    }
  }

  /** Skips the calling test, or fails it where {@code variable} of the environment is true. */
  static void skip(String reason, String variable) {
    if (Boolean.parseBoolean(System.getenv(variable))) {
      Assertions.fail(reason + ", and " + variable + " asks for it");
    }
    Assumptions.abort(reason);
  }

  static Outcome run(String... command) {
    return run(Path.of("."), "", command);
  }

  /** Runs a program in a directory with these bytes on its standard input. */
  static Outcome run(Path directory, String input, String... command) {
    Path in = null;
    Path out = null;
    Path err = null;
    try {
      in = Files.createTempFile("redistinto-it-", ".in");
      out = Files.createTempFile("redistinto-it-", ".out");
      err = Files.createTempFile("redistinto-it-", ".err");
      Files.writeString(in, input, ISO_8859_1);
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        Assertions.fail(List.of(command) + " did not end in " + TIME_LIMIT_SECONDS + " s");
      }
      return new Outcome(
          process.exitValue(),
          Files.readString(out, ISO_8859_1),
          Files.readString(err, ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      delete(in);
      delete(out);
      delete(err);
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
