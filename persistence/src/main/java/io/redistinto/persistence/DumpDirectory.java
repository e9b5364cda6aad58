package io.redistinto.persistence;

import io.redistinto.persistence.Layout.KeyFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The directory of dump files, one plain file per key, held by one instance at a time.
 *
 * <p>Every change is atomic: whenever the process dies, each key is found again with the value,
 * expiry and type of before or with those of after, never with a mixture and never with half a
 * value. For what a power loss may do see {@link FileSystemDisk}.
 *
 * <p>Any thread may call, one at a time. An {@link IOException} leaves the directory usable; the
 * change may be repeated.
 */
public final class DumpDirectory implements Closeable {
  // Invariants:
  //   1. Outside tmp every file is whole, as it was written in tmp and renamed.
  //   2. A key whose meta file says more than nothing changes at one instant, the rename of its
  //      meta file, whose line "staged ID" says where the value is until it is in its place:
  //        staged/ID made - meta file renamed - staged/ID renamed to the value's place.
  //   3. An ID is never used twice, so the line may stay: a file staged/ID that no meta file names
  // was
  //      never committed, and one that a meta file names is that key's value.
  //   4. A key is removed value first, then meta file, then key file: what is left of it when the
  //      process dies between is a meta or key file without a value, which Recovery removes.

  private final Disk disk;
  private final Layout layout;
  private final Closeable lock;
  private final Set<Path> createdDirectories = new HashSet<>();
  private final String stagedPrefix = Long.toHexString(new SecureRandom().nextLong()) + "-";
  private long stagedCount;

  /** Value file to staged file: committed, but the last rename failed. */
  private final Map<Path, Path> unplaced = new HashMap<>();

  /**
   * Takes the directory, creating it if it does not exist, and repairs what an instance that died
   * left half done.
   *
   * @param databases how many there are; each later {@code db} is less
   * @throws DumpDirectoryException if it cannot be written or another instance holds it
   */
  public static DumpDirectory open(Path dir, int databases, Disk disk)
      throws DumpDirectoryException {
    Closeable lock = null;
    try {
      Path root = disk.openRoot(dir);
      Path hidden = root.resolve(Layout.PRIVATE_NAME);
      disk.createDirectory(hidden);
      Layout bare = new Layout(root, databases, new FileNames(true, false));
      lock = disk.lock(bare.lock);
      if (lock == null) {
        throw new DumpDirectoryException(dir + ": another instance uses it", null);
      }
      for (Path directory :
          new Path[] {bare.databases, bare.metas, bare.longs, bare.staged, bare.tmp}) {
        disk.createDirectory(directory);
      }
      disk.list(bare.tmp, disk::delete);
      Layout layout = new Layout(root, databases, probeNames(disk, bare.tmp));
      DumpDirectory opened = new DumpDirectory(disk, layout, lock);
      opened.placeStaged();
      disk.list(layout.metas, opened.createdDirectories::add);
      lock = null;
      return opened;
    } catch (DumpDirectoryException e) {
      throw e;
    } catch (IOException e) {
      String file = DumpDirectoryException.file(e, dir);
      String where = file.equals(dir.toString()) ? "" : file + ": ";
      throw new DumpDirectoryException(
          dir
              + ": cannot be used as the dump directory: "
              + where
              + DumpDirectoryException.problem(e),
          e);
    } finally {
      closeQuietly(lock);
    }
  }

  private DumpDirectory(Disk disk, Layout layout, Closeable lock) {
    this.disk = disk;
    this.layout = layout;
    this.lock = lock;
  }

  private static void closeQuietly(Closeable lock) {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      // The process is about to give the directory up, with an error that says more.
    }
  }

  /** Learns by trying what the file system takes and which names are one and the same to it. */
  private static FileNames probeNames(Disk disk, Path tmp) throws IOException {
    int length = FileNames.MAX_NAME_BYTES;
    boolean ignoresCase = isSameFile(disk, tmp, "A".repeat(length), "a".repeat(length));
    boolean unicode =
        !ignoresCase
            && FileNames.platformEncodesInUtf8()
            && !isSameFile(disk, tmp, "\u00E9", "e\u0301");
    return new FileNames(ignoresCase || tmp.getFileSystem().getSeparator().equals("\\"), unicode);
  }

  private static boolean isSameFile(Disk disk, Path directory, String name, String otherName)
      throws IOException {
    Path file = directory.resolve(name);
    disk.write(file, ByteBuffer.allocate(0));
    boolean same = disk.isFile(directory.resolve(otherName));
    disk.delete(file);
    return same;
  }

  /**
   * Ends the changes that were committed but not placed, and forgets the uncommitted. Reads every
   * meta file, but only if there is a staged file: after a process died within a change.
   */
  private void placeStaged() throws IOException {
    Set<Path> found = new HashSet<>();
    disk.list(layout.staged, found::add);
    for (int db = 0; db < layout.databaseCount() && !found.isEmpty(); db++) {
      int database = db;
      disk.list(
          layout.metas(db),
          meta -> placeStaged(found, meta, layout.values(database).resolve(meta.getFileName())));
      disk.list(
          layout.longs(db),
          file -> {
            String name = file.getFileName().toString();
            if (name.endsWith(Layout.META_SUFFIX)) {
              int sha256Length = name.length() - Layout.META_SUFFIX.length();
              placeStaged(found, file, file.resolveSibling(name.substring(0, sha256Length)));
            }
          });
    }
    for (Path uncommitted : found) {
      disk.delete(uncommitted);
    }
  }

  private void placeStaged(Set<Path> found, Path metaFile, Path valueFile) throws IOException {
    Meta meta = readMeta(metaFile, ByteBuffer.allocate(Meta.MAX_FILE_BYTES));
    if (meta.staged() != null && found.remove(layout.staged.resolve(meta.staged()))) {
      disk.rename(layout.staged.resolve(meta.staged()), valueFile);
    }
  }

  Meta readMeta(Path metaFile, ByteBuffer buffer) throws IOException {
    ByteBuffer content = disk.read(metaFile, buffer, Meta.MAX_FILE_BYTES);
    if (content == null) {
      throw new RecoveryException(metaFile, "is not a regular file");
    }
    try {
      return Meta.parse(content);
    } catch (IllegalArgumentException e) {
      throw new RecoveryException(metaFile, e.getMessage(), e);
    }
  }

  /**
   * Writes one key: 2 file system operations if it is a string that does not expire, 5 or 6
   * otherwise or if it was otherwise before.
   *
   * @param value from its position to its limit, which stay as they are
   * @param expiresAtMillis Unix time; -1 if the key does not expire
   * @param type {@code string}, or lower-case letters, digits and hyphens
   * @return how many keys were written: 1
   */
  public synchronized int write(
      int db, byte[] key, ByteBuffer value, long expiresAtMillis, String type) throws IOException {
    Meta meta = new Meta(expiresAtMillis, type, null);
    KeyFiles files = layout.files(db, key);
    prepare(db, key, files);
    if (meta.isPlain() && !hasMeta(files)) {
      replace(files.value(), value);
    } else {
      replaceWithMeta(files, value, meta);
    }
    return 1;
  }

  /** Makes what must be there before the key's value file: its directory, and the key file. */
  void prepare(int db, byte[] key, KeyFiles files) throws IOException {
    if (files.key() != null) {
      createDirectory(layout.longs(db));
      if (!disk.isFile(files.key())) {
        replace(files.key(), ByteBuffer.wrap(key));
      }
    } else if (db > 0) {
      createDirectory(layout.values(db));
    }
  }

  private void createDirectory(Path directory) throws IOException {
    if (!createdDirectories.contains(directory)) {
      disk.createDirectory(directory);
      createdDirectories.add(directory);
    }
  }

  /** Costs nothing where no key of the database has a meta file. */
  private boolean hasMeta(KeyFiles files) throws IOException {
    return createdDirectories.contains(files.meta().getParent()) && disk.isFile(files.meta());
  }

  /** Invariant 1. */
  private void replace(Path file, ByteBuffer content) throws IOException {
    disk.write(layout.tmpFile, content);
    disk.rename(layout.tmpFile, file);
  }

  /** Invariant 2. */
  private void replaceWithMeta(KeyFiles files, ByteBuffer value, Meta meta) throws IOException {
    createDirectory(files.meta().getParent());
    String id = stagedPrefix + Long.toHexString(stagedCount++);
    Path staged = layout.staged.resolve(id);
    replace(staged, value);
    try {
      disk.write(layout.tmpFile, meta.withStaged(id).toBytes());
    } catch (IOException e) {
      disk.delete(staged);
      throw e;
    }
    disk.rename(layout.tmpFile, files.meta());
    forgetUnplaced(files);
    unplaced.put(files.value(), staged);
    disk.rename(staged, files.value());
    unplaced.remove(files.value());
    if (meta.isPlain()) {
      disk.delete(files.meta());
    }
  }

  private void forgetUnplaced(KeyFiles files) throws IOException {
    Path staged = unplaced.remove(files.value());
    if (staged != null) {
      disk.delete(staged);
    }
  }

  /**
   * Removes one key's files.
   *
   * @return how many keys were removed: 0 if there was no file
   */
  public synchronized int remove(int db, byte[] key) throws IOException {
    return remove(layout.files(db, key));
  }

  private int remove(KeyFiles files) throws IOException {
    boolean removed = disk.delete(files.value());
    if (createdDirectories.contains(files.meta().getParent()) || files.key() != null) {
      disk.delete(files.meta());
    }
    forgetUnplaced(files);
    if (files.key() != null) {
      disk.delete(files.key());
    }
    return removed ? 1 : 0;
  }

  /**
   * Removes the files of all keys of a database but some, for a dump after the database was emptied
   * or swapped. Lists the directory; what is no regular file is left alone.
   *
   * @param keep whether a key's files stay
   * @return how many keys were removed
   */
  public synchronized int keepOnly(int db, Predicate<byte[]> keep) throws IOException {
    int[] removed = {0};
    disk.list(
        layout.values(db),
        file -> {
          if (!keep.test(FileNames.decode(file)) && disk.isFile(file)) {
            removed[0] += remove(layout.namedFiles(db, file));
          }
        });
    disk.list(
        layout.longs(db),
        file -> {
          if (Layout.isLongValue(file.getFileName().toString())) {
            KeyFiles files = Layout.longFiles(layout.longs(db), file.getFileName().toString());
            if (!keep.test(readLongKey(files))) {
              removed[0] += remove(files);
            }
          }
        });
    return removed[0];
  }

  /** The key whose value is in a file that is named by a hash. */
  byte[] readLongKey(KeyFiles files) throws IOException {
    ByteBuffer content = disk.read(files.key(), ByteBuffer.allocate(0), Integer.MAX_VALUE);
    if (content == null) {
      throw new RecoveryException(files.key(), "is not a regular file");
    }
    byte[] key = new byte[content.remaining()];
    content.get(key);
    if (!Layout.sha256(key).equals(files.value().getFileName().toString())) {
      throw new RecoveryException(files.key(), "its SHA-256 is not what its name says");
    }
    return key;
  }

  /** The real path of the directory. */
  public Path path() {
    return layout.root;
  }

  Disk disk() {
    return disk;
  }

  Layout layout() {
    return layout;
  }

  /** Lets another instance have the directory. */
  @Override
  public synchronized void close() throws IOException {
    lock.close();
  }
}
