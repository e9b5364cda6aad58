package io.redistinto.server.command;

import static io.redistinto.server.command.Command.ADMIN;
import static io.redistinto.server.command.Command.DENYOOM;
import static io.redistinto.server.command.Command.FAST;
import static io.redistinto.server.command.Command.MAY_REPLICATE;
import static io.redistinto.server.command.Command.READONLY;
import static io.redistinto.server.command.Command.WRITE;
import static io.redistinto.server.command.KeySpec.Flag.ACCESS;
import static io.redistinto.server.command.KeySpec.Flag.DELETE;
import static io.redistinto.server.command.KeySpec.Flag.INSERT;
import static io.redistinto.server.command.KeySpec.Flag.OW;
import static io.redistinto.server.command.KeySpec.Flag.RO;
import static io.redistinto.server.command.KeySpec.Flag.RW;
import static io.redistinto.server.command.KeySpec.Flag.UPDATE;
import static io.redistinto.server.command.KeySpec.Flag.VARIABLE_FLAGS;
import static io.redistinto.server.command.RowWords.ALL_SUCCEEDED;
import static io.redistinto.server.command.RowWords.COUNTED_KEY;
import static io.redistinto.server.command.RowWords.GROWS;
import static io.redistinto.server.command.RowWords.MULTI_SHARD;
import static io.redistinto.server.command.RowWords.READ_KEY;
import static io.redistinto.server.command.RowWords.UPDATED_KEY;
import static io.redistinto.server.command.RowWords.arity;
import static io.redistinto.server.command.RowWords.atLeast;
import static io.redistinto.server.command.RowWords.command;
import static io.redistinto.server.command.RowWords.keyAt;
import static io.redistinto.server.command.RowWords.keysAt;
import static io.redistinto.server.command.RowWords.keysFrom;
import static io.redistinto.server.command.RowWords.noKeys;

import io.redistinto.server.command.Command.Row;
import io.redistinto.server.command.KeySpec.Index;
import io.redistinto.server.command.KeySpec.Range;

/** Rows of the {@link CommandTable}. Strings, and what is kept in them: bits and HyperLogLogs. */
final class StringRows {
  /** SET reads its key where GET is among the options. */
  private static final KeySpec SET_KEY =
      keyAt(1, RW, ACCESS, UPDATE, VARIABLE_FLAGS)
          .noting("RW and ACCESS due to the optional `GET` argument");

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

  static final Row[] STRING = {
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

  static final Row[] BITMAP = {
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

  static final Row[] HYPERLOGLOG = {
    command("pfadd", atLeast(2), GROWS | FAST, keyAt(1, RW, INSERT), HyperLogLogCommands::pfadd),
    command(
        "pfcount",
        atLeast(2),
        READONLY | MAY_REPLICATE,
        PFCOUNT_KEYS,
        HyperLogLogCommands::pfcount),
    command("pfmerge", atLeast(2), GROWS, PFMERGE_KEY, HyperLogLogCommands::pfmerge)
        .keys(keysFrom(2, RO, ACCESS)),
    command("pfdebug", arity(3), GROWS | ADMIN, keyAt(2, RW, ACCESS), HyperLogLogCommands::pfdebug),
    command("pfselftest", arity(1), ADMIN, noKeys(), HyperLogLogCommands::pfselftest),
  };

  private StringRows() {}

  private static KeySpec pairsFrom(int arg, KeySpec.Flag... flags) {
    return KeySpec.of(new Index(arg), new Range(-1, 2, 0), flags);
  }
}
