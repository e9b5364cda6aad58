package io.redistinto.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.redistinto.server.config.Transport;
import java.util.Locale;
import jdk.net.ExtendedSocketOptions;

/** The operating system's interfaces to the sockets, as far as they load here. */
@SuppressWarnings("ImmutableEnumChecker") // Netty's options are constants that do not say so
public enum Transports {
  EPOLL(
      EpollServerSocketChannel.class,
      EpollChannelOption.TCP_KEEPIDLE,
      EpollChannelOption.TCP_KEEPINTVL,
      EpollChannelOption.TCP_KEEPCNT) {
    @Override
    Throwable whyUnavailable() {
      return Epoll.unavailabilityCause();
    }

    @Override
    IoHandlerFactory handler(boolean readForItself) {
      return new EpollHandlers(readForItself);
    }

    @Override
    boolean closesAtOnce() {
      return true;
    }
  },
  IO_URING(
      IoUringServerSocketChannel.class,
      IoUringChannelOption.TCP_KEEPIDLE,
      IoUringChannelOption.TCP_KEEPINTVL,
      IoUringChannelOption.TCP_KEEPCNT) {
    @Override
    Throwable whyUnavailable() {
      return IoUring.unavailabilityCause();
    }

    @Override
    IoHandlerFactory handler(boolean readForItself) {
      return IoUringIoHandler.newFactory();
    }

    /** The kernel holds the buffer of every socket's read at once. */
    @Override
    boolean readsOneAtATime() {
      return false;
    }
  },
  NIO(
      NioServerSocketChannel.class,
      NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE),
      NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL),
      NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT)) {
    @Override
    Throwable whyUnavailable() {
      return null;
    }

    @Override
    IoHandlerFactory handler(boolean readForItself) {
      return NioIoHandler.newFactory();
    }
  };

  /** Unanswered questions after which a peer is given up, as in Redis. */
  private static final int KEEPALIVE_PROBES = 3;

  /** The most that Linux takes. */
  private static final int MOST_KEEPALIVE_SECONDS = 32_767;

  private final Class<? extends ServerChannel> serverChannel;
  private final ChannelOption<Integer> keepIdle;
  private final ChannelOption<Integer> keepInterval;
  private final ChannelOption<Integer> keepCount;

  Transports(
      Class<? extends ServerChannel> serverChannel,
      ChannelOption<Integer> keepIdle,
      ChannelOption<Integer> keepInterval,
      ChannelOption<Integer> keepCount) {
    this.serverChannel = serverChannel;
    this.keepIdle = keepIdle;
    this.keepInterval = keepInterval;
    this.keepCount = keepCount;
  }

  /**
   * The wanted transport; for {@code auto} epoll where it loads, else NIO.
   *
   * @throws IllegalStateException if the wanted one does not load
   */
  public static Transports choose(Transport wanted) {
    if (wanted == Transport.AUTO) {
      return EPOLL.isAvailable() ? EPOLL : NIO;
    }
    Transports named = valueOf(wanted.name());
    Throwable cause = named.whyUnavailable();
    if (cause != null) {
      throw new IllegalStateException(
          "transport "
              + wanted.name().toLowerCase(Locale.ROOT)
              + " does not load on this machine, auto would: "
              + firstLine(rootOf(cause)),
          cause);
    }
    return named;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String firstLine(Throwable failure) {
    return failure.toString().lines().findFirst().orElse("");
  }

  public boolean isAvailable() {
    return whyUnavailable() == null;
  }

  abstract Throwable whyUnavailable();

  abstract IoHandlerFactory handler(boolean readForItself);

  boolean readsOneAtATime() {
    return true;
  }

  /** Whether an address is free as soon as the channel that listens there is told to close. */
  boolean closesAtOnce() {
    return false;
  }

  Class<? extends ServerChannel> serverChannel() {
    return serverChannel;
  }

  /** Has the system find out, after so many seconds of silence, whether the peer is there. */
  void keepAlive(Channel channel, long seconds) {
    int idleSeconds = (int) Math.min(seconds, MOST_KEEPALIVE_SECONDS);
    channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    channel.config().setOption(keepIdle, idleSeconds);
    channel.config().setOption(keepInterval, Math.max(1, idleSeconds / KEEPALIVE_PROBES));
    channel.config().setOption(keepCount, KEEPALIVE_PROBES);
  }

  /**
   * Event loops; daemon threads, so that an application that embeds a server can end.
   *
   * @param readForItself whether what is read is used on the thread that reads it
   */
  public EventLoopGroup newGroup(int threads, String name, boolean readForItself) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name, true), handler(readForItself));
  }
}
