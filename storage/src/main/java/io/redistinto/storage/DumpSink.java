package io.redistinto.storage;

import java.util.function.Supplier;

/** Takes what a snapshot hands over. Arrays are the sink's to keep. */
public interface DumpSink {
  /**
   * The value that a key has in the snapshot.
   *
   * @param content makes the bytes of its file, once, on any thread
   * @param deadlineMillis when it expires, in milliseconds since 1970, or {@link
   *     Keyspace#NO_DEADLINE}
   */
  void write(
      int database, byte[] key, Supplier<byte[]> content, long deadlineMillis, ValueType type);

  /** A key that is gone. */
  void remove(int database, byte[] key);

  /** Of this database nothing is left but what was written before this call. */
  void keepOnlyWritten(int database);
}
