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
 * Redis's directives that have one value here, since what they choose is not there, or any value,
 * since it makes no difference here. Programs and conf files that say what is true here are served;
 * other values are refused.
 */
final class FixedDirectives {
  private static final long MAX_INT = Integer.MAX_VALUE;
  private static final long MAX_LONG = Long.MAX_VALUE;

  /**
   * @param changeable whether CONFIG SET takes a value, as it would in Redis
   * @param indifferent whether each value is as good as any other
   * @param reason why that is so, or why there is no other value
   */
  record Row<T>(
      String name,
      ValueType<T> type,
      T value,
      boolean changeable,
      boolean indifferent,
      String reason) {
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
    choice("appendfsync", List.of("everysec", "always", "no"), "everysec", journal);
    flag("no-appendfsync-on-rewrite", false, journal);
    number("auto-aof-rewrite-percentage", 100, journal);
    size("auto-aof-rewrite-min-size", 64L << 20, journal);
    flag("aof-load-truncated", true, journal);
    flag("aof-use-rdb-preamble", true, journal);
    flag("aof-timestamp-enabled", false, journal);
    indifferent("aof-rewrite-incremental-fsync", yesOrNo(), true, true, journal);
    flag("aof-disable-auto-gc", false, journal);
    constant("appendfilename", "appendonly.aof", journal);
    constant("appenddirname", "appendonlydir", journal);

    String files = "every key has a file of its own";
    constant("dbfilename", "dump.rdb", files);
    flag("rdbcompression", true, "payloads of DUMP are compressed and the files never are");
    constantFlag("rdbchecksum", true, "payloads of DUMP always have a checksum");
    indifferent(
        "rdb-save-incremental-fsync",
        yesOrNo(),
        true,
        true,
        "the system writes a dump's files when it likes");
    choice(
        "sanitize-dump-payload",
        List.of("no", "yes", "clients"),
        "yes",
        "what RESTORE is given is always checked");

    String memory = "the arena has a fixed size";
    size("maxmemory-clients", 0, memory);
    number("maxmemory-eviction-tenacity", 10, memory);
    flag("activedefrag", false, "the arena is compacted when that is needed");
    number("active-defrag-cycle-min", 1, memory);
    number("active-defrag-cycle-max", 25, memory);
    number("active-defrag-threshold-lower", 10, memory);
    number("active-defrag-threshold-upper", 100, memory);
    number("active-defrag-max-scan-fields", 1000, memory);
    size("active-defrag-ignore-bytes", 100L << 20, memory);
    flag("activerehashing", true, "the index always grows step by step");
    anyNumber("list-compress-depth", 0, "no part of a list is compressed");
    indifferent(
        "dynamic-hz",
        yesOrNo(),
        false,
        true,
        "the background work does not depend on how many clients there are");
    for (String what : List.of("eviction", "expire", "server-del", "user-del", "user-flush")) {
      indifferent(
          "lazyfree-lazy-" + what,
          yesOrNo(),
          false,
          true,
          "no command waits for memory to be freed");
    }
    indifferent(
        "jemalloc-bg-thread", yesOrNo(), true, true, "memory is the Java machine's to give back");
    indifferent(
        "disable-thp", yesOrNo(), false, false, "huge pages hurt who forks, and nothing forks");

    String scripting = "there is no scripting yet";
    anyNumber("busy-reply-threshold", 5000, scripting);

    String replication = "there is no replication";
    constant("replicaof", "", replication);
    word("masterauth", "", replication);
    word("masteruser", "", replication);
    anyNumber("repl-timeout", 60, replication);
    anyNumber("repl-ping-replica-period", 10, replication);
    indifferent("repl-backlog-size", memory(1, MAX_LONG), 1L << 20, true, replication);
    anyNumber("repl-backlog-ttl", 3600, replication);
    flag("repl-diskless-sync", true, replication);
    number("repl-diskless-sync-delay", 5, replication);
    choice(
        "repl-diskless-load",
        List.of("disabled", "on-empty-db", "swapdb"),
        "disabled",
        replication);
    flag("repl-disable-tcp-nodelay", false, replication);
    number("replica-priority", 100, replication);
    flag("replica-read-only", true, replication);
    flag("replica-serve-stale-data", true, replication);
    flag("replica-ignore-maxmemory", true, replication);
    flag("replica-lazy-flush", false, replication);
    word("replica-announce-ip", "", replication);
    number("replica-announce-port", 0, replication);
    flag("replica-announced", true, replication);
    flag("replica-ignore-disk-write-errors", false, replication);
    number("repl-diskless-sync-max-replicas", 0, replication);
    flag("rdb-del-sync-files", false, replication);
    number("shutdown-timeout", 10, "there are no replicas to wait for");

    String cluster = "there is no cluster mode";
    constantFlag("cluster-enabled", false, cluster);
    constant("cluster-config-file", "nodes.conf", cluster);
    constant("cluster-port", "0", cluster);
    number("cluster-node-timeout", 15_000, cluster);
    number("cluster-migration-barrier", 1, cluster);
    flag("cluster-allow-replica-migration", true, cluster);
    flag("cluster-allow-reads-when-down", false, cluster);
    flag("cluster-allow-pubsubshard-when-down", true, cluster);
    flag("cluster-require-full-coverage", true, cluster);
    flag("cluster-replica-no-failover", false, cluster);
    number("cluster-replica-validity-factor", 10, cluster);
    size("cluster-link-sendbuf-limit", 0, cluster);
    word("cluster-announce-ip", "", cluster);
    word("cluster-announce-hostname", "", cluster);
    number("cluster-announce-port", 0, cluster);
    number("cluster-announce-tls-port", 0, cluster);
    number("cluster-announce-bus-port", 0, cluster);
    choice(
        "cluster-preferred-endpoint-type",
        List.of("ip", "hostname", "unknown-endpoint"),
        "ip",
        cluster);

    String access = "the only user is default";
    constant("aclfile", "", access);
    choice("acl-pubsub-default", List.of("allchannels", "resetchannels"), "resetchannels", access);
    word("bind-source-addr", "", "the server opens no connections");
    constant("socket-mark-id", "0", "sockets are not marked");
    choice(
        "oom-score-adj",
        List.of("no", "yes", "relative", "absolute"),
        "no",
        "the system's choice of what to end is left alone");
    indifferent(
        "oom-score-adj-values",
        integers(3, -2000, 2000),
        List.of(0L, 200L, 800L),
        true,
        "they are for another oom-score-adj than no");
    String title = "a Java process keeps its title";
    indifferent("set-proc-title", yesOrNo(), true, false, title);
    indifferent(
        "proc-title-template", text("a text"), "{title} {listen-addr} {server-mode}", true, title);

    String tls = "there is no TLS";
    number("tls-port", 0, tls);
    flag("tls-cluster", false, tls);
    flag("tls-replication", false, tls);
    choice("tls-auth-clients", List.of("no", "yes", "optional"), "yes", tls);
    flag("tls-prefer-server-ciphers", false, tls);
    flag("tls-session-caching", true, tls);
    number("tls-session-cache-size", 20_480, tls);
    number("tls-session-cache-timeout", 300, tls);
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
      word("tls-" + what, "", tls);
    }

    constant("unixsocket", "", "there are no Unix sockets");
    constant("unixsocketperm", "0", "there are no Unix sockets");
    constantFlag("enable-protected-configs", false, "dir is set at the start");
    constantFlag("enable-module-command", false, "there are no modules");

    constantFlag("supervised", false, "no service manager is told that the server is ready");
    constantFlag("syslog-enabled", false, "the log is a file or standard output");
    constantFlag("always-show-logo", false, "there is none");
    constantFlag("io-threads-do-reads", true, "the threads read and write alike");
  }

  private FixedDirectives() {}

  private static <T> void indifferent(
      String name, ValueType<T> type, T value, boolean changeable, String reason) {
    ROWS.add(new Row<>(name, type, value, changeable, true, reason));
  }

  private static void flag(String name, boolean value, String reason) {
    ROWS.add(new Row<>(name, yesOrNo(), value, true, false, reason));
  }

  private static void anyNumber(String name, long value, String reason) {
    indifferent(name, integer(0, MAX_INT), value, true, reason);
  }

  private static void number(String name, long value, String reason) {
    ROWS.add(new Row<>(name, integer(0, MAX_INT), value, true, false, reason));
  }

  private static void size(String name, long bytes, String reason) {
    ROWS.add(new Row<>(name, memory(0, MAX_LONG), bytes, true, false, reason));
  }

  private static void choice(String name, List<String> words, String value, String reason) {
    ROWS.add(new Row<>(name, oneOf(words), value, true, false, reason));
  }

  private static void word(String name, String value, String reason) {
    ROWS.add(new Row<>(name, text("only \"" + value + "\""), value, true, false, reason));
  }

  /** One that cannot be set in a running Redis either. */
  private static void constant(String name, String value, String reason) {
    ROWS.add(new Row<>(name, text("only \"" + value + "\""), value, false, false, reason));
  }

  private static void constantFlag(String name, boolean value, String reason) {
    ROWS.add(new Row<>(name, yesOrNo(), value, false, false, reason));
  }
}
