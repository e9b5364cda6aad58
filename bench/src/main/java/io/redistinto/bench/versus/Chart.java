package io.redistinto.bench.versus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Draws the comparisons with redis-server as SVG: a row each, with the ratio of throughput on the
 * left and that of CPU per command on the right; a thin line from the least to the greatest, a
 * notch where the bar is. Its colours are readable on white and on black.
 */
final class Chart {
  private static final int WIDTH = 860;
  private static final int LABEL_WIDTH = 150;
  private static final int PANEL_WIDTH = 300;
  private static final int PANEL_GAP = 55;
  private static final int TOP = 56;
  private static final int ROW_HEIGHT = 26;
  private static final int BAR_HEIGHT = 14;

  private static final String STYLE =
      """
      <style>
        text { font: 12px sans-serif; fill: #7d8590 }
        .title { font-weight: bold }
        .name { text-anchor: end }
        .grid { stroke: #7d8590; stroke-opacity: 0.25 }
        .one { stroke: #7d8590 }
        .ratio { fill: #2f81f7 }
        .range { stroke: #7d8590; stroke-width: 1.5 }
        .bar { stroke: #db6d28; stroke-width: 2.5 }
      </style>
      """;

  private final List<Comparison> rows;
  private final StringBuilder svg = new StringBuilder();

  private Chart(List<Comparison> rows) {
    this.rows = rows;
  }

  /** The whole file. */
  static String of(List<Comparison> comparisons) {
    List<Comparison> rows =
        comparisons.stream()
            .filter(each -> each.isMeasured() && each.workload().isAgainstRedis())
            .toList();
    return new Chart(rows).draw();
  }

  private String draw() {
    int height = TOP + rows.size() * ROW_HEIGHT + 10;
    append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n",
        WIDTH, height);
    append("<title>Redistinto relative to redis-server</title>%n");
    svg.append(STYLE);
    for (int row = 0; row < rows.size(); row++) {
      append(
          "<text class=\"name\" x=\"%d\" y=\"%d\">%s</text>%n",
          LABEL_WIDTH - 10, middle(row) + 4, rows.get(row).workload().name());
    }
    drawPanel(LABEL_WIDTH, Metric.THROUGHPUT, "Throughput, redis-server = 1; more is better");
    drawPanel(
        LABEL_WIDTH + PANEL_WIDTH + PANEL_GAP,
        Metric.CPU,
        "CPU per command, redis-server = 1; less is better");
    return svg.append("</svg>\n").toString();
  }

  private void drawPanel(int left, Metric metric, String title) {
    List<Spread> ratios = rows.stream().map(each -> each.ratio(metric)).toList();
    List<Double> ends = new ArrayList<>(List.of(1.0));
    for (Comparison each : rows) {
      ends.add(end(each, metric));
    }
    double most = Collections.max(ends);
    double step = most > 4 ? 1 : 0.5;
    double end = Math.ceil(most / step) * step;
    double pixels = PANEL_WIDTH / end;

    append("<text class=\"title\" x=\"%d\" y=\"16\">%s</text>%n", left, title);
    for (double tick = 0; tick <= end; tick += step) {
      double x = left + tick * pixels;
      line(tick == 1 ? "one" : "grid", x, TOP - 8, x, TOP + rows.size() * ROW_HEIGHT);
      append(
          "<text text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%s</text>%n",
          x, TOP - 14, Figures.format("%.1f", tick));
    }
    for (int row = 0; row < rows.size(); row++) {
      Spread ratio = ratios.get(row);
      if (!Double.isFinite(ratio.max())) {
        continue;
      }
      int y = middle(row);
      append(
          "<rect class=\"ratio\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
          left, y - BAR_HEIGHT / 2, ratio.median() * pixels, BAR_HEIGHT);
      line("range", left + ratio.min() * pixels, y, left + ratio.max() * pixels, y);
      Double bar = rows.get(row).workload().bars().get(metric);
      if (bar != null) {
        double x = left + bar * pixels;
        line("bar", x, y - BAR_HEIGHT / 2.0 - 3, x, y + BAR_HEIGHT / 2.0 + 3);
      }
      append(
          "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
          left + end(rows.get(row), metric) * pixels + 6, y + 4, Figures.ratio(ratio.median()));
    }
  }

  /** How far a row reaches: to its greatest ratio or to its bar. */
  private static double end(Comparison row, Metric metric) {
    double greatest = row.ratio(metric).max();
    double bar = row.workload().bars().getOrDefault(metric, 0.0);
    return Double.isFinite(greatest) ? Math.max(greatest, bar) : bar;
  }

  private static int middle(int row) {
    return TOP + row * ROW_HEIGHT + ROW_HEIGHT / 2;
  }

  private void line(String kind, double x1, double y1, double x2, double y2) {
    append(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
        kind, x1, y1, x2, y2);
  }

  private void append(String pattern, Object... values) {
    svg.append(Figures.format(pattern, values));
  }
}
