package io.redistinto.server.inspection;

import io.redistinto.resp.Request;
import io.redistinto.server.client.Client;
import io.redistinto.server.client.Client.Replies;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/** The clients that are sent a line for every command that runs. The engine thread's alone. */
public final class Monitors {
  /** A line ends soon after so much, so that a monitor does not need the memory of many values. */
  private static final int MOST_CHARACTERS = 16 << 20;

  private final Set<Client> monitors = new LinkedHashSet<>();
  private Runnable changed = () -> {};

  /** Sets what runs whenever there may be some where there were none, or the reverse. */
  public void onChange(Runnable listener) {
    changed = listener;
  }

  public boolean isEmpty() {
    return monitors.isEmpty();
  }

  public void add(Client client) {
    monitors.add(client);
    client.monitor(true);
    changed.run();
  }

  public void remove(Client client) {
    if (monitors.remove(client)) {
      client.monitor(false);
      changed.run();
    }
  }

  /**
   * Sends all of them the line of a request that ran.
   *
   * @param secret which arguments are not to be shown
   */
  public void show(long unixMicros, Client client, Request request, IntPredicate secret) {
    String line = line(unixMicros, client, request, secret);
    for (Client monitor : List.copyOf(monitors)) {
      if (!monitor.isClosing() && monitor.replies() != Replies.OFF) {
        monitor.outlet().send(reply -> reply.simple(line));
      }
    }
  }

  private static String line(long unixMicros, Client client, Request request, IntPredicate secret) {
    StringBuilder line = new StringBuilder(64);
    line.append(unixMicros / 1_000_000).append('.');
    line.append(String.valueOf(1_000_000 + unixMicros % 1_000_000), 1, 7);
    line.append(" [").append(client.database()).append(' ');
    line.append(client.outlet().address()).append(']');
    for (int arg = 0; arg < request.argc(); arg++) {
      line.append(" \"");
      if (secret.test(arg)) {
        line.append("(redacted)");
      } else {
        quote(line, request, arg);
      }
      line.append('"');
      if (line.length() > MOST_CHARACTERS) {
        return line.append(" ...").toString();
      }
    }
    return line.toString();
  }

  private static void quote(StringBuilder line, Request request, int arg) {
    int length = request.length(arg);
    for (int at = 0; at < length && line.length() <= MOST_CHARACTERS; at++) {
      quote(line, request.byteAt(arg, at));
    }
  }

  private static void quote(StringBuilder line, byte value) {
    switch (value) {
      case '\\', '"' -> line.append('\\').append((char) value);
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      case 7 -> line.append("\\a");
      case '\b' -> line.append("\\b");
      default -> {
        if (value >= ' ' && value <= '~') {
          line.append((char) value);
        } else {
          line.append("\\x").append(Character.forDigit(value >> 4 & 15, 16));
          line.append(Character.forDigit(value & 15, 16));
        }
      }
    }
  }
}
