package io.redistinto.server.net;

import io.netty.channel.Channel;
import io.redistinto.resp.RequestDecoder.Lookahead;
import io.redistinto.resp.RespLimits;
import io.redistinto.server.client.Client;
import io.redistinto.server.client.ClientLine;
import io.redistinto.server.client.Clients;
import io.redistinto.server.command.ServerStatistics;
import io.redistinto.server.command.Services;
import io.redistinto.server.config.Directives;
import io.redistinto.server.config.OutputBufferLimits;
import io.redistinto.server.config.OutputBufferLimits.Limit;
import io.redistinto.server.config.ServerConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may connect, how many at once, and for how long. The engine thread's. */
public final class Gatekeeper {
  private static final Logger LOGGER = LoggerFactory.getLogger(Gatekeeper.class);

  private static final String PROTECTED =
      "DENIED protected mode is on: there is no password, so only clients on the server's own"
          + " machine are served. Set 'requirepass', or 'protected-mode no' if everyone who can"
          + " reach this port may read and write all data.";

  /** With less, nobody could say anything any more. */
  private static final long LEAST_CLIENT_MEMORY_BYTES = 128 << 10;

  private final ServerConfig config;
  private final Services services;
  private final Clients clients;
  private final RespLimits limits;
  private final Lookahead lookahead = new Lookahead();
  private long lastId;

  public Gatekeeper(Services services, RespLimits limits) {
    this.limits = limits;
    this.services = services;
    this.config = services.config();
    this.clients = services.clients();
  }

  /** What the decoders of all connections share. */
  Lookahead lookahead() {
    return lookahead;
  }

  RespLimits limits() {
    return limits;
  }

  /** What clients may send; changes take effect at once. */
  public RespLimits requestLimits() {
    return limits;
  }

  ServerStatistics statistics() {
    return services.statistics();
  }

  /** Why this connection is not served, or null. */
  String refusal(Channel channel) {
    if (clients.count() >= config.get(Directives.MAXCLIENTS)) {
      services.statistics().rejectedConnections++;
      return "ERR max number of clients reached";
    }
    if (config.get(Directives.PROTECTED_MODE)
        && config.get(Directives.REQUIREPASS).isEmpty()
        && !isLoopback(channel)) {
      services.statistics().rejectedConnections++;
      return PROTECTED;
    }
    return null;
  }

  Client admit(Connection connection) {
    boolean open = config.get(Directives.REQUIREPASS).isEmpty();
    Client client = new Client(++lastId, connection, services.clock().millis(), open);
    clients.add(client);
    services.statistics().connections++;
    return client;
  }

  void dismiss(Connection connection) {
    clients.remove(connection.client());
    services.monitors().remove(connection.client());
  }

  /**
   * Disconnects clients that were idle for longer than {@code timeout}, read too slowly, or take
   * too much memory together.
   */
  public void inspect() {
    disconnectIdle();
    long limit = clientMemoryLimit();
    if (limit > 0) {
      disconnectLargest(limit);
    }
  }

  private void disconnectIdle() {
    long idleMillis = config.get(Directives.TIMEOUT) * 1000;
    long now = services.clock().millis();
    List<Client> idle = new ArrayList<>();
    for (Client client : clients.all()) {
      ((Connection) client.outlet()).enforceOutputLimit();
      boolean listens = client.isWaiting() || client.isSubscriber();
      if (idleMillis > 0 && !listens && now - client.lastCommandMillis() > idleMillis) {
        idle.add(client);
      }
    }
    idle.forEach(client -> client.outlet().close());
  }

  /** How many bytes all clients may take together; 0 for any number. */
  private long clientMemoryLimit() {
    long limit = config.get(Directives.MAXMEMORY_CLIENTS);
    if (limit < 0) {
      limit = config.get(Directives.MAXMEMORY) / 100 * -limit;
    }
    return limit == 0 ? 0 : Math.max(LEAST_CLIENT_MEMORY_BYTES, limit);
  }

  /** Disconnects those that take the most, until the others take no more than the limit. */
  private void disconnectLargest(long limit) {
    List<Sized> largestFirst = new ArrayList<>();
    long taken = 0;
    for (Client client : clients.all()) {
      long bytes = ClientLine.memoryBytes(client);
      taken += bytes;
      largestFirst.add(new Sized(client, bytes));
    }
    if (taken <= limit) {
      return;
    }
    largestFirst.removeIf(sized -> sized.client.noEvict() || sized.client.isClosing());
    largestFirst.sort(Comparator.comparingLong(Sized::bytes).reversed());
    for (int i = 0; i < largestFirst.size() && taken > limit; i++) {
      Sized largest = largestFirst.get(i);
      LOGGER.warn(
          "Closing {}: it takes {} bytes (maxmemory-clients)",
          ((Connection) largest.client.outlet()).address(),
          largest.bytes);
      largest.client.outlet().close();
      services.statistics().evictedClients++;
      taken -= largest.bytes;
    }
  }

  /** A client, and how much memory it takes. */
  private record Sized(Client client, long bytes) {}

  /**
   * Disconnects a client that has too many reply bytes waiting.
   *
   * @param softSinceMillis since when it was over the soft limit, 0 if it was not
   * @return the same, as of now
   */
  long checkOutput(Connection connection, long queuedBytes, long softSinceMillis) {
    OutputBufferLimits limits = config.get(Directives.CLIENT_OUTPUT_BUFFER_LIMIT);
    Limit limit = limits.of(connection.client().isSubscriber());
    long now = services.clock().millis();
    boolean overSoft = limit.softBytes() > 0 && queuedBytes >= limit.softBytes();
    long since = !overSoft ? 0 : softSinceMillis == 0 ? now : softSinceMillis;
    boolean softForTooLong = overSoft && now - since > limit.softSeconds() * 1000;
    if ((limit.hardBytes() > 0 && queuedBytes >= limit.hardBytes()) || softForTooLong) {
      LOGGER.warn(
          "Closing {}: {} bytes of replies wait for it (client-output-buffer-limit)",
          connection.address(),
          queuedBytes);
      connection.close();
    }
    return since;
  }

  private static boolean isLoopback(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
      return false;
    }
    InetAddress address = remote.getAddress();
    return address.isLoopbackAddress();
  }
}
