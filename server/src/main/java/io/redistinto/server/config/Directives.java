package io.redistinto.server.config;

import static io.redistinto.server.config.Change.ANY_TIME;
import static io.redistinto.server.config.Change.AT_START;
import static io.redistinto.server.config.Change.PROTECTED;
import static io.redistinto.server.config.Change.THROUGH_OWNER;
import static io.redistinto.server.config.ValueTypes.addresses;
import static io.redistinto.server.config.ValueTypes.clamped;
import static io.redistinto.server.config.ValueTypes.directory;
import static io.redistinto.server.config.ValueTypes.eventFlags;
import static io.redistinto.server.config.ValueTypes.integer;
import static io.redistinto.server.config.ValueTypes.maxmemoryPolicy;
import static io.redistinto.server.config.ValueTypes.memory;
import static io.redistinto.server.config.ValueTypes.memoryOrPercent;
import static io.redistinto.server.config.ValueTypes.oneOf;
import static io.redistinto.server.config.ValueTypes.outputBufferLimits;
import static io.redistinto.server.config.ValueTypes.percentiles;
import static io.redistinto.server.config.ValueTypes.replacementPolicy;
import static io.redistinto.server.config.ValueTypes.savePoints;
import static io.redistinto.server.config.ValueTypes.text;
import static io.redistinto.server.config.ValueTypes.yesOrNo;

import com.sun.management.OperatingSystemMXBean;
import io.redistinto.server.config.OutputBufferLimits.Limit;
import io.redistinto.server.pubsub.EventFlags;
import io.redistinto.storage.KeyspaceOptions;
import io.redistinto.storage.replacement.Replacement;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Every directive, a row each: its name, the values it takes, its default, when it can change, and
 * what it does. Loading, CONFIG GET, SET and REWRITE and the documentation come from this table.
 */
public final class Directives {
  private static final long MAX_INT = Integer.MAX_VALUE;
  private static final long MAX_LONG = Long.MAX_VALUE;
  private static final long KB = 1L << 10;
  private static final long MB = 1L << 20;
  private static final long GB = 1L << 30;
  private static final long MOST_DATABASES = 128; // as KeyspaceOptions

  private static final List<Directive<?>> ROWS = new ArrayList<>();

  /** All rows, in the order of this file. */
  public static final List<Directive<?>> ALL = Collections.unmodifiableList(ROWS);

  // Network

  public static final Directive<List<BindAddress>> BIND =
      row(
          "bind",
          addresses(),
          List.of(new BindAddress("127.0.0.1")),
          THROUGH_OWNER,
          "The addresses to listen on.");

  public static final Directive<Long> PORT =
      row(
          "port",
          integer(0, 65_535)
              .where(port -> port != 0, "port 0 would leave nothing to listen on, choose 1..65535"),
          6379L,
          THROUGH_OWNER,
          "The TCP port to listen on.");

  public static final Directive<Boolean> PROTECTED_MODE =
      row(
          "protected-mode",
          yesOrNo(),
          true,
          ANY_TIME,
          "Whether only loopback connections are served while there is no password.");

  public static final Directive<Long> TCP_BACKLOG =
      row(
          "tcp-backlog",
          integer(0, MAX_INT),
          511L,
          AT_START,
          "How many connections may wait to be accepted.");

  public static final Directive<Long> TCP_KEEPALIVE =
      row(
          "tcp-keepalive",
          integer(0, MAX_INT),
          300L,
          ANY_TIME,
          "Seconds of silence after which TCP asks whether the peer is still there, 0 for never.");

  public static final Directive<Long> TIMEOUT =
      row(
          "timeout",
          integer(0, MAX_INT),
          0L,
          ANY_TIME,
          "Seconds after which an idle client is disconnected, 0 for never.");

  public static final Directive<Long> MAXCLIENTS =
      row(
          "maxclients",
          integer(1, 4_294_967_295L),
          10_000L,
          ANY_TIME,
          "How many clients may be connected at once.");

  public static final Directive<Transport> TRANSPORT =
      row(
          "transport",
          oneOf(Transport.class),
          Transport.AUTO,
          AT_START,
          "The operating system's interface to the sockets, auto being epoll where it loads, else"
              + " nio.");

  public static final Directive<Long> IO_THREADS =
      row(
          "io-threads",
          integer(1, 128),
          1L,
          AT_START,
          "How many threads read and write the sockets.");

  // Clients and their requests

  public static final Directive<String> REQUIREPASS =
      row(
          "requirepass",
          text("a password, \"\" for none"),
          "",
          ANY_TIME,
          "The password a client must send before anything else, empty for none.");

  public static final Directive<Long> PROTO_MAX_BULK_LEN =
      row(
          "proto-max-bulk-len",
          memory(MB, MAX_LONG),
          512 * MB,
          ANY_TIME,
          "The longest single argument of a request.");

  public static final Directive<Long> CLIENT_QUERY_BUFFER_LIMIT =
      row(
          "client-query-buffer-limit",
          memory(MB, MAX_LONG),
          GB,
          ANY_TIME,
          "How many bytes of requests one client may have waiting before it is disconnected.");

  public static final Directive<OutputBufferLimits> CLIENT_OUTPUT_BUFFER_LIMIT =
      row(
          "client-output-buffer-limit",
          outputBufferLimits(),
          new OutputBufferLimits(
              new Limit(0, 0, 0), new Limit(256 * MB, 64 * MB, 60), new Limit(32 * MB, 8 * MB, 60)),
          ANY_TIME,
          "How many bytes of replies may wait for a client of each class before it is"
              + " disconnected.");

  public static final Directive<Long> MAXMEMORY_CLIENTS =
      row(
          "maxmemory-clients",
          memoryOrPercent(),
          0L,
          ANY_TIME,
          "How many bytes all clients may take together before those that take the most are"
              + " disconnected, or what share of maxmemory; 0 for any number.");

  public static final Directive<Long> PAUSE_QUEUE_LIMIT =
      row(
          "pause-queue-limit",
          memory(0, MAX_LONG),
          256 * MB,
          ANY_TIME,
          "How many bytes of requests may wait for the end of a pause before sockets are no longer"
              + " read.");

  public static final Directive<Permission> ENABLE_DEBUG_COMMAND =
      row(
          "enable-debug-command",
          oneOf(Permission.class),
          Permission.NO,
          AT_START,
          "Who may use DEBUG, local being clients on the same machine.");

  // The arena

  public static final Directive<Long> ENTRY_SIZE =
      row("entry-size", memory(1, 512 * MB), 64L, AT_START, "Bytes in one entry of the arena.");

  public static final Directive<Long> ENTRIES =
      computed(
          "entries",
          integer(1, KeyspaceOptions.MOST_ENTRIES),
          Directives::entriesInQuarterOfMemory,
          AT_START,
          "How many entries the arena has.");

  public static final Directive<Replacement> REPLACEMENT_POLICY =
      row(
          "replacement-policy",
          replacementPolicy(),
          Replacement.LRU,
          THROUGH_OWNER,
          "Which value of at most one entry gives way when the arena is full.");

  public static final Directive<Boolean> LRU_COUNTS_READS =
      row(
          "lru-counts-reads",
          yesOrNo(),
          true,
          THROUGH_OWNER,
          "Whether reading a value counts as a use of it for the lru policy, as writing does.");

  public static final Directive<Long> REPLACEMENT_ABOVE =
      computed(
          "replacement-above",
          memory(0, MAX_LONG),
          settings -> settings.get(ENTRIES) * settings.get(ENTRY_SIZE),
          THROUGH_OWNER,
          "How many bytes of the arena may be taken before values give way or, where none can,"
              + " commands that may need more are refused; 0 is all of them.");

  public static final Directive<Long> MAXMEMORY =
      equivalent(
          "maxmemory",
          memory(0, MAX_LONG),
          settings -> settings.get(REPLACEMENT_ABOVE),
          THROUGH_OWNER,
          ENTRIES,
          Directives::entriesIn,
          "At the start bytes of the arena, which are entries x entry-size; CONFIG SET sets"
              + " replacement-above.");

  public static final Directive<Replacement> MAXMEMORY_POLICY =
      equivalent(
          "maxmemory-policy",
          maxmemoryPolicy(),
          settings -> settings.get(REPLACEMENT_POLICY),
          THROUGH_OWNER,
          REPLACEMENT_POLICY,
          (policy, settings) -> policy,
          "Redis's name of the replacement-policy: noeviction is none, allkeys-lru is lru.");

  public static final Directive<Long> MAXMEMORY_SAMPLES =
      row(
          "maxmemory-samples",
          integer(1, MAX_INT),
          5L,
          THROUGH_OWNER,
          "How many values met by chance a policy compares that keeps no order of them, which are"
              + " all but circular, lru and bsu.");

  public static final Directive<Long> LFU_LOG_FACTOR =
      row(
          "lfu-log-factor",
          integer(0, MAX_INT),
          10L,
          THROUGH_OWNER,
          "How much more uses each further step of a value's counter takes.");

  public static final Directive<Long> LFU_DECAY_TIME =
      row(
          "lfu-decay-time",
          integer(0, MAX_INT),
          1L,
          THROUGH_OWNER,
          "Minutes without a use that lower a value's counter by one; 0 is never.");

  // Keys

  public static final Directive<Long> DATABASES =
      row(
          "databases",
          integer(1, MOST_DATABASES),
          16L,
          AT_START,
          "How many databases SELECT offers.");

  public static final Directive<Long> MAX_KEY_LENGTH =
      row(
          "max-key-length",
          memory(1, 512 * MB),
          512 * MB,
          THROUGH_OWNER,
          "The longest key that can be written.");

  public static final Directive<Long> ACTIVE_EXPIRE_EFFORT =
      row(
          "active-expire-effort",
          integer(1, 10),
          1L,
          ANY_TIME,
          "How hard expired keys are looked for, from 1 to 10.");

  public static final Directive<Long> HZ =
      row(
          "hz",
          clamped(1, 500, integer(0, MAX_INT)),
          10L,
          ANY_TIME,
          "How many times a second the background work runs.");

  public static final Directive<Long> TRACKING_TABLE_MAX_KEYS =
      row(
          "tracking-table-max-keys",
          integer(0, MAX_LONG),
          1_000_000L,
          ANY_TIME,
          "How many keys that clients keep copies of are remembered, 0 for any number.");

  public static final Directive<EventFlags> NOTIFY_KEYSPACE_EVENTS =
      row(
          "notify-keyspace-events",
          eventFlags(),
          EventFlags.NONE,
          THROUGH_OWNER,
          "Which key events are published: K by key, E by event, and the letters of their classes.");

  // Collections

  public static final Directive<Long> HASH_MAX_LISTPACK_ENTRIES =
      row(
          "hash-max-listpack-entries",
          integer(0, MAX_LONG),
          512L,
          ANY_TIME,
          "Fields of a hash that is packed in entries, at most.");

  public static final Directive<Long> HASH_MAX_LISTPACK_VALUE =
      row(
          "hash-max-listpack-value",
          memory(0, MAX_LONG),
          64L,
          ANY_TIME,
          "The longest field or value of a hash that is packed in entries.");

  public static final Directive<Long> LIST_MAX_LISTPACK_SIZE =
      row(
          "list-max-listpack-size",
          integer(Integer.MIN_VALUE, MAX_INT),
          -2L,
          ANY_TIME,
          "Elements of a list's node, or -1 to -5 for 4, 8, 16, 32, 64 KB; a list of one node and at most 1 KB is packed in entries.");

  public static final Directive<Long> SET_MAX_INTSET_ENTRIES =
      row(
          "set-max-intset-entries",
          integer(0, MAX_LONG),
          512L,
          ANY_TIME,
          "Members of a set of integers that is packed in entries, at most.");

  public static final Directive<Long> ZSET_MAX_LISTPACK_ENTRIES =
      row(
          "zset-max-listpack-entries",
          integer(0, MAX_LONG),
          128L,
          ANY_TIME,
          "Members of a sorted set that is packed in entries, at most.");

  public static final Directive<Long> ZSET_MAX_LISTPACK_VALUE =
      row(
          "zset-max-listpack-value",
          memory(0, MAX_LONG),
          64L,
          ANY_TIME,
          "The longest member of a sorted set that is packed in entries.");

  public static final Directive<Long> STREAM_NODE_MAX_BYTES =
      row(
          "stream-node-max-bytes",
          memory(0, MAX_LONG),
          4 * KB,
          ANY_TIME,
          "Bytes of a stream's node, 0 for no limit.");

  public static final Directive<Long> STREAM_NODE_MAX_ENTRIES =
      row(
          "stream-node-max-entries",
          integer(0, MAX_LONG),
          100L,
          ANY_TIME,
          "Entries of a stream's node, 0 for no limit.");

  public static final Directive<Long> HLL_SPARSE_MAX_BYTES =
      row(
          "hll-sparse-max-bytes",
          memory(0, MAX_LONG),
          3000L,
          ANY_TIME,
          "The longest HyperLogLog that may be sparse; longer ones are dense, of 12304 bytes.");

  // Disk

  public static final Directive<Path> DIR =
      row(
          "dir",
          directory(),
          Path.of("./data"),
          PROTECTED,
          "The directory of the dump files, a plain file for each key.");

  public static final Directive<Long> DUMP_INTERVAL =
      row(
          "dump-interval",
          integer(0, MAX_INT),
          60L,
          ANY_TIME,
          "Seconds between dumps, 0 for only on request and at a clean shutdown.");

  public static final Directive<Boolean> DUMP_BLOCKING =
      row(
          "dump-blocking",
          yesOrNo(),
          false,
          ANY_TIME,
          "Whether no command runs until a dump is wholly on disk.");

  public static final Directive<Boolean> STOP_WRITES_ON_BGSAVE_ERROR =
      row(
          "stop-writes-on-bgsave-error",
          yesOrNo(),
          false,
          ANY_TIME,
          "Whether writes are refused from a dump that failed to one that does not, if there is a"
              + " dump-interval or a save.");

  public static final Directive<Long> MIN_REPLICAS_TO_WRITE =
      row(
          "min-replicas-to-write",
          integer(0, MAX_INT),
          0L,
          ANY_TIME,
          "How many replicas there must be for writes to be taken; there are none, so with more"
              + " than 0 every write is refused.");

  public static final Directive<Long> MIN_REPLICAS_MAX_LAG =
      row(
          "min-replicas-max-lag",
          integer(0, MAX_INT),
          10L,
          ANY_TIME,
          "Seconds of silence after which a replica does not count for min-replicas-to-write, 0 for"
              + " taking writes in any case.");

  public static final Directive<SavePoints> SAVE =
      row(
          "save",
          savePoints(),
          SavePoints.NONE,
          ANY_TIME,
          "Seconds after which to dump and how many changes there must be, as often as wanted; a"
              + " further line adds to them, \"\" takes them away. Beside dump-interval.");

  public static final Directive<Boolean> APPENDONLY =
      row(
          "appendonly",
          yesOrNo().where(journal -> !journal, "there is no journal yet, only no is possible"),
          false,
          ANY_TIME,
          "Only no, since there is no journal yet.");

  // Looking inside

  public static final Directive<Long> SLOWLOG_LOG_SLOWER_THAN =
      row(
          "slowlog-log-slower-than",
          integer(-1, MAX_LONG),
          10_000L,
          ANY_TIME,
          "Microseconds from which on a command is kept in the slow log, -1 for never.");

  public static final Directive<Long> SLOWLOG_MAX_LEN =
      row(
          "slowlog-max-len",
          integer(0, MAX_LONG),
          128L,
          ANY_TIME,
          "How many commands the slow log keeps.");

  public static final Directive<Long> ACLLOG_MAX_LEN =
      row(
          "acllog-max-len",
          integer(0, MAX_LONG),
          128L,
          ANY_TIME,
          "How many kinds of refused logins ACL LOG keeps.");

  public static final Directive<Long> LATENCY_MONITOR_THRESHOLD =
      row(
          "latency-monitor-threshold",
          integer(0, MAX_LONG),
          0L,
          ANY_TIME,
          "Milliseconds from which on LATENCY keeps what held clients up, 0 for never.");

  public static final Directive<Boolean> LATENCY_TRACKING =
      row(
          "latency-tracking",
          yesOrNo(),
          true,
          ANY_TIME,
          "Whether it is recorded how long the calls of each command take.");

  public static final Directive<Percentiles> LATENCY_TRACKING_INFO_PERCENTILES =
      row(
          "latency-tracking-info-percentiles",
          percentiles(),
          new Percentiles(List.of(50.0, 99.0, 99.9)),
          ANY_TIME,
          "The percentiles of these times that INFO latencystats shows.");

  // Log

  public static final Directive<LogLevel> LOGLEVEL =
      row(
          "loglevel",
          oneOf(LogLevel.class),
          LogLevel.NOTICE,
          THROUGH_OWNER,
          "The least important messages that are logged.");

  public static final Directive<String> LOGFILE =
      row(
          "logfile",
          text("the path of a file, \"\" for standard output"),
          "",
          AT_START,
          "The file to log to, empty for standard output.");

  public static final Directive<Boolean> DAEMONIZE =
      row(
          "daemonize",
          yesOrNo(),
          false,
          AT_START,
          "Whether the command leaves a server in the background and returns.");

  public static final Directive<String> PIDFILE =
      row(
          "pidfile",
          text("the path of a file, \"\" for none"),
          "",
          AT_START,
          "The file that holds the process's number while it runs, empty for none.");

  static {
    FixedDirectives.ALL.forEach(Directives::fixed);
    olderName("hash-max-ziplist-entries", HASH_MAX_LISTPACK_ENTRIES);
    olderName("hash-max-ziplist-value", HASH_MAX_LISTPACK_VALUE);
    olderName("list-max-ziplist-size", LIST_MAX_LISTPACK_SIZE);
    olderName("zset-max-ziplist-entries", ZSET_MAX_LISTPACK_ENTRIES);
    olderName("zset-max-ziplist-value", ZSET_MAX_LISTPACK_VALUE);
    olderName("lua-time-limit", fixed("busy-reply-threshold"));
    olderName("slaveof", fixed("replicaof"));
    olderName("cluster-slave-no-failover", fixed("cluster-replica-no-failover"));
    olderName("cluster-slave-validity-factor", fixed("cluster-replica-validity-factor"));
    olderName("min-slaves-to-write", MIN_REPLICAS_TO_WRITE);
    olderName("min-slaves-max-lag", MIN_REPLICAS_MAX_LAG);
    olderName("repl-ping-slave-period", fixed("repl-ping-replica-period"));
    for (String what :
        List.of(
            "priority",
            "read-only",
            "serve-stale-data",
            "ignore-maxmemory",
            "lazy-flush",
            "announce-ip",
            "announce-port")) {
      olderName("slave-" + what, fixed("replica-" + what));
    }
  }

  private static final Map<String, Directive<?>> BY_NAME = byName();

  private Directives() {}

  /** The directive of that name, in any case. */
  public static Optional<Directive<?>> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /**
   * The name of what CONFIG SET sets by a name. The arena's size is given, so that {@code
   * maxmemory} can only say how much of it may be taken.
   */
  static String whileRunning(String name) {
    return name.equalsIgnoreCase(MAXMEMORY.name()) ? REPLACEMENT_ABOVE.name() : name;
  }

  /** The directive whose name was probably meant by one that does not exist. */
  static Optional<Directive<?>> nearest(String unknown) {
    String wanted = unknown.toLowerCase(Locale.ROOT);
    int farthest = Math.max(1, Math.min(wanted.length(), 32) / 3);
    return wanted.length() > 64
        ? Optional.empty()
        : ALL.stream()
            .filter(directive -> EditDistance.between(wanted, directive.name()) <= farthest)
            .min(
                Comparator.comparingInt(
                    directive -> EditDistance.between(wanted, directive.name())));
  }

  private static Map<String, Directive<?>> byName() {
    Map<String, Directive<?>> directives = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Directive<?> directive : ROWS) {
      Directive<?> twin = directives.put(directive.name(), directive);
      assert twin == null : directive;
    }
    return directives;
  }

  private static <T> Directive<T> row(
      String name, ValueType<T> type, T defaultValue, Change change, String sentence) {
    return computed(name, type, settings -> defaultValue, change, sentence);
  }

  private static <T> Directive<T> computed(
      String name,
      ValueType<T> type,
      Function<Settings, T> defaultValue,
      Change change,
      String sentence) {
    return add(new Directive<>(ROWS.size(), name, type, defaultValue, change, null, sentence));
  }

  private static <T, U> Directive<T> equivalent(
      String name,
      ValueType<T> type,
      Function<Settings, T> value,
      Change change,
      Directive<U> target,
      Directive.Translation<T, U> translation,
      String sentence) {
    return add(
        new Directive<>(
            ROWS.size(),
            name,
            type,
            value,
            change,
            new Directive.Equivalent<>(target, translation),
            sentence));
  }

  private static <T> void olderName(String name, Directive<T> target) {
    equivalent(
        name,
        target.type(),
        settings -> settings.get(target),
        target.change(),
        target,
        (value, settings) -> value,
        "Redis's older name of " + target.name() + ".");
  }

  private static <T> void fixed(FixedDirectives.Row<T> row) {
    add(
        new Directive<>(
            ROWS.size(),
            row.name(),
            row.possible(),
            settings -> row.value(),
            row.change(),
            null,
            row.sentence()));
  }

  private static Directive<?> fixed(String name) {
    return ROWS.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }

  private static <T> Directive<T> add(Directive<T> directive) {
    ROWS.add(directive);
    return directive;
  }

  private static long entriesInQuarterOfMemory(Settings settings) {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long entries = machine.getTotalMemorySize() / 4 / settings.get(ENTRY_SIZE);
    return Math.max(1, Math.min(entries, KeyspaceOptions.MOST_ENTRIES));
  }

  private static long entriesIn(long bytes, Settings settings) throws InvalidValueException {
    long entrySize = settings.get(ENTRY_SIZE);
    if (bytes == 0) {
      throw new InvalidValueException("the arena always has a limit: set entries");
    }
    if (bytes % entrySize != 0) {
      throw new InvalidValueException(
          "%d bytes are not a whole number of entries of %d bytes: %d would be, or set entries"
              .formatted(bytes, entrySize, (bytes / entrySize + 1) * entrySize));
    }
    if (bytes / entrySize > KeyspaceOptions.MOST_ENTRIES) {
      throw new InvalidValueException(
          "%d entries of %d bytes are more than %d: set entry-size"
              .formatted(bytes / entrySize, entrySize, KeyspaceOptions.MOST_ENTRIES));
    }
    return bytes / entrySize;
  }
}
