package io.redistinto.server.pubsub;

import io.redistinto.storage.Effect.Cause;
import io.redistinto.storage.KeyListener;
import io.redistinto.storage.Keyspace;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Publishes what happens to keys, as far as {@code notify-keyspace-events} asks for it: the event's
 * name on {@code __keyspace@database__:key}, the key on {@code __keyevent@database__:event}. What
 * commands do they say themselves; of keys that come into being, expire or are replaced it hears
 * from the keyspace.
 */
public final class KeyEvents implements KeyListener {
  private final PubSub pubSub;
  private final Keyspace keyspace;
  private EventFlags flags = EventFlags.NONE;

  public KeyEvents(PubSub pubSub, Keyspace keyspace) {
    this.pubSub = pubSub;
    this.keyspace = keyspace;
  }

  public void flags(EventFlags wanted) {
    flags = wanted;
  }

  /** Whether any events are told. */
  public boolean isTelling() {
    return !flags.equals(EventFlags.NONE);
  }

  /** Whether events of a class are told at all. */
  public boolean wants(EventClass eventClass) {
    return flags.has(eventClass);
  }

  /** Publishes an event; to be called only if its class is wanted. */
  public void publish(String event, int database, byte[] key) {
    if (pubSub.isUnheard()) {
      return;
    }
    if (flags.byKey()) {
      pubSub.publish(channel("__keyspace@", database, key), ascii(event));
    }
    if (flags.byEvent()) {
      pubSub.publish(channel("__keyevent@", database, ascii(event)), key);
    }
  }

  private static byte[] channel(String begin, int database, byte[] end) {
    byte[] name = ascii(begin + database + "__:");
    byte[] channel = Arrays.copyOf(name, name.length + end.length);
    System.arraycopy(end, 0, channel, name.length, end.length);
    return channel;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void created(int database, int record) {
    tell(EventClass.NEW, "new", database, record);
  }

  @Override
  public void changed(int database, int record) {}

  @Override
  public void removing(int database, int record, Cause cause) {
    switch (cause) {
      case EXPIRED -> tell(EventClass.EXPIRED, "expired", database, record);
      case REPLACED -> tell(EventClass.EVICTED, "evicted", database, record);
      case COMMAND -> {}
    }
  }

  private void tell(EventClass eventClass, String event, int database, int record) {
    if (wants(eventClass)) {
      publish(event, database, keyspace.key(record));
    }
  }

  @Override
  public void flushing(int database) {}

  @Override
  public void swapping(int first, int second) {}
}
