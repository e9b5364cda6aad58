package io.redistinto.server.command;

import io.redistinto.resp.Request;
import io.redistinto.server.command.KeySpec.Flag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A command: everything that is known of a row of the {@link CommandTable}. */
public final class Command {
  // Each is a bit, in the order in which COMMAND INFO lists them; FLAG_NAMES has their names.
  public static final int WRITE = 1;
  public static final int READONLY = 1 << 1;
  public static final int DENYOOM = 1 << 2;
  public static final int ADMIN = 1 << 3;
  public static final int PUBSUB = 1 << 4;
  public static final int NOSCRIPT = 1 << 5;
  public static final int BLOCKING = 1 << 6;
  public static final int LOADING = 1 << 7;
  public static final int STALE = 1 << 8;
  public static final int SKIP_MONITOR = 1 << 9;
  public static final int SKIP_SLOWLOG = 1 << 10;
  public static final int ASKING = 1 << 11;
  public static final int FAST = 1 << 12;
  public static final int NO_AUTH = 1 << 13;
  public static final int NO_MANDATORY_KEYS = 1 << 14;
  public static final int NO_ASYNC_LOADING = 1 << 15;
  public static final int NO_MULTI = 1 << 16;
  public static final int MOVABLE_KEYS = 1 << 17;
  public static final int ALLOW_BUSY = 1 << 18;

  // Of no concern to clients.

  /** Runs at once in a transaction, too. */
  public static final int UNQUEUED = 1 << 19;

  /** Runs what was queued. */
  public static final int EXECUTES = 1 << 20;

  /** What a client that is subscribed may call in RESP2. */
  public static final int SUBSCRIBER = 1 << 21;

  /** It answers by pushes, which CLIENT REPLY does not hold back. */
  public static final int PUSHES = 1 << 22;

  /** Replicas may have to hear of it though it writes nothing. */
  public static final int MAY_REPLICATE = 1 << 23;

  /** Has to be allowed by a directive of its own. */
  public static final int PROTECTED = 1 << 24;

  /** Takes about as long as asking for the time, with few arguments and a short reply. */
  public static final int BRIEF = 1 << 25;

  private static final int FAST_READ = READONLY | FAST;

  private static final List<String> FLAG_NAMES =
      List.of(
          "write",
          "readonly",
          "denyoom",
          "admin",
          "pubsub",
          "noscript",
          "blocking",
          "loading",
          "stale",
          "skip_monitor",
          "skip_slowlog",
          "asking",
          "fast",
          "no_auth",
          "no_mandatory_keys",
          "no_async_loading",
          "no_multi",
          "movablekeys",
          "allow_busy");

  private final String name;
  private final String fullName;
  private final int number;
  private final CommandGroup group;
  private final int arity;
  private final int flags;
  private final List<KeySpec> keySpecs;
  private final KeySpec.PlainRange plainKeys;
  private final KeyExtractor keyExtractor;
  private final int firstKey;
  private final Handler handler;
  private final Set<AclCategory> categories;
  private final List<String> tips;
  private final Secrets secrets;
  private final List<Command> subcommands;

  /** Which arguments nobody but the command may see. */
  @FunctionalInterface
  interface Secrets {
    boolean has(Request request, int arg);
  }

  /** A row as the table writes it: what does not follow from the other rows. */
  static final class Row {
    private final String name;
    private final int arity;
    private final int flags;
    private final List<KeySpec> keySpecs = new ArrayList<>();
    private KeyExtractor keyExtractor;
    private final Handler handler;
    private final Set<AclCategory> also = EnumSet.noneOf(AclCategory.class);
    private boolean inGroupCategory = true;
    private List<String> tips = List.of();
    private Secrets secrets;
    private List<Row> subcommands = List.of();

    Row(String name, int arity, int flags, Handler handler) {
      this.name = name;
      this.arity = arity;
      this.flags = flags;
      this.handler = handler;
    }

    /** Where some of its keys are; those of a second call come after those of the first. */
    Row keys(KeySpec keys) {
      keySpecs.add(keys);
      return this;
    }

    /** What finds its keys where their specs do not fit. */
    Row keysBy(KeyExtractor extractor) {
      keyExtractor = extractor;
      return this;
    }

    /** Categories that follow neither from the group nor from the flags. */
    Row also(AclCategory... categories) {
      also.addAll(List.of(categories));
      return this;
    }

    /** Categories that it is in rather than its group's. */
    Row rather(AclCategory... categories) {
      inGroupCategory = false;
      return also(categories);
    }

    /** What a proxy or a cluster client should know. */
    Row tips(String... given) {
      tips = List.of(given);
      return this;
    }

    /** Keeps arguments out of the slow log and from monitors. */
    Row hiding(Secrets hidden) {
      secrets = hidden;
      return this;
    }

    /** The subcommands of a container. */
    Row with(Row... rows) {
      subcommands = List.of(rows);
      return this;
    }
  }

  /** Makes the row's command, and those of its subcommands, whose numbers follow. */
  Command(Row row, CommandGroup group, int number) {
    this(row, group, number, null);
  }

  private Command(Row row, CommandGroup group, int number, Row container) {
    this.name = row.name;
    this.fullName = container == null ? row.name : container.name + "|" + row.name;
    this.number = number;
    this.group = group;
    this.arity = row.arity;
    this.keySpecs = List.copyOf(row.keySpecs);
    this.plainKeys = KeySpec.PlainRange.of(keySpecs);
    this.keyExtractor = row.keyExtractor;
    this.firstKey = hasKeys() ? plainKeys.first() : 0;
    int brief = (row.flags & FAST_READ) == FAST_READ ? BRIEF : 0;
    this.flags = row.flags | brief | (plainKeys.complete() ? 0 : MOVABLE_KEYS);
    this.handler = row.handler;
    this.categories = EnumSet.copyOf(row.also);
    this.tips = row.tips;
    this.secrets = row.secrets;
    if (container != null) {
      categories.addAll(container.also);
    }
    addImpliedCategories(row.inGroupCategory);
    List<Command> made = new ArrayList<>();
    for (Row subcommand : row.subcommands) {
      made.add(new Command(subcommand, group, number + 1 + made.size(), row));
    }
    this.subcommands = List.copyOf(made);
  }

  /** A container that cannot be called by itself is in no group's category. */
  private void addImpliedCategories(boolean inGroupCategory) {
    if (inGroupCategory && group.category() != null && handler != null) {
      categories.add(group.category());
    }
    imply(WRITE, AclCategory.WRITE);
    if (group != CommandGroup.SCRIPTING) {
      imply(READONLY, AclCategory.READ); // a script may read, but it is not a command that reads
    }
    imply(ADMIN, AclCategory.ADMIN, AclCategory.DANGEROUS);
    imply(PUBSUB, AclCategory.PUBSUB);
    imply(BLOCKING, AclCategory.BLOCKING);
    imply(FAST, AclCategory.FAST);
    if (!is(FAST)) {
      categories.add(AclCategory.SLOW);
    }
  }

  private void imply(int flag, AclCategory... implied) {
    if (is(flag)) {
      categories.addAll(List.of(implied));
    }
  }

  /** Its number among all commands and subcommands, from 0 on. */
  public int number() {
    return number;
  }

  /** In lower case, without the container's name. */
  public String name() {
    return name;
  }

  /** In lower case: {@code client|list}. */
  public String fullName() {
    return fullName;
  }

  CommandGroup group() {
    return group;
  }

  /** The exact argument count if positive, the least one's negative otherwise. */
  public int arity() {
    return arity;
  }

  public boolean accepts(int argc) {
    return arity >= 0 ? argc == arity : argc >= -arity;
  }

  public boolean is(int flag) {
    return (flags & flag) != 0;
  }

  public int flags() {
    return flags;
  }

  /** The names of its flags. */
  List<String> flagNames() {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < FLAG_NAMES.size(); bit++) {
      if (is(1 << bit)) {
        names.add(FLAG_NAMES.get(bit));
      }
    }
    return names;
  }

  // ---- Keys

  /** Where its keys are, in the order of the arguments. */
  List<KeySpec> keySpecs() {
    return keySpecs;
  }

  /** Its keys as far as one range can say. */
  KeySpec.PlainRange plainKeys() {
    return plainKeys;
  }

  /** The argument that is the first key in every request, 0 if there is no such. */
  public int firstKey() {
    return firstKey;
  }

  /** Whether a request may have keys. */
  public boolean hasKeys() {
    return keyExtractor != null || keySpecs.stream().anyMatch(spec -> !spec.has(Flag.NOT_KEY));
  }

  /**
   * The keys of one of its requests, whose number of arguments it accepts; none if that is not one
   * that can be run. O(arguments).
   */
  public List<KeyReference> keysOf(Request request) {
    /*
     * As Redis does it: what the specs find is taken, unless one of them does not fit or the flags
     * depend on the request; then the extractor has the word.
     */
    List<KeyReference> keys = new ArrayList<>();
    boolean sure = true;
    for (KeySpec spec : keySpecs) {
      sure = sure && !spec.has(Flag.VARIABLE_FLAGS);
      sure = sure && (spec.has(Flag.NOT_KEY) || spec.addTo(keys, request));
    }
    if (sure) {
      return keys;
    }
    return keyExtractor == null ? List.of() : keyExtractor.keys(request);
  }

  /**
   * The keys that are tracked for a client that sent a request: the extractor has the first word.
   */
  public List<KeyReference> keysToTrack(Request request) {
    return keyExtractor == null ? keysOf(request) : keyExtractor.keys(request);
  }

  Set<AclCategory> categories() {
    return categories;
  }

  List<String> tips() {
    return tips;
  }

  /** Whether an argument of a request must not be shown. */
  public boolean isSecret(Request request, int arg) {
    return secrets != null && secrets.has(request, arg);
  }

  public List<Command> subcommands() {
    return subcommands;
  }

  public boolean isContainer() {
    return !subcommands.isEmpty();
  }

  /** What runs it; null for a container that cannot be called by itself. */
  public Handler handler() {
    return handler;
  }

  @Override
  public String toString() {
    return fullName;
  }
}
