package io.redistinto.server.command;

import io.redistinto.server.client.Client;
import io.redistinto.server.client.Clients;
import io.redistinto.server.config.ServerConfig;
import io.redistinto.server.inspection.LatencyMonitor;
import io.redistinto.server.inspection.Monitors;
import io.redistinto.server.inspection.RefusedLogins;
import io.redistinto.server.inspection.SlowLog;
import io.redistinto.server.pubsub.KeyEvents;
import io.redistinto.server.pubsub.PubSub;
import io.redistinto.server.pubsub.Tracking;
import io.redistinto.server.transaction.WatchedKeys;
import io.redistinto.storage.expiry.Clock;
import java.util.function.Consumer;

/** What commands may ask of the server beside the keyspace. The engine thread's alone. */
public interface Services {
  ServerConfig config();

  Clients clients();

  Clock clock();

  CommandTable commands();

  ServerStatistics statistics();

  /** The last commands that took long. */
  SlowLog slowLog();

  /** The logins that were refused. */
  RefusedLogins refusedLogins();

  /** What held clients up for long. */
  LatencyMonitor latencyMonitor();

  /** The clients that are shown every command. */
  Monitors monitors();

  PubSub pubSub();

  KeyEvents keyEvents();

  Tracking tracking();

  /** CONFIG RESETSTAT: begins to count anew, in the keyspace and of dumps too. */
  void resetStatistics();

  /** What stays the same while the server runs. */
  Instance instance();

  /** Gives the instance another replication ID. */
  void changeReplicationId();

  /** Lets time pass in which nothing runs. */
  void sleep(long nanos);

  /** Whether expired keys go before anyone asks for them. */
  void expireActively(boolean actively);

  /** DEBUG PAUSE-CRON: whether what is done as time passes is left undone. */
  void pauseBackgroundWork(boolean pause);

  /** Compacts; the number of values that moved goes to {@code done}, at once or after a pause. */
  void compact(Consumer<Long> done);

  /**
   * Dumps what changed.
   *
   * @param blocking whether no command runs until it is on disk
   * @param done gets how many files were written or removed, once they are
   * @return false if a dump is under way: nothing was started, {@code done} is not called
   */
  boolean dump(boolean blocking, Consumer<DumpResult> done);

  /** Dumps what changed until now, at once or when the dump that is under way is over. */
  void dumpAfterOthers(boolean blocking, Consumer<DumpResult> done);

  /** Writes one key's file; {@code done} is called once it is there. */
  void store(int record, Consumer<DumpResult> done);

  /**
   * Forgets all data and reads them from disk again; nothing else runs meanwhile.
   *
   * @param dump whether to dump first; else what was not dumped is lost
   * @param done whether it was done: not if the dump failed, and then nothing has changed
   */
  void reload(boolean dump, Consumer<Boolean> done);

  /** What is known of dumps. */
  DumpStatus dumpStatus();

  /** Whether writes are refused since the last dump failed. */
  boolean writesStopped();

  /** Whether writes are refused because there must be replicas and are none. */
  boolean missesReplicas();

  /** How far the reading of the files at the start is. */
  LoadStatus loadStatus();

  /** Whether the files are still being read. */
  boolean isLoading();

  /** Runs a request as a part of the running command, after whose reply so far its own comes. */
  void runWithin(Client client, byte[][] args);

  /** The keys that transactions watch. */
  WatchedKeys watchedKeys();

  /** Serves those who wait for a key, as when it was written. */
  void wake(int database, int record);

  /** Lets the client whose command is running wait; see {@link Call#block}. */
  void block(Call call, Wait wait);

  /** Ends a client's wait, as its time would or with an error; whether it waited. */
  boolean unblock(Client client, boolean error);

  /** How many clients wait for no longer than some time. */
  int blockedTimeouts();

  /** Holds clients' commands back until a time. */
  void pauseClients(long untilMillis, boolean writesOnly);

  /** Lets commands that are held back run. */
  void endClientPause();

  /** Bytes of requests that wait for the engine. */
  long queuedBytes();

  /**
   * Ends the server.
   *
   * @param dump whether to dump first
   * @param force whether to end even if that fails; else the server goes on, and {@code failed}
   *     runs
   */
  void shutDown(boolean dump, boolean force, Runnable failed);

  /**
   * Makes shutdowns fail that wait for a dump under way before their own; whether there are any.
   */
  boolean abortShutDown();

  /**
   * What stays the same while the server runs.
   *
   * @param runId 40 hexadecimal digits that no other run has
   * @param replicationId as many, for what is replicated
   * @param transport the interface to the sockets, in lower case
   * @param usedMemoryBytes the memory in use at the start
   */
  record Instance(
      String runId,
      String replicationId,
      String transport,
      long startedMillis,
      long usedMemoryBytes) {

    /** The same with another replication ID. */
    public Instance withReplicationId(String id) {
      return new Instance(runId, id, transport, startedMillis, usedMemoryBytes);
    }
  }

  /** How a dump ended. */
  record DumpResult(long files, boolean ok) {}

  /**
   * What is known of dumps.
   *
   * @param running whether one is under way
   * @param lastOk whether the last one succeeded
   * @param dumps how many succeeded
   * @param files how many files they wrote or removed
   * @param lastMillis when the last one succeeded, or the start
   * @param lastDurationSeconds how long it took, -1 if there was none
   * @param runningSinceMillis when the one under way began, 0 if there is none
   * @param processed how many files the one under way has written or removed, 0 if there is none
   * @param total how many it will have, at most
   */
  record DumpStatus(
      boolean running,
      boolean lastOk,
      long dumps,
      long files,
      long lastMillis,
      long lastDurationSeconds,
      long runningSinceMillis,
      int processed,
      int total) {}

  /**
   * How far the reading of the files at the start is.
   *
   * @param loading whether the files are still being read
   * @param loadedKeys how many keys were read so far, those included that had expired
   * @param totalKeys how many there are
   * @param expiredKeys how many of them had expired
   */
  record LoadStatus(
      boolean loading, long loadedKeys, long totalKeys, long expiredKeys, long startedMillis) {}
}
