package io.redistinto.persistence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** A real disk that counts its operations and fails at one of them, or when it is full. */
final class FaultyDisk implements Disk {
  enum Fault {
    /** One operation fails, those after it work. */
    ONCE,
    /** One operation and all after it fail, as if the process had died. */
    FOR_GOOD
  }

  private final Disk disk = new FileSystemDisk();
  private final Set<Path> notRenamed = new HashSet<>();
  private long failingOperation = Long.MAX_VALUE;
  private Fault fault = Fault.ONCE;
  private long bytesLeft = Long.MAX_VALUE;
  private long operations;

  /**
   * @param operation counted from 0, from now on
   */
  FaultyDisk failAt(long operation, Fault kind) {
    failingOperation = operation;
    fault = kind;
    operations = 0;
    return this;
  }

  FaultyDisk bytesLeft(long bytes) {
    bytesLeft = bytes;
    return this;
  }

  long operations() {
    return operations;
  }

  /** Loses what was written and not renamed, as a power loss may. */
  void dropNotRenamed() throws IOException {
    for (Path file : notRenamed) {
      disk.delete(file);
    }
  }

  private boolean fails() {
    long operation = operations++;
    return fault == Fault.ONCE ? operation == failingOperation : operation >= failingOperation;
  }

  private void count(Path file) throws IOException {
    if (fails()) {
      throw new FileSystemException(file.toString(), null, "Fault at " + (operations - 1));
    }
  }

  @Override
  public Path openRoot(Path directory) throws IOException {
    count(directory);
    return disk.openRoot(directory);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    count(directory);
    disk.createDirectory(directory);
  }

  /** A write that fails leaves the first half of its bytes. */
  @Override
  public void write(Path file, ByteBuffer content) throws IOException {
    boolean fails = fails();
    boolean dead = fails && operations - 1 > failingOperation;
    boolean full = content.remaining() > bytesLeft;
    int written = fails || full ? content.remaining() / 2 : content.remaining();
    if (!dead) {
      disk.write(file, content.slice(content.position(), written));
      notRenamed.add(file);
    }
    if (fails || full) {
      String problem = fails ? "Fault at " + (operations - 1) : "No space left on device";
      throw new FileSystemException(file.toString(), null, problem);
    }
    bytesLeft -= written;
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    count(from);
    disk.rename(from, to);
    notRenamed.remove(from);
  }

  @Override
  public boolean delete(Path file) throws IOException {
    count(file);
    notRenamed.remove(file);
    return disk.delete(file);
  }

  @Override
  public boolean isFile(Path file) throws IOException {
    count(file);
    return disk.isFile(file);
  }

  @Override
  public void list(Path directory, Visitor visitor) throws IOException {
    count(directory);
    disk.list(directory, visitor);
  }

  @Override
  public ByteBuffer read(Path file, ByteBuffer reuse, int maxBytes) throws IOException {
    count(file);
    return disk.read(file, reuse, maxBytes);
  }

  @Override
  public Closeable lock(Path file) throws IOException {
    count(file);
    return disk.lock(file);
  }
}
