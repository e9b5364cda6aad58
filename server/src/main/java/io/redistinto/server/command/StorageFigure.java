package io.redistinto.server.command;

import io.redistinto.server.command.Services.DumpStatus;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.StorageStatistics;
import io.redistinto.storage.entries.Arena;
import java.util.List;

/**
 * A figure of the storage engine, for STORAGE STATS and INFO.
 *
 * @param name in lower case, its words joined by hyphens; its unit is in it
 */
record StorageFigure(String name, long value) {

  /** All figures. */
  static List<StorageFigure> all(Keyspace keyspace, Services services) {
    Arena arena = keyspace.arena();
    StorageStatistics statistics = keyspace.statistics();
    DumpStatus dumps = services.dumpStatus();
    long used = arena.usedEntries();
    long free = keyspace.freeEntries();
    long longestRun = arena.free().longest();
    return List.of( // entries are used by what lies in them, charged for collections, or free
        new StorageFigure("entries", arena.entryCount()),
        new StorageFigure("entry-size", arena.entryBytes()),
        new StorageFigure("used-entries", used),
        new StorageFigure("collection-entries", keyspace.chargedEntries()),
        new StorageFigure("free-entries", free),
        new StorageFigure("longest-free-run", longestRun),
        // bytes of used entries that no value uses
        new StorageFigure(
            "internal-fragmentation-bytes", used * arena.entryBytes() - keyspace.valueBytes()),
        // free entries that the longest value that fits without a compaction cannot use
        new StorageFigure("external-fragmentation-entries", Math.max(0, free - longestRun)),
        new StorageFigure("value-bytes", keyspace.valueBytes()),
        new StorageFigure("index-bytes", keyspace.indexBytes()),
        new StorageFigure("allocated-bytes", keyspace.allocatedBytes()),
        new StorageFigure("pointer", keyspace.pointer()),
        new StorageFigure("evictions", statistics.evictions),
        new StorageFigure("compactions", statistics.compactions),
        new StorageFigure("values-moved", statistics.valuesMoved),
        new StorageFigure("last-pause-micros", statistics.lastPauseMicros),
        new StorageFigure("longest-pause-micros", statistics.longestPauseMicros),
        new StorageFigure(
            "commands-queued-by-pauses", services.statistics().commandsQueuedByPauses),
        new StorageFigure("queued-request-bytes", services.queuedBytes()),
        new StorageFigure("keys-to-dump", keyspace.keysToDump()),
        new StorageFigure("dumps", dumps.dumps()),
        new StorageFigure("files", dumps.files()));
  }
}
