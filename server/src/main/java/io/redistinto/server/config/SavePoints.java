package io.redistinto.server.config;

import java.util.List;
import java.util.stream.Collectors;

/** After how much time with how many changes to dump, as Redis's {@code save} says it. */
public record SavePoints(List<SavePoint> points) {
  static final SavePoints NONE = new SavePoints(List.of());

  /** So many changes, and so many seconds since the last dump. */
  public record SavePoint(long seconds, long changes) {
    private boolean isDue(long millisSince, long changesSince) {
      return changesSince >= changes && millisSince > seconds * 1000;
    }
  }

  public boolean isEmpty() {
    return points.isEmpty();
  }

  /** Whether one of them asks for a dump now. */
  public boolean isDue(long millisSinceDump, long changesSinceDump) {
    return changesSinceDump > 0
        && points.stream().anyMatch(point -> point.isDue(millisSinceDump, changesSinceDump));
  }

  String shown() {
    return points.stream()
        .map(point -> point.seconds + " " + point.changes)
        .collect(Collectors.joining(" "));
  }
}
