package io.redistinto.server.command;

import io.redistinto.server.Version;
import io.redistinto.server.client.Client;
import io.redistinto.server.client.ClientLine;
import io.redistinto.server.client.Subscriptions.Kind;
import io.redistinto.server.command.ProcessFigures.CpuSeconds;
import io.redistinto.server.command.ServerStatistics.Counts;
import io.redistinto.server.command.Services.DumpStatus;
import io.redistinto.server.command.Services.LoadStatus;
import io.redistinto.server.config.Directives;
import io.redistinto.server.config.Percentiles;
import io.redistinto.server.config.ServerConfig;
import io.redistinto.server.inspection.LatencyHistogram;
import io.redistinto.server.pubsub.PubSub;
import io.redistinto.server.pubsub.Tracking;
import io.redistinto.storage.Keyspace;
import io.redistinto.storage.StorageStatistics;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A section of INFO. Fields have Redis's names and stand in Redis's order. What this server has
 * not, such as replicas or scripts, has the figures of a Redis that does not use it; a field is
 * left out where there is nothing that it could be a figure of. {@code Storage} is this server's
 * own.
 *
 * @param byDefault whether INFO without arguments shows it
 */
record InfoSection(String title, boolean byDefault, BiConsumer<InfoText, Call> fields) {

  /** All sections, in the order in which they are shown. */
  static final List<InfoSection> ALL =
      List.of(
          new InfoSection("Server", true, InfoSection::server),
          new InfoSection("Clients", true, InfoSection::clients),
          new InfoSection("Memory", true, InfoSection::memory),
          new InfoSection("Persistence", true, InfoSection::persistence),
          new InfoSection("Stats", true, InfoSection::stats),
          new InfoSection("Replication", true, InfoSection::replication),
          new InfoSection("CPU", true, InfoSection::cpu),
          new InfoSection("Modules", true, (text, call) -> {}),
          new InfoSection("Commandstats", false, InfoSection::commandStats),
          new InfoSection("Errorstats", true, InfoSection::errorStats),
          new InfoSection("Latencystats", false, InfoSection::latencyStats),
          new InfoSection("Cluster", true, InfoSection::cluster),
          new InfoSection("Keyspace", true, InfoSection::keyspace),
          new InfoSection("Storage", true, InfoSection::storage));

  private static final String NO_REPLICATION_ID = "0".repeat(40);
  private static final double BYTES_IN_KB = 1024;
  private static final long LRU_CLOCK_MASK = (1 << 24) - 1;

  /** As INFO's arguments name it. */
  String name() {
    return title.toLowerCase(Locale.ROOT);
  }

  private static void server(InfoText text, Call call) {
    Services services = call.services();
    ServerConfig config = services.config();
    long uptimeSeconds =
        TimeUnit.MILLISECONDS.toSeconds(
            services.clock().millis() - services.instance().startedMillis());
    text.field("redis_version", Version.REDIS)
        .field("redistinto_version", Version.REDISTINTO)
        .field("redis_git_sha1", "00000000")
        .field("redis_git_dirty", 0)
        .field("redis_build_id", Version.REDISTINTO)
        .field("redis_mode", "standalone")
        .field(
            "os",
            System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")
                + " "
                + System.getProperty("os.arch"))
        .field("arch_bits", System.getProperty("sun.arch.data.model"))
        .field("monotonic_clock", "System.nanoTime")
        .field("multiplexing_api", services.instance().transport())
        .field("java_version", System.getProperty("java.version"))
        .field("process_id", ProcessHandle.current().pid())
        .field("process_supervised", "no")
        .field("run_id", services.instance().runId())
        .field("tcp_port", config.get(Directives.PORT))
        .field("server_time_usec", services.clock().micros())
        .field("uptime_in_seconds", uptimeSeconds)
        .field("uptime_in_days", TimeUnit.SECONDS.toDays(uptimeSeconds))
        .field("hz", config.get(Directives.HZ))
        .field("configured_hz", config.get(Directives.HZ))
        .field("lru_clock", services.clock().millis() / 1000 & LRU_CLOCK_MASK)
        .field("executable", ProcessHandle.current().info().command().orElse(""))
        .field("config_file", config.confFile().map(Path::toString).orElse(""))
        .field("io_threads_active", config.get(Directives.IO_THREADS) > 1);
  }

  private static void clients(InfoText text, Call call) {
    Collection<Client> clients = call.services().clients().all();
    text.field("connected_clients", clients.size())
        .field("cluster_connections", 0)
        .field("maxclients", call.services().config().get(Directives.MAXCLIENTS))
        .field(
            "client_recent_max_input_buffer",
            most(clients, client -> client.outlet().queuedInputBytes()))
        .field(
            "client_recent_max_output_buffer",
            most(clients, client -> client.outlet().queuedOutputBytes()))
        .field("blocked_clients", clients.stream().filter(Client::isWaiting).count())
        .field("tracking_clients", call.services().tracking().trackingClients())
        .field("clients_in_timeout_table", call.services().blockedTimeouts());
  }

  private static long most(Collection<Client> clients, ToLongFunction<Client> figure) {
    return clients.stream().mapToLong(figure).max().orElse(0);
  }

  private static void memory(InfoText text, Call call) {
    Services services = call.services();
    MemoryFigures memory = MemoryFigures.now(call.keyspace());
    long used = memory.usedBytes();
    long peak = services.statistics().memory(used);
    long resident = ProcessFigures.residentBytes();
    long maxmemory = services.config().get(Directives.MAXMEMORY);
    long startup = services.instance().usedMemoryBytes();
    long dataset = call.keyspace().valueBytes();
    long taken = call.keyspace().takenBytes();
    long active = used - memory.heapBytes() + Runtime.getRuntime().totalMemory();
    text.bytes("used_memory", used).bytes("used_memory_rss", resident);
    text.bytes("used_memory_peak", peak)
        .field("used_memory_peak_perc", InfoText.decimal(100.0 * used / peak) + "%")
        .field("used_memory_overhead", used - dataset)
        .field("used_memory_startup", startup)
        .field("used_memory_dataset", dataset)
        .field(
            "used_memory_dataset_perc",
            InfoText.decimal(100.0 * dataset / Math.max(dataset, used - startup)) + "%")
        .field("used_memory_heap", memory.heapBytes())
        .field("used_memory_storage", memory.storageBytes())
        .field("used_memory_network", memory.networkBytes())
        .field("allocator_allocated", used)
        .field("allocator_active", active)
        .field("allocator_resident", resident)
        .bytes("total_system_memory", ProcessFigures.physicalMemoryBytes())
        .bytes("used_memory_lua", 0)
        .field("used_memory_vm_eval", 0)
        .field("used_memory_scripts_eval", 0)
        .field("number_of_cached_scripts", 0)
        .field("number_of_functions", 0)
        .field("number_of_libraries", 0)
        .field("used_memory_vm_functions", 0)
        .bytes("used_memory_vm_total", 0)
        .field("used_memory_functions", 0)
        .bytes("used_memory_scripts", 0)
        .bytes("maxmemory", maxmemory)
        .field("maxmemory_policy", services.config().shown(Directives.MAXMEMORY_POLICY))
        .decimal("allocator_frag_ratio", (double) active / used)
        .field("allocator_frag_bytes", active - used)
        .decimal("allocator_rss_ratio", (double) resident / active)
        .field("allocator_rss_bytes", resident - active)
        .decimal("rss_overhead_ratio", 1)
        .field("rss_overhead_bytes", 0)
        .decimal("mem_fragmentation_ratio", (double) resident / used)
        .field("mem_fragmentation_bytes", resident - used)
        .field("mem_not_counted_for_evict", used - taken)
        .field("mem_replication_backlog", 0)
        .field("mem_total_replication_buffers", 0)
        .field("mem_clients_slaves", 0)
        .field(
            "mem_clients_normal",
            services.clients().all().stream().mapToLong(ClientLine::memoryBytes).sum())
        .field("mem_cluster_links", 0)
        .field("mem_aof_buffer", 0)
        .field("mem_allocator", "java")
        .field("active_defrag_running", 0)
        .field("lazyfree_pending_objects", 0)
        .field("lazyfreed_objects", 0);
  }

  /** A dump is what Redis calls a save. */
  private static void persistence(InfoText text, Call call) {
    LoadStatus load = call.services().loadStatus();
    DumpStatus dump = call.services().dumpStatus();
    long nowMillis = call.services().clock().millis();
    String ok = dump.lastOk() ? "ok" : "err";
    text.field("loading", load.loading())
        .field("async_loading", 0)
        .field("current_cow_peak", 0)
        .field("current_cow_size", 0)
        .field("current_cow_size_age", 0)
        .decimal(
            "current_fork_perc", dump.total() == 0 ? 0 : 100.0 * dump.processed() / dump.total())
        .field("current_save_keys_processed", dump.processed())
        .field("current_save_keys_total", dump.total())
        .field("rdb_changes_since_last_save", call.keyspace().changesToDump())
        .field("rdb_bgsave_in_progress", dump.running())
        .field("rdb_last_save_time", dump.lastMillis() / 1000)
        .field("rdb_last_bgsave_status", ok)
        .field("rdb_last_bgsave_time_sec", dump.lastDurationSeconds())
        .field(
            "rdb_current_bgsave_time_sec",
            dump.running() ? (nowMillis - dump.runningSinceMillis()) / 1000 : -1)
        .field("rdb_saves", dump.dumps())
        .field("rdb_last_cow_size", 0)
        .field("rdb_last_load_keys_expired", load.expiredKeys())
        .field("rdb_last_load_keys_loaded", load.loadedKeys() - load.expiredKeys())
        .field("aof_enabled", 0)
        .field("aof_rewrite_in_progress", 0)
        .field("aof_rewrite_scheduled", 0)
        .field("aof_last_rewrite_time_sec", -1)
        .field("aof_current_rewrite_time_sec", -1)
        .field("aof_last_bgrewrite_status", "ok")
        .field("aof_rewrites", 0)
        .field("aof_rewrites_consecutive_failures", 0)
        .field("aof_last_write_status", "ok")
        .field("aof_last_cow_size", 0)
        .field("module_fork_in_progress", 0)
        .field("module_fork_last_cow_size", 0);
    if (load.loading()) {
      loading(text, load, nowMillis);
    }
  }

  private static void loading(InfoText text, LoadStatus load, long nowMillis) {
    long elapsedMillis = Math.max(1, nowMillis - load.startedMillis());
    long left = Math.max(0, load.totalKeys() - load.loadedKeys());
    text.field("loading_start_time", load.startedMillis() / 1000)
        .field("loading_total_keys", load.totalKeys())
        .field("loading_loaded_keys", load.loadedKeys())
        .decimal("loading_loaded_perc", 100.0 * load.loadedKeys() / Math.max(1, load.totalKeys()))
        .field("loading_eta_seconds", left * elapsedMillis / 1000 / Math.max(1, load.loadedKeys()));
  }

  private static void stats(InfoText text, Call call) {
    ServerStatistics server = call.services().statistics();
    StorageStatistics storage = call.keyspace().statistics();
    PubSub pubSub = call.services().pubSub();
    Tracking tracking = call.services().tracking();
    text.field("total_connections_received", server.connections)
        .field("total_commands_processed", server.commands)
        .field("instantaneous_ops_per_sec", server.commandsPerSecond())
        .field("total_net_input_bytes", server.inputBytes)
        .field("total_net_output_bytes", server.outputBytes)
        .field("total_net_repl_input_bytes", 0)
        .field("total_net_repl_output_bytes", 0)
        .decimal("instantaneous_input_kbps", server.inputBytesPerSecond() / BYTES_IN_KB)
        .decimal("instantaneous_output_kbps", server.outputBytesPerSecond() / BYTES_IN_KB)
        .decimal("instantaneous_input_repl_kbps", 0)
        .decimal("instantaneous_output_repl_kbps", 0)
        .field("rejected_connections", server.rejectedConnections)
        .field("sync_full", 0)
        .field("sync_partial_ok", 0)
        .field("sync_partial_err", 0)
        .field("expired_keys", storage.expired)
        .field("expired_time_cap_reached_count", server.expireTimeouts)
        .field("expire_cycle_cpu_milliseconds", TimeUnit.NANOSECONDS.toMillis(server.expireNanos))
        .field("evicted_keys", storage.evictions)
        .field("evicted_clients", server.evictedClients)
        .field("total_eviction_exceeded_time", 0)
        .field("current_eviction_exceeded_time", 0)
        .field("keyspace_hits", storage.hits)
        .field("keyspace_misses", storage.misses)
        .field("pubsub_channels", pubSub.names(Kind.CHANNEL).size())
        .field("pubsub_patterns", pubSub.names(Kind.PATTERN).size())
        .field("pubsubshard_channels", pubSub.names(Kind.SHARD_CHANNEL).size())
        .field("latest_fork_usec", 0)
        .field("total_forks", 0)
        .field("migrate_cached_sockets", 0)
        .field("slave_expires_tracked_keys", 0)
        .field("active_defrag_hits", 0)
        .field("active_defrag_misses", 0)
        .field("active_defrag_key_hits", 0)
        .field("active_defrag_key_misses", 0)
        .field("total_active_defrag_time", 0)
        .field("current_active_defrag_time", 0)
        .field("tracking_total_keys", tracking.trackedKeys())
        .field("tracking_total_items", tracking.readerCount())
        .field("tracking_total_prefixes", tracking.prefixCount())
        .field("unexpected_error_replies", 0)
        .field("total_error_replies", server.errorReplies)
        .field("total_reads_processed", server.reads)
        .field("total_writes_processed", server.writes)
        .field("io_threaded_reads_processed", server.readsByIoThreads)
        .field("io_threaded_writes_processed", server.writesByIoThreads);
  }

  private static void replication(InfoText text, Call call) {
    text.field("role", "master")
        .field("connected_slaves", 0)
        .field("master_failover_state", "no-failover")
        .field("master_replid", call.services().instance().replicationId())
        .field("master_replid2", NO_REPLICATION_ID)
        .field("master_repl_offset", 0)
        .field("second_repl_offset", -1)
        .field("repl_backlog_active", 0)
        .field("repl_backlog_size", 1 << 20)
        .field("repl_backlog_first_byte_offset", 0)
        .field("repl_backlog_histlen", 0);
  }

  /** The main thread is the engine, which is the thread that runs this. */
  private static void cpu(InfoText text, Call call) {
    CpuSeconds process = ProcessFigures.cpu();
    CpuSeconds engine = ProcessFigures.cpuOfThisThread();
    text.field("used_cpu_sys", seconds(process.system()))
        .field("used_cpu_user", seconds(process.user()))
        .field("used_cpu_sys_children", seconds(0))
        .field("used_cpu_user_children", seconds(0))
        .field("used_cpu_sys_main_thread", seconds(engine.system()))
        .field("used_cpu_user_main_thread", seconds(engine.user()));
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.6f", seconds);
  }

  private static void commandStats(InfoText text, Call call) {
    for (Command command : call.services().commands().all()) {
      Counts counts = call.services().statistics().of(command);
      if (counts.calls == 0 && counts.rejected == 0 && counts.failed == 0) {
        continue;
      }
      long micros = TimeUnit.NANOSECONDS.toMicros(counts.nanos);
      double microsPerCall = counts.calls == 0 ? 0 : (double) micros / counts.calls;
      text.field(
          "cmdstat_" + command.fullName(),
          "calls=%d,usec=%d,usec_per_call=%s,rejected_calls=%d,failed_calls=%d"
              .formatted(
                  counts.calls,
                  micros,
                  InfoText.decimal(microsPerCall),
                  counts.rejected,
                  counts.failed));
    }
  }

  private static void latencyStats(InfoText text, Call call) {
    ServerConfig config = call.services().config();
    if (!config.get(Directives.LATENCY_TRACKING)) {
      return;
    }
    for (Command command : call.services().commands().all()) {
      LatencyHistogram latency = call.services().statistics().of(command).latency();
      if (latency != null) {
        text.field(
            "latency_percentiles_usec_" + command.fullName(),
            config.get(Directives.LATENCY_TRACKING_INFO_PERCENTILES).values().stream()
                .map(percent -> percentile(latency, percent))
                .collect(Collectors.joining(",")));
      }
    }
  }

  private static String percentile(LatencyHistogram latency, double percent) {
    return "p"
        + Percentiles.text(percent)
        + "="
        + String.format(Locale.ROOT, "%.3f", latency.percentileNanos(percent) / 1000.0);
  }

  private static void errorStats(InfoText text, Call call) {
    call.services()
        .statistics()
        .errorsByCode()
        .forEach((code, count) -> text.field("errorstat_" + code, "count=" + count));
  }

  private static void cluster(InfoText text, Call call) {
    text.field("cluster_enabled", 0);
  }

  private static void keyspace(InfoText text, Call call) {
    Keyspace keyspace = call.keyspace();
    int databases = call.services().config().intValue(Directives.DATABASES);
    for (int database = 0; database < databases; database++) {
      if (keyspace.size(database) > 0) {
        text.field(
            "db" + database,
            "keys=%d,expires=%d,avg_ttl=%d"
                .formatted(
                    keyspace.size(database),
                    keyspace.expiringCount(database),
                    keyspace.averageTtlMillis(database)));
      }
    }
  }

  /** The figures of STORAGE STATS, their names in INFO's spelling. */
  private static void storage(InfoText text, Call call) {
    for (StorageFigure figure : StorageFigure.all(call.keyspace(), call.services())) {
      text.field(figure.name().replace('-', '_'), figure.value());
    }
  }
}
