package io.redistinto.storage.rdb;

import io.redistinto.storage.value.HashValue;
import io.redistinto.storage.value.Limits;
import io.redistinto.storage.value.ListValue;
import io.redistinto.storage.value.Value;

/** Makes the value that it is told of, packed as far as the limits allow. */
final class ValueBuilder implements RdbVisitor {
  private final Limits limits;
  private byte[] string;
  private Value collection;
  private ListValue list;
  private HashValue hash;

  ValueBuilder(Limits limits) {
    this.limits = limits;
  }

  /** What it was told of, to the end. */
  Restored restored() {
    return new Restored(string, collection);
  }

  @Override
  public void string(byte[] value) {
    string = value;
  }

  @Override
  public void listElement(byte[] element) {
    if (list == null) {
      list = new ListValue();
      collection = list;
    }
    list.addLast(element, limits);
  }

  @Override
  public boolean setMember(byte[] member) {
    throw new RdbException("sets are not known");
  }

  @Override
  public boolean hashField(byte[] field, byte[] value) {
    if (hash == null) {
      hash = new HashValue();
      collection = hash;
    }
    return hash.put(field, value, limits);
  }

  @Override
  public boolean sortedSetMember(byte[] member, double score) {
    throw new RdbException("sorted sets are not known");
  }

  @Override
  public void streamNode(long millis, long sequence, byte[] listpack, int length) {
    throw new RdbException("streams are not known");
  }

  @Override
  public void streamFacts(StreamFacts facts) {
    throw new RdbException("streams are not known");
  }

  @Override
  public boolean streamGroup(byte[] name, long lastMillis, long lastSequence, long entriesRead) {
    return false;
  }

  @Override
  public boolean streamPending(long millis, long sequence, long deliveredMillis, long deliveries) {
    return false;
  }

  @Override
  public boolean streamConsumer(byte[] name, long seenMillis) {
    return false;
  }

  @Override
  public boolean streamConsumerPending(long millis, long sequence) {
    return false;
  }

  @Override
  public boolean streamGroupEnd() {
    return false;
  }
}
