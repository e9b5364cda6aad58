package io.redistinto.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that holds the process's number while it runs. As in Redis a server runs without it
 * where it cannot be written.
 */
final class PidFile implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(PidFile.class);

  /** Null if there is none. */
  private final Path file;

  private PidFile(Path file) {
    this.file = file;
  }

  /** Writes the file; none if the name is empty. */
  static PidFile write(String name) {
    if (name.isEmpty()) {
      return new PidFile(null);
    }
    try {
      return new PidFile(Files.writeString(Path.of(name), ProcessHandle.current().pid() + "\n"));
    } catch (IOException | InvalidPathException failure) {
      LOGGER.warn("The pidfile {} cannot be written: {}", name, failure.toString());
      return new PidFile(null);
    }
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException failure) {
      LOGGER.warn("The pidfile {} cannot be removed: {}", file, failure.toString());
    }
  }
}
