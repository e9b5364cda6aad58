package io.redistinto.server.client;

import io.redistinto.resp.Request;
import io.redistinto.server.client.Subscriptions.Kind;

/**
 * What CLIENT LIST says of a client, in Redis's fields and their order.
 *
 * <p>Where this server differs, the fields keep their meaning:
 *
 * <ul>
 *   <li>{@code fd} is -1 where the transport does not tell it (nio);
 *   <li>{@code qbuf} and {@code qbuf-free} are 0 while whole requests come: they run from a buffer
 *       that all clients share, and only what is left over is kept for a client;
 *   <li>the request of the client that asks is in its {@code qbuf} and {@code argv-mem}, others
 *       have none under way;
 *   <li>{@code rbs}, {@code rbp} and {@code obl} are 0, since clients have no reply buffer of their
 *       own: what a socket did not take yet is in {@code oll} pieces, {@code omem} bytes in all.
 * </ul>
 */
public final class ClientLine {
  /** About what a connection's objects take: channel, pipeline, decoder, request table, client. */
  private static final long CONNECTION_BYTES = 4096;

  private ClientLine() {}

  /**
   * The line, without its end.
   *
   * @param running the client's request that runs, null if none does
   */
  public static String of(Client client, long nowMillis, Request running) {
    Outlet outlet = client.outlet();
    long argumentBytes = running == null ? 0 : argumentBytes(running);
    StringBuilder line = new StringBuilder(320);
    field(line, "id", client.id());
    field(line, "addr", outlet.address());
    field(line, "laddr", outlet.localAddress());
    field(line, "fd", outlet.fileDescriptor());
    field(line, "name", client.name());
    field(line, "age", seconds(nowMillis - client.connectedMillis()));
    field(line, "idle", seconds(nowMillis - client.lastCommandMillis()));
    field(line, "flags", flags(client));
    field(line, "db", client.database());
    field(line, "sub", client.subscriptions().count(Kind.CHANNEL));
    field(line, "psub", client.subscriptions().count(Kind.PATTERN));
    field(line, "ssub", client.subscriptions().count(Kind.SHARD_CHANNEL));
    boolean multi = client.isInTransaction();
    field(line, "multi", multi ? client.transaction().queued().size() : -1);
    field(line, "qbuf", outlet.queuedInputBytes() + (running == null ? 0 : wireBytes(running)));
    field(line, "qbuf-free", outlet.freeInputBytes());
    field(line, "argv-mem", argumentBytes);
    field(line, "multi-mem", multi ? client.transaction().queuedBytes() : 0);
    field(line, "rbs", 0);
    field(line, "rbp", 0);
    field(line, "obl", 0);
    field(line, "oll", outlet.queuedOutputPieces());
    field(line, "omem", outlet.queuedOutputBytes());
    field(line, "tot-mem", memoryBytes(client) + argumentBytes);
    field(line, "events", events(outlet));
    field(line, "cmd", client.lastCommand());
    field(line, "user", "default");
    field(line, "redir", client.tracking() == null ? -1 : client.tracking().redirect());
    field(line, "resp", client.protocol());
    field(line, "lib-name", client.libraryName());
    field(line, "lib-ver", client.libraryVersion());
    line.setLength(line.length() - 1);
    return line.toString();
  }

  private static long argumentBytes(Request request) {
    long bytes = 0;
    for (int arg = 0; arg < request.argc(); arg++) {
      bytes += request.length(arg);
    }
    return bytes;
  }

  /** How long a request is as clients send it: an array of bulk strings. */
  private static long wireBytes(Request request) {
    long bytes = headerBytes(request.argc());
    for (int arg = 0; arg < request.argc(); arg++) {
      bytes += headerBytes(request.length(arg)) + request.length(arg) + 2;
    }
    return bytes;
  }

  private static int headerBytes(int length) {
    return "*\r\n".length() + Integer.toString(length).length();
  }

  /** About how much memory a client takes. */
  public static long memoryBytes(Client client) {
    Outlet outlet = client.outlet();
    return CONNECTION_BYTES
        + client.name().length()
        + client.libraryName().length()
        + client.libraryVersion().length()
        + outlet.queuedInputBytes()
        + outlet.freeInputBytes()
        + outlet.queuedOutputBytes()
        + client.subscriptions().memoryBytes()
        + (client.tracking() == null ? 0 : client.tracking().memoryBytes())
        + (client.hasTransaction() ? client.transaction().bytes() : 0);
  }

  private static void field(StringBuilder line, String name, Object value) {
    line.append(name).append('=').append(value).append(' ');
  }

  private static long seconds(long millis) {
    return Math.max(0, millis / 1000);
  }

  private static String flags(Client client) {
    String flags =
        (client.isMonitor() ? "O" : "")
            + (client.isSubscriber() ? "P" : "")
            + (client.isInTransaction() ? "x" : "")
            + (client.isWaiting() ? "b" : "")
            + trackingFlags(client.tracking())
            + (client.hasTransaction() && client.transaction().isTouched() ? "d" : "")
            + (client.isClosing() ? "c" : "")
            + (client.noEvict() ? "e" : "")
            + (client.noTouch() ? "T" : "");
    return flags.isEmpty() ? "N" : flags;
  }

  private static String trackingFlags(KeyTracking tracking) {
    if (tracking == null) {
      return "";
    }
    return "t"
        + (tracking.redirectBroken() ? "R" : "")
        + (tracking.mode() == KeyTracking.Mode.BCAST ? "B" : "");
  }

  private static String events(Outlet outlet) {
    return (outlet.isReading() ? "r" : "") + (outlet.queuedOutputBytes() > 0 ? "w" : "");
  }
}
