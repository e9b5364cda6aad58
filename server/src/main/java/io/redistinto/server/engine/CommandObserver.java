package io.redistinto.server.engine;

import io.redistinto.resp.Request;
import io.redistinto.server.client.Client;
import io.redistinto.server.command.Command;
import io.redistinto.server.command.Services;
import io.redistinto.server.config.Directives;
import io.redistinto.server.config.ServerConfig;
import io.redistinto.server.inspection.LatencyMonitor;
import io.redistinto.server.inspection.SlowLog;
import java.util.function.IntPredicate;

/**
 * Shows commands that ran to whom they matter: the slow log, the latency monitor, monitors. While
 * none of them wants a command, that is one comparison.
 */
final class CommandObserver {
  private static final int NOT_MONITORED = Command.SKIP_MONITOR | Command.ADMIN;

  private final Services services;
  private long wantedFromNanos;

  CommandObserver(Services services) {
    this.services = services;
    services.config().onChange(Directives.SLOWLOG_LOG_SLOWER_THAN, value -> refresh());
    services.config().onChange(Directives.LATENCY_MONITOR_THRESHOLD, value -> refresh());
    services.monitors().onChange(this::refresh);
    refresh();
  }

  /** What is wanted has changed. */
  private void refresh() {
    ServerConfig config = services.config();
    long slowMicros = config.get(Directives.SLOWLOG_LOG_SLOWER_THAN);
    long latencyMillis = config.get(Directives.LATENCY_MONITOR_THRESHOLD);
    services.latencyMonitor().thresholdMillis(latencyMillis);
    long nanos = slowMicros < 0 ? Long.MAX_VALUE : saturated(slowMicros, 1_000);
    if (latencyMillis > 0) {
      nanos = Math.min(nanos, saturated(latencyMillis, 1_000_000));
    }
    wantedFromNanos = services.monitors().isEmpty() ? nanos : 0;
  }

  private static long saturated(long value, long factor) {
    return value > Long.MAX_VALUE / factor ? Long.MAX_VALUE : value * factor;
  }

  /** Whether anybody wants to know of a command that took so long. */
  boolean wants(long nanos) {
    return nanos >= wantedFromNanos;
  }

  /** A command ran, and may wait for more. */
  void ran(Client client, Request request, Command command, long nanos) {
    services
        .latencyMonitor()
        .took(
            command.is(Command.FAST) ? LatencyMonitor.FAST_COMMAND : LatencyMonitor.COMMAND, nanos);
    if (!client.isBlocked()) {
      logIfSlow(client, request, command, nanos);
    }
    if (!services.monitors().isEmpty() && !command.is(NOT_MONITORED)) {
      services
          .monitors()
          .show(services.clock().micros(), client, request, secrets(command, request));
    }
  }

  /** A command that waited has what it waited for. */
  void served(Client client, Request request, Command command, long nanos) {
    services.latencyMonitor().took(LatencyMonitor.COMMAND_UNBLOCKING, nanos);
    logIfSlow(client, request, command, nanos);
  }

  private void logIfSlow(Client client, Request request, Command command, long nanos) {
    long slowMicros = services.config().get(Directives.SLOWLOG_LOG_SLOWER_THAN);
    long micros = nanos / 1000;
    if (slowMicros < 0 || micros < slowMicros || command.is(Command.SKIP_SLOWLOG)) {
      return;
    }
    services
        .slowLog()
        .add(
            services.clock().millis() / 1000,
            micros,
            SlowLog.cut(request, secrets(command, request)),
            client.outlet().address(),
            client.name(),
            services.config().get(Directives.SLOWLOG_MAX_LEN));
  }

  private static IntPredicate secrets(Command command, Request request) {
    return arg -> command.isSecret(request, arg);
  }
}
