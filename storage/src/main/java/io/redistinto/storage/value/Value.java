package io.redistinto.storage.value;

import io.redistinto.storage.Form;
import io.redistinto.storage.ValueType;
import java.nio.ByteBuffer;

/**
 * A value that is no string, in one of two forms: packed, a copy of the bytes in the entries, to be
 * stored again after a change; or an object, which the keyspace holds itself. It turns into an
 * object when a change takes it past its {@link Limits}, and does not turn back.
 *
 * <p>One thread uses a value; a {@link #snapshot} is another value, for any other one thread.
 */
public abstract class Value {
  public abstract ValueType type();

  /** How it lies now: packed unless it is {@link Form#OBJECT}. */
  public abstract Form form();

  /** What OBJECT ENCODING calls it. */
  public abstract String encoding();

  /** How many elements it has. */
  public abstract long size();

  /** The packed bytes, from position to limit; not of an object. Valid until the next change. */
  public abstract ByteBuffer packed();

  /**
   * The bytes that an object is charged for: the sum over its elements of their bytes and of a
   * constant, near to what it takes. O(1).
   */
  public abstract long bytes();

  /**
   * The same value, which stays as it is now while this one changes. O(pages), or O(packed bytes).
   */
  public abstract Value snapshot();

  /** Writes its elements as the text that {@link Values#read} understands. */
  public abstract void write(TextWriter out);

  /** Whether a key may hold it: all but streams are gone with their last element. */
  public boolean isGone() {
    return size() == 0;
  }
}
