package io.redistinto.server.command;

import io.redistinto.resp.Numbers;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.ValueType;
import io.redistinto.storage.value.DecimalLong;
import io.redistinto.storage.value.ElementSink;
import io.redistinto.storage.value.HashValue;
import io.redistinto.storage.value.ListValue;
import io.redistinto.storage.value.SetValue;
import io.redistinto.storage.value.SortedSetValue;
import io.redistinto.storage.value.StreamCursor;
import io.redistinto.storage.value.StreamId;
import io.redistinto.storage.value.StreamValue;
import io.redistinto.storage.value.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What DEBUG DIGEST answers: 20 bytes that are the same on every server that holds the same data,
 * Redis's own included, in whatever order it goes through them.
 */
final class ValueDigest implements ElementSink {
  /*
   * Data without an order are added: the digest's bytes are XORed with those of the data's SHA-1.
   * Data in an order are appended: added, and the digest's own SHA-1 becomes the digest.
   */
  private static final byte[] EXPIRES = "!!expire!!".getBytes(StandardCharsets.US_ASCII);

  private final MessageDigest sha1 = sha1();
  private byte[] bytes = new byte[20];

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException never) {
      throw new AssertionError(never); // every Java platform has it
    }
  }

  /** The digest of all keys of all databases. O(bytes of all values). */
  static String ofDatabases(Keyspace keyspace, int databases) {
    ValueDigest all = new ValueDigest();
    for (int database = 0; database < databases; database++) {
      if (keyspace.size(database) > 0) {
        all.appendNumber(database);
        keyspace.forEach(
            database,
            record -> {
              ValueDigest one = new ValueDigest();
              one.append(keyspace.key(record));
              one.appendValue(keyspace, record);
              all.add(one.bytes);
            });
      }
    }
    return all.toString();
  }

  /** The digest of a record's value and type, and of whether it expires. */
  static String ofValue(Keyspace keyspace, int record) {
    ValueDigest digest = new ValueDigest();
    digest.appendValue(keyspace, record);
    return digest.toString();
  }

  /** The digest of no value. */
  static String ofNothing() {
    return new ValueDigest().toString();
  }

  private void appendValue(Keyspace keyspace, int record) {
    ValueType type = keyspace.type(record);
    appendNumber(number(type));
    if (type == ValueType.STRING) {
      append(keyspace.value(record));
    } else {
      appendElements(keyspace.collection(record));
    }
    if (keyspace.deadline(record) != Keyspace.NO_DEADLINE) {
      add(EXPIRES);
    }
  }

  /** A type's number in Redis. */
  private static int number(ValueType type) {
    return switch (type) {
      case STRING -> 0;
      case LIST -> 1;
      case SET -> 2;
      case ZSET -> 3;
      case HASH -> 4;
      case STREAM -> 6;
    };
  }

  private void appendElements(Value value) {
    switch (value.type()) {
      case LIST -> ((ListValue) value).read(0, value.size(), this);
      case SET -> ((SetValue) value).forEach(this::add);
      case ZSET -> addScores((SortedSetValue) value);
      case HASH -> ((HashValue) value).forEach(this::addPair);
      case STREAM -> appendEntries((StreamValue) value);
      default -> throw new AssertionError(value.type());
    }
  }

  private void addScores(SortedSetValue sortedSet) {
    sortedSet.forEach(
        sortedSet.all(),
        false,
        (array, offset, length, score) -> {
          ValueDigest pair = new ValueDigest();
          pair.bytes(array, offset, length);
          pair.append(Numbers.toText(score).getBytes(StandardCharsets.US_ASCII));
          add(pair.bytes);
        });
  }

  private void addPair(byte[] field, byte[] value) {
    ValueDigest pair = new ValueDigest();
    pair.append(field);
    pair.append(value);
    add(pair.bytes);
  }

  private void appendEntries(StreamValue stream) {
    StreamCursor entries = stream.entries(StreamId.MIN, StreamId.MAX, false);
    while (entries.next()) {
      String id = entries.id().toString().replace('-', '.');
      append(id.getBytes(StandardCharsets.US_ASCII));
      entries.read(this);
    }
  }

  // ---- What is digested

  @Override
  public void bytes(byte[] array, int offset, int length) {
    sha1.update(array, offset, length);
    xor(sha1.digest());
    bytes = sha1.digest(bytes);
  }

  @Override
  public void integer(long value) {
    append(DecimalLong.bytes(value));
  }

  private void append(byte[] data) {
    bytes(data, 0, data.length);
  }

  private void appendNumber(int number) {
    append(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  private void add(byte[] data) {
    xor(sha1.digest(data));
  }

  private void xor(byte[] other) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= other[i];
    }
  }

  /** 40 hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
