package io.redistinto.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What is known of keys beside their values, whether they exist or not: who waits for them, who
 * watches them. All methods are O(1) expected, O(log n) for keys that were made to collide, unless
 * they say otherwise.
 */
public final class KeyMap<V> {
  /** Longer keys than this are copied to be looked up. */
  private static final int PROBE_BYTES = 1024;

  private final Keyspace keyspace;
  private final Map<Key, V> map = new HashMap<>();
  private final byte[] probeBytes = new byte[PROBE_BYTES];
  private final ByteBuffer probeBuffer = ByteBuffer.wrap(probeBytes);
  private final Key probe = new Key(0, probeBytes);

  /** A key of a database. Comparable, so that a map survives keys that collide on purpose. */
  public static final class Key implements Comparable<Key> {
    private int database;
    private byte[] bytes;
    private int length;
    private int hash;

    /**
     * @param bytes the key, which is not to be changed any more
     */
    public Key(int database, byte[] bytes) {
      set(database, bytes, bytes.length);
    }

    private void set(int number, byte[] holder, int holderLength) {
      database = number;
      bytes = holder;
      length = holderLength;
      int sum = number;
      for (int i = 0; i < holderLength; i++) {
        sum = 31 * sum + holder[i];
      }
      hash = sum;
    }

    public int database() {
      return database;
    }

    /** The key's bytes, not to be changed. */
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public int compareTo(Key other) {
      int order = Integer.compare(database, other.database);
      return order != 0 ? order : Arrays.compare(bytes, 0, length, other.bytes, 0, other.length);
    }

    @Override
    public boolean equals(Object object) {
      return object instanceof Key other && hash == other.hash && compareTo(other) == 0;
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** Makes an empty map for the keys of a keyspace. */
  public KeyMap(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  public boolean isEmpty() {
    return map.isEmpty();
  }

  /** What is known of a key, or null. */
  public V get(Key key) {
    return map.get(key);
  }

  /** What is known of the key of a record, or null. Allocates nothing for keys of usual length. */
  public V get(int database, int record) {
    int length = keyspace.keyLength(record);
    if (length <= PROBE_BYTES) {
      keyspace.readKey(record, probeBuffer, 0);
      probe.set(database, probeBytes, length);
    } else {
      probe.set(database, keyspace.key(record), length);
    }
    V found = map.get(probe);
    probe.bytes = probeBytes;
    return found;
  }

  /** What is known of a key; if nothing is, what {@code made} makes. */
  public V getOrMake(Key key, Function<Key, V> made) {
    return map.computeIfAbsent(key, made);
  }

  public void remove(Key key) {
    map.remove(key);
  }

  /** Visits what is known of a database's keys; the visitor may not change the map. O(all keys). */
  public void forEach(int database, Consumer<V> visitor) {
    map.forEach(
        (key, value) -> {
          if (key.database == database) {
            visitor.accept(value);
          }
        });
  }
}
