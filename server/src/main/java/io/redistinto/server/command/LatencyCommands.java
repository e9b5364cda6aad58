package io.redistinto.server.command;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.server.inspection.LatencyHistogram;
import io.redistinto.server.inspection.LatencyMonitor;
import io.redistinto.server.inspection.LatencyMonitor.Sample;
import io.redistinto.server.inspection.LatencyMonitor.Series;
import io.redistinto.server.inspection.LatencyReport;
import java.util.ArrayList;
import java.util.List;

/** LATENCY: what held clients up for long, and how long calls take. */
final class LatencyCommands {
  private LatencyCommands() {}

  // ---- What held clients up

  /** {@code LATENCY LATEST}: of each event its last sample, and the worst there ever was. */
  static void latest(Call call) {
    LatencyMonitor monitor = call.services().latencyMonitor();
    ReplyWriter reply = call.reply();
    reply.array(monitor.byEvent().size());
    monitor
        .byEvent()
        .forEach(
            (event, series) -> {
              reply.array(4);
              reply.bulkText(event);
              reply.integer(series.last().unixSeconds());
              reply.integer(series.last().millis());
              reply.integer(series.worstMillis());
            });
  }

  /** {@code LATENCY HISTORY event}: its samples, each a time and milliseconds. */
  static void history(Call call) {
    Series series = call.services().latencyMonitor().byEvent().get(call.text(2));
    List<Sample> samples = series == null ? List.of() : series.samples();
    call.reply().array(samples.size());
    for (Sample sample : samples) {
      call.reply().array(2);
      call.reply().integer(sample.unixSeconds());
      call.reply().integer(sample.millis());
    }
  }

  /** {@code LATENCY RESET [event ...]}: forgets samples; of how many events. */
  static void reset(Call call) {
    LatencyMonitor monitor = call.services().latencyMonitor();
    int events = call.argc() == 2 ? monitor.resetAll() : 0;
    for (int arg = 2; arg < call.argc(); arg++) {
      events += monitor.reset(call.text(arg)) ? 1 : 0;
    }
    call.reply().integer(events);
  }

  static void graph(Call call) {
    String event = call.text(2);
    Series series = call.services().latencyMonitor().byEvent().get(event);
    if (series == null) {
      throw new CommandException("ERR No samples available for event '" + event + "'");
    }
    call.replyText(LatencyReport.graph(event, series, call.services().clock().millis() / 1000));
  }

  static void doctor(Call call) {
    call.replyText(LatencyReport.advice(call.services().latencyMonitor()));
  }

  // ---- How long calls take

  /** {@code LATENCY HISTOGRAM [command ...]}: of those that were called, a container's too. */
  static void histogram(Call call) {
    List<Command> recorded =
        asked(call).stream()
            .filter(command -> call.services().statistics().of(command).latency() != null)
            .toList();
    call.reply().map(recorded.size());
    for (Command command : recorded) {
      call.reply().bulkText(command.fullName());
      reply(call.reply(), call.services().statistics().of(command).latency());
    }
  }

  private static List<Command> asked(Call call) {
    CommandTable table = call.services().commands();
    if (call.argc() == 2) {
      return table.all();
    }
    List<Command> asked = new ArrayList<>();
    for (int arg = 2; arg < call.argc(); arg++) {
      Command command = table.named(call.text(arg));
      if (command != null) {
        asked.add(command);
        asked.addAll(command.subcommands());
      }
    }
    return asked;
  }

  private static void reply(ReplyWriter reply, LatencyHistogram latency) {
    reply.map(2);
    reply.bulkText("calls");
    reply.integer(latency.total());
    reply.bulkText("histogram_usec");
    int mark = reply.defer();
    int parts =
        latency.distribution(
            (micros, count) -> {
              reply.integer(micros);
              reply.integer(count);
            });
    reply.endMap(mark, parts);
  }
}
