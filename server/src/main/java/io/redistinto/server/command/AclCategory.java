package io.redistinto.server.command;

import java.util.List;
import java.util.Locale;

/** A set of commands that has a name, in the order in which COMMAND INFO lists them. */
enum AclCategory {
  KEYSPACE,
  READ,
  WRITE,
  SET,
  SORTEDSET,
  LIST,
  HASH,
  STRING,
  BITMAP,
  HYPERLOGLOG,
  GEO,
  STREAM,
  PUBSUB,
  ADMIN,
  FAST,
  SLOW,
  BLOCKING,
  DANGEROUS,
  CONNECTION,
  TRANSACTION,
  SCRIPTING;

  /** All of them, in that order. */
  static final List<AclCategory> ALL = List.of(values());

  /** Its name, without the at sign before it. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
