package io.redistinto.server.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.server.inspection.LatencyMonitor.Sample;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatencyMonitorTest {
  private long seconds = 1_000;
  private final LatencyMonitor monitor = new LatencyMonitor(() -> seconds * 1000);

  private void took(String event, long millis) {
    monitor.took(event, TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void keepsNothingWhileItIsOff() {
    took("command", 1_000_000);
    assertThat(monitor.byEvent()).isEmpty();
  }

  @Test
  void keepsWhatTakesAsLongAsTheThreshold() {
    monitor.thresholdMillis(10);
    took("command", 9);
    assertThat(monitor.byEvent()).isEmpty();
    took("command", 10);
    assertThat(monitor.byEvent().get("command").last()).isEqualTo(new Sample(1_000, 10));
  }

  @Test
  void keepsTheWorstOfASecond() {
    monitor.thresholdMillis(1);
    took("command", 20);
    took("command", 30);
    took("command", 25);
    seconds++;
    took("command", 5);
    assertThat(monitor.byEvent().get("command").samples())
        .containsExactly(new Sample(1_000, 30), new Sample(1_001, 5));
    assertThat(monitor.byEvent().get("command").worstMillis()).isEqualTo(30);
  }

  @Test
  void keepsTheLast160Seconds() {
    monitor.thresholdMillis(1);
    for (int i = 0; i < 200; i++) {
      took("command", 200 - i);
      seconds++;
    }
    LatencyMonitor.Series series = monitor.byEvent().get("command");
    assertThat(series.samples()).hasSize(160);
    assertThat(series.samples().get(0)).isEqualTo(new Sample(1_040, 160));
    assertThat(series.worstMillis()).isEqualTo(200);
  }

  @Test
  void forgetsOneEventOrAll() {
    monitor.thresholdMillis(1);
    took("a", 1);
    took("b", 1);
    took("c", 1);
    assertThat(monitor.reset("a")).isTrue();
    assertThat(monitor.reset("a")).isFalse();
    assertThat(monitor.resetAll()).isEqualTo(2);
    assertThat(monitor.byEvent()).isEmpty();
  }

  // ---- For a person to read

  @Test
  void drawsAColumnForEachSample() {
    monitor.thresholdMillis(1);
    took("command", 10);
    seconds += 60;
    took("command", 120);
    seconds += 5;
    took("command", 65);
    assertThat(LatencyReport.graph("command", monitor.byEvent().get("command"), seconds + 3))
        .isEqualTo(
            "command - high 120 ms, low 10 ms (all time high 120 ms)\n"
                + "-".repeat(80)
                + "\n #\n #\n ##\n_##\n\n183\nmss\n");
  }

  @Test
  void saysThatNothingIsWatched() {
    assertThat(LatencyReport.advice(monitor)).contains("CONFIG SET latency-monitor-threshold 100");
    monitor.thresholdMillis(1);
    assertThat(LatencyReport.advice(monitor)).startsWith("Nothing took longer");
  }

  @Test
  void advisesForEachEvent() {
    monitor.thresholdMillis(1);
    took(LatencyMonitor.COMMAND, 10);
    seconds++;
    took(LatencyMonitor.COMMAND, 20);
    took(LatencyMonitor.COMPACTION, 70);
    assertThat(LatencyReport.advice(monitor))
        .contains("command: in 2 seconds, on average 15 ms, the worst ever 20 ms.\n    Look into")
        .contains("compaction: in 1 seconds, on average 70 ms, the worst ever 70 ms.\n    Free");
  }
}
