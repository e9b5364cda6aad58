package io.redistinto.persistence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Keys and values as text, a byte a character, for the tests of this package. */
final class Keys {
  static final int DATABASES = 4;
  static final long NEVER = -1;

  private Keys() {}

  record KeyId(int db, String key) implements Comparable<KeyId> {
    @Override
    public int compareTo(KeyId other) {
      return db != other.db ? Integer.compare(db, other.db) : key.compareTo(other.key);
    }
  }

  record State(String value, long expiresAtMillis, String type) {}

  static KeyId id(int db, String key) {
    return new KeyId(db, key);
  }

  static State string(String value) {
    return new State(value, NEVER, "string");
  }

  static State string(String value, long expiresAtMillis) {
    return new State(value, expiresAtMillis, "string");
  }

  static State hash(String value) {
    return new State(value, NEVER, "hash");
  }

  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  static DumpDirectory open(Path dir) throws IOException {
    return DumpDirectory.open(dir, DATABASES, new FileSystemDisk());
  }

  static int write(DumpDirectory dump, KeyId id, State state) throws IOException {
    return dump.write(
        id.db(),
        bytes(id.key()),
        ByteBuffer.wrap(bytes(state.value())),
        state.expiresAtMillis(),
        state.type());
  }

  static int remove(DumpDirectory dump, KeyId id) throws IOException {
    return dump.remove(id.db(), bytes(id.key()));
  }

  /** Every key there is; fails if one is given twice. */
  static Map<KeyId, State> recover(DumpDirectory dump) throws IOException {
    Map<KeyId, State> found = new TreeMap<>();
    long count =
        Recovery.run(
            dump,
            (db, key, value, expiresAtMillis, type) -> {
              byte[] content = new byte[value.remaining()];
              value.get(content);
              State state = new State(text(content), expiresAtMillis, type);
              if (found.put(id(db, text(key)), state) != null) {
                throw new AssertionError("given twice: " + text(key));
              }
            },
            new RecoveryProgress(() -> 0, null));
    if (count != found.size()) {
      throw new AssertionError("counted " + count + ", gave " + found.size());
    }
    return found;
  }

  static Map<KeyId, State> recover(Path dir) throws IOException {
    try (DumpDirectory dump = open(dir)) {
      return recover(dump);
    }
  }
}
