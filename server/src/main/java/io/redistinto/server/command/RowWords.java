package io.redistinto.server.command;

import static io.redistinto.server.command.Command.ADMIN;
import static io.redistinto.server.command.Command.DENYOOM;
import static io.redistinto.server.command.Command.LOADING;
import static io.redistinto.server.command.Command.NOSCRIPT;
import static io.redistinto.server.command.Command.NO_ASYNC_LOADING;
import static io.redistinto.server.command.Command.STALE;
import static io.redistinto.server.command.Command.WRITE;
import static io.redistinto.server.command.KeySpec.Flag.ACCESS;
import static io.redistinto.server.command.KeySpec.Flag.DELETE;
import static io.redistinto.server.command.KeySpec.Flag.RM;
import static io.redistinto.server.command.KeySpec.Flag.RO;
import static io.redistinto.server.command.KeySpec.Flag.RW;
import static io.redistinto.server.command.KeySpec.Flag.UPDATE;

import io.redistinto.server.command.Command.Row;
import io.redistinto.server.command.KeySpec.Index;
import io.redistinto.server.command.KeySpec.Range;

/** The words that the rows of the {@link CommandTable} are written in. */
final class RowWords {
  static final String ALL_NODES = "request_policy:all_nodes";
  static final String ALL_SHARDS = "request_policy:all_shards";
  static final String MULTI_SHARD = "request_policy:multi_shard";
  static final String ALL_SUCCEEDED = "response_policy:all_succeeded";
  static final String SPECIAL = "response_policy:special";
  static final String SUM = "response_policy:agg_sum";
  static final String VARYING = "nondeterministic_output";
  static final String VARYING_ORDER = "nondeterministic_output_order";

  static final int SESSION = NOSCRIPT | LOADING | STALE;
  static final int ADMINISTRATION = ADMIN | SESSION;
  static final int DISK = ADMIN | NOSCRIPT | NO_ASYNC_LOADING;

  /** Writes what may take entries. */
  static final int GROWS = WRITE | DENYOOM;

  static final KeySpec READ_KEY = keyAt(1, RO, ACCESS);
  static final KeySpec UPDATED_KEY = keyAt(1, RW, UPDATE);
  static final KeySpec REMOVED_KEYS = keysFrom(1, RM, DELETE);
  static final KeySpec RENAMED_KEY = keyAt(1, RW, ACCESS, DELETE);
  static final KeySpec COUNTED_KEY = keyAt(1, RW, ACCESS, UPDATE);

  private RowWords() {}

  static Row command(String name, int arity, int flags, KeySpec keys, Handler handler) {
    Row row = new Row(name, arity, flags, handler);
    return keys == null ? row : row.keys(keys);
  }

  static Row container(String name, int arity) {
    return command(name, arity, 0, noKeys(), null);
  }

  static Row subcommand(String name, int arity, int flags, Handler handler) {
    return command(name, arity, flags, noKeys(), handler);
  }

  static int arity(int argc) {
    return argc;
  }

  static int atLeast(int argc) {
    return -argc;
  }

  static KeySpec noKeys() {
    return null;
  }

  static KeySpec keyAt(int arg, KeySpec.Flag... flags) {
    return keysAt(arg, arg, flags);
  }

  /** From one argument to another; -1 is the last one, -2 the one before it. */
  static KeySpec keysAt(int first, int last, KeySpec.Flag... flags) {
    int relative = last < 0 ? last : last - first;
    return KeySpec.of(new Index(first), new Range(relative, 1, 0), flags);
  }

  static KeySpec keysFrom(int arg, KeySpec.Flag... flags) {
    return keysAt(arg, -1, flags);
  }
}
