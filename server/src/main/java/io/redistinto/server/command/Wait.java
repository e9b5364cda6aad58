package io.redistinto.server.command;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.storage.ValueType;
import java.util.function.Consumer;

/**
 * What a client waits for, and how long.
 *
 * @param type only keys that hold this are worth an attempt
 * @param orGone whether keys that are gone, or hold something else, are worth one too
 * @param firstKey the argument that is the first key
 * @param keyCount how many arguments from there on are keys, 0 if it just waits
 * @param timeoutMillis how long at most, 0 for as long as it takes
 * @param attempt what is tried when a key was written
 * @param inVain the reply if the time is over or blocking is not allowed
 */
public record Wait(
    ValueType type,
    boolean orGone,
    int firstKey,
    int keyCount,
    long timeoutMillis,
    Attempt attempt,
    Consumer<ReplyWriter> inVain) {

  /** Waits until the attempt succeeds on one of the keys; in vain, it answers a null array. */
  public static Wait forKeys(
      ValueType type, int firstKey, int keyCount, long timeoutMillis, Attempt attempt) {
    return new Wait(
        type, false, firstKey, keyCount, timeoutMillis, attempt, ReplyWriter::nullArray);
  }

  /** Waits for nothing but the time to pass. */
  public static Wait forTime(long timeoutMillis, Consumer<ReplyWriter> reply) {
    return new Wait(null, false, 0, 0, timeoutMillis, (call, keyArg) -> false, reply);
  }

  /** The same, and attempts too when a key goes or comes to hold something else. */
  public Wait orWhenGone() {
    return new Wait(type, true, firstKey, keyCount, timeoutMillis, attempt, inVain);
  }
}
