package io.redistinto.server.command;

import static io.redistinto.storage.Keyspace.NO_KEY;

import io.redistinto.server.pubsub.EventClass;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.HashValue;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What BY or GET of SORT finds for an element: the string of the key {@code prefix*suffix}, or the
 * field of the hash {@code prefix*suffix->field}, with the element in place of the star. {@code #}
 * is the element itself; a pattern without a star finds nothing.
 */
final class SortPattern {
  private final byte[] text;
  private final int star;

  /** Where the key ends: at the arrow, or at the end of the text. */
  private final int keyEnd;

  /** Null if the key holds a string. */
  private final byte[] field;

  SortPattern(byte[] text) {
    this.text = text;
    star = indexOf(text, 0, '*');
    int arrow = star < 0 ? -1 : arrow(text, star + 1);
    boolean hasField = arrow >= 0 && arrow + 2 < text.length;
    keyEnd = hasField ? arrow : text.length;
    field = hasField ? Arrays.copyOfRange(text, arrow + 2, text.length) : null;
  }

  private static int indexOf(byte[] text, int from, char wanted) {
    for (int at = from; at < text.length; at++) {
      if (text[at] == wanted) {
        return at;
      }
    }
    return -1;
  }

  private static int arrow(byte[] text, int from) {
    int at = indexOf(text, from, '-');
    while (at >= 0 && (at + 1 == text.length || text[at + 1] != '>')) {
      at = indexOf(text, at + 1, '-');
    }
    return at;
  }

  /** Whether what it finds depends on the element. */
  boolean hasStar() {
    return star >= 0;
  }

  /** What it finds for an element, or null. */
  byte[] find(Call call, byte[] element) {
    if (text.length == 1 && text[0] == '#') {
      return element;
    }
    if (!hasStar()) {
      return null;
    }
    Keyspace keyspace = call.keyspace();
    byte[] key = key(element);
    int record = keyspace.read(call.database(), ByteBuffer.wrap(key), 0, key.length);
    if (record == NO_KEY) {
      call.event(EventClass.MISS, "keymiss", key);
      return null;
    }
    ValueType wanted = field == null ? ValueType.STRING : ValueType.HASH;
    if (keyspace.type(record) != wanted) {
      return null;
    }
    return field == null
        ? keyspace.value(record)
        : ((HashValue) keyspace.collection(record)).get(field);
  }

  private byte[] key(byte[] element) {
    byte[] key = new byte[keyEnd - 1 + element.length];
    ByteBuffer.wrap(key).put(text, 0, star).put(element).put(text, star + 1, keyEnd - star - 1);
    return key;
  }
}
