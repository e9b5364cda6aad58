package io.redistinto.storage;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The files of a dump directory, as a map: what a sink that writes files would leave there. */
final class DumpFiles implements DumpSink {
  /** What identifies a file. */
  record Name(int database, String key) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      return database != other.database
          ? Integer.compare(database, other.database)
          : key.compareTo(other.key);
    }
  }

  /** What a file and its notes hold. */
  record Content(String value, long deadlineMillis) {}

  final Map<Name, Content> files = new TreeMap<>();

  /** Names written and removed since {@link #begin}. */
  final Set<Name> written = new HashSet<>();

  final Set<Name> removed = new HashSet<>();

  /** From so many calls on, nothing reaches the disk. */
  long failAfterCalls = Long.MAX_VALUE;

  private long calls;

  void begin() {
    written.clear();
    removed.clear();
    calls = 0;
    failAfterCalls = Long.MAX_VALUE;
  }

  boolean failed() {
    return calls > failAfterCalls;
  }

  @Override
  public void write(
      int database, byte[] key, Supplier<byte[]> content, long deadlineMillis, ValueType type) {
    Name name = new Name(database, Client.text(key));
    if (!written.add(name)) {
      throw new AssertionError(name + " written twice in one dump");
    }
    if (++calls <= failAfterCalls) {
      files.put(name, new Content(Client.text(content.get()), deadlineMillis));
    }
  }

  @Override
  public void remove(int database, byte[] key) {
    Name name = new Name(database, Client.text(key));
    removed.add(name);
    if (++calls <= failAfterCalls) {
      files.remove(name);
    }
  }

  @Override
  public void keepOnlyWritten(int database) {
    if (++calls <= failAfterCalls) {
      files.keySet().removeIf(name -> name.database == database && !written.contains(name));
    }
  }
}
