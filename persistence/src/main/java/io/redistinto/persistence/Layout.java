package io.redistinto.persistence;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Where everything lies below the dump directory {@code root}:
 *
 * <pre>
 *   root/NAME                       a value of database 0
 *   root/.redistinto/lock           locked while an instance uses root
 *                   /db/N/NAME      a value of database N, N &gt; 0
 *                   /meta/N/NAME    the {@link Meta} of a key of database N
 *                   /long/N/SHA     a value whose key has no NAME; SHA is the key's SHA-256 in hexadecimal
 *                   /long/N/SHA.key    that key
 *                   /long/N/SHA.meta   its {@link Meta}
 *                   /staged/ID      a whole value, until it is moved to its place
 *                   /tmp/file       the file being written
 * </pre>
 */
final class Layout {
  static final String PRIVATE_NAME = ".redistinto";
  static final String KEY_SUFFIX = ".key";
  static final String META_SUFFIX = ".meta";
  private static final Pattern LONG_VALUE = Pattern.compile("[0-9a-f]{64}");

  /** The directories that hold one directory per database. */
  final Path databases;

  final Path metas;
  final Path longs;

  final Path root;
  final Path hidden;
  final Path lock;
  final Path staged;
  final Path tmp;
  final Path tmpFile;

  private final FileNames names;
  private final Path[] valuesByDb;
  private final Path[] metasByDb;
  private final Path[] longsByDb;

  Layout(Path root, int databaseCount, FileNames names) {
    this.root = root;
    this.names = names;
    hidden = root.resolve(PRIVATE_NAME);
    lock = hidden.resolve("lock");
    databases = hidden.resolve("db");
    metas = hidden.resolve("meta");
    longs = hidden.resolve("long");
    staged = hidden.resolve("staged");
    tmp = hidden.resolve("tmp");
    tmpFile = tmp.resolve("file");
    valuesByDb = perDatabase(databases, databaseCount);
    valuesByDb[0] = root;
    metasByDb = perDatabase(metas, databaseCount);
    longsByDb = perDatabase(longs, databaseCount);
  }

  private static Path[] perDatabase(Path parent, int databaseCount) {
    Path[] directories = new Path[databaseCount];
    for (int db = 0; db < databaseCount; db++) {
      directories[db] = parent.resolve(Integer.toString(db));
    }
    return directories;
  }

  Path values(int db) {
    return valuesByDb[db];
  }

  Path metas(int db) {
    return metasByDb[db];
  }

  Path longs(int db) {
    return longsByDb[db];
  }

  FileNames names() {
    return names;
  }

  int databaseCount() {
    return valuesByDb.length;
  }

  /**
   * The files of one key.
   *
   * @param key the file with the key itself; null if the name of {@code value} tells it
   */
  record KeyFiles(Path value, Path meta, Path key) {}

  KeyFiles files(int db, byte[] key) {
    String name = names.encode(key);
    return name == null
        ? longFiles(longs(db), sha256(key))
        : new KeyFiles(values(db).resolve(name), metas(db).resolve(name), null);
  }

  /** The files of the key whose value is {@code value}, a file in {@link #values(int)}. */
  KeyFiles namedFiles(int db, Path value) {
    return new KeyFiles(value, metas(db).resolve(value.getFileName()), null);
  }

  /** The files of the key with this SHA-256, in a directory of {@link #longs(int)}. */
  static KeyFiles longFiles(Path directory, String sha256) {
    return new KeyFiles(
        directory.resolve(sha256),
        directory.resolve(sha256 + META_SUFFIX),
        directory.resolve(sha256 + KEY_SUFFIX));
  }

  static boolean isLongValue(String name) {
    return LONG_VALUE.matcher(name).matches();
  }

  static String sha256(byte[] key) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
