package io.redistinto.server.command;

import static io.redistinto.server.command.AclCategory.DANGEROUS;
import static io.redistinto.server.command.Command.FAST;
import static io.redistinto.server.command.Command.LOADING;
import static io.redistinto.server.command.Command.NOSCRIPT;
import static io.redistinto.server.command.Command.READONLY;
import static io.redistinto.server.command.Command.STALE;
import static io.redistinto.server.command.Command.WRITE;
import static io.redistinto.server.command.KeySpec.Flag.ACCESS;
import static io.redistinto.server.command.KeySpec.Flag.DELETE;
import static io.redistinto.server.command.KeySpec.Flag.INCOMPLETE;
import static io.redistinto.server.command.KeySpec.Flag.INSERT;
import static io.redistinto.server.command.KeySpec.Flag.OW;
import static io.redistinto.server.command.KeySpec.Flag.RO;
import static io.redistinto.server.command.KeySpec.Flag.RW;
import static io.redistinto.server.command.KeySpec.Flag.UPDATE;
import static io.redistinto.server.command.RowWords.ALL_SHARDS;
import static io.redistinto.server.command.RowWords.COUNTED_KEY;
import static io.redistinto.server.command.RowWords.GROWS;
import static io.redistinto.server.command.RowWords.MULTI_SHARD;
import static io.redistinto.server.command.RowWords.READ_KEY;
import static io.redistinto.server.command.RowWords.REMOVED_KEYS;
import static io.redistinto.server.command.RowWords.RENAMED_KEY;
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
import io.redistinto.server.command.KeySpec.Keyword;
import io.redistinto.server.command.KeySpec.Range;

/** Rows of the {@link CommandTable}. Keys of any type. */
final class KeyRows {
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

  private static final KeySpec KEYS_OF_MIGRATE =
      KeySpec.of(new Keyword("KEYS", -2), new Range(-1, 1, 0), RW, ACCESS, DELETE, INCOMPLETE);

  static final Row[] GENERIC = {
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
    command("migrate", atLeast(6), WRITE, keyAt(3, RW, ACCESS, DELETE), MigrateCommand::migrate)
        .keys(KEYS_OF_MIGRATE)
        .keysBy(KeyExtractors::migrate)
        .also(DANGEROUS)
        .tips(VARYING)
        .hiding(MigrateCommand::isSecret),
  };

  private KeyRows() {}

  private static Row objectCommand(String name, Handler handler) {
    return command(name, arity(3), READONLY, keyAt(2, RO), handler).tips(VARYING);
  }
}
