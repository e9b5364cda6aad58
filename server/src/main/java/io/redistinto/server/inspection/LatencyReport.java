package io.redistinto.server.inspection;

import io.redistinto.server.inspection.LatencyMonitor.Sample;
import io.redistinto.server.inspection.LatencyMonitor.Series;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;

/** What a latency monitor has seen, for a person to read. */
public final class LatencyReport {
  private static final int MOST_COLUMNS = 80;

  /** The heights that one character can show, from the lowest to the highest. */
  private static final String HEIGHTS = "_o#";

  private static final int ROWS = 4;

  private static final Map<String, String> ADVICE =
      Map.of(
          LatencyMonitor.COMMAND,
          "Look into SLOWLOG GET for commands that go through many elements or keys: KEYS, SORT,"
              + " ranges of everything. SCAN and its like do the same bit by bit.",
          LatencyMonitor.FAST_COMMAND,
          "Commands that never take long did: the process did not get the processor. Look for"
              + " others on this machine, for swapping, and into the garbage collector's log.",
          LatencyMonitor.COMMAND_UNBLOCKING,
          "Clients that waited for keys were served slowly: see what they move in one go.",
          LatencyMonitor.EXPIRE_CYCLE,
          "Many keys expire at the same time: spread their times to live, or lower"
              + " active-expire-effort or raise hz.",
          LatencyMonitor.EVICTION_CYCLE,
          "One value needs the entries of many others: raise entries, or store smaller values.",
          LatencyMonitor.COMPACTION,
          "Free entries lie scattered: raise entries, so that there is less to slide together, or"
              + " set entry-size so that values take few entries each.",
          LatencyMonitor.DUMP,
          "Commands wait while values are handed to the disk: set dump-blocking no, and dump more"
              + " often, so that there is less to hand over.");

  private LatencyReport() {}

  // ---- Graph

  /** A column for each of an event's last samples: how long it took, and below how long ago. */
  private static StringBuilder columns(
      List<Sample> samples, long least, long most, long nowSeconds) {
    StringBuilder text = new StringBuilder();
    int levels = ROWS * HEIGHTS.length();
    for (int row = ROWS - 1; row >= 0; row--) {
      for (Sample sample : samples) {
        long level =
            most == least ? 1 : 1 + (sample.millis() - least) * (levels - 1) / (most - least);
        long above = level - (long) row * HEIGHTS.length();
        text.append(above <= 0 ? ' ' : HEIGHTS.charAt((int) Math.min(above, HEIGHTS.length()) - 1));
      }
      endRow(text);
    }
    endRow(text);
    List<String> ages =
        samples.stream().map(sample -> age(nowSeconds - sample.unixSeconds())).toList();
    int longest = ages.stream().mapToInt(String::length).max().orElse(0);
    for (int at = 0; at < longest; at++) {
      for (String age : ages) {
        text.append(at < age.length() ? age.charAt(at) : ' ');
      }
      endRow(text);
    }
    return text;
  }

  private static void endRow(StringBuilder text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    text.setLength(end);
    text.append('\n');
  }

  private static String age(long seconds) {
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m";
    }
    return seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }

  /** An event's samples as columns of characters. */
  public static String graph(String event, Series series, long nowSeconds) {
    List<Sample> all = series.samples();
    List<Sample> shown = all.subList(Math.max(0, all.size() - MOST_COLUMNS), all.size());
    LongSummaryStatistics millis = shown.stream().mapToLong(Sample::millis).summaryStatistics();
    return "%s - high %d ms, low %d ms (all time high %d ms)\n"
            .formatted(event, millis.getMax(), millis.getMin(), series.worstMillis())
        + "-".repeat(MOST_COLUMNS)
        + "\n"
        + columns(shown, millis.getMin(), millis.getMax(), nowSeconds);
  }

  // ---- Advice

  /** What was seen, and what could be done about it. */
  public static String advice(LatencyMonitor monitor) {
    if (monitor.byEvent().isEmpty()) {
      return monitor.isOn()
          ? "Nothing took longer than latency-monitor-threshold so far.\n"
          : "Nothing is watched: latency-monitor-threshold is 0. To have everything kept that holds"
              + " clients up for 100 milliseconds: CONFIG SET latency-monitor-threshold 100.\n";
    }
    StringBuilder text = new StringBuilder();
    monitor.byEvent().forEach((event, series) -> advise(text, event, series));
    return text.toString();
  }

  private static void advise(StringBuilder text, String event, Series series) {
    LongSummaryStatistics millis =
        series.samples().stream().mapToLong(Sample::millis).summaryStatistics();
    text.append(
        "%s: in %d seconds, on average %d ms, the worst ever %d ms.\n"
            .formatted(
                event, millis.getCount(), Math.round(millis.getAverage()), series.worstMillis()));
    text.append("    ").append(ADVICE.getOrDefault(event, "")).append("\n");
  }
}
