package io.redistinto.server.command;

import java.util.Locale;

/** A family of commands, as COMMAND DOCS names it. */
enum CommandGroup {
  STRING(AclCategory.STRING),
  BITMAP(AclCategory.BITMAP),
  SET(AclCategory.SET),
  HASH(AclCategory.HASH),
  LIST(AclCategory.LIST),
  STREAM(AclCategory.STREAM),
  SORTED_SET(AclCategory.SORTEDSET),
  GEO(AclCategory.GEO),
  GENERIC(AclCategory.KEYSPACE),
  PUBSUB(null),
  HYPERLOGLOG(AclCategory.HYPERLOGLOG),
  CONNECTION(AclCategory.CONNECTION),
  SERVER(null),
  SCRIPTING(AclCategory.SCRIPTING),
  CLUSTER(null),
  TRANSACTIONS(AclCategory.TRANSACTION),
  /** The commands on the entries, which are ours. */
  STORAGE(AclCategory.KEYSPACE);

  private final AclCategory category;

  CommandGroup(AclCategory category) {
    this.category = category;
  }

  /** The category that all its commands are in, or null. */
  AclCategory category() {
    return category;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
