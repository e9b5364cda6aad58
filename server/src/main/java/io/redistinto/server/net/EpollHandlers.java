package io.redistinto.server.net;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Netty's epoll, but for two things.
 *
 * <p>Clients' sockets can be edge-triggered: the kernel then looks at a ready socket once a turn,
 * not twice. A read that filled its buffer must be followed by another look, see {@link
 * Connection#channelReadComplete}.
 *
 * <p>A socket that waits for nothing stays registered. Netty 4.2.18 (4.2.15 too, not 4.2.10) takes
 * such a socket out of epoll and forgets that it did, so that the next wait fails with ENOENT: a
 * client that closed its half loses the replies that its socket does not take at once, and a
 * listening socket that stopped accepting for want of files never goes on. To be deleted with a
 * Netty that adds the socket again.
 */
final class EpollHandlers implements IoHandlerFactory {
  private final IoHandlerFactory epoll = EpollIoHandler.newFactory();
  private final boolean edgeTriggered;

  EpollHandlers(boolean edgeTriggered) {
    this.edgeTriggered = edgeTriggered;
  }

  @Override
  public IoHandler newHandler(ThreadAwareExecutor executor) {
    return new Handler(epoll.newHandler(executor), edgeTriggered);
  }

  private record Handler(IoHandler epoll, boolean edgeTriggered) implements IoHandler {
    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
      return new Registration(epoll.register(handle), edgeTriggered);
    }

    @Override
    public void initialize() {
      epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
      return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
      epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
      epoll.destroy();
    }

    @Override
    public void wakeup() {
      epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
      return epoll.isCompatible(handleType);
    }
  }

  private record Registration(IoRegistration epoll, boolean edgeTriggered)
      implements IoRegistration {
    @Override
    public long submit(IoOps ops) {
      EpollIoOps wanted = (EpollIoOps) ops;
      // Edge-triggered and nothing else: errors, which epoll always reports, once.
      boolean nothing = wanted.equals(EpollIoOps.NONE);
      // Only a client's socket waits for its peer to send no more.
      boolean client = wanted.contains(EpollIoOps.EPOLLRDHUP);
      return epoll.submit(
          nothing || (client && edgeTriggered) ? wanted.with(EpollIoOps.EPOLLET) : wanted);
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // as the interface has it
    public <T> T attachment() {
      return epoll.attachment();
    }

    @Override
    public boolean isValid() {
      return epoll.isValid();
    }

    @Override
    public boolean cancel() {
      return epoll.cancel();
    }
  }
}
