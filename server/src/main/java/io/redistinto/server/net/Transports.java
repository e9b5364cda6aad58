package io.redistinto.server.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.redistinto.server.config.Transport;

/** The operating system's interfaces to the sockets, as far as they load here. */
public enum Transports {
  EPOLL(EpollServerSocketChannel.class) {
    @Override
    boolean isAvailable() {
      return Epoll.isAvailable();
    }

    @Override
    IoHandlerFactory handler() {
      return EpollIoHandler.newFactory();
    }
  },
  IO_URING(IoUringServerSocketChannel.class) {
    @Override
    boolean isAvailable() {
      return IoUring.isAvailable();
    }

    @Override
    IoHandlerFactory handler() {
      return IoUringIoHandler.newFactory();
    }

    /** The kernel holds the buffer of every socket's read at once. */
    @Override
    boolean readsOneAtATime() {
      return false;
    }
  },
  NIO(NioServerSocketChannel.class) {
    @Override
    boolean isAvailable() {
      return true;
    }

    @Override
    IoHandlerFactory handler() {
      return NioIoHandler.newFactory();
    }
  };

  private final Class<? extends ServerChannel> serverChannel;

  Transports(Class<? extends ServerChannel> serverChannel) {
    this.serverChannel = serverChannel;
  }

  /**
   * The wanted transport, or for {@code auto} the best that loads.
   *
   * @throws IllegalStateException if the wanted one does not load
   */
  public static Transports choose(Transport wanted) {
    if (wanted == Transport.AUTO) {
      return EPOLL.isAvailable() ? EPOLL : NIO;
    }
    Transports named = valueOf(wanted.name());
    if (!named.isAvailable()) {
      throw new IllegalStateException("transport " + wanted + " is not available on this machine");
    }
    return named;
  }

  abstract boolean isAvailable();

  abstract IoHandlerFactory handler();

  boolean readsOneAtATime() {
    return true;
  }

  Class<? extends ServerChannel> serverChannel() {
    return serverChannel;
  }

  /** Event loops; daemon threads, so that an application that embeds a server can end. */
  public EventLoopGroup newGroup(int threads, String name) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name, true), handler());
  }
}
