package io.redistinto.persistence;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The real file system. For one thread at a time.
 *
 * <p>When the process dies, at any point, all that was written and renamed is kept: the kernel has
 * it. Nothing is forced to the medium, as a flush per file costs far more than the write, so after
 * a power loss the promise is weaker: what the kernel had not yet written back (commonly the last
 * half minute) may be missing, old, or, for a file that was new, empty.
 */
public final class FileSystemDisk implements Disk {
  private static final Set<OpenOption> TO_WRITE =
      Set.of(
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          NOFOLLOW_LINKS);
  private static final Set<OpenOption> TO_READ = Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS);
  private static final Set<OpenOption> TO_LOCK =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, NOFOLLOW_LINKS);
  private static final FileAttribute<?>[] DEFAULT_ATTRIBUTES = {};

  /**
   * The locks held in this process. Asked before the file is opened, because on POSIX systems
   * closing any descriptor of a file drops the process's locks on it.
   */
  private static final Set<Path> HELD_LOCKS = ConcurrentHashMap.newKeySet();

  private final ByteBuffer chunk = ByteBuffer.allocateDirect(256 * 1024);

  @Override
  public Path openRoot(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
    return directory.toRealPath();
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      requireDirectory(directory);
    }
  }

  @Override
  public void write(Path file, ByteBuffer content) throws IOException {
    ByteBuffer source = content.duplicate();
    try (FileChannel channel = FileChannel.open(file, TO_WRITE, DEFAULT_ATTRIBUTES)) {
      if (source.isDirect()) {
        writeFully(channel, source);
      } else {
        writeInChunks(channel, source);
      }
    }
  }

  /** Copies through one buffer: the channel itself would keep a direct copy of any size. */
  private void writeInChunks(FileChannel channel, ByteBuffer source) throws IOException {
    int end = source.limit();
    while (source.position() < end) {
      source.limit(Math.min(end, source.position() + chunk.capacity()));
      writeFully(channel, chunk.clear().put(source).flip());
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer source) throws IOException {
    while (source.hasRemaining()) {
      channel.write(source);
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public boolean delete(Path file) throws IOException {
    return Files.deleteIfExists(file);
  }

  @Override
  public boolean isFile(Path file) {
    return Files.isRegularFile(file, NOFOLLOW_LINKS);
  }

  @Override
  public void list(Path directory, Visitor visitor) throws IOException {
    try {
      requireDirectory(directory);
    } catch (NoSuchFileException e) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        visitor.visit(file);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void requireDirectory(Path directory) throws IOException {
    if (!attributes(directory).isDirectory()) {
      throw new FileSystemException(directory.toString(), null, "Not a directory");
    }
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
  }

  /** Asks for the attributes first: to open a pipe would wait for its writer. */
  @Override
  public ByteBuffer read(Path file, ByteBuffer reuse, int maxBytes) throws IOException {
    BasicFileAttributes attributes = attributes(file);
    if (!attributes.isRegularFile()) {
      return null;
    }
    long size = attributes.size();
    if (size > maxBytes) {
      throw new FileSystemException(
          file.toString(), null, "Has " + size + " bytes, which is more than " + maxBytes);
    }
    ByteBuffer content = size <= reuse.capacity() ? reuse : larger(file, reuse, (int) size);
    content.clear().limit((int) size);
    if (size > 0) {
      try (FileChannel channel = FileChannel.open(file, TO_READ, DEFAULT_ATTRIBUTES)) {
        while (content.hasRemaining() && channel.read(content) >= 0) {}
      }
    }
    return content.flip();
  }

  private static ByteBuffer larger(Path file, ByteBuffer reuse, int size) throws IOException {
    long doubled = Math.max(size, 2L * reuse.capacity());
    try {
      return ByteBuffer.allocateDirect((int) Math.min(Integer.MAX_VALUE, doubled));
    } catch (OutOfMemoryError e) {
      throw new FileSystemException(file.toString(), null, "No memory for its " + size + " bytes");
    }
  }

  @Override
  public Closeable lock(Path file) throws IOException {
    Path name = file.toAbsolutePath();
    if (!HELD_LOCKS.add(name)) {
      return null;
    }
    FileChannel channel = null;
    FileLock lock = null;
    try {
      channel = FileChannel.open(file, TO_LOCK, DEFAULT_ATTRIBUTES);
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another name of a file that this process has locked: held, as below.
    } finally {
      if (lock == null) {
        HELD_LOCKS.remove(name);
        if (channel != null) {
          channel.close();
        }
      }
    }
    return lock == null ? null : release(channel, name);
  }

  private static Closeable release(FileChannel channel, Path name) {
    return () -> {
      try {
        channel.close();
      } finally {
        HELD_LOCKS.remove(name);
      }
    };
  }
}
