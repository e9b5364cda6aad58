package io.redistinto.server.config;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A conf file: a directive and its value a line; empty lines and lines that start with {@code #}
 * say nothing. Lines are kept as bytes so that those a rewrite does not touch stay what they are.
 */
final class ConfFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final String MARK = "# Written by CONFIG REWRITE";

  private final String name;
  private final List<byte[]> lines;

  private ConfFile(String name, List<byte[]> lines) {
    this.name = name;
    this.lines = lines;
  }

  static ConfFile read(Path file) throws ConfigException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in);
    } catch (NoSuchFileException missing) {
      throw new ConfigException("can't open config file '%s': no such file".formatted(file));
    } catch (IOException failed) {
      throw new ConfigException("can't read config file '%s': %s".formatted(file, reason(failed)));
    }
  }

  static ConfFile read(String name, InputStream in) throws ConfigException, IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new ConfigException("config file '%s' is larger than 1mb".formatted(name));
    }
    return new ConfFile(name, linesOf(bytes));
  }

  private static List<byte[]> linesOf(byte[] bytes) {
    List<byte[]> lines = new ArrayList<>();
    for (String line : new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      lines.add(line.getBytes(StandardCharsets.ISO_8859_1));
    }
    if (lines.get(lines.size() - 1).length == 0) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  List<Assignment> assignments() throws ConfigException {
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (saysSomething(i)) {
        assignments.add(assignment(i));
      }
    }
    return assignments;
  }

  private Assignment assignment(int line) throws ConfigException {
    return Assignment.inFile(name, line + 1, lines.get(line));
  }

  private boolean saysSomething(int line) {
    String text = new String(lines.get(line), StandardCharsets.ISO_8859_1).strip();
    return !text.isEmpty() && !text.startsWith("#");
  }

  /**
   * Changes as few lines as make the file, read alone, give the values that are set in {@code
   * settings}: the last line of a directive that has another value now, and at the end what the
   * file does not set at all.
   *
   * <p>A reader sees the old file or the new one, whatever happens in between.
   */
  static void rewrite(Path file, Settings settings) throws ConfigException {
    try {
      Path real = Files.exists(file) ? file.toRealPath() : file;
      ConfFile content =
          Files.exists(real) ? read(real) : new ConfFile(real.toString(), new ArrayList<>());
      if (content.update(settings)) {
        content.replace(real);
      }
    } catch (IOException failed) {
      throw new ConfigException("Rewriting config file: " + reason(failed), failed);
    } catch (ConfigException unreadable) {
      String oneLine = unreadable.getMessage().replace('\n', ' ');
      throw new ConfigException("Rewriting config file: " + oneLine, unreadable);
    }
  }

  /** Returns whether any line changed. */
  private boolean update(Settings settings) throws ConfigException {
    Settings inFile = Assignment.applyAll(assignments(), Settings.DEFAULTS);
    List<Directive<?>> different =
        Directives.ALL.stream()
            .filter(d -> settings.isSet(d) && !settings.sameAs(inFile, d))
            .<Directive<?>>map(d -> d)
            .toList();
    for (Directive<?> directive : different) {
      byte[] line = settings.confLine(directive).getBytes(StandardCharsets.UTF_8);
      Optional<Integer> last = lastLineOf(directive);
      if (last.isPresent()) {
        lines.set(last.get(), line);
      } else {
        mark();
        lines.add(line);
      }
    }
    return !different.isEmpty();
  }

  private Optional<Integer> lastLineOf(Directive<?> directive) throws ConfigException {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (saysSomething(i) && assignment(i).directive().target() == directive) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private void mark() {
    byte[] mark = MARK.getBytes(StandardCharsets.UTF_8);
    if (lines.stream().noneMatch(line -> MARK.equals(new String(line, StandardCharsets.UTF_8)))) {
      lines.add(new byte[0]);
      lines.add(mark);
    }
  }

  private void replace(Path file) throws IOException {
    Path temporary =
        Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName() + ".", ".tmp");
    try {
      copyPermissions(file, temporary);
      try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(bytes());
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      bytes.writeBytes(line);
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }

  private static void copyPermissions(Path from, Path to) throws IOException {
    PosixFileAttributeView source = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    PosixFileAttributeView target = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (Files.exists(from) && source != null && target != null) {
      target.setPermissions(source.readAttributes().permissions());
    }
  }

  private static String reason(IOException failed) {
    return failed.getMessage() == null ? failed.toString() : failed.getMessage();
  }
}
