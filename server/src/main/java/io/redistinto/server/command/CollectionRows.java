package io.redistinto.server.command;

import static io.redistinto.server.command.Command.BLOCKING;
import static io.redistinto.server.command.Command.FAST;
import static io.redistinto.server.command.Command.NOSCRIPT;
import static io.redistinto.server.command.Command.READONLY;
import static io.redistinto.server.command.Command.WRITE;
import static io.redistinto.server.command.KeySpec.Flag.ACCESS;
import static io.redistinto.server.command.KeySpec.Flag.DELETE;
import static io.redistinto.server.command.KeySpec.Flag.INSERT;
import static io.redistinto.server.command.KeySpec.Flag.OW;
import static io.redistinto.server.command.KeySpec.Flag.RO;
import static io.redistinto.server.command.KeySpec.Flag.RW;
import static io.redistinto.server.command.KeySpec.Flag.UPDATE;
import static io.redistinto.server.command.RowWords.COUNTED_KEY;
import static io.redistinto.server.command.RowWords.GROWS;
import static io.redistinto.server.command.RowWords.READ_KEY;
import static io.redistinto.server.command.RowWords.RENAMED_KEY;
import static io.redistinto.server.command.RowWords.UPDATED_KEY;
import static io.redistinto.server.command.RowWords.VARYING;
import static io.redistinto.server.command.RowWords.VARYING_ORDER;
import static io.redistinto.server.command.RowWords.arity;
import static io.redistinto.server.command.RowWords.atLeast;
import static io.redistinto.server.command.RowWords.command;
import static io.redistinto.server.command.RowWords.keyAt;
import static io.redistinto.server.command.RowWords.keysAt;
import static io.redistinto.server.command.RowWords.keysFrom;

import io.redistinto.server.command.Command.Row;
import io.redistinto.server.command.KeySpec.Keyword;
import io.redistinto.server.command.KeySpec.Range;

/**
 * Rows of the {@link CommandTable}. Hashes, lists, sets and sorted sets, and the places that lie in
 * sorted sets.
 */
final class CollectionRows {
  /** Commands that may wait, which a script's may not. */
  private static final int WAITS = NOSCRIPT | BLOCKING;

  private static final KeySpec.Flag[] POPPED = {RW, ACCESS, DELETE};
  private static final KeySpec POPPED_KEY = keyAt(1, POPPED);

  static final Row[] SET = {
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

  static final Row[] HASH = {
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

  static final Row[] LIST = {
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

  private static final KeySpec STORED_KEY = keyAt(1, OW, UPDATE);
  private static final KeySpec COUNTED_SOURCES = KeySpec.counted(2, RO, ACCESS);

  static final Row[] SORTED_SET = {
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

  static final Row[] GEO = {
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
        .keys(keyAfter("STOREDIST", 6, OW, UPDATE)),
    command("georadius_ro", atLeast(6), READONLY, READ_KEY, GeoSearchCommands::georadiusRo),
    command("georadiusbymember", atLeast(5), GROWS, READ_KEY, GeoSearchCommands::georadiusByMember)
        .keys(keyAfter("STORE", 5, OW, UPDATE))
        .keys(keyAfter("STOREDIST", 5, OW, UPDATE)),
    command(
        "georadiusbymember_ro",
        atLeast(5),
        READONLY,
        READ_KEY,
        GeoSearchCommands::georadiusByMemberRo),
  };

  private CollectionRows() {}

  /** The argument after a word that is looked for from another argument on. */
  private static KeySpec keyAfter(String word, int from, KeySpec.Flag... flags) {
    return KeySpec.of(new Keyword(word, from), new Range(0, 1, 0), flags);
  }
}
