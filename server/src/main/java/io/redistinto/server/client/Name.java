package io.redistinto.server.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of a channel, a pattern or a key, to find others by: bytes that compare by content.
 * Names that are chosen to collide cost a map no more than O(log n), since they have an order.
 */
public final class Name implements Comparable<Name> {
  /** What a name in a collection takes beside its bytes, about. */
  private static final int OVERHEAD_BYTES = 112;

  private final byte[] bytes;
  private final int hash;

  private Name(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  /** The name of these bytes, which must not change afterwards. */
  public static Name of(byte[] bytes) {
    return new Name(bytes);
  }

  /** About how much memory it takes in a collection. */
  int memoryBytes() {
    return OVERHEAD_BYTES + bytes.length;
  }

  /** Its bytes, to look at. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Name name && hash == name.hash && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public int compareTo(Name other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
