package io.redistinto.storage;

import java.util.List;

/**
 * What a write did, as a deterministic command: applied in order to an empty keyspace, effects give
 * the same data. Times in it are absolute ({@code SET k v PXAT t}).
 *
 * @param database the number of the database that it happened in
 * @param cause why
 * @param command the command's name and arguments
 */
public record Effect(int database, Cause cause, List<byte[]> command) {
  /** Why a write happened. */
  public enum Cause {
    COMMAND,
    EXPIRED,
    REPLACED
  }
}
