package io.redistinto.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.storage.Effect.Cause;
import io.redistinto.storage.replacement.Replacement;
import io.redistinto.storage.value.DecimalLong;
import io.redistinto.storage.value.ElementSink;
import io.redistinto.storage.value.HashValue;
import io.redistinto.storage.value.Limits;
import io.redistinto.storage.value.ListValue;
import io.redistinto.storage.value.SetValue;
import io.redistinto.storage.value.SortedSetValue;
import io.redistinto.storage.value.StreamConsumer;
import io.redistinto.storage.value.StreamCursor;
import io.redistinto.storage.value.StreamGroup;
import io.redistinto.storage.value.StreamId;
import io.redistinto.storage.value.StreamTrim;
import io.redistinto.storage.value.StreamValue;
import io.redistinto.storage.value.TextReader;
import io.redistinto.storage.value.TextWriter;
import io.redistinto.storage.value.Value;
import io.redistinto.storage.value.Values;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Random commands on strings and every kind of collection, packed ones and objects, in one small
 * arena. A plain map follows; what is replaced or expires is taken out of it as the keyspace tells.
 * Dumps run in between, and must show what the map held when they began.
 */
final class MixedRun implements KeyListener {
  private static final int DATABASES = 2;
  private static final int KEYS = 12;
  private static final long START_MILLIS = 1_000_000_000_000L;
  private static final byte[] GROUP = bytes("group");
  private static final byte[] CONSUMER = bytes("consumer");
  private static final List<ValueType> COLLECTIONS =
      List.of(ValueType.LIST, ValueType.SET, ValueType.ZSET, ValueType.HASH, ValueType.STREAM);

  /** A key's place. */
  private record Name(int database, String key) {}

  /**
   * What a key holds: a string's bytes one a character; a list, a set or a map of such strings; the
   * text of a sorted set or stream.
   */
  private record Held(ValueType type, Object content, long deadlineMillis) {}

  private final SplittableRandom random;
  private final int entryCount;
  private final int entryBytes;
  private final Replacement policy;
  private final List<Runnable> actions;
  private Keyspace keyspace;
  private long nowMillis = START_MILLIS;
  private final Map<Name, Held> model = new HashMap<>();
  private int removals;
  private Map<Name, Held> before;
  private int removalsBefore;
  private String lastAction = "";

  /** What the running dump must show, and where it has come to; null while there is none. */
  private Map<Name, Held> expected;

  private boolean disturbed;
  private final Map<Name, Supplier<Held>> written = new HashMap<>();
  private final Map<Name, Held> files = new HashMap<>();
  private final DumpSink sink = new Files();

  MixedRun(SplittableRandom random, Replacement policy) {
    this.random = random;
    this.policy = policy;
    entryCount = 8 + random.nextInt(120);
    entryBytes = 4 + random.nextInt(40);
    actions =
        List.of(
            this::setString,
            this::setString,
            this::changeCollection,
            this::changeCollection,
            this::changeCollection,
            this::changeCollection,
            this::changeCollection,
            this::changeCollection,
            this::storeCollection,
            this::delete,
            this::copy,
            this::copy,
            this::move,
            this::rename,
            this::expireAt,
            this::passTime,
            this::swapOrFlush,
            this::compact,
            this::dump,
            this::dump);
    start();
  }

  String lastAction() {
    return lastAction;
  }

  private void start() {
    KeyspaceOptions options = new KeyspaceOptions(entryCount, entryBytes, DATABASES);
    keyspace = new Keyspace(options, () -> nowMillis, random.split());
    keyspace.replacement(policy);
    keyspace.addListener(this);
    Limits limits = keyspace.limits();
    limits.hashPackedEntries = 4;
    limits.hashPackedValueBytes = 12;
    limits.setIntsetEntries = 5;
    limits.setPackedEntries = 4;
    limits.setPackedValueBytes = 12;
    limits.listNodeSize = 3;
    limits.sortedSetPackedEntries = 4;
    limits.sortedSetPackedValueBytes = 12;
    limits.streamNodeEntries = 3;
  }

  /** A command is over: what comes next may be refused, and then this is what must be left. */
  private void done() {
    before = new HashMap<>(model);
    removalsBefore = removals;
  }

  void step() {
    keyspace.beginCommand();
    done();
    try {
      actions.get(random.nextInt(actions.size())).run();
    } catch (RefusedException refused) {
      lastAction += ", refused";
      before.keySet().removeIf(name -> !model.containsKey(name)); // those that had expired
      assertThat(removals).as("nothing is lost to a refused command").isEqualTo(removalsBefore);
      assertThat(model).as("nothing changes by a refused command").isEqualTo(before);
    }
    keyspace.validate();
    assertThat(contents()).isEqualTo(model);
  }

  private Map<Name, Held> contents() {
    Map<Name, Held> contents = new HashMap<>();
    for (int number = 0; number < DATABASES; number++) {
      int database = number;
      keyspace.forEach(
          database,
          record -> contents.put(new Name(database, text(keyspace.key(record))), held(record)));
    }
    return contents;
  }

  // ---- What the keyspace tells

  @Override
  public void created(int database, int record) {}

  @Override
  public void changed(int database, int record) {}

  @Override
  public void removing(int database, int record, Cause cause) {
    if (cause == Cause.REPLACED) {
      assertThat(keyspace.isAtomic(record)).as("only atomic values are replaced").isTrue();
      removals++;
    }
    if (cause != Cause.COMMAND) {
      model.remove(new Name(database, text(keyspace.key(record))));
    }
  }

  @Override
  public void flushing(int database) {}

  @Override
  public void swapping(int first, int second) {}

  // ---- Commands

  private void setString() {
    Name name = name();
    String value = word(random.nextInt(5 * entryBytes));
    action("set", name);
    int record = find(name);
    ByteBuffer key = key(name);
    ByteBuffer bytes = buffer(value);
    keyspace.setString(
        record, name.database, key, 0, key.capacity(), bytes, 0, bytes.capacity(), -1);
    model.put(name, new Held(ValueType.STRING, value, -1));
  }

  private void changeCollection() {
    Name name = name();
    int record = find(name);
    ValueType type = record == Keyspace.NO_KEY ? type() : keyspace.type(record);
    if (type == ValueType.STRING) {
      return;
    }
    action("change " + type, name);
    Value value = record == Keyspace.NO_KEY ? empty(type) : keyspace.collection(record);
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes && !(i > 0 && value.isGone()); i++) {
      change(name, value);
    }
  }

  /** One change, and what it costs: an object's is asked for before, a packed one's after it. */
  private void change(Name name, Value value) {
    int record = find(name);
    boolean removes = value.size() > 0 && random.nextInt(3) == 0;
    String word = removes ? anyOf(value) : word(random.nextInt(18));
    String other = word(random.nextInt(random.nextInt(8) == 0 ? 100 : 18));
    long most = Long.MAX_VALUE;
    if (value.form() == Form.OBJECT && record != Keyspace.NO_KEY) {
      long growth = removes ? 0 : growth(value, word, other);
      most = value.bytes() + growth;
      keyspace.edit(record, growth);
    }
    Limits limits = keyspace.limits();
    byte[] element = bytes(word);
    switch (value.type()) {
      case LIST -> {
        ListValue list = (ListValue) value;
        if (removes) {
          list.remove(element, 1, limits);
        } else if (random.nextBoolean()) {
          list.addFirst(element, limits);
        } else {
          list.insert(random.nextLong(list.size() + 1), element, limits);
        }
      }
      case SET -> {
        boolean changes =
            removes ? ((SetValue) value).remove(element) : ((SetValue) value).add(element, limits);
        assertThat(changes || !removes).isTrue();
      }
      case ZSET -> {
        SortedSetValue set = (SortedSetValue) value;
        if (removes) {
          assertThat(set.remove(element)).isTrue();
        } else {
          set.put(element, set.score(element), random.nextInt(-3, 4) / 2.0, limits);
        }
      }
      case STREAM -> changeStream((StreamValue) value, removes, word, other);
      default -> {
        if (removes) {
          assertThat(((HashValue) value).remove(element)).isTrue();
        } else {
          ((HashValue) value).put(element, bytes(other), limits);
        }
      }
    }
    if (most < Long.MAX_VALUE) {
      assertThat(value.bytes()).as("what an object grows to").isLessThanOrEqualTo(most);
    }
    long deadline = record == Keyspace.NO_KEY ? -1 : keyspace.deadline(record);
    store(name, record, value);
    put(name, value, deadline);
    done();
  }

  /** Deletes an entry or trims some, adds one, or reads and acknowledges one as a group. */
  private void changeStream(StreamValue stream, boolean removes, String word, String other) {
    StreamGroup group = stream.group(GROUP);
    int what = random.nextInt(4);
    if (removes && what > 0) {
      assertThat(stream.delete(new StreamId(Long.parseLong(word), 0))).isTrue();
    } else if (removes) {
      stream.trim(StreamTrim.toLength(random.nextLong(stream.size()), random.nextBoolean(), 0));
    } else if (what > 1) {
      StreamId next = new StreamId(stream.lastId().millis() + 1, 0);
      stream.append(next, keyspace.limits(), bytes(word), bytes(other));
    } else if (group == null) {
      stream.addGroup(GROUP, StreamId.MIN, 0);
    } else if (what == 1) {
      deliver(stream, group);
    } else if (group.pendingCount() > 0) {
      assertThat(group.acknowledge(group.pendingFrom(StreamId.MIN))).isTrue();
    }
  }

  private void deliver(StreamValue stream, StreamGroup group) {
    StreamCursor news = stream.entries(group.lastId().next(), StreamId.MAX, false);
    if (news.next()) {
      StreamConsumer known = group.consumer(CONSUMER);
      StreamConsumer consumer = known == null ? group.addConsumer(CONSUMER, nowMillis) : known;
      group.pend(news.id(), consumer, nowMillis, 1);
      stream.advance(group, news.id());
    }
  }

  private void store(Name name, int record, Value value) {
    ByteBuffer key = key(name);
    keyspace.store(record, name.database, key, 0, key.capacity(), value);
  }

  private long growth(Value value, String word, String other) {
    return switch (value.type()) {
      case LIST -> ListValue.growth(ListValue.elementBytes(word.length()), 1, keyspace.limits());
      case SET -> SetValue.growth(bytes(word));
      case ZSET -> SortedSetValue.charge(word.length());
      case STREAM ->
          StreamValue.growth(bytes(word), bytes(other))
              + StreamGroup.growth(GROUP)
              + StreamGroup.growth(1, CONSUMER);
      default -> ((HashValue) value).growth(bytes(word), other.length());
    };
  }

  private String anyOf(Value value) {
    List<String> elements = new ArrayList<>();
    switch (value.type()) {
      case LIST -> ((ListValue) value).read(0, value.size(), new Elements(elements));
      case SET -> ((SetValue) value).forEach(member -> elements.add(text(member)));
      case ZSET -> {
        SortedSetValue set = (SortedSetValue) value;
        set.forEach(
            set.all(),
            false,
            (array, offset, length, score) ->
                elements.add(text(Arrays.copyOfRange(array, offset, offset + length))));
      }
      case STREAM -> {
        StreamCursor entries = ((StreamValue) value).entries(StreamId.MIN, StreamId.MAX, false);
        while (entries.next()) {
          elements.add(Long.toString(entries.id().millis()));
        }
      }
      default -> ((HashValue) value).forEach((field, each) -> elements.add(text(field)));
    }
    return elements.get(random.nextInt(elements.size()));
  }

  /** As SUNIONSTORE does: a whole new value in the place of whatever was there. */
  private void storeCollection() {
    Name name = name();
    action("store", name);
    SetValue set = new SetValue();
    int size = random.nextInt(12);
    for (int i = 0; i < size; i++) {
      set.add(bytes(word(random.nextInt(18))), keyspace.limits());
    }
    int record = find(name);
    ByteBuffer key = key(name);
    keyspace.store(record, name.database, key, 0, key.capacity(), set, -1);
    put(name, set, -1);
  }

  private void put(Name name, Value value, long deadlineMillis) {
    if (value.isGone()) {
      model.remove(name);
    } else {
      model.put(name, new Held(value.type(), content(value), deadlineMillis));
    }
  }

  private void delete() {
    Name name = name();
    action("delete", name);
    int record = find(name);
    if (record != Keyspace.NO_KEY) {
      keyspace.delete(record);
      model.remove(name);
    }
  }

  private void copy() {
    Name from = name();
    Name to = name();
    action("copy " + from, to);
    int record = find(from);
    int other = record == Keyspace.NO_KEY || from.equals(to) ? Keyspace.NO_KEY : find(to);
    if (record != Keyspace.NO_KEY && !from.equals(to)) {
      Held copied = model.get(from);
      ByteBuffer key = key(to);
      keyspace.copy(record, other, to.database, key, 0, key.capacity());
      model.put(to, copied);
    }
  }

  private void move() {
    Name from = name();
    Name to = new Name(1 - from.database, from.key);
    action("move " + from, to);
    int record = find(from);
    if (record != Keyspace.NO_KEY && find(to) == Keyspace.NO_KEY) {
      keyspace.move(record, to.database);
      model.put(to, model.remove(from));
    }
  }

  private void rename() {
    Name from = name();
    Name to = new Name(from.database, name().key);
    action("rename " + from, to);
    int record = find(from);
    if (record != Keyspace.NO_KEY && !from.equals(to)) {
      ByteBuffer key = key(to);
      keyspace.rename(record, key, 0, key.capacity());
      model.put(to, model.remove(from));
    }
  }

  private void expireAt() {
    Name name = name();
    action("expireAt", name);
    int record = find(name);
    if (record != Keyspace.NO_KEY) {
      long deadline = nowMillis + 1 + random.nextInt(2000);
      keyspace.expireAt(record, deadline);
      Held held = model.get(name);
      model.put(name, new Held(held.type, held.content, deadline));
    }
  }

  private void passTime() {
    action("passTime", null);
    nowMillis += random.nextInt(300);
    keyspace.expireSome(random.nextInt(3));
  }

  private void swapOrFlush() {
    int what = random.nextInt(12);
    if (what > 3) {
      return;
    }
    disturbed = true;
    if (what > 1) {
      action("swap", null);
      keyspace.swap(0, 1);
      Map<Name, Held> swapped = new HashMap<>();
      model.forEach((name, held) -> swapped.put(new Name(1 - name.database, name.key), held));
      model.clear();
      model.putAll(swapped);
    } else {
      action("flush", new Name(what, ""));
      keyspace.flush(what);
      model.keySet().removeIf(name -> name.database == what);
    }
  }

  private void compact() {
    action("compact", null);
    keyspace.startCompaction();
    while (!keyspace.compactionStep(1 + random.nextInt(8))) {
      // until it is over
    }
  }

  // ---- Dumps

  /** Starts a dump, or carries the running one on. */
  private void dump() {
    if (expected == null) {
      action("start dump", null);
      disturbed = false;
      expected = new HashMap<>(model);
      keyspace.startDump(sink);
      return;
    }
    action("dump", null);
    if (keyspace.dumpSome(1 + random.nextInt(4 * entryBytes))) {
      written.forEach((name, held) -> files.put(name, held.get()));
      written.clear();
      if (!disturbed) {
        assertThat(files).as("the files").isEqualTo(expected);
      }
      expected = null;
    }
  }

  private final class Files implements DumpSink {
    @Override
    public void write(
        int database, byte[] key, Supplier<byte[]> content, long deadlineMillis, ValueType type) {
      Name name = new Name(database, text(key));
      Held wanted = expected.get(name);
      // Read only when the dump is over: what changes meanwhile must not show.
      Supplier<Held> read = () -> new Held(type, read(type, content.get()), deadlineMillis);
      Supplier<Held> checked =
          () -> {
            Held held = read.get();
            assertThat(held).as("dumped %s", name).isEqualTo(wanted);
            return held;
          };
      assertThat(written.put(name, checked)).as("%s written twice", name).isNull();
    }

    @Override
    public void remove(int database, byte[] key) {
      files.remove(new Name(database, text(key)));
    }

    @Override
    public void keepOnlyWritten(int database) {
      files.keySet().removeIf(name -> name.database == database && !written.containsKey(name));
    }
  }

  private Object read(ValueType type, byte[] text) {
    return type == ValueType.STRING ? text(text) : content(read(type, text(text)));
  }

  private Value read(ValueType type, String text) {
    return Values.read(type, new TextReader(buffer(text)), keyspace.limits());
  }

  /** Ends the dump, takes another one, and has a new keyspace read it. */
  void restart() {
    while (expected != null) {
      dump();
    }
    do {
      dump();
    } while (expected != null);
    Map<Name, Held> before = new HashMap<>(model);
    start();
    before.forEach(
        (name, held) -> {
          ByteBuffer key = key(name);
          assertThat(load(name, key, held)).as("room for %s: %s", name, held).isTrue();
        });
    keyspace.validate();
    assertThat(contents()).isEqualTo(before);
  }

  private boolean load(Name name, ByteBuffer key, Held held) {
    if (held.type == ValueType.STRING) {
      String string = (String) held.content;
      ByteBuffer value = buffer(string);
      return keyspace.load(
          name.database, key, 0, key.capacity(), value, 0, value.capacity(), held.deadlineMillis);
    }
    return keyspace.load(name.database, key, 0, key.capacity(), value(held), held.deadlineMillis);
  }

  private Value value(Held held) {
    if (held.content instanceof String written) {
      return read(held.type, written);
    }
    Value value = empty(held.type);
    Limits limits = keyspace.limits();
    if (held.content instanceof Map<?, ?> map) {
      map.forEach(
          (field, each) ->
              ((HashValue) value).put(bytes((String) field), bytes((String) each), limits));
    } else {
      for (Object element : (Collection<?>) held.content) {
        if (value instanceof ListValue list) {
          list.addLast(bytes((String) element), limits);
        } else {
          ((SetValue) value).add(bytes((String) element), limits);
        }
      }
    }
    return value;
  }

  // ---- Contents

  private Held held(int record) {
    ValueType type = keyspace.type(record);
    Object content =
        type == ValueType.STRING
            ? text(keyspace.value(record))
            : content(keyspace.collection(record));
    return new Held(type, content, keyspace.deadline(record));
  }

  private static Object content(Value value) {
    switch (value.type()) {
      case LIST -> {
        List<String> elements = new ArrayList<>();
        ((ListValue) value).read(0, value.size(), new Elements(elements));
        return elements;
      }
      case SET -> {
        TreeSet<String> members = new TreeSet<>();
        ((SetValue) value).forEach(member -> members.add(text(member)));
        return members;
      }
      case ZSET, STREAM -> {
        TextWriter text = new TextWriter();
        value.write(text);
        return text(text.toBytes());
      }
      default -> {
        TreeMap<String, String> fields = new TreeMap<>();
        ((HashValue) value).forEach((field, each) -> fields.put(text(field), text(each)));
        return fields;
      }
    }
  }

  private record Elements(List<String> into) implements ElementSink {
    @Override
    public void bytes(byte[] array, int offset, int length) {
      into.add(new String(array, offset, length, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void integer(long value) {
      into.add(text(DecimalLong.bytes(value)));
    }
  }

  private static Value empty(ValueType type) {
    return switch (type) {
      case LIST -> new ListValue();
      case SET -> new SetValue();
      case ZSET -> new SortedSetValue();
      case STREAM -> new StreamValue();
      default -> new HashValue();
    };
  }

  // ---- Random things

  private ValueType type() {
    return COLLECTIONS.get(random.nextInt(COLLECTIONS.size()));
  }

  private Name name() {
    int number = random.nextInt(KEYS);
    return new Name(random.nextInt(4) == 0 ? 1 : 0, number == 0 ? "k".repeat(50) : "k" + number);
  }

  private String word(int length) {
    if (random.nextInt(3) == 0) {
      return Integer.toString(random.nextInt(-50, 1000));
    }
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append((char) random.nextInt(random.nextBoolean() ? 256 : 'e'));
    }
    return word.toString();
  }

  private int find(Name name) {
    ByteBuffer key = key(name);
    return keyspace.find(name.database, key, 0, key.capacity());
  }

  private static ByteBuffer key(Name name) {
    return buffer(name.key);
  }

  private static ByteBuffer buffer(String text) {
    return ByteBuffer.wrap(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private void action(String what, Name name) {
    lastAction = name == null ? what : what + " " + name;
  }
}
