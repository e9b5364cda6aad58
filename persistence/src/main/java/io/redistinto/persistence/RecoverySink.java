package io.redistinto.persistence;

import java.nio.ByteBuffer;

/** Receives what {@link Recovery} finds on disk. */
public interface RecoverySink {
  /**
   * Called once for each key of each database, in no order.
   *
   * @param key owned by the callee
   * @param value the value's bytes from position to limit; valid only during the call
   * @param expiresAtMillis Unix time, possibly in the past; -1 if the key does not expire
   * @param type {@code string} or the name that was given to {@link DumpDirectory#write}
   * @throws IllegalArgumentException if {@code value} is no value of {@code type}: the recovery
   *     ends with this message and the file's name
   */
  void key(int db, byte[] key, ByteBuffer value, long expiresAtMillis, String type);
}
