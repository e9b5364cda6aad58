package io.redistinto.server.command;

import static io.redistinto.server.command.AclCategory.DANGEROUS;
import static io.redistinto.server.command.AclCategory.KEYSPACE;
import static io.redistinto.server.command.Command.ADMIN;
import static io.redistinto.server.command.Command.ALLOW_BUSY;
import static io.redistinto.server.command.Command.BRIEF;
import static io.redistinto.server.command.Command.DENYOOM;
import static io.redistinto.server.command.Command.EXECUTES;
import static io.redistinto.server.command.Command.FAST;
import static io.redistinto.server.command.Command.LOADING;
import static io.redistinto.server.command.Command.MAY_REPLICATE;
import static io.redistinto.server.command.Command.NOSCRIPT;
import static io.redistinto.server.command.Command.NO_AUTH;
import static io.redistinto.server.command.Command.NO_MULTI;
import static io.redistinto.server.command.Command.PROTECTED;
import static io.redistinto.server.command.Command.PUBSUB;
import static io.redistinto.server.command.Command.PUSHES;
import static io.redistinto.server.command.Command.READONLY;
import static io.redistinto.server.command.Command.SKIP_SLOWLOG;
import static io.redistinto.server.command.Command.STALE;
import static io.redistinto.server.command.Command.SUBSCRIBER;
import static io.redistinto.server.command.Command.UNQUEUED;
import static io.redistinto.server.command.Command.WRITE;
import static io.redistinto.server.command.KeySpec.Flag.NOT_KEY;
import static io.redistinto.server.command.KeySpec.Flag.RO;
import static io.redistinto.server.command.RowWords.ADMINISTRATION;
import static io.redistinto.server.command.RowWords.ALL_NODES;
import static io.redistinto.server.command.RowWords.ALL_SHARDS;
import static io.redistinto.server.command.RowWords.ALL_SUCCEEDED;
import static io.redistinto.server.command.RowWords.DISK;
import static io.redistinto.server.command.RowWords.MULTI_SHARD;
import static io.redistinto.server.command.RowWords.READ_KEY;
import static io.redistinto.server.command.RowWords.REMOVED_KEYS;
import static io.redistinto.server.command.RowWords.SESSION;
import static io.redistinto.server.command.RowWords.SPECIAL;
import static io.redistinto.server.command.RowWords.SUM;
import static io.redistinto.server.command.RowWords.UPDATED_KEY;
import static io.redistinto.server.command.RowWords.VARYING;
import static io.redistinto.server.command.RowWords.VARYING_ORDER;
import static io.redistinto.server.command.RowWords.arity;
import static io.redistinto.server.command.RowWords.atLeast;
import static io.redistinto.server.command.RowWords.command;
import static io.redistinto.server.command.RowWords.container;
import static io.redistinto.server.command.RowWords.keyAt;
import static io.redistinto.server.command.RowWords.keysFrom;
import static io.redistinto.server.command.RowWords.noKeys;
import static io.redistinto.server.command.RowWords.subcommand;

import io.redistinto.server.command.Command.Row;

/**
 * Rows of the {@link CommandTable}. Connections, transactions, channels, the server itself, and our
 * own commands on its entries.
 */
final class ServerRows {
  private static final int GREETING = SESSION | FAST | NO_AUTH | ALLOW_BUSY;
  private static final int CHANNELS = PUBSUB | LOADING | STALE;
  private static final int PUBLISHES = CHANNELS | FAST | MAY_REPLICATE;
  private static final int SUBSCRIPTION = CHANNELS | NOSCRIPT | SUBSCRIBER | PUSHES;
  private static final int LEAVING = GREETING | UNQUEUED | SUBSCRIBER;
  private static final int TRANSACTION = SESSION | FAST | ALLOW_BUSY;
  private static final KeySpec SHARD_CHANNELS = keysFrom(1, NOT_KEY);

  static final Row[] PUBLISHING = {
    command("subscribe", atLeast(2), SUBSCRIPTION, noKeys(), PubSubCommands::subscribe),
    command("unsubscribe", atLeast(1), SUBSCRIPTION, noKeys(), PubSubCommands::unsubscribe),
    command("psubscribe", atLeast(2), SUBSCRIPTION, noKeys(), PubSubCommands::psubscribe),
    command("punsubscribe", atLeast(1), SUBSCRIPTION, noKeys(), PubSubCommands::punsubscribe),
    command("ssubscribe", atLeast(2), SUBSCRIPTION, SHARD_CHANNELS, PubSubCommands::ssubscribe),
    command("sunsubscribe", atLeast(1), SUBSCRIPTION, SHARD_CHANNELS, PubSubCommands::sunsubscribe),
    command("publish", arity(3), PUBLISHES, noKeys(), PubSubCommands::publish),
    command("spublish", arity(3), PUBLISHES, keyAt(1, NOT_KEY), PubSubCommands::spublish),
    container("pubsub", atLeast(2))
        .with(
            subcommand("channels", atLeast(2), CHANNELS, PubSubCommands::channels),
            subcommand("help", arity(2), LOADING | STALE, CommandCommands::help),
            subcommand("numpat", arity(2), CHANNELS, PubSubCommands::numPat),
            subcommand("numsub", atLeast(2), CHANNELS, PubSubCommands::numSub),
            subcommand("shardchannels", atLeast(2), CHANNELS, PubSubCommands::shardChannels),
            subcommand("shardnumsub", atLeast(2), CHANNELS, PubSubCommands::shardNumSub)),
  };

  static final Row[] CONNECTION = {
    command("ping", atLeast(1), FAST | BRIEF | SUBSCRIBER, noKeys(), ConnectionCommands::ping)
        .tips(ALL_SHARDS, ALL_SUCCEEDED),
    command("echo", arity(2), LOADING | STALE | FAST, noKeys(), ConnectionCommands::echo),
    command("select", arity(2), LOADING | STALE | FAST, noKeys(), DatabaseCommands::select),
    command("auth", atLeast(2), GREETING, noKeys(), ConnectionCommands::auth)
        .hiding((request, arg) -> arg > 0),
    command("hello", atLeast(1), GREETING, noKeys(), ConnectionCommands::hello)
        .hiding(ConnectionCommands::isCredential),
    command("reset", arity(1), LEAVING, noKeys(), ConnectionCommands::reset),
    command("quit", atLeast(1), LEAVING, noKeys(), ConnectionCommands::quit),
    container("client", atLeast(2))
        .with(
            subcommand("caching", arity(3), SESSION, TrackingCommands::caching),
            subcommand("getname", arity(2), SESSION, ClientCommands::getName),
            subcommand("getredir", arity(2), SESSION, TrackingCommands::getRedir),
            subcommand("help", arity(2), LOADING | STALE, CommandCommands::help),
            subcommand("id", arity(2), SESSION, ClientCommands::id),
            subcommand("info", arity(2), SESSION, ClientCommands::info).tips(VARYING),
            subcommand("kill", atLeast(3), ADMINISTRATION, ClientCommands::kill),
            subcommand("list", atLeast(2), ADMINISTRATION, ClientCommands::list).tips(VARYING),
            subcommand("no-evict", arity(3), ADMINISTRATION, ClientCommands::noEvict),
            subcommand("no-touch", arity(3), SESSION, ClientCommands::noTouch),
            subcommand("pause", atLeast(3), ADMINISTRATION, ClientCommands::pause),
            subcommand("reply", arity(3), SESSION, ClientCommands::reply),
            subcommand("setinfo", arity(4), SESSION, ClientCommands::setInfo)
                .tips(ALL_NODES, ALL_SUCCEEDED),
            subcommand("setname", arity(3), SESSION, ClientCommands::setName),
            subcommand("tracking", atLeast(3), SESSION, TrackingCommands::tracking),
            subcommand("trackinginfo", arity(2), SESSION, TrackingCommands::trackingInfo),
            subcommand("unblock", atLeast(3), ADMINISTRATION, ClientCommands::unblock),
            subcommand("unpause", arity(2), ADMINISTRATION, ClientCommands::unpause)),
  };

  static final Row[] TRANSACTIONS = {
    command("multi", arity(1), TRANSACTION | UNQUEUED, noKeys(), TransactionCommands::multi),
    command(
        "exec",
        arity(1),
        SESSION | SKIP_SLOWLOG | UNQUEUED | EXECUTES,
        noKeys(),
        TransactionCommands::exec),
    command("discard", arity(1), TRANSACTION | UNQUEUED, noKeys(), TransactionCommands::discard),
    command(
        "watch", atLeast(2), TRANSACTION | UNQUEUED, keysFrom(1, RO), TransactionCommands::watch),
    command("unwatch", arity(1), TRANSACTION, noKeys(), TransactionCommands::unwatch),
  };

  static final Row[] SERVER = {
    command("dbsize", arity(1), READONLY | FAST, noKeys(), DatabaseCommands::dbsize)
        .also(KEYSPACE)
        .tips(ALL_SHARDS, SUM),
    command("swapdb", arity(3), WRITE | FAST, noKeys(), DatabaseCommands::swapdb)
        .also(KEYSPACE, DANGEROUS),
    command("flushdb", atLeast(1), WRITE, noKeys(), DatabaseCommands::flushdb)
        .also(KEYSPACE, DANGEROUS)
        .tips(ALL_SHARDS, ALL_SUCCEEDED),
    command("flushall", atLeast(1), WRITE, noKeys(), DatabaseCommands::flushall)
        .also(KEYSPACE, DANGEROUS)
        .tips(ALL_SHARDS, ALL_SUCCEEDED),
    command("info", atLeast(1), LOADING | STALE, noKeys(), InfoCommands::info)
        .also(DANGEROUS)
        .tips(VARYING, ALL_SHARDS, SPECIAL),
    command("time", arity(1), LOADING | STALE | FAST, noKeys(), ServerCommands::time).tips(VARYING),
    command("lastsave", arity(1), LOADING | STALE | FAST, noKeys(), PersistenceCommands::lastSave)
        .also(AclCategory.ADMIN, DANGEROUS)
        .tips(VARYING),
    command("save", arity(1), DISK | NO_MULTI, noKeys(), PersistenceCommands::save),
    command("bgsave", atLeast(1), DISK, noKeys(), PersistenceCommands::bgsave),
    command(
        "shutdown",
        atLeast(1),
        ADMINISTRATION | NO_MULTI | ALLOW_BUSY,
        noKeys(),
        ServerCommands::shutdown),
    command("debug", atLeast(2), ADMINISTRATION | PROTECTED, noKeys(), DebugCommands::debug),
    container("memory", atLeast(2))
        .with(
            memoryCommand("doctor", MemoryCommands::doctor).tips(VARYING, ALL_SHARDS, SPECIAL),
            subcommand("help", arity(2), LOADING | STALE, CommandCommands::help),
            memoryCommand("malloc-stats", MemoryCommands::mallocStats)
                .tips(VARYING, ALL_SHARDS, SPECIAL),
            memoryCommand("purge", MemoryCommands::purge).tips(ALL_SHARDS, ALL_SUCCEEDED),
            memoryCommand("stats", MemoryCommands::stats).tips(VARYING, ALL_SHARDS, SPECIAL),
            command("usage", atLeast(3), READONLY, keyAt(2, RO), MemoryCommands::usage)),
    container("config", atLeast(2))
        .with(
            subcommand("get", atLeast(3), ADMINISTRATION, ConfigCommands::get),
            subcommand("help", arity(2), LOADING | STALE, CommandCommands::help),
            subcommand("resetstat", arity(2), ADMINISTRATION, ConfigCommands::resetStatistics),
            subcommand("rewrite", arity(2), ADMINISTRATION, ConfigCommands::rewrite),
            subcommand("set", atLeast(4), ADMINISTRATION, ConfigCommands::set)
                .hiding(ConfigCommands::isSecret)
                .tips(ALL_NODES, ALL_SUCCEEDED)),
    command("command", atLeast(1), LOADING | STALE, noKeys(), CommandCommands::all)
        .also(AclCategory.CONNECTION)
        .tips(VARYING_ORDER)
        .with(
            subcommand("count", arity(2), LOADING | STALE, CommandCommands::count),
            subcommand("docs", atLeast(2), LOADING | STALE, CommandCommands::docs)
                .tips(VARYING_ORDER),
            subcommand("getkeys", atLeast(4), LOADING | STALE, CommandCommands::getkeys),
            subcommand(
                "getkeysandflags", atLeast(4), LOADING | STALE, CommandCommands::getkeysAndFlags),
            subcommand("help", arity(2), LOADING | STALE, CommandCommands::help),
            subcommand("info", atLeast(2), LOADING | STALE, CommandCommands::info)
                .tips(VARYING_ORDER),
            subcommand("list", atLeast(2), LOADING | STALE, CommandCommands::list)
                .tips(VARYING_ORDER)),
  };

  /** What a server does, for those who look. */
  static final Row[] INSPECTION = {
    command("monitor", arity(1), ADMINISTRATION, noKeys(), MonitorCommands::monitor),
    container("slowlog", atLeast(2))
        .with(
            subcommand("get", atLeast(2), ADMIN | LOADING | STALE, SlowLogCommands::get)
                .tips(ALL_NODES, VARYING),
            subcommand("help", arity(2), LOADING | STALE, CommandCommands::help),
            subcommand("len", arity(2), ADMIN | LOADING | STALE, SlowLogCommands::len)
                .tips(ALL_NODES, SUM, VARYING),
            subcommand("reset", arity(2), ADMIN | LOADING | STALE, SlowLogCommands::reset)
                .tips(ALL_NODES, ALL_SUCCEEDED)),
    container("latency", atLeast(2))
        .with(
            subcommand("doctor", arity(2), ADMINISTRATION, LatencyCommands::doctor)
                .tips(VARYING, ALL_NODES, SPECIAL),
            subcommand("graph", arity(3), ADMINISTRATION, LatencyCommands::graph)
                .tips(VARYING, ALL_NODES, SPECIAL),
            subcommand("help", arity(2), LOADING | STALE, CommandCommands::help),
            subcommand("histogram", atLeast(2), ADMINISTRATION, LatencyCommands::histogram)
                .tips(VARYING, ALL_NODES, SPECIAL),
            subcommand("history", arity(3), ADMINISTRATION, LatencyCommands::history)
                .tips(VARYING, ALL_NODES, SPECIAL),
            subcommand("latest", arity(2), ADMINISTRATION, LatencyCommands::latest)
                .tips(VARYING, ALL_NODES, SPECIAL),
            subcommand("reset", atLeast(2), ADMINISTRATION, LatencyCommands::reset)
                .tips(ALL_NODES, ALL_SUCCEEDED)),
  };

  /** Ours. */
  static final Row[] STORAGE = {
    command("compact", arity(1), DISK | NO_MULTI, noKeys(), StorageCommands::compact),
    command("store", arity(2), READONLY | DISK | NO_MULTI, READ_KEY, PersistenceCommands::store),
    command("update", arity(3), WRITE | DENYOOM, UPDATED_KEY, StringCommands::update),
    command("delete", atLeast(2), WRITE, REMOVED_KEYS, KeyCommands::del).tips(MULTI_SHARD, SUM),
    container("storage", atLeast(2))
        .with(
            subcommand("entries", atLeast(2), ADMIN | NOSCRIPT, StorageCommands::entries),
            subcommand("help", arity(2), LOADING | STALE, CommandCommands::help),
            subcommand("layout", atLeast(2), ADMIN | NOSCRIPT, StorageCommands::layout),
            subcommand("stats", arity(2), ADMIN | NOSCRIPT | LOADING, StorageCommands::stats)),
  };

  private ServerRows() {}

  private static Row memoryCommand(String name, Handler handler) {
    return subcommand(name, arity(2), 0, handler);
  }
}
