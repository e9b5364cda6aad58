package io.redistinto.server.net;

import io.netty.bootstrap.ServerBootstrap;
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
import java.util.ArrayList;
import java.util.List;

/** The sockets that the server listens on. */
public final class Listener {
  private final ServerBootstrap bootstrap;
  private final SharedReceiveBuffer receiveBuffer = new SharedReceiveBuffer();
  private final List<Channel> channels = new ArrayList<>();

  /** Connections are accepted by {@code acceptors} and read by {@code readers}. */
  @SuppressWarnings("deprecation") // RCVBUF_ALLOCATOR is old, and still the only way
  public Listener(
      Transports transport,
      EventLoopGroup acceptors,
      EventLoopGroup readers,
      ServerConfig config,
      Engine engine,
      Gatekeeper gatekeeper,
      boolean shareReceiveBuffer) {
    bootstrap =
        new ServerBootstrap()
            .group(acceptors, readers)
            .channel(transport.serverChannel())
            .option(ChannelOption.SO_BACKLOG, config.intValue(Directives.TCP_BACKLOG))
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, config.get(Directives.TCP_KEEPALIVE) > 0)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Connection(engine, gatekeeper, channel));
                  }
                });
    if (shareReceiveBuffer && transport.readsOneAtATime()) {
      bootstrap.childOption(ChannelOption.RCVBUF_ALLOCATOR, receiveBuffer);
    }
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
              "Could not listen on " + address.host() + ":" + port + ": " + failure.getMessage(),
              failure);
        }
      }
    }
    if (channels.isEmpty()) {
      throw new IOException("None of the addresses in 'bind' could be listened on");
    }
    return port;
  }

  /** Gives its buffer up, when nothing is read any more. */
  public void release() {
    receiveBuffer.release();
  }

  /** Accepts no more connections. */
  public void close() {
    channels.forEach(channel -> channel.close().syncUninterruptibly());
    channels.clear();
  }
}
