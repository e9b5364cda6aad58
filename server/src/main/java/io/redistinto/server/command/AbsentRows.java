package io.redistinto.server.command;

import static io.redistinto.server.command.AclCategory.DANGEROUS;
import static io.redistinto.server.command.Command.ADMIN;
import static io.redistinto.server.command.Command.ALLOW_BUSY;
import static io.redistinto.server.command.Command.FAST;
import static io.redistinto.server.command.Command.LOADING;
import static io.redistinto.server.command.Command.MAY_REPLICATE;
import static io.redistinto.server.command.Command.NOSCRIPT;
import static io.redistinto.server.command.Command.NO_ASYNC_LOADING;
import static io.redistinto.server.command.Command.NO_MANDATORY_KEYS;
import static io.redistinto.server.command.Command.NO_MULTI;
import static io.redistinto.server.command.Command.PROTECTED;
import static io.redistinto.server.command.Command.READONLY;
import static io.redistinto.server.command.Command.SKIP_MONITOR;
import static io.redistinto.server.command.Command.STALE;
import static io.redistinto.server.command.Command.WRITE;
import static io.redistinto.server.command.KeySpec.Flag.ACCESS;
import static io.redistinto.server.command.KeySpec.Flag.RO;
import static io.redistinto.server.command.KeySpec.Flag.RW;
import static io.redistinto.server.command.KeySpec.Flag.UPDATE;
import static io.redistinto.server.command.RowWords.ADMINISTRATION;
import static io.redistinto.server.command.RowWords.ALL_NODES;
import static io.redistinto.server.command.RowWords.ALL_SHARDS;
import static io.redistinto.server.command.RowWords.ALL_SUCCEEDED;
import static io.redistinto.server.command.RowWords.DISK;
import static io.redistinto.server.command.RowWords.GROWS;
import static io.redistinto.server.command.RowWords.SESSION;
import static io.redistinto.server.command.RowWords.SPECIAL;
import static io.redistinto.server.command.RowWords.VARYING;
import static io.redistinto.server.command.RowWords.VARYING_ORDER;
import static io.redistinto.server.command.RowWords.arity;
import static io.redistinto.server.command.RowWords.atLeast;
import static io.redistinto.server.command.RowWords.command;
import static io.redistinto.server.command.RowWords.container;
import static io.redistinto.server.command.RowWords.noKeys;
import static io.redistinto.server.command.RowWords.subcommand;

import io.redistinto.server.command.Command.Row;

/**
 * Rows of the {@link CommandTable}. What is not there, and what a Redis without it answers:
 * scripts, replicas, users, modules, cluster.
 */
final class AbsentRows {
  private static final String ONE_SUCCEEDED = "response_policy:one_succeeded";

  private static final int RUNS_SCRIPT =
      NOSCRIPT | STALE | SKIP_MONITOR | NO_MANDATORY_KEYS | MAY_REPLICATE;

  private static final KeySpec SCRIPT_KEYS = KeySpec.counted(2, RW, ACCESS, UPDATE);
  private static final KeySpec SCRIPT_KEYS_READ = KeySpec.counted(2, RO, ACCESS);

  private static final KeySpec NOTED_SCRIPT_KEYS =
      SCRIPT_KEYS.noting(
          "We cannot tell how the keys will be used so we assume the worst, RW and UPDATE");

  private static final KeySpec NOTED_SCRIPT_KEYS_READ =
      SCRIPT_KEYS_READ.noting(
          "We cannot tell how the keys will be used so we assume the worst, RO and ACCESS");

  private static final Handler NOTHING_RUNS =
      refusing("NOTBUSY No scripts in execution right now.");

  private static final Handler NO_FUNCTION = refusing("ERR Function not found");
  private static final Handler NO_LIBRARY = refusing("ERR Library not found");

  static final Row[] SCRIPTING = {
    scriptRunner("eval", 0, NOTED_SCRIPT_KEYS, ScriptCommands::eval),
    scriptRunner("eval_ro", READONLY, NOTED_SCRIPT_KEYS_READ, ScriptCommands::eval),
    scriptRunner("evalsha", 0, SCRIPT_KEYS, ScriptCommands::evalsha),
    scriptRunner("evalsha_ro", READONLY, SCRIPT_KEYS_READ, ScriptCommands::evalsha),
    scriptRunner("fcall", 0, NOTED_SCRIPT_KEYS, NO_FUNCTION),
    scriptRunner("fcall_ro", READONLY, NOTED_SCRIPT_KEYS_READ, NO_FUNCTION),
    container("script", atLeast(2))
        .with(
            subcommand("debug", arity(3), NOSCRIPT, ScriptCommands::debug),
            subcommand("exists", atLeast(3), NOSCRIPT, ScriptCommands::exists)
                .tips(ALL_SHARDS, "response_policy:agg_logical_and"),
            subcommand("flush", atLeast(2), NOSCRIPT, ScriptCommands::flush)
                .tips(ALL_NODES, ALL_SUCCEEDED),
            subcommand("help", arity(2), LOADING | STALE, CommandCommands::help),
            subcommand("kill", arity(2), NOSCRIPT | ALLOW_BUSY, NOTHING_RUNS)
                .tips(ALL_SHARDS, ONE_SUCCEEDED),
            subcommand("load", arity(3), NOSCRIPT | STALE, refusing(ScriptCommands.NO_INTERPRETER))
                .tips(ALL_NODES, ALL_SUCCEEDED)),
    container("function", atLeast(2))
        .with(
            subcommand("delete", arity(3), WRITE | NOSCRIPT, NO_LIBRARY)
                .tips(ALL_SHARDS, ALL_SUCCEEDED),
            subcommand("dump", arity(2), NOSCRIPT, FunctionCommands::dump),
            subcommand("flush", atLeast(2), WRITE | NOSCRIPT, FunctionCommands::flush)
                .tips(ALL_SHARDS, ALL_SUCCEEDED),
            subcommand("help", arity(2), LOADING | STALE, CommandCommands::help),
            subcommand("kill", arity(2), NOSCRIPT | ALLOW_BUSY, NOTHING_RUNS)
                .tips(ALL_SHARDS, ONE_SUCCEEDED),
            subcommand("list", atLeast(2), NOSCRIPT, FunctionCommands::list).tips(VARYING_ORDER),
            subcommand("load", atLeast(3), GROWS | NOSCRIPT, FunctionCommands::load)
                .tips(ALL_SHARDS, ALL_SUCCEEDED),
            subcommand("restore", atLeast(3), GROWS | NOSCRIPT, FunctionCommands::restore)
                .tips(ALL_SHARDS, ALL_SUCCEEDED),
            subcommand("stats", arity(2), NOSCRIPT | ALLOW_BUSY, FunctionCommands::stats)
                .tips(VARYING, ALL_SHARDS, SPECIAL)),
  };

  private static final Handler NO_REPLICATION =
      refusing("ERR replication is not supported by this server");

  private static final Handler NO_MODULES =
      refusing("ERR modules are not supported by this server");

  private static final int ROLE_CHANGE = ADMIN | NOSCRIPT | STALE;

  /** What a master without replicas, users or modules answers. */
  static final Row[] STANDALONE = {
    command("role", arity(1), SESSION | FAST, noKeys(), ReplicationCommands::role)
        .also(AclCategory.ADMIN, DANGEROUS),
    command(
        "replicaof",
        arity(3),
        ROLE_CHANGE | NO_ASYNC_LOADING,
        noKeys(),
        ReplicationCommands::replicaof),
    command(
        "slaveof",
        arity(3),
        ROLE_CHANGE | NO_ASYNC_LOADING,
        noKeys(),
        ReplicationCommands::replicaof),
    command("failover", atLeast(1), ROLE_CHANGE, noKeys(), ReplicationCommands::failover),
    command("psync", atLeast(3), DISK | NO_MULTI, noKeys(), NO_REPLICATION),
    command("sync", arity(1), DISK | NO_MULTI, noKeys(), NO_REPLICATION),
    command("bgrewriteaof", arity(1), DISK, noKeys(), PersistenceCommands::rewrite),
    command("lolwut", atLeast(1), READONLY | FAST, noKeys(), ServerCommands::lolwut),
    container("acl", atLeast(2))
        .with(
            subcommand("cat", atLeast(2), SESSION, AclCommands::cat),
            subcommand("deluser", atLeast(3), ADMINISTRATION, AclCommands::delUser),
            subcommand("dryrun", atLeast(4), ADMINISTRATION, AclCommands::dryRun),
            subcommand("genpass", atLeast(2), SESSION, AclCommands::genpass),
            subcommand("getuser", arity(3), ADMINISTRATION, AclCommands::getUser),
            subcommand("help", arity(2), LOADING | STALE, CommandCommands::help),
            subcommand("list", arity(2), ADMINISTRATION, AclCommands::list),
            subcommand("load", arity(2), ADMINISTRATION, refusing(AclCommands.NO_FILE)),
            subcommand("log", atLeast(2), ADMINISTRATION, AclCommands::log),
            subcommand("save", arity(2), ADMINISTRATION, refusing(AclCommands.NO_FILE)),
            subcommand("users", arity(2), ADMINISTRATION, AclCommands::users),
            subcommand("whoami", arity(2), SESSION, AclCommands::whoami)),
    container("module", atLeast(2))
        .with(
            subcommand("help", arity(2), LOADING | STALE, CommandCommands::help),
            subcommand("list", arity(2), ADMIN | NOSCRIPT, ServerCommands::modules)
                .tips(VARYING_ORDER),
            subcommand("load", atLeast(3), DISK | PROTECTED, NO_MODULES),
            subcommand("loadex", atLeast(3), DISK | PROTECTED, NO_MODULES),
            subcommand("unload", arity(3), DISK | PROTECTED, NO_MODULES)),
  };

  private static final Handler NO_CLUSTER =
      refusing("ERR This instance has cluster support disabled");

  private static final int CLUSTER_CHANGE = ADMIN | STALE | NO_ASYNC_LOADING;

  static final Row[] CLUSTER = {
    clusterCommand("readonly", arity(1), LOADING | STALE | FAST).also(AclCategory.CONNECTION),
    clusterCommand("readwrite", arity(1), LOADING | STALE | FAST).also(AclCategory.CONNECTION),
    clusterCommand("asking", arity(1), FAST).also(AclCategory.CONNECTION),
    container("cluster", atLeast(2))
        .with(
            clusterCommand("addslots", atLeast(3), CLUSTER_CHANGE),
            clusterCommand("addslotsrange", atLeast(4), CLUSTER_CHANGE),
            clusterCommand("bumpepoch", arity(2), CLUSTER_CHANGE).tips(VARYING),
            clusterCommand("count-failure-reports", arity(3), ADMIN | STALE).tips(VARYING),
            clusterCommand("countkeysinslot", arity(3), STALE),
            clusterCommand("delslots", atLeast(3), CLUSTER_CHANGE),
            clusterCommand("delslotsrange", atLeast(4), CLUSTER_CHANGE),
            clusterCommand("failover", atLeast(2), CLUSTER_CHANGE),
            clusterCommand("flushslots", arity(2), CLUSTER_CHANGE),
            clusterCommand("forget", arity(3), CLUSTER_CHANGE),
            clusterCommand("getkeysinslot", arity(4), STALE).tips(VARYING),
            clusterCommand("help", arity(2), LOADING | STALE),
            clusterCommand("info", arity(2), STALE).tips(VARYING),
            clusterCommand("keyslot", arity(3), STALE),
            clusterCommand("links", arity(2), STALE).tips(VARYING),
            clusterCommand("meet", atLeast(4), CLUSTER_CHANGE),
            clusterCommand("myid", arity(2), STALE),
            clusterCommand("nodes", arity(2), STALE).tips(VARYING),
            clusterCommand("replicas", arity(3), ADMIN | STALE).tips(VARYING),
            clusterCommand("replicate", arity(3), CLUSTER_CHANGE),
            clusterCommand("reset", atLeast(2), ADMIN | NOSCRIPT | STALE),
            clusterCommand("saveconfig", arity(2), CLUSTER_CHANGE),
            clusterCommand("set-config-epoch", arity(3), CLUSTER_CHANGE),
            clusterCommand("setslot", atLeast(4), CLUSTER_CHANGE),
            clusterCommand("shards", arity(2), STALE).tips(VARYING),
            clusterCommand("slaves", arity(3), ADMIN | STALE).tips(VARYING),
            clusterCommand("slots", arity(2), STALE).tips(VARYING)),
  };

  private AbsentRows() {}

  private static Row scriptRunner(String name, int flags, KeySpec keys, Handler handler) {
    return command(name, atLeast(3), RUNS_SCRIPT | flags, keys, handler)
        .keysBy(KeyExtractors.countedAt(2));
  }

  private static Row clusterCommand(String name, int arity, int flags) {
    return command(name, arity, flags, noKeys(), NO_CLUSTER);
  }

  /** A command that nobody can run here, and why. */
  private static Handler refusing(String error) {
    return call -> {
      throw new CommandException(error);
    };
  }
}
