package io.redistinto.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.redistinto.server.config.BindAddress;
import io.redistinto.server.config.Directives;
import io.redistinto.server.config.ServerConfig;
import io.redistinto.server.engine.Engine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sockets that the server listens on. */
public final class Listener {
  private final Transports transport;
  private final ServerBootstrap bootstrap;
  private final SharedReceiveBuffer receiveBuffer = new SharedReceiveBuffer();
  private Map<InetSocketAddress, Channel> channels = new LinkedHashMap<>();

  /** Connections are accepted by {@code acceptors} and read by {@code readers}. */
  @SuppressWarnings("deprecation") // RecvByteBufAllocator is old, and still the only way
  public Listener(
      Transports transport,
      EventLoopGroup acceptors,
      EventLoopGroup readers,
      ByteBufAllocator allocator,
      ServerConfig config,
      Engine engine,
      Gatekeeper gatekeeper,
      boolean shareReceiveBuffer) {
    this.transport = transport;
    boolean shared = shareReceiveBuffer && transport.readsOneAtATime();
    bootstrap =
        new ServerBootstrap()
            .group(acceptors, readers)
            .channel(transport.serverChannel())
            .option(ChannelOption.SO_BACKLOG, config.intValue(Directives.TCP_BACKLOG))
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, allocator)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    long keepAliveSeconds = config.get(Directives.TCP_KEEPALIVE);
                    if (keepAliveSeconds > 0) {
                      transport.keepAlive(channel, keepAliveSeconds);
                    }
                    Connection connection = new Connection(engine, gatekeeper, channel);
                    if (shared) {
                      channel.config().setRecvByteBufAllocator(receiveBuffer.of(connection));
                    }
                    channel.pipeline().addLast(connection);
                  }
                });
  }

  /**
   * Listens on all addresses, for port 0 on one that the system chooses, and no longer on others.
   * These are closed at the end, or before if an address could not be bound beside them and it can
   * be bound at once then. Where that is not so, the addresses are refused and nothing is lost.
   *
   * @return the port
   * @throws IOException if an address that is not optional cannot be bound
   */
  public int listen(List<BindAddress> addresses, int wantedPort) throws IOException {
    if (transport.closesAtOnce()) {
      clearTheWayFor(
          addresses.stream()
              .map(address -> new InetSocketAddress(address.host(), wantedPort))
              .toList());
    }
    Map<InetSocketAddress, Channel> listening = new LinkedHashMap<>();
    int port = wantedPort;
    try {
      for (BindAddress address : addresses) {
        port = listen(address, port, listening);
      }
      if (listening.isEmpty()) {
        throw new IOException("None of the addresses in 'bind' could be listened on");
      }
    } catch (IOException failure) {
      closeAllBut(channels, listening);
      throw failure;
    }
    Map<InetSocketAddress, Channel> before = channels;
    channels = listening;
    closeAllBut(channels, before);
    return port;
  }

  /** Closes what listens at every address of the machine where only some are wanted, or else. */
  private void clearTheWayFor(List<InetSocketAddress> wanted) {
    channels.forEach(
        (place, channel) -> {
          if (!wanted.contains(place)
              && wanted.stream().anyMatch(other -> cannotBeBeside(place, other))) {
            channel.close();
          }
        });
    channels.values().removeIf(channel -> !channel.isOpen());
  }

  private static boolean cannotBeBeside(InetSocketAddress place, InetSocketAddress other) {
    return place.getPort() == other.getPort() && (isEverywhere(place) || isEverywhere(other));
  }

  private static boolean isEverywhere(InetSocketAddress place) {
    return !place.isUnresolved() && place.getAddress().isAnyLocalAddress();
  }

  private int listen(BindAddress address, int port, Map<InetSocketAddress, Channel> listening)
      throws IOException {
    InetSocketAddress place = new InetSocketAddress(address.host(), port);
    try {
      boolean stays = channels.containsKey(place) && !listening.containsKey(place);
      Channel channel = stays ? channels.get(place) : bind(place);
      int bound = ((InetSocketAddress) channel.localAddress()).getPort();
      listening.put(new InetSocketAddress(address.host(), bound), channel);
      return bound;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } catch (Exception failure) { // the bootstrap throws checked exceptions it does not declare
      if (!address.optional()) {
        throw new IOException(
            "Could not listen on " + address.host() + ":" + port + ": " + reason(failure), failure);
      }
      return port;
    }
  }

  /** On the acceptors' own loop there is nothing to wait for: both steps happen at once. */
  private Channel bind(InetSocketAddress place) throws Exception {
    Channel channel = bootstrap.register().sync().channel();
    try {
      return channel.bind(place).sync().channel();
    } catch (Exception failure) {
      channel.close();
      throw failure;
    }
  }

  private static void closeAllBut(
      Map<InetSocketAddress, Channel> kept, Map<InetSocketAddress, Channel> channels) {
    channels.values().stream()
        .filter(channel -> !kept.containsValue(channel))
        .forEach(Channel::close);
  }

  /** Accepts no more connections. */
  public void close() {
    channels.values().forEach(channel -> channel.close().syncUninterruptibly());
    channels.clear();
  }

  private static String reason(Exception failure) {
    if (failure instanceof UnresolvedAddressException) {
      return "no such host";
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /** Gives up all memory; to be called once the event loops have ended. */
  public void release() {
    receiveBuffer.release();
  }
}
