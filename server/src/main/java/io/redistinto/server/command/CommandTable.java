package io.redistinto.server.command;

import static io.redistinto.server.command.AclCategory.DANGEROUS;
import static io.redistinto.server.command.AclCategory.KEYSPACE;
import static io.redistinto.server.command.Command.ADMIN;
import static io.redistinto.server.command.Command.ALLOW_BUSY;
import static io.redistinto.server.command.Command.BLOCKING;
import static io.redistinto.server.command.Command.BRIEF;
import static io.redistinto.server.command.Command.DENYOOM;
import static io.redistinto.server.command.Command.EXECUTES;
import static io.redistinto.server.command.Command.FAST;
import static io.redistinto.server.command.Command.LOADING;
import static io.redistinto.server.command.Command.MAY_REPLICATE;
import static io.redistinto.server.command.Command.NOSCRIPT;
import static io.redistinto.server.command.Command.NO_ASYNC_LOADING;
import static io.redistinto.server.command.Command.NO_AUTH;
import static io.redistinto.server.command.Command.NO_MANDATORY_KEYS;
import static io.redistinto.server.command.Command.NO_MULTI;
import static io.redistinto.server.command.Command.PROTECTED;
import static io.redistinto.server.command.Command.PUBSUB;
import static io.redistinto.server.command.Command.PUSHES;
import static io.redistinto.server.command.Command.READONLY;
import static io.redistinto.server.command.Command.SKIP_MONITOR;
import static io.redistinto.server.command.Command.SKIP_SLOWLOG;
import static io.redistinto.server.command.Command.STALE;
import static io.redistinto.server.command.Command.SUBSCRIBER;
import static io.redistinto.server.command.Command.UNQUEUED;
import static io.redistinto.server.command.Command.WRITE;
import static io.redistinto.server.command.KeySpec.Flag.ACCESS;
import static io.redistinto.server.command.KeySpec.Flag.DELETE;
import static io.redistinto.server.command.KeySpec.Flag.INSERT;
import static io.redistinto.server.command.KeySpec.Flag.NOT_KEY;
import static io.redistinto.server.command.KeySpec.Flag.OW;
import static io.redistinto.server.command.KeySpec.Flag.RM;
import static io.redistinto.server.command.KeySpec.Flag.RO;
import static io.redistinto.server.command.KeySpec.Flag.RW;
import static io.redistinto.server.command.KeySpec.Flag.UPDATE;
import static io.redistinto.server.command.KeySpec.Flag.VARIABLE_FLAGS;

import io.redistinto.resp.Request;
import io.redistinto.server.command.Command.Row;
import io.redistinto.server.command.KeySpec.Index;
import io.redistinto.server.command.KeySpec.Keyword;
import io.redistinto.server.command.KeySpec.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Every command there is, a row each. Lookup, guards, COMMAND and its documentation read it.
 *
 * <p>A row has the command's name; the number of its arguments, the name counted; its flags; where
 * its keys are and what becomes of them; the method that runs it. Then, where there are any: ACL
 * categories that follow neither from the group nor from the flags, tips for proxies, subcommands.
 * {@code commands.txt} has each row's documentation.
 */
public final class CommandTable {
  private static final String ALL_NODES = "request_policy:all_nodes";
  private static final String ALL_SHARDS = "request_policy:all_shards";
  private static final String MULTI_SHARD = "request_policy:multi_shard";
  private static final String ALL_SUCCEEDED = "response_policy:all_succeeded";
  private static final String ONE_SUCCEEDED = "response_policy:one_succeeded";
  private static final String SPECIAL = "response_policy:special";
  private static final String SUM = "response_policy:agg_sum";
  private static final String VARYING = "nondeterministic_output";
  private static final String VARYING_ORDER = "nondeterministic_output_order";

  private static final int SESSION = NOSCRIPT | LOADING | STALE;
  private static final int GREETING = SESSION | FAST | NO_AUTH | ALLOW_BUSY;
  private static final int CHANNELS = PUBSUB | LOADING | STALE;
  private static final int PUBLISHES = CHANNELS | FAST | MAY_REPLICATE;
  private static final int SUBSCRIPTION = CHANNELS | NOSCRIPT | SUBSCRIBER | PUSHES;
  private static final int LEAVING = GREETING | UNQUEUED | SUBSCRIBER;
  private static final int TRANSACTION = SESSION | FAST | ALLOW_BUSY;
  private static final int ADMINISTRATION = ADMIN | SESSION;
  private static final int DISK = ADMIN | NOSCRIPT | NO_ASYNC_LOADING;

  /** Writes what may take entries. */
  private static final int GROWS = WRITE | DENYOOM;

  /** Commands that may wait, which a script's may not. */
  private static final int WAITS = NOSCRIPT | BLOCKING;

  private static final KeySpec.Flag[] POPPED = {RW, ACCESS, DELETE};

  private static final KeySpec POPPED_KEY = keyAt(1, POPPED);
  private static final KeySpec READ_KEY = keyAt(1, RO, ACCESS);
  private static final KeySpec UPDATED_KEY = keyAt(1, RW, UPDATE);
  private static final KeySpec REMOVED_KEYS = keysFrom(1, RM, DELETE);
  private static final KeySpec RENAMED_KEY = keyAt(1, RW, ACCESS, DELETE);

  private static final KeySpec SHARD_CHANNELS = keysFrom(1, NOT_KEY);

  /** SET reads its key where GET is among the options. */
  private static final KeySpec SET_KEY =
      keyAt(1, RW, ACCESS, UPDATE, VARIABLE_FLAGS)
          .noting("RW and ACCESS due to the optional `GET` argument");

  private static final KeySpec COUNTED_KEY = keyAt(1, RW, ACCESS, UPDATE);

  private static final KeySpec GETEX_KEY =
      keyAt(1, RW, ACCESS, UPDATE).noting("RW and UPDATE because it changes the TTL");

  /** BITFIELD only reads its key where all that it is asked for is GET. */
  private static final KeySpec BITFIELD_KEY =
      keyAt(1, RW, ACCESS, UPDATE, VARIABLE_FLAGS)
          .noting("This command allows both access and modification of the key");

  private static final KeySpec PFCOUNT_KEYS =
      keysFrom(1, RW, ACCESS)
          .noting(
              "RW because it may change the internal representation of the key, and propagate to"
                  + " replicas");

  private static final KeySpec PFMERGE_KEY = keyAt(1, RW, ACCESS, INSERT);
  private static final KeySpec SORT_PATTERN_KEYS =
      KeySpec.unknown(RO, ACCESS)
          .noting(
              "For the optional BY/GET keyword. It is marked 'unknown' because the key names derive"
                  + " from the content of the key we sort");

  private static final KeySpec SORT_STORE_KEY =
      KeySpec.unknown(OW, UPDATE)
          .noting(
              "For the optional STORE keyword. It is marked 'unknown' because the keyword can appear"
                  + " anywhere in the argument array");

  private static final Row[] STRING = {
    command("get", arity(2), READONLY | FAST, READ_KEY, StringCommands::get),
    command("set", atLeast(3), WRITE | DENYOOM, SET_KEY, StringCommands::set)
        .keysBy(KeyExtractors::set),
    command("setnx", arity(3), GROWS | FAST, keyAt(1, OW, INSERT), StringCommands::setnx),
    command("setex", arity(4), GROWS, keyAt(1, OW, UPDATE), StringCommands::setex),
    command("psetex", arity(4), GROWS, keyAt(1, OW, UPDATE), StringCommands::psetex),
    command("getset", arity(3), GROWS | FAST, COUNTED_KEY, StringCommands::getset),
    command("getdel", arity(2), WRITE | FAST, keyAt(1, RW, ACCESS, DELETE), StringCommands::getdel),
    command("getex", atLeast(2), WRITE | FAST, GETEX_KEY, StringCommands::getex),
    command("strlen", arity(2), READONLY | FAST, keyAt(1, RO), RangeCommands::strlen),
    command("append", arity(3), GROWS | FAST, keyAt(1, RW, INSERT), RangeCommands::append),
    command("setrange", arity(4), GROWS, UPDATED_KEY, RangeCommands::setrange),
    command("getrange", arity(4), READONLY, READ_KEY, RangeCommands::getrange),
    command("substr", arity(4), READONLY, READ_KEY, RangeCommands::getrange),
    command("incr", arity(2), GROWS | FAST, COUNTED_KEY, CounterCommands::incr),
    command("decr", arity(2), GROWS | FAST, COUNTED_KEY, CounterCommands::decr),
    command("incrby", arity(3), GROWS | FAST, COUNTED_KEY, CounterCommands::incrby),
    command("decrby", arity(3), GROWS | FAST, COUNTED_KEY, CounterCommands::decrby),
    command("incrbyfloat", arity(3), GROWS | FAST, COUNTED_KEY, CounterCommands::incrbyfloat),
    command("mget", atLeast(2), READONLY | FAST, keysFrom(1, RO, ACCESS), MultiKeyCommands::mget)
        .tips(MULTI_SHARD),
    command("mset", atLeast(3), GROWS, pairsFrom(1, OW, UPDATE), MultiKeyCommands::mset)
        .tips(MULTI_SHARD, ALL_SUCCEEDED),
    command("msetnx", atLeast(3), GROWS, pairsFrom(1, OW, INSERT), MultiKeyCommands::msetnx)
        .tips(MULTI_SHARD, "response_policy:agg_min"),
    command("lcs", atLeast(3), READONLY, keysAt(1, 2, RO, ACCESS), LcsCommands::lcs),
  };

  private static final Row[] BITMAP = {
    command("getbit", arity(3), READONLY | FAST, READ_KEY, BitCommands::getbit),
    command("setbit", arity(4), GROWS, COUNTED_KEY, BitCommands::setbit),
    command("bitcount", atLeast(2), READONLY, READ_KEY, BitCommands::bitcount),
    command("bitpos", atLeast(3), READONLY, READ_KEY, BitCommands::bitpos),
    command("bitop", atLeast(4), GROWS, keyAt(2, OW, UPDATE), BitCommands::bitop)
        .keys(keysFrom(3, RO, ACCESS)),
    command("bitfield", atLeast(2), GROWS, BITFIELD_KEY, BitFieldCommands::bitfield)
        .keysBy(KeyExtractors::bitfield),
    command("bitfield_ro", atLeast(2), READONLY | FAST, READ_KEY, BitFieldCommands::bitfieldRo),
  };

  private static final Row[] SET = {
    command("sadd", atLeast(3), GROWS | FAST, keyAt(1, RW, INSERT), SetCommands::sadd),
    command("srem", atLeast(3), WRITE | FAST, keyAt(1, RW, DELETE), SetCommands::srem),
    command("sismember", arity(3), READONLY | FAST, keyAt(1, RO), SetCommands::sismember),
    command("smismember", atLeast(3), READONLY | FAST, READ_KEY, SetCommands::smismember),
    command("scard", arity(2), READONLY | FAST, keyAt(1, RO), SetCommands::scard),
    command("smembers", arity(2), READONLY, READ_KEY, SetAlgebraCommands::sinter)
        .tips(VARYING_ORDER),
    command("smove", arity(4), WRITE | FAST, RENAMED_KEY, SetCommands::smove)
        .keys(keyAt(2, RW, INSERT)),
    command("spop", atLeast(2), WRITE | FAST, RENAMED_KEY, SetCommands::spop).tips(VARYING),
    command("srandmember", atLeast(2), READONLY, READ_KEY, SetScanCommands::srandmember)
        .tips(VARYING),
    command("sinter", atLeast(2), READONLY, keysFrom(1, RO, ACCESS), SetAlgebraCommands::sinter)
        .tips(VARYING_ORDER),
    command("sinterstore", atLeast(3), GROWS, UPDATED_KEY, SetAlgebraCommands::sinterstore)
        .keys(keysFrom(2, RO, ACCESS)),
    command(
            "sintercard",
            atLeast(3),
            READONLY,
            KeySpec.counted(1, RO, ACCESS),
            SetAlgebraCommands::sintercard)
        .keysBy(KeyExtractors.countedAt(1)),
    command("sunion", atLeast(2), READONLY, keysFrom(1, RO, ACCESS), SetAlgebraCommands::sunion)
        .tips(VARYING_ORDER),
    command("sunionstore", atLeast(3), GROWS, keyAt(1, OW, UPDATE), SetAlgebraCommands::sunionstore)
        .keys(keysFrom(2, RO, ACCESS)),
    command("sdiff", atLeast(2), READONLY, keysFrom(1, RO, ACCESS), SetAlgebraCommands::sdiff)
        .tips(VARYING_ORDER),
    command("sdiffstore", atLeast(3), GROWS, keyAt(1, OW, UPDATE), SetAlgebraCommands::sdiffstore)
        .keys(keysFrom(2, RO, ACCESS)),
    command("sscan", atLeast(3), READONLY, READ_KEY, SetScanCommands::sscan).tips(VARYING),
  };

  private static final Row[] HASH = {
    command("hset", atLeast(4), GROWS | FAST, UPDATED_KEY, HashCommands::hset),
    command("hmset", atLeast(4), GROWS | FAST, UPDATED_KEY, HashCommands::hmset),
    command("hsetnx", arity(4), GROWS | FAST, keyAt(1, RW, INSERT), HashCommands::hsetnx),
    command("hget", arity(3), READONLY | FAST, READ_KEY, HashCommands::hget),
    command("hmget", atLeast(3), READONLY | FAST, READ_KEY, HashCommands::hmget),
    command("hgetall", arity(2), READONLY, READ_KEY, HashCommands::hgetall).tips(VARYING_ORDER),
    command("hkeys", arity(2), READONLY, READ_KEY, HashCommands::hkeys).tips(VARYING_ORDER),
    command("hvals", arity(2), READONLY, READ_KEY, HashCommands::hvals).tips(VARYING_ORDER),
    command("hlen", arity(2), READONLY | FAST, keyAt(1, RO), HashCommands::hlen),
    command("hstrlen", arity(3), READONLY | FAST, keyAt(1, RO), HashCommands::hstrlen),
    command("hexists", arity(3), READONLY | FAST, keyAt(1, RO), HashCommands::hexists),
    command("hdel", atLeast(3), WRITE | FAST, keyAt(1, RW, DELETE), HashCommands::hdel),
    command("hincrby", arity(4), GROWS | FAST, COUNTED_KEY, HashCounterCommands::hincrby),
    command("hincrbyfloat", arity(4), GROWS | FAST, COUNTED_KEY, HashCounterCommands::hincrbyfloat),
    command("hrandfield", atLeast(2), READONLY, READ_KEY, HashScanCommands::hrandfield)
        .tips(VARYING),
    command("hscan", atLeast(3), READONLY, READ_KEY, HashScanCommands::hscan).tips(VARYING),
  };

  private static final Row[] LIST = {
    command("lpush", atLeast(3), GROWS | FAST, keyAt(1, RW, INSERT), ListCommands::lpush),
    command("rpush", atLeast(3), GROWS | FAST, keyAt(1, RW, INSERT), ListCommands::rpush),
    command("lpushx", atLeast(3), GROWS | FAST, keyAt(1, RW, INSERT), ListCommands::lpushx),
    command("rpushx", atLeast(3), GROWS | FAST, keyAt(1, RW, INSERT), ListCommands::rpushx),
    command("linsert", arity(5), GROWS, keyAt(1, RW, INSERT), ListCommands::linsert),
    command("llen", arity(2), READONLY | FAST, keyAt(1, RO), ListCommands::llen),
    command("lindex", arity(3), READONLY, READ_KEY, ListCommands::lindex),
    command("lrange", arity(4), READONLY, READ_KEY, ListCommands::lrange),
    command("lpos", atLeast(3), READONLY, READ_KEY, ListSearchCommand::lpos),
    command("lset", arity(4), GROWS, UPDATED_KEY, ListCommands::lset),
    command("lrem", arity(4), WRITE, keyAt(1, RW, DELETE), ListCommands::lrem),
    command("ltrim", arity(4), WRITE, keyAt(1, RW, DELETE), ListCommands::ltrim),
    command("lpop", atLeast(2), WRITE | FAST, POPPED_KEY, ListPopCommands::lpop),
    command("rpop", atLeast(2), WRITE | FAST, POPPED_KEY, ListPopCommands::rpop),
    command("lmpop", atLeast(4), WRITE, KeySpec.counted(1, POPPED), ListPopCommands::lmpop)
        .keysBy(KeyExtractors.countedAt(1)),
    command("rpoplpush", arity(3), GROWS, POPPED_KEY, ListMoveCommands::rpoplpush)
        .keys(keyAt(2, RW, INSERT)),
    command("lmove", arity(5), GROWS, POPPED_KEY, ListMoveCommands::lmove)
        .keys(keyAt(2, RW, INSERT)),
    command("blpop", atLeast(3), WRITE | WAITS, keysAt(1, -2, POPPED), ListPopCommands::blpop),
    command("brpop", atLeast(3), WRITE | WAITS, keysAt(1, -2, POPPED), ListPopCommands::brpop),
    command(
            "blmpop",
            atLeast(5),
            WRITE | BLOCKING,
            KeySpec.counted(2, POPPED),
            ListPopCommands::blmpop)
        .keysBy(KeyExtractors.countedAt(2)),
    command("brpoplpush", arity(4), GROWS | WAITS, POPPED_KEY, ListMoveCommands::brpoplpush)
        .keys(keyAt(2, RW, INSERT)),
    command("blmove", arity(6), GROWS | WAITS, POPPED_KEY, ListMoveCommands::blmove)
        .keys(keyAt(2, RW, INSERT)),
  };

  private static final KeySpec XADD_KEY =
      keyAt(1, RW, UPDATE)
          .noting("UPDATE instead of INSERT because of the optional trimming feature");

  private static final Row[] STREAM = {
    command("xadd", atLeast(5), GROWS | FAST, XADD_KEY, StreamCommands::xadd).tips(VARYING),
    command("xrange", atLeast(4), READONLY, READ_KEY, StreamRangeCommands::xrange),
    command("xrevrange", atLeast(4), READONLY, READ_KEY, StreamRangeCommands::xrevrange),
    command("xlen", arity(2), READONLY | FAST, keyAt(1, RO), StreamCommands::xlen),
    command("xread", atLeast(4), READONLY | BLOCKING, streamsFrom(1), StreamReadCommands::xread)
        .keysBy(KeyExtractors::xread),
    command(
            "xreadgroup",
            atLeast(7),
            WRITE | BLOCKING,
            streamsFrom(4),
            StreamReadCommands::xreadgroup)
        .keysBy(KeyExtractors::xread),
    container("xgroup", atLeast(2))
        .with(
            subcommand("create", atLeast(5), GROWS, StreamGroupCommands::create)
                .keys(keyAt(2, RW, INSERT)),
            subcommand("createconsumer", arity(5), GROWS, StreamGroupCommands::createConsumer)
                .keys(keyAt(2, RW, INSERT)),
            subcommand("delconsumer", arity(5), WRITE, StreamGroupCommands::deleteConsumer)
                .keys(keyAt(2, RW, DELETE)),
            subcommand("destroy", arity(4), WRITE, StreamGroupCommands::destroy)
                .keys(keyAt(2, RW, DELETE)),
            subcommand("help", arity(2), LOADING | STALE, CommandCommands::help),
            subcommand("setid", atLeast(5), WRITE, StreamGroupCommands::setId)
                .keys(keyAt(2, RW, UPDATE))),
    container("xinfo", atLeast(2))
        .with(
            subcommand("consumers", arity(4), READONLY, StreamInfoCommands::consumers)
                .keys(keyAt(2, RO, ACCESS))
                .tips(VARYING),
            subcommand("groups", arity(3), READONLY, StreamInfoCommands::groups)
                .keys(keyAt(2, RO, ACCESS)),
            subcommand("help", arity(2), LOADING | STALE, CommandCommands::help),
            subcommand("stream", atLeast(3), READONLY, StreamInfoCommands::stream)
                .keys(keyAt(2, RO, ACCESS))),
    command("xack", atLeast(4), WRITE | FAST, UPDATED_KEY, StreamPendingCommands::xack),
    command("xclaim", atLeast(6), WRITE | FAST, UPDATED_KEY, StreamClaimCommands::xclaim)
        .tips(VARYING),
    command(
            "xautoclaim",
            atLeast(6),
            WRITE | FAST,
            keyAt(1, RW, DELETE),
            StreamClaimCommands::xautoclaim)
        .tips(VARYING),
    command("xpending", atLeast(3), READONLY, READ_KEY, StreamPendingCommands::xpending)
        .tips(VARYING),
    command("xtrim", atLeast(4), WRITE, keyAt(1, RW, DELETE), StreamCommands::xtrim).tips(VARYING),
    command("xdel", atLeast(3), WRITE | FAST, keyAt(1, RW, DELETE), StreamCommands::xdel),
    command("xsetid", atLeast(3), GROWS | FAST, UPDATED_KEY, StreamCommands::xsetid),
  };

  private static final KeySpec STORED_KEY = keyAt(1, OW, UPDATE);
  private static final KeySpec COUNTED_SOURCES = KeySpec.counted(2, RO, ACCESS);

  private static final Row[] SORTED_SET = {
    command("zadd", atLeast(4), GROWS | FAST, UPDATED_KEY, SortedSetCommands::zadd),
    command("zincrby", arity(4), GROWS | FAST, COUNTED_KEY, SortedSetCommands::zincrby),
    command("zrem", atLeast(3), WRITE | FAST, keyAt(1, RW, DELETE), SortedSetCommands::zrem),
    command("zscore", arity(3), READONLY | FAST, READ_KEY, SortedSetCommands::zscore),
    command("zmscore", atLeast(3), READONLY | FAST, READ_KEY, SortedSetCommands::zmscore),
    command("zcard", arity(2), READONLY | FAST, keyAt(1, RO), SortedSetCommands::zcard),
    command("zrank", arity(3), READONLY | FAST, READ_KEY, SortedSetCommands::zrank),
    command("zrevrank", arity(3), READONLY | FAST, READ_KEY, SortedSetCommands::zrevrank),
    command("zrange", atLeast(4), READONLY, READ_KEY, SortedSetRangeCommands::zrange),
    command("zrevrange", atLeast(4), READONLY, READ_KEY, SortedSetRangeCommands::zrevrange),
    command("zrangebyscore", atLeast(4), READONLY, READ_KEY, SortedSetRangeCommands::zrangebyscore),
    command(
        "zrevrangebyscore",
        atLeast(4),
        READONLY,
        READ_KEY,
        SortedSetRangeCommands::zrevrangebyscore),
    command("zrangebylex", atLeast(4), READONLY, READ_KEY, SortedSetRangeCommands::zrangebylex),
    command(
        "zrevrangebylex", atLeast(4), READONLY, READ_KEY, SortedSetRangeCommands::zrevrangebylex),
    command("zrangestore", atLeast(5), GROWS, STORED_KEY, SortedSetRangeCommands::zrangestore)
        .keys(keyAt(2, RO, ACCESS)),
    command("zcount", arity(4), READONLY | FAST, READ_KEY, SortedSetRangeCommands::zcount),
    command("zlexcount", arity(4), READONLY | FAST, READ_KEY, SortedSetRangeCommands::zlexcount),
    command(
        "zremrangebyrank",
        arity(4),
        WRITE,
        keyAt(1, RW, DELETE),
        SortedSetRangeCommands::zremrangebyrank),
    command(
        "zremrangebyscore",
        arity(4),
        WRITE,
        keyAt(1, RW, DELETE),
        SortedSetRangeCommands::zremrangebyscore),
    command(
        "zremrangebylex",
        arity(4),
        WRITE,
        keyAt(1, RW, DELETE),
        SortedSetRangeCommands::zremrangebylex),
    command("zpopmin", atLeast(2), WRITE | FAST, POPPED_KEY, SortedSetPopCommands::zpopmin),
    command("zpopmax", atLeast(2), WRITE | FAST, POPPED_KEY, SortedSetPopCommands::zpopmax),
    command("zmpop", atLeast(4), WRITE, KeySpec.counted(1, POPPED), SortedSetPopCommands::zmpop)
        .keysBy(KeyExtractors.countedAt(1)),
    command(
        "bzpopmin",
        atLeast(3),
        WRITE | FAST | WAITS,
        keysAt(1, -2, POPPED),
        SortedSetPopCommands::bzpopmin),
    command(
        "bzpopmax",
        atLeast(3),
        WRITE | FAST | WAITS,
        keysAt(1, -2, POPPED),
        SortedSetPopCommands::bzpopmax),
    command(
            "bzmpop",
            atLeast(5),
            WRITE | BLOCKING,
            KeySpec.counted(2, POPPED),
            SortedSetPopCommands::bzmpop)
        .keysBy(KeyExtractors.countedAt(2)),
    command(
            "zunion",
            atLeast(3),
            READONLY,
            KeySpec.counted(1, RO, ACCESS),
            SortedSetAlgebraCommands::zunion)
        .keysBy(KeyExtractors.countedAt(1)),
    command(
            "zinter",
            atLeast(3),
            READONLY,
            KeySpec.counted(1, RO, ACCESS),
            SortedSetAlgebraCommands::zinter)
        .keysBy(KeyExtractors.countedAt(1)),
    command(
            "zdiff",
            atLeast(3),
            READONLY,
            KeySpec.counted(1, RO, ACCESS),
            SortedSetAlgebraCommands::zdiff)
        .keysBy(KeyExtractors.countedAt(1)),
    command("zunionstore", atLeast(4), GROWS, STORED_KEY, SortedSetAlgebraCommands::zunionstore)
        .keys(COUNTED_SOURCES)
        .keysBy(KeyExtractors::storedAndCounted),
    command("zinterstore", atLeast(4), GROWS, STORED_KEY, SortedSetAlgebraCommands::zinterstore)
        .keys(COUNTED_SOURCES)
        .keysBy(KeyExtractors::storedAndCounted),
    command("zdiffstore", atLeast(4), GROWS, STORED_KEY, SortedSetAlgebraCommands::zdiffstore)
        .keys(COUNTED_SOURCES)
        .keysBy(KeyExtractors::storedAndCounted),
    command(
            "zintercard",
            atLeast(3),
            READONLY,
            KeySpec.counted(1, RO, ACCESS),
            SortedSetAlgebraCommands::zintercard)
        .keysBy(KeyExtractors.countedAt(1)),
    command("zrandmember", atLeast(2), READONLY, READ_KEY, SortedSetScanCommands::zrandmember)
        .tips(VARYING),
    command("zscan", atLeast(3), READONLY, READ_KEY, SortedSetScanCommands::zscan).tips(VARYING),
  };

  private static final Row[] GENERIC = {
    command("del", atLeast(2), WRITE, REMOVED_KEYS, KeyCommands::del).tips(MULTI_SHARD, SUM),
    command("unlink", atLeast(2), WRITE | FAST, REMOVED_KEYS, KeyCommands::del)
        .tips(MULTI_SHARD, SUM),
    command("exists", atLeast(2), READONLY | FAST, keysFrom(1, RO), KeyCommands::exists)
        .tips(MULTI_SHARD, SUM),
    command("touch", atLeast(2), READONLY | FAST, keysFrom(1, RO), KeyCommands::touch)
        .tips(MULTI_SHARD, SUM),
    command("type", arity(2), READONLY | FAST, keyAt(1, RO), KeyCommands::type),
    command("expire", atLeast(3), WRITE | FAST, UPDATED_KEY, ExpireCommands::expire),
    command("pexpire", atLeast(3), WRITE | FAST, UPDATED_KEY, ExpireCommands::pexpire),
    command("expireat", atLeast(3), WRITE | FAST, UPDATED_KEY, ExpireCommands::expireat),
    command("pexpireat", atLeast(3), WRITE | FAST, UPDATED_KEY, ExpireCommands::pexpireat),
    command("persist", arity(2), WRITE | FAST, UPDATED_KEY, ExpireCommands::persist),
    command("ttl", arity(2), READONLY | FAST, READ_KEY, ExpireCommands::ttl).tips(VARYING),
    command("pttl", arity(2), READONLY | FAST, READ_KEY, ExpireCommands::pttl).tips(VARYING),
    command("expiretime", arity(2), READONLY | FAST, READ_KEY, ExpireCommands::expiretime),
    command("pexpiretime", arity(2), READONLY | FAST, READ_KEY, ExpireCommands::pexpiretime),
    command("copy", atLeast(3), GROWS, keyAt(1, RO, ACCESS), CopyCommands::copy)
        .keys(keyAt(2, OW, UPDATE)),
    command("move", arity(3), WRITE | FAST, COUNTED_KEY, CopyCommands::move),
    command("sort", atLeast(2), GROWS, READ_KEY, SortCommands::sort)
        .keys(SORT_PATTERN_KEYS)
        .keys(SORT_STORE_KEY)
        .keysBy(KeyExtractors::sort)
        .rather(AclCategory.SET, AclCategory.SORTEDSET, AclCategory.LIST, DANGEROUS),
    command("sort_ro", atLeast(2), READONLY, READ_KEY, SortCommands::sortRo)
        .keys(SORT_PATTERN_KEYS)
        .keysBy(KeyExtractors::sortRo)
        .rather(AclCategory.SET, AclCategory.SORTEDSET, AclCategory.LIST, DANGEROUS),
    container("object", atLeast(2))
        .with(
            objectCommand("encoding", ObjectCommands::encoding),
            objectCommand("freq", ObjectCommands::freq),
            subcommand("help", arity(2), LOADING | STALE, CommandCommands::help)
                .also(AclCategory.KEYSPACE),
            objectCommand("idletime", ObjectCommands::idletime),
            objectCommand("refcount", ObjectCommands::refcount)),
    command("keys", arity(2), READONLY, noKeys(), ScanCommands::keys)
        .also(DANGEROUS)
        .tips(ALL_SHARDS, VARYING_ORDER),
    command("scan", atLeast(2), READONLY, noKeys(), ScanCommands::scan)
        .tips(VARYING, "request_policy:special"),
    command("randomkey", arity(1), READONLY, noKeys(), KeyCommands::randomkey)
        .tips(ALL_SHARDS, VARYING),
    command("wait", arity(3), NOSCRIPT, noKeys(), ServerCommands::wait)
        .rather(AclCategory.CONNECTION)
        .tips(ALL_SHARDS, "response_policy:agg_min"),
    command("rename", arity(3), WRITE, RENAMED_KEY, KeyCommands::rename).keys(keyAt(2, OW, UPDATE)),
    command("renamenx", arity(3), WRITE | FAST, RENAMED_KEY, KeyCommands::renamenx)
        .keys(keyAt(2, OW, INSERT)),
    command("dump", atLeast(1), READONLY, READ_KEY, DumpCommands::dump).tips(VARYING),
    command("restore", atLeast(4), GROWS, keyAt(1, OW, UPDATE), DumpCommands::restore)
        .also(DANGEROUS),
  };

  private static final Row[] PUBLISHING = {
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

  private static final Row[] GEO = {
    command("geoadd", atLeast(5), GROWS, UPDATED_KEY, GeoCommands::geoadd),
    command("geodist", atLeast(4), READONLY, READ_KEY, GeoCommands::geodist),
    command("geohash", atLeast(2), READONLY, READ_KEY, GeoCommands::geohash),
    command("geopos", atLeast(2), READONLY, READ_KEY, GeoCommands::geopos),
    command("geosearch", atLeast(7), READONLY, READ_KEY, GeoSearchCommands::geosearch),
    command(
            "geosearchstore",
            atLeast(8),
            GROWS,
            keyAt(1, OW, UPDATE),
            GeoSearchCommands::geosearchstore)
        .keys(keyAt(2, RO, ACCESS)),
    command("georadius", atLeast(6), GROWS, READ_KEY, GeoSearchCommands::georadius)
        .keys(keyAfter("STORE", 6, OW, UPDATE))
        .keys(keyAfter("STOREDIST", 6, OW, UPDATE))
        .keysBy(KeyExtractors::georadius),
    command("georadius_ro", atLeast(6), READONLY, READ_KEY, GeoSearchCommands::georadiusRo),
    command("georadiusbymember", atLeast(5), GROWS, READ_KEY, GeoSearchCommands::georadiusByMember)
        .keys(keyAfter("STORE", 5, OW, UPDATE))
        .keys(keyAfter("STOREDIST", 5, OW, UPDATE))
        .keysBy(KeyExtractors::georadius),
    command(
        "georadiusbymember_ro",
        atLeast(5),
        READONLY,
        READ_KEY,
        GeoSearchCommands::georadiusByMemberRo),
  };

  private static final Row[] HYPERLOGLOG = {
    command("pfadd", atLeast(2), GROWS | FAST, keyAt(1, RW, INSERT), HyperLogLogCommands::pfadd),
    command("pfcount", atLeast(2), READONLY, PFCOUNT_KEYS, HyperLogLogCommands::pfcount),
    command("pfmerge", atLeast(2), GROWS, PFMERGE_KEY, HyperLogLogCommands::pfmerge)
        .keys(keysFrom(2, RO, ACCESS)),
    command("pfdebug", arity(3), GROWS | ADMIN, keyAt(2, RW, ACCESS), HyperLogLogCommands::pfdebug),
    command("pfselftest", arity(1), ADMIN, noKeys(), HyperLogLogCommands::pfselftest),
  };

  private static final Row[] CONNECTION = {
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

  private static final Row[] TRANSACTIONS = {
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

  private static final Row[] SERVER = {
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
  private static final Row[] INSPECTION = {
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

  private static final Row[] SCRIPTING = {
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
  private static final Row[] STANDALONE = {
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
            subcommand("load", atLeast(3), DISK, NO_MODULES),
            subcommand("loadex", atLeast(3), DISK, NO_MODULES),
            subcommand("unload", arity(3), DISK, NO_MODULES)),
  };

  private static final Handler NO_CLUSTER =
      refusing("ERR This instance has cluster support disabled");

  private static final int CLUSTER_CHANGE = ADMIN | STALE | NO_ASYNC_LOADING;

  private static final Row[] CLUSTER = {
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

  /** Ours. */
  private static final Row[] STORAGE = {
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

  /** The one table, which all servers share. */
  public static final CommandTable INSTANCE = new CommandTable();

  private final List<Command> commands = new ArrayList<>();
  private final List<Command> all = new ArrayList<>();
  private final CommandIndex index;

  private CommandTable() {
    add(CommandGroup.STRING, STRING);
    add(CommandGroup.BITMAP, BITMAP);
    add(CommandGroup.SET, SET);
    add(CommandGroup.HASH, HASH);
    add(CommandGroup.LIST, LIST);
    add(CommandGroup.STREAM, STREAM);
    add(CommandGroup.SORTED_SET, SORTED_SET);
    add(CommandGroup.GENERIC, GENERIC);
    add(CommandGroup.PUBSUB, PUBLISHING);
    add(CommandGroup.GEO, GEO);
    add(CommandGroup.HYPERLOGLOG, HYPERLOGLOG);
    add(CommandGroup.CONNECTION, CONNECTION);
    add(CommandGroup.SERVER, SERVER);
    add(CommandGroup.TRANSACTIONS, TRANSACTIONS);
    add(CommandGroup.SERVER, INSPECTION);
    add(CommandGroup.SCRIPTING, SCRIPTING);
    add(CommandGroup.SERVER, STANDALONE);
    add(CommandGroup.CLUSTER, CLUSTER);
    add(CommandGroup.STORAGE, STORAGE);
    index = new CommandIndex(commands);
  }

  private void add(CommandGroup group, Row[] rows) {
    for (Row row : rows) {
      Command command = new Command(row, group, all.size());
      commands.add(command);
      all.add(command);
      all.addAll(command.subcommands());
    }
  }

  /** All commands and their subcommands, by number. */
  public List<Command> all() {
    return Collections.unmodifiableList(all);
  }

  /** All commands, without their subcommands. */
  List<Command> commands() {
    return Collections.unmodifiableList(commands);
  }

  // ---- Lookup

  /** The command that a request names, without its subcommand, or null. O(1). */
  public Command find(Request request) {
    return find(request, 0);
  }

  /** The command that an argument names, or null. O(1). */
  public Command find(Request request, int arg) {
    return index.find(request, arg);
  }

  /** The subcommand that an argument names, or null. */
  public static Command subcommand(Command container, Request request, int arg) {
    for (Command row : container.subcommands()) {
      if (request.is(arg, row.name())) {
        return row;
      }
    }
    return null;
  }

  /** The command or subcommand of a full name, {@code client|list}, in any case, or null. */
  Command named(String fullName) {
    for (Command command : all) {
      if (command.fullName().equalsIgnoreCase(fullName)) {
        return command;
      }
    }
    return null;
  }

  // ---- The words that rows are written in

  private static Row command(String name, int arity, int flags, KeySpec keys, Handler handler) {
    Row row = new Row(name, arity, flags, handler);
    return keys == null ? row : row.keys(keys);
  }

  private static Row container(String name, int arity) {
    return command(name, arity, 0, noKeys(), null);
  }

  private static Row subcommand(String name, int arity, int flags, Handler handler) {
    return command(name, arity, flags, noKeys(), handler);
  }

  private static Row scriptRunner(String name, int flags, KeySpec keys, Handler handler) {
    return command(name, atLeast(3), RUNS_SCRIPT | flags, keys, handler)
        .keysBy(KeyExtractors.countedAt(2));
  }

  private static Row clusterCommand(String name, int arity, int flags) {
    return command(name, arity, flags, noKeys(), NO_CLUSTER);
  }

  private static Row memoryCommand(String name, Handler handler) {
    return subcommand(name, arity(2), 0, handler);
  }

  private static Row objectCommand(String name, Handler handler) {
    return command(name, arity(3), READONLY, keyAt(2, RO), handler).tips(VARYING);
  }

  /** A command that nobody can run here, and why. */
  private static Handler refusing(String error) {
    return call -> {
      throw new CommandException(error);
    };
  }

  private static int arity(int argc) {
    return argc;
  }

  private static int atLeast(int argc) {
    return -argc;
  }

  private static KeySpec noKeys() {
    return null;
  }

  private static KeySpec keyAt(int arg, KeySpec.Flag... flags) {
    return keysAt(arg, arg, flags);
  }

  /** From one argument to another; -1 is the last one, -2 the one before it. */
  private static KeySpec keysAt(int first, int last, KeySpec.Flag... flags) {
    int relative = last < 0 ? last : last - first;
    return KeySpec.of(new Index(first), new Range(relative, 1, 0), flags);
  }

  private static KeySpec keysFrom(int arg, KeySpec.Flag... flags) {
    return keysAt(arg, -1, flags);
  }

  /** The argument after a word that is looked for from another argument on. */
  private static KeySpec keyAfter(String word, int from, KeySpec.Flag... flags) {
    return KeySpec.of(new Keyword(word, from), new Range(0, 1, 0), flags);
  }

  /** The first half of what follows the word STREAMS. */
  private static KeySpec streamsFrom(int arg) {
    return KeySpec.of(new Keyword("STREAMS", arg), new Range(-1, 1, 2), RO, ACCESS);
  }

  private static KeySpec pairsFrom(int arg, KeySpec.Flag... flags) {
    return KeySpec.of(new Index(arg), new Range(-1, 2, 0), flags);
  }
}
