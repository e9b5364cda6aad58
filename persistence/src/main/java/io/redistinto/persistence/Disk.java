package io.redistinto.persistence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Everything this package asks of a file system. No operation below the root follows a symbolic
 * link. An operation that throws has done nothing that a reader of a renamed file could see.
 */
public interface Disk {

  /** Creates {@code directory} with its parents unless it exists; returns its real path. */
  Path openRoot(Path directory) throws IOException;

  /** Creates one directory, whose parent exists; nothing happens if it is there already. */
  void createDirectory(Path directory) throws IOException;

  /**
   * Makes {@code file} hold exactly the bytes of {@code content} from its position to its limit,
   * which stay as they are. Not atomic: for files nobody reads until they are renamed.
   */
  void write(Path file, ByteBuffer content) throws IOException;

  /** Gives a file another name, atomically; a file that has that name is replaced. */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file; false if there was none. */
  boolean delete(Path file) throws IOException;

  /** Whether a regular file has this name. */
  boolean isFile(Path file) throws IOException;

  /**
   * Calls {@code visitor} once for each name in {@code directory}, in no order and without asking
   * what each is; a directory that does not exist has none. The visitor may delete what it is
   * given; it must not create or rename files in the same directory.
   */
  void list(Path directory, Visitor visitor) throws IOException;

  /**
   * Reads a whole file.
   *
   * @param reuse where to, from position 0; a larger buffer is made if the file does not fit
   * @return the buffer used, its position 0 and its limit the file's size; null if {@code file} is
   *     there but is no regular file
   * @throws IOException also if the file has more than {@code maxBytes}
   */
  ByteBuffer read(Path file, ByteBuffer reuse, int maxBytes) throws IOException;

  /**
   * Takes the lock that {@code file} stands for, until closed or until the process ends.
   *
   * @return null if it is held already, by another process or by this one
   */
  Closeable lock(Path file) throws IOException;

  /** Receives the names that {@link #list} finds. */
  interface Visitor {
    void visit(Path file) throws IOException;
  }
}
