package io.redistinto.server.command;

import io.redistinto.server.inspection.LatencyHistogram;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Counters of one server since its start or the last CONFIG RESETSTAT. */
public final class ServerStatistics {
  private static final int SAMPLES = 16;

  public long commands;
  public long connections;
  public long rejectedConnections;
  public long evictedClients;
  public long inputBytes;
  public long outputBytes;
  public long errorReplies;
  public long commandsQueuedByPauses;
  public long reads;
  public long writes;
  public long readsByIoThreads;
  public long writesByIoThreads;
  public long expireNanos;

  /** How often the time was up before all keys were removed that were due. */
  public long expireTimeouts;

  private long peakMemoryBytes;
  private boolean trackingLatency = true;

  private final Counts[] byCommand;
  private final Map<String, Long> errorsByCode = new TreeMap<>();

  // Rates, as the mean of the last samples.
  private final long[] commandRates = new long[SAMPLES];
  private final long[] inputRates = new long[SAMPLES];
  private final long[] outputRates = new long[SAMPLES];
  private int sample;
  private long sampledMillis;
  private long sampledCommands;
  private long sampledInput;
  private long sampledOutput;

  /** What is counted of one command. */
  public static final class Counts {
    public long calls;
    public long nanos;
    public long rejected;
    public long failed;
    private LatencyHistogram latency;

    /** How long its calls took; null if that was not recorded. */
    LatencyHistogram latency() {
      return latency;
    }
  }

  public ServerStatistics(int commandCount) {
    byCommand = new Counts[commandCount];
    for (int i = 0; i < commandCount; i++) {
      byCommand[i] = new Counts();
    }
  }

  public Counts of(Command command) {
    return byCommand[command.number()];
  }

  /** Sets whether it is recorded how long each call takes. */
  public void trackingLatency(boolean is) {
    trackingLatency = is;
  }

  /** A call is over that took so long. */
  public void called(Counts counts, long nanos, boolean failed) {
    counts.calls++;
    ended(counts, nanos, failed);
  }

  /** A call is over that was counted when it blocked its client. */
  public void ended(Counts counts, long nanos, boolean failed) {
    if (failed) {
      counts.failed++;
    }
    if (trackingLatency) {
      if (counts.latency == null) {
        counts.latency = new LatencyHistogram();
      }
      counts.latency.record(nanos);
    }
  }

  /** Counts an error reply by its code word. */
  public void error(String code) {
    errorReplies++;
    errorsByCode.merge(code, 1L, Long::sum);
  }

  /** How often each code word was replied. */
  public Map<String, Long> errorsByCode() {
    return errorsByCode;
  }

  /** Notes how much memory is in use; the most that ever was, resets notwithstanding. */
  public long memory(long usedBytes) {
    peakMemoryBytes = Math.max(peakMemoryBytes, usedBytes);
    return peakMemoryBytes;
  }

  /** Takes a sample for the rates; to be called ten times a second or so. */
  public void sample(long nowMillis) {
    long elapsed = nowMillis - sampledMillis;
    if (elapsed <= 0) {
      return;
    }
    commandRates[sample] = (commands - sampledCommands) * 1000 / elapsed;
    inputRates[sample] = (inputBytes - sampledInput) * 1000 / elapsed;
    outputRates[sample] = (outputBytes - sampledOutput) * 1000 / elapsed;
    sample = (sample + 1) % SAMPLES;
    startSampling(nowMillis);
  }

  /** Begins a new sample now. */
  public void startSampling(long nowMillis) {
    sampledMillis = nowMillis;
    sampledCommands = commands;
    sampledInput = inputBytes;
    sampledOutput = outputBytes;
  }

  public long commandsPerSecond() {
    return mean(commandRates);
  }

  public long inputBytesPerSecond() {
    return mean(inputRates);
  }

  public long outputBytesPerSecond() {
    return mean(outputRates);
  }

  /** CONFIG RESETSTAT. */
  public void reset(long nowMillis) {
    commands = 0;
    connections = 0;
    rejectedConnections = 0;
    evictedClients = 0;
    inputBytes = 0;
    outputBytes = 0;
    errorReplies = 0;
    commandsQueuedByPauses = 0;
    reads = 0;
    writes = 0;
    readsByIoThreads = 0;
    writesByIoThreads = 0;
    expireNanos = 0;
    expireTimeouts = 0;
    errorsByCode.clear();
    for (int i = 0; i < byCommand.length; i++) {
      byCommand[i] = new Counts();
    }
    Arrays.fill(commandRates, 0);
    Arrays.fill(inputRates, 0);
    Arrays.fill(outputRates, 0);
    startSampling(nowMillis);
  }

  private static long mean(long[] rates) {
    long sum = 0;
    for (long rate : rates) {
      sum += rate;
    }
    return sum / rates.length;
  }
}
