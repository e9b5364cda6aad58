package io.redistinto.server.command;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.server.client.ClientLine;
import io.redistinto.server.config.Directives;
import io.redistinto.storage.Keyspace;

/**
 * The reply of MEMORY STATS: Redis's figures by Redis's names. What this server has not is 0; the
 * allocator is the Java machine, whose heap is allocated as far as it is used, and active as far as
 * it was taken from the system.
 */
final class MemoryStats {
  private final Call call;
  private final Keyspace keyspace;
  private final ReplyWriter reply;
  private int fields;

  MemoryStats(Call call) {
    this.call = call;
    this.keyspace = call.keyspace();
    this.reply = call.reply();
  }

  void reply() {
    Services services = call.services();
    MemoryFigures memory = MemoryFigures.now(keyspace);
    Runtime runtime = Runtime.getRuntime();
    long used = memory.usedBytes();
    long peak = services.statistics().memory(used);
    long startup = services.instance().usedMemoryBytes();
    long active = used - memory.heapBytes() + runtime.totalMemory();
    long resident = ProcessFigures.residentBytes();
    long dataset =
        keyspace.valueBytes() + (long) keyspace.chargedEntries() * keyspace.arena().entryBytes();
    int mark = reply.defer();
    field("peak.allocated", peak);
    field("total.allocated", used);
    field("startup.allocated", startup);
    field("replication.backlog", 0);
    field("clients.slaves", 0);
    field(
        "clients.normal",
        services.clients().all().stream().mapToLong(ClientLine::memoryBytes).sum());
    field("cluster.links", 0);
    field("aof.buffer", 0);
    field("lua.caches", 0);
    field("functions.caches", 0);
    long keys = databases(services.config().intValue(Directives.DATABASES));
    field("overhead.total", used - dataset);
    field("keys.count", keys);
    field("keys.bytes-per-key", keys == 0 ? 0 : Math.max(0, used - startup) / keys);
    field("dataset.bytes", dataset);
    field("dataset.percentage", 100.0 * dataset / Math.max(dataset, used - startup));
    field("peak.percentage", 100.0 * used / peak);
    field("allocator.allocated", used);
    field("allocator.active", active);
    field("allocator.resident", resident);
    pair("allocator-fragmentation", active, used);
    pair("allocator-rss", resident, active);
    pair("rss-overhead", resident, resident);
    field("fragmentation", (double) resident / used);
    field("fragmentation.bytes", resident - used);
    reply.endMap(mark, fields);
  }

  /** A map for each database that has keys; how many there are. */
  private long databases(int databases) {
    long allKeys = 0;
    for (int database = 0; database < databases; database++) {
      allKeys += keyspace.size(database);
    }
    for (int database = 0; database < databases; database++) {
      int keys = keyspace.size(database);
      if (keys > 0) {
        reply.bulkText("db." + database);
        fields++;
        reply.map(3);
        integer("overhead.hashtable.main", keyspace.indexBytes() * keys / allKeys);
        integer("overhead.hashtable.expires", keyspace.deadlineBytes(database));
        integer("overhead.hashtable.slot-to-keys", 0);
      }
    }
    return allKeys;
  }

  private void pair(String name, long whole, long part) {
    field(name + ".ratio", part == 0 ? 0 : (double) whole / part);
    field(name + ".bytes", whole - part);
  }

  private void field(String name, long value) {
    integer(name, value);
    fields++;
  }

  private void field(String name, double value) {
    reply.bulkText(name);
    reply.number(value);
    fields++;
  }

  private void integer(String name, long value) {
    reply.bulkText(name);
    reply.integer(value);
  }
}
