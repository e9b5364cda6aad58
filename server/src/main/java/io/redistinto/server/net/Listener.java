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
import java.util.ArrayList;
import java.util.List;

/** The sockets that the server listens on. */
public final class Listener {
  private final ServerBootstrap bootstrap;
  private final List<Channel> channels = new ArrayList<>();
  private final SharedReceiveBuffer receiveBuffer = new SharedReceiveBuffer();

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
   * Listens on all addresses; for port 0 on one that the system chooses.
   *
   * @return the port
   * @throws IOException if an address that is not optional cannot be bound
   */
  public int listen(List<BindAddress> addresses, int wantedPort) throws IOException {
    int port = wantedPort;
    for (BindAddress address : addresses) {
      try {
        Channel channel =
            bootstrap.bind(new InetSocketAddress(address.host(), port)).sync().channel();
        channels.add(channel);
        port = ((InetSocketAddress) channel.localAddress()).getPort();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", interrupted);
      } catch (Exception failure) { // the bootstrap throws checked exceptions it does not declare
        if (!address.optional()) {
          throw new IOException(
              "Could not listen on " + address.host() + ":" + port + ": " + reason(failure),
              failure);
        }
      }
    }
    if (channels.isEmpty()) {
      throw new IOException("None of the addresses in 'bind' could be listened on");
    }
    return port;
  }

  /** Accepts no more connections. */
  public void close() {
    channels.forEach(channel -> channel.close().syncUninterruptibly());
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
