package io.redistinto.storage.rdb;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes down what it is told of a value, as {@code payloads.txt} does. */
class RecordingVisitor implements RdbVisitor {
  private static final int LONGEST_SHOWN = 40;

  private final List<String> elements = new ArrayList<>();
  private final Set<String> members = new HashSet<>();
  private final Set<String> pending = new HashSet<>();
  private final Set<String> consumed = new HashSet<>();
  private String type;
  private int nodes;

  /** What it has been told, all of it. */
  String text() {
    if (!type.equals("string") && !type.equals("list") && !type.startsWith("stream")) {
      Collections.sort(elements);
    }
    return elements.isEmpty() ? type : type + " " + String.join(" ", elements);
  }

  private void add(String typeMet, String element) {
    type = typeMet;
    elements.add(element);
  }

  @Override
  public void string(byte[] value) {
    add("string", shown(value));
  }

  @Override
  public void listElement(byte[] element) {
    add("list", shown(element));
  }

  @Override
  public boolean setMember(byte[] member) {
    add("set", shown(member));
    return members.add(shown(member));
  }

  @Override
  public boolean hashField(byte[] field, byte[] value) {
    add("hash", shown(field) + "=" + shown(value));
    return members.add(shown(field));
  }

  @Override
  public boolean sortedSetMember(byte[] member, double score) {
    add("zset", shown(member) + "=" + "%016x".formatted(Double.doubleToRawLongBits(score)));
    return members.add(shown(member));
  }

  @Override
  public void streamNode(long millis, long sequence, byte[] listpack, int length) {
    nodes++;
  }

  @Override
  public void streamFacts(StreamFacts facts) {
    type =
        "stream %d %s %s %d nodes %d"
            .formatted(
                facts.length(),
                id(facts.lastMillis(), facts.lastSequence()),
                id(facts.maxDeletedMillis(), facts.maxDeletedSequence()),
                facts.entriesAdded(),
                nodes);
  }

  @Override
  public boolean streamGroup(byte[] name, long lastMillis, long lastSequence, long entriesRead) {
    pending.clear();
    consumed.clear();
    elements.add(
        "group %s %s %d".formatted(shown(name), id(lastMillis, lastSequence), entriesRead));
    return members.add(shown(name));
  }

  @Override
  public boolean streamPending(long millis, long sequence, long deliveredMillis, long deliveries) {
    elements.add("pending %s %d %d".formatted(id(millis, sequence), deliveredMillis, deliveries));
    return pending.add(id(millis, sequence));
  }

  @Override
  public boolean streamConsumer(byte[] name, long seenMillis) {
    elements.add("consumer %s %d".formatted(shown(name), seenMillis));
    return true;
  }

  @Override
  public boolean streamConsumerPending(long millis, long sequence) {
    elements.add(id(millis, sequence));
    return pending.contains(id(millis, sequence)) && consumed.add(id(millis, sequence));
  }

  @Override
  public boolean streamGroupEnd() {
    return consumed.size() == pending.size();
  }

  private static String id(long millis, long sequence) {
    return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(sequence);
  }

  private static String shown(byte[] element) {
    if (element.length > LONGEST_SHOWN) {
      long sum = 0;
      for (byte b : element) {
        sum += b & 0xff;
      }
      return "[" + element.length + " " + sum + "]";
    }
    StringBuilder text = new StringBuilder("'");
    for (byte b : element) {
      boolean isPlain = b > 32 && b < 127 && b != '\'' && b != '\\';
      text.append(isPlain ? String.valueOf((char) b) : "\\x%02x".formatted(b & 0xff));
    }
    return text.append("'").toString();
  }
}
