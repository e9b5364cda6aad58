package io.redistinto.server.command;

import static io.redistinto.server.command.Command.BLOCKING;
import static io.redistinto.server.command.Command.FAST;
import static io.redistinto.server.command.Command.LOADING;
import static io.redistinto.server.command.Command.READONLY;
import static io.redistinto.server.command.Command.STALE;
import static io.redistinto.server.command.Command.WRITE;
import static io.redistinto.server.command.KeySpec.Flag.ACCESS;
import static io.redistinto.server.command.KeySpec.Flag.DELETE;
import static io.redistinto.server.command.KeySpec.Flag.INSERT;
import static io.redistinto.server.command.KeySpec.Flag.RO;
import static io.redistinto.server.command.KeySpec.Flag.RW;
import static io.redistinto.server.command.KeySpec.Flag.UPDATE;
import static io.redistinto.server.command.RowWords.GROWS;
import static io.redistinto.server.command.RowWords.READ_KEY;
import static io.redistinto.server.command.RowWords.UPDATED_KEY;
import static io.redistinto.server.command.RowWords.VARYING;
import static io.redistinto.server.command.RowWords.arity;
import static io.redistinto.server.command.RowWords.atLeast;
import static io.redistinto.server.command.RowWords.command;
import static io.redistinto.server.command.RowWords.container;
import static io.redistinto.server.command.RowWords.keyAt;
import static io.redistinto.server.command.RowWords.subcommand;

import io.redistinto.server.command.Command.Row;
import io.redistinto.server.command.KeySpec.Keyword;
import io.redistinto.server.command.KeySpec.Range;

/** Rows of the {@link CommandTable}. Streams and their consumer groups. */
final class StreamRows {
  private static final KeySpec XADD_KEY =
      keyAt(1, RW, UPDATE)
          .noting("UPDATE instead of INSERT because of the optional trimming feature");

  static final Row[] STREAM = {
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

  private StreamRows() {}

  /** The first half of what follows the word STREAMS. */
  private static KeySpec streamsFrom(int arg) {
    return KeySpec.of(new Keyword("STREAMS", arg), new Range(-1, 1, 2), RO, ACCESS);
  }
}
