package io.redistinto.persistence;

import io.redistinto.persistence.Layout.KeyFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every key in a dump directory. Two passes: the first lists the names, gives each file the
 * name it should have, removes what belongs to no key, and counts; the second reads.
 */
public final class Recovery {
  // Of the keys with a meta file only the 32-bit hashes of their names are kept, sorted: a key
  // whose hash is
  // among them may have one, and is the only kind that costs a second look at the disk.

  private static final Logger LOGGER = LoggerFactory.getLogger(Recovery.class);
  private static final int FIRST_BUFFER_BYTES = 64 * 1024;

  private final DumpDirectory directory;
  private final Disk disk;
  private final Layout layout;
  private final RecoverySink sink;
  private final RecoveryProgress progress;
  private final ByteBuffer metaBuffer = ByteBuffer.allocateDirect(Meta.MAX_FILE_BYTES);
  private ByteBuffer valueBuffer = ByteBuffer.allocateDirect(FIRST_BUFFER_BYTES);
  private long count;
  private long skipped;
  private Path firstSkipped;

  private Recovery(DumpDirectory directory, RecoverySink sink, RecoveryProgress progress) {
    this.directory = directory;
    this.sink = sink;
    this.progress = progress;
    disk = directory.disk();
    layout = directory.layout();
  }

  /**
   * Gives {@code sink} every key there is, or throws; to be called once, before anything is
   * written.
   *
   * @return how many keys
   * @throws RecoveryException at the first file that cannot be read or understood
   */
  public static long run(DumpDirectory directory, RecoverySink sink, RecoveryProgress progress)
      throws RecoveryException {
    try {
      return new Recovery(directory, sink, progress).run();
    } catch (RecoveryException e) {
      throw e;
    } catch (IOException e) {
      String file = DumpDirectoryException.file(e, directory.path());
      throw new RecoveryException(file, DumpDirectoryException.problem(e), e);
    }
  }

  private long run() throws IOException {
    refuseForeignDatabases(layout.databases, 1);
    refuseForeignDatabases(layout.metas, 0);
    refuseForeignDatabases(layout.longs, 0);
    int[][] metaHashes = new int[layout.databaseCount()][];
    for (int db = 0; db < metaHashes.length; db++) {
      metaHashes[db] = tidy(db);
    }
    progress.start(count);
    try {
      for (int db = 0; db < metaHashes.length; db++) {
        load(db, metaHashes[db]);
      }
    } finally {
      progress.end();
    }
    if (skipped > 0) {
      LOGGER.warn(
          "Left alone {} that are no regular files, the first is {}", skipped, firstSkipped);
    }
    return progress.loaded();
  }

  private void refuseForeignDatabases(Path parent, int first) throws IOException {
    int end = layout.databaseCount();
    disk.list(
        parent,
        child -> {
          String name = child.getFileName().toString();
          if (IntStream.range(first, end).noneMatch(db -> Integer.toString(db).equals(name))) {
            disk.list(
                child,
                file -> {
                  throw new RecoveryException(
                      file, "belongs to no database from " + first + " to " + (end - 1));
                });
          }
        });
  }

  /** First pass; returns the sorted hashes of the names of the database's meta files. */
  private int[] tidy(int db) throws IOException {
    IntStream.Builder hashes = IntStream.builder();
    giveCanonicalNames(db, layout.metas(db), KeyFiles::meta, file -> hashes.add(hashOfName(file)));
    int[] metaHashes = hashes.build().sorted().toArray();
    int[] valuesWithMeta = {0};
    giveCanonicalNames(
        db,
        layout.values(db),
        KeyFiles::value,
        file -> {
          count++;
          valuesWithMeta[0] += mayHaveMeta(metaHashes, file) ? 1 : 0;
        });
    if (valuesWithMeta[0] < metaHashes.length) {
      disk.list(layout.metas(db), meta -> deleteWithout(layout.values(db), meta));
    }
    tidyLongs(layout.longs(db));
    return metaHashes;
  }

  private static int hashOfName(Path file) {
    return file.getFileName().toString().hashCode();
  }

  private static boolean mayHaveMeta(int[] metaHashes, Path value) {
    return metaHashes.length > 0 && Arrays.binarySearch(metaHashes, hashOfName(value)) >= 0;
  }

  private void deleteWithout(Path values, Path file) throws IOException {
    if (!disk.isFile(values.resolve(file.getFileName()))) {
      disk.delete(file);
    }
  }

  /**
   * Renames the files of a directory whose names are another spelling of the canonical one.
   *
   * @param place which of a key's files these are
   * @param visitor called for each file, under its final name, if it stays in this directory
   */
  private void giveCanonicalNames(
      int db, Path parent, Function<KeyFiles, Path> place, Disk.Visitor visitor)
      throws IOException {
    List<Path> strays = new ArrayList<>();
    disk.list(
        parent,
        file -> {
          if (layout.names().isCanonical(file)) {
            visitor.visit(file);
          } else if (!file.equals(layout.hidden)) {
            strays.add(file);
          }
        });
    for (Path stray : strays) {
      if (!disk.isFile(stray)) {
        continue;
      }
      byte[] key = FileNames.decode(stray);
      KeyFiles files = layout.files(db, key);
      Path canonical = place.apply(files);
      if (disk.isFile(canonical)) {
        throw new RecoveryException(
            stray, "names the same key as " + canonical + ": keep one of the two");
      }
      directory.prepare(db, key, files);
      disk.rename(stray, canonical);
      if (parent.equals(canonical.getParent())) {
        visitor.visit(canonical);
      }
    }
  }

  private void tidyLongs(Path parent) throws IOException {
    disk.list(
        parent,
        file -> {
          String name = file.getFileName().toString();
          String sha256 = name.replaceFirst("\\.(key|meta)$", "");
          if (!Layout.isLongValue(sha256)) {
            throw new RecoveryException(file, "is not named by a SHA-256");
          }
          if (sha256.equals(name)) {
            count++;
          } else if (!disk.isFile(parent.resolve(sha256))) {
            disk.delete(file);
          }
        });
  }

  /** Second pass. */
  private void load(int db, int[] metaHashes) throws IOException {
    disk.list(
        layout.values(db),
        file -> {
          if (!file.equals(layout.hidden)) {
            KeyFiles files = layout.namedFiles(db, file);
            load(db, FileNames.decode(file), files, mayHaveMeta(metaHashes, file));
          }
        });
    disk.list(
        layout.longs(db),
        file -> {
          String name = file.getFileName().toString();
          if (Layout.isLongValue(name)) {
            KeyFiles files = Layout.longFiles(layout.longs(db), name);
            load(db, directory.readLongKey(files), files, true);
          }
        });
  }

  private void load(int db, byte[] key, KeyFiles files, boolean mayHaveMeta) throws IOException {
    ByteBuffer value = disk.read(files.value(), valueBuffer, Integer.MAX_VALUE);
    if (value == null) {
      firstSkipped = skipped++ == 0 ? files.value() : firstSkipped;
      return;
    }
    valueBuffer = value;
    Meta meta = mayHaveMeta ? readMeta(files.meta()) : Meta.PLAIN;
    try {
      sink.key(db, key, value, meta.expiresAtMillis(), meta.type());
    } catch (IllegalArgumentException e) {
      throw new RecoveryException(files.value(), e.getMessage(), e);
    }
    progress.keyLoaded();
  }

  private Meta readMeta(Path metaFile) throws IOException {
    try {
      return directory.readMeta(metaFile, metaBuffer);
    } catch (NoSuchFileException e) {
      return Meta.PLAIN;
    }
  }
}
