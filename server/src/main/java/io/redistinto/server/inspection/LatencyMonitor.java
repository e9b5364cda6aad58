package io.redistinto.server.inspection;

import io.redistinto.storage.expiry.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What held clients up for long: by kind of event, the worst of each second in which there was any.
 * The engine thread's alone.
 */
public final class LatencyMonitor {
  // Events. A command is one of the first two.
  public static final String COMMAND = "command";
  public static final String FAST_COMMAND = "fast-command";
  public static final String COMMAND_UNBLOCKING = "command-unblocking";
  public static final String EXPIRE_CYCLE = "expire-cycle";
  public static final String EVICTION_CYCLE = "eviction-cycle";
  public static final String COMPACTION = "compaction";
  public static final String DUMP = "dump";

  private static final int MOST_SAMPLES = 160;

  private final Clock clock;
  private final Map<String, Series> byEvent = new TreeMap<>();
  private long thresholdMillis;

  /** The worst of a second. */
  public record Sample(long unixSeconds, long millis) {}

  /** The samples of one kind of event, the oldest first. */
  public static final class Series {
    private final List<Sample> samples = new ArrayList<>();
    private long worstMillis;

    public List<Sample> samples() {
      return samples;
    }

    public Sample last() {
      return samples.get(samples.size() - 1);
    }

    /** The worst there ever was. */
    public long worstMillis() {
      return worstMillis;
    }

    private void add(Sample sample) {
      worstMillis = Math.max(worstMillis, sample.millis);
      if (!samples.isEmpty() && last().unixSeconds == sample.unixSeconds) {
        if (sample.millis > last().millis) {
          samples.set(samples.size() - 1, sample);
        }
        return;
      }
      if (samples.size() == MOST_SAMPLES) {
        samples.remove(0);
      }
      samples.add(sample);
    }
  }

  public LatencyMonitor(Clock clock) {
    this.clock = clock;
  }

  /** Sets from how long on an event is kept; 0 for none. */
  public void thresholdMillis(long millis) {
    thresholdMillis = millis;
  }

  public boolean isOn() {
    return thresholdMillis > 0;
  }

  /** Something took so long; kept if that is long. */
  public void took(String event, long nanos) {
    long millis = nanos / 1_000_000;
    if (isOn() && millis >= thresholdMillis) {
      byEvent
          .computeIfAbsent(event, e -> new Series())
          .add(new Sample(clock.millis() / 1000, millis));
    }
  }

  /** All there is, by event; not to be changed. */
  public Map<String, Series> byEvent() {
    return byEvent;
  }

  /** Forgets an event's samples; whether there were any. */
  public boolean reset(String event) {
    return byEvent.remove(event) != null;
  }

  /** Forgets all samples; how many kinds of events there were. */
  public int resetAll() {
    int events = byEvent.size();
    byEvent.clear();
    return events;
  }
}
