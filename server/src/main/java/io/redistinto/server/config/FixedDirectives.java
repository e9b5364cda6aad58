package io.redistinto.server.config;

import static io.redistinto.server.config.ValueTypes.integer;
import static io.redistinto.server.config.ValueTypes.integers;
import static io.redistinto.server.config.ValueTypes.memory;
import static io.redistinto.server.config.ValueTypes.oneOf;
import static io.redistinto.server.config.ValueTypes.text;
import static io.redistinto.server.config.ValueTypes.yesOrNo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Redis's directives on what is not there. What would turn it on, or could be seen from outside,
 * has one value, and others are refused; what only says how it should be done takes any value, as
 * in a redis-server that has it turned off.
 */
final class FixedDirectives {
  private static final long MAX_INT = Integer.MAX_VALUE;
  private static final long MAX_LONG = Long.MAX_VALUE;
  private static final ValueType<Long> COUNT = integer(0, MAX_INT);
  private static final ValueType<Long> BYTES = memory(0, MAX_LONG);
  private static final ValueType<Long> PORT = integer(0, 65_535);

  /**
   * @param change whether CONFIG SET takes a value, as it would in Redis
   * @param indifferent whether each value is as good as any other
   * @param reason why that is so, or why there is no other value
   */
  record Row<T>(
      String name, ValueType<T> type, T value, Change change, boolean indifferent, String reason) {
    /** The type without the values that are not possible. */
    ValueType<T> possible() {
      return indifferent
          ? type
          : type.where(value::equals, "only '%s' is possible: %s".formatted(shown(), reason));
    }

    String sentence() {
      return indifferent
          ? "Makes no difference, since %s.".formatted(reason)
          : "Only %s, since %s.".formatted(shown().isEmpty() ? "\"\"" : shown(), reason);
    }

    private String shown() {
      return type.shown(value);
    }
  }

  private static final List<Row<?>> ROWS = new ArrayList<>();

  static final List<Row<?>> ALL = Collections.unmodifiableList(ROWS);

  static {
    String journal = "there is no journal yet";
    any("appendfsync", oneOf(List.of("everysec", "always", "no")), "everysec", journal);
    any("no-appendfsync-on-rewrite", yesOrNo(), false, journal);
    any("auto-aof-rewrite-percentage", COUNT, 100L, journal);
    any("auto-aof-rewrite-min-size", BYTES, 64L << 20, journal);
    any("aof-load-truncated", yesOrNo(), true, journal);
    any("aof-use-rdb-preamble", yesOrNo(), true, journal);
    any("aof-timestamp-enabled", yesOrNo(), false, journal);
    any("aof-rewrite-incremental-fsync", yesOrNo(), true, journal);
    any("aof-disable-auto-gc", yesOrNo(), false, journal);
    anyAtStart("appendfilename", text("a file name"), "appendonly.aof", journal);
    anyAtStart("appenddirname", text("a directory name"), "appendonlydir", journal);

    String files = "every key has a file of its own";
    any("dbfilename", text("a file name"), "dump.rdb", Change.PROTECTED, files);
    only(
        "rdbcompression",
        yesOrNo(),
        true,
        "payloads of DUMP are compressed and the files never are");
    onlyAtStart("rdbchecksum", yesOrNo(), true, "payloads of DUMP always have a checksum");
    any(
        "rdb-save-incremental-fsync",
        yesOrNo(),
        true,
        "the system writes a dump's files when it likes");
    any(
        "sanitize-dump-payload",
        oneOf(List.of("no", "yes", "clients")),
        "yes",
        "what RESTORE is given is always checked");

    String memory = "the arena has a fixed size";
    any(
        "maxmemory-eviction-tenacity",
        integer(0, 100),
        10L,
        "values always give way a few at a time");
    only("activedefrag", yesOrNo(), false, "the arena is compacted when that is needed");
    any("active-defrag-cycle-min", integer(1, 99), 1L, memory);
    any("active-defrag-cycle-max", integer(1, 99), 25L, memory);
    any("active-defrag-threshold-lower", integer(0, 1000), 10L, memory);
    any("active-defrag-threshold-upper", integer(0, 1000), 100L, memory);
    any("active-defrag-max-scan-fields", integer(1, MAX_LONG), 1000L, memory);
    any("active-defrag-ignore-bytes", memory(1, MAX_LONG), 100L << 20, memory);
    any("activerehashing", yesOrNo(), true, "the index always grows step by step");
    any("list-compress-depth", COUNT, 0L, "no part of a list is compressed");
    any(
        "dynamic-hz",
        yesOrNo(),
        false,
        "the background work does not depend on how many clients there are");
    for (String what : List.of("eviction", "expire", "server-del", "user-del", "user-flush")) {
      any("lazyfree-lazy-" + what, yesOrNo(), false, "no command waits for memory to be freed");
    }
    any("jemalloc-bg-thread", yesOrNo(), true, "memory is the Java machine's to give back");
    anyAtStart("disable-thp", yesOrNo(), false, "huge pages hurt who forks, and nothing forks");

    any("busy-reply-threshold", integer(0, MAX_LONG), 5000L, "there is no scripting yet");

    String replication = "there is no replication";
    onlyAtStart("replicaof", text("only \"\""), "", replication);
    any("masterauth", text("a password"), "", replication);
    any("masteruser", text("a user"), "", replication);
    any("repl-timeout", integer(1, MAX_INT), 60L, replication);
    any("repl-ping-replica-period", integer(1, MAX_INT), 10L, replication);
    any("repl-backlog-size", memory(1, MAX_LONG), 1L << 20, replication);
    any("repl-backlog-ttl", integer(0, MAX_LONG), 3600L, replication);
    any("repl-diskless-sync", yesOrNo(), true, replication);
    any("repl-diskless-sync-delay", COUNT, 5L, replication);
    any("repl-diskless-sync-max-replicas", COUNT, 0L, replication);
    any(
        "repl-diskless-load",
        oneOf(List.of("disabled", "on-empty-db", "swapdb")),
        "disabled",
        replication);
    any("repl-disable-tcp-nodelay", yesOrNo(), false, replication);
    any("replica-priority", COUNT, 100L, replication);
    any("replica-read-only", yesOrNo(), true, replication);
    any("replica-serve-stale-data", yesOrNo(), true, replication);
    any("replica-ignore-maxmemory", yesOrNo(), true, replication);
    any("replica-lazy-flush", yesOrNo(), false, replication);
    any("replica-announce-ip", text("an address"), "", replication);
    any("replica-announce-port", PORT, 0L, replication);
    any("replica-announced", yesOrNo(), true, replication);
    any("replica-ignore-disk-write-errors", yesOrNo(), false, replication);
    any("rdb-del-sync-files", yesOrNo(), false, replication);
    any(
        "propagation-error-behavior",
        oneOf(List.of("ignore", "panic", "panic-on-replicas")),
        "ignore",
        replication);
    any("shutdown-timeout", COUNT, 10L, "there are no replicas to wait for");

    String cluster = "there is no cluster mode";
    onlyAtStart("cluster-enabled", yesOrNo(), false, cluster);
    anyAtStart("cluster-config-file", text("a file name"), "nodes.conf", cluster);
    anyAtStart("cluster-port", PORT, 0L, cluster);
    any("cluster-node-timeout", integer(0, MAX_LONG), 15_000L, cluster);
    any("cluster-migration-barrier", COUNT, 1L, cluster);
    any("cluster-allow-replica-migration", yesOrNo(), true, cluster);
    any("cluster-allow-reads-when-down", yesOrNo(), false, cluster);
    any("cluster-allow-pubsubshard-when-down", yesOrNo(), true, cluster);
    any("cluster-require-full-coverage", yesOrNo(), true, cluster);
    any("cluster-replica-no-failover", yesOrNo(), false, cluster);
    any("cluster-replica-validity-factor", COUNT, 10L, cluster);
    any("cluster-link-sendbuf-limit", BYTES, 0L, cluster);
    any("cluster-announce-ip", text("an address"), "", cluster);
    any("cluster-announce-hostname", text("a host name"), "", cluster);
    any("cluster-announce-port", PORT, 0L, cluster);
    any("cluster-announce-tls-port", PORT, 0L, cluster);
    any("cluster-announce-bus-port", PORT, 0L, cluster);
    any(
        "cluster-preferred-endpoint-type",
        oneOf(List.of("ip", "hostname", "unknown-endpoint")),
        "ip",
        cluster);

    String access = "the only user is default";
    onlyAtStart("aclfile", text("only \"\""), "", access);
    any(
        "acl-pubsub-default",
        oneOf(List.of("allchannels", "resetchannels")),
        "resetchannels",
        access);
    any("bind-source-addr", text("an address"), "", "the server opens no connections");
    onlyAtStart("socket-mark-id", text("only \"0\""), "0", "sockets are not marked");
    only(
        "oom-score-adj",
        oneOf(List.of("no", "yes", "relative", "absolute")),
        "no",
        "the system's choice of what to end is left alone");
    any(
        "oom-score-adj-values",
        integers(
            3,
            -2000,
            2000,
            "Invalid oom-score-adj-values, elements must be between -2000 and 2000."),
        List.of(0L, 200L, 800L),
        "they are for another oom-score-adj than no");
    for (String what : List.of("server", "bio", "aof_rewrite", "bgsave")) {
      onlyAtStart(
          what + "_cpulist",
          text("only \"\""),
          "",
          "the system chooses the processors that threads run on");
    }
    for (String signal : List.of("sigint", "sigterm")) {
      only(
          "shutdown-on-" + signal,
          oneOf(List.of("default", "save", "nosave", "now", "force")),
          "default",
          "a signal ends the server once its dump worked");
    }
    any("ignore-warnings", text("names of warnings"), "", "no warning stops the start");
    String title = "a Java process keeps its title";
    anyAtStart("set-proc-title", yesOrNo(), true, title);
    any("proc-title-template", text("a text"), "{title} {listen-addr} {server-mode}", title);
    any("crash-log-enabled", yesOrNo(), true, "the Java machine reports crashes");
    any("crash-memcheck-enabled", yesOrNo(), true, "the Java machine reports crashes");

    String tls = "there is no TLS";
    only("tls-port", COUNT, 0L, tls);
    only("tls-cluster", yesOrNo(), false, tls);
    only("tls-replication", yesOrNo(), false, tls);
    any("tls-auth-clients", oneOf(List.of("no", "yes", "optional")), "yes", tls);
    any("tls-prefer-server-ciphers", yesOrNo(), false, tls);
    any("tls-session-caching", yesOrNo(), true, tls);
    any("tls-session-cache-size", COUNT, 20_480L, tls);
    any("tls-session-cache-timeout", COUNT, 300L, tls);
    for (String what :
        List.of(
            "ca-cert-dir",
            "ca-cert-file",
            "cert-file",
            "ciphers",
            "ciphersuites",
            "client-cert-file",
            "client-key-file",
            "client-key-file-pass",
            "dh-params-file",
            "key-file",
            "key-file-pass",
            "protocols")) {
      only("tls-" + what, text("only \"\""), "", tls);
    }

    onlyAtStart("unixsocket", text("only \"\""), "", "there are no Unix sockets");
    anyAtStart("unixsocketperm", text("a mode"), "0", "there are no Unix sockets");
    onlyAtStart("enable-protected-configs", yesOrNo(), false, "dir is set at the start");
    onlyAtStart("enable-module-command", yesOrNo(), false, "there are no modules");

    onlyAtStart(
        "supervised", yesOrNo(), false, "no service manager is told that the server is ready");
    String log = "the log is a file or standard output";
    onlyAtStart("syslog-enabled", yesOrNo(), false, log);
    anyAtStart("syslog-ident", text("a name"), "redis", log);
    anyAtStart("syslog-facility", text("a facility"), "local0", log);
    onlyAtStart("always-show-logo", yesOrNo(), false, "there is none");
    anyAtStart("io-threads-do-reads", yesOrNo(), true, "the threads read and write alike");
  }

  private FixedDirectives() {}

  /** One that makes no difference. */
  private static <T> void any(String name, ValueType<T> type, T value, String reason) {
    any(name, type, value, Change.ANY_TIME, reason);
  }

  /** The same, where it cannot be set in a running Redis either. */
  private static <T> void anyAtStart(String name, ValueType<T> type, T value, String reason) {
    any(name, type, value, Change.AT_START, reason);
  }

  private static <T> void any(
      String name, ValueType<T> type, T value, Change change, String reason) {
    ROWS.add(new Row<>(name, type, value, change, true, reason));
  }

  /** One that would make a difference. */
  private static <T> void only(String name, ValueType<T> type, T value, String reason) {
    ROWS.add(new Row<>(name, type, value, Change.ANY_TIME, false, reason));
  }

  /** The same, where it cannot be set in a running Redis either. */
  private static <T> void onlyAtStart(String name, ValueType<T> type, T value, String reason) {
    ROWS.add(new Row<>(name, type, value, Change.AT_START, false, reason));
  }
}
