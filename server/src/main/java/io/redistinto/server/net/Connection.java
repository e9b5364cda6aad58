package io.redistinto.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.unix.UnixChannel;
import io.redistinto.resp.ReplyWriter;
import io.redistinto.resp.Request;
import io.redistinto.resp.RequestDecoder;
import io.redistinto.resp.WholeRequests;
import io.redistinto.server.client.Client;
import io.redistinto.server.client.Outlet;
import io.redistinto.server.command.ServerStatistics;
import io.redistinto.server.engine.Engine;
import io.redistinto.server.engine.Session;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: from the socket to the decoder, from the decoder to the engine, and the
 * replies back. Its channel belongs to an I/O thread; all else here to the engine's.
 */
final class Connection extends ChannelInboundHandlerAdapter
    implements Session, Outlet, RequestDecoder.Sink {
  private static final Logger LOGGER = LoggerFactory.getLogger(Connection.class);

  /** Replies to a long pipeline are sent on in pieces of about this size. */
  private static final int FLUSH_BYTES = 256 << 10;

  /** Fewer reply bytes than this do not keep a larger buffer while they wait for the socket. */
  private static final int SMALL_REPLY_BYTES = 16 << 10;

  /** A client that waits is not read any more once it has sent so much. */
  private static final int WAITING_INPUT_BYTES = 1 << 20;

  private final Engine engine;
  private final Gatekeeper gatekeeper;
  private final Channel channel;
  private final RequestDecoder decoder;
  private Client client;
  private boolean opened;
  private boolean running;

  /** Whether replies were written that the engine has yet to flush. */
  private boolean unflushed;

  /** Whether the last read filled its buffer. */
  private boolean filled;

  private boolean readingAllowed = true;
  private boolean sentTooMuch;
  private boolean inputEnded;
  private boolean closed;
  private long softLimitSinceMillis;

  Connection(Engine engine, Gatekeeper gatekeeper, Channel channel) {
    this.engine = engine;
    this.gatekeeper = gatekeeper;
    this.channel = channel;
    this.decoder = new RequestDecoder(channel.alloc(), gatekeeper.limits(), gatekeeper.lookahead());
  }

  // ---- From the socket, on its I/O thread

  @Override
  public void channelActive(ChannelHandlerContext context) {
    engine.opening(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    filled = !bytes.isWritable();
    decoder.received(bytes);
    engine.received(this, bytes);
  }

  /**
   * Has the socket looked at again if the last read filled its buffer: an edge-triggered one tells
   * of what comes, not of what is still there.
   */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (filled && engine.loop().inEventLoop() && channel.config().isAutoRead()) {
      channel.config().setAutoRead(false);
      channel.config().setAutoRead(true);
    }
    filled = false;
  }

  /**
   * Where the next bytes are to be read if they belong to a large argument, else null. Only for a
   * socket that the engine's own thread reads.
   */
  ByteBuf lend() {
    return engine.isAtRest() ? decoder.lend() : null;
  }

  /** The client may send no more and still wait for its replies. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      engine.ended(this);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    engine.ended(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      LOGGER.debug("{} is gone: {}", address(), cause.toString());
    } else {
      LOGGER.error("Closing {}", address(), cause);
    }
    context.close();
  }

  // ---- The session, on the engine's thread

  @Override
  public Client client() {
    return client;
  }

  @Override
  public void open() {
    if (opened) {
      return; // its first bytes were faster, through the mailbox
    }
    opened = true;
    String refusal = gatekeeper.refusal(channel);
    if (refusal != null) {
      decoder.close();
      engine.replyAside().protocol(2);
      engine.replyAside().error(refusal);
      channel.writeAndFlush(engine.replyAside().take()).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    client = gatekeeper.admit(this);
    engine.opened(this);
  }

  @Override
  public boolean takesWhole() {
    return client != null && decoder.takesWhole();
  }

  @Override
  public void process(ByteBuffer bytes, int from, int to, WholeRequests ahead, int first, int end) {
    open();
    if (client == null) {
      return; // it was refused
    }
    ServerStatistics statistics = gatekeeper.statistics();
    statistics.inputBytes += to - from;
    statistics.reads++;
    if (!channel.eventLoop().inEventLoop()) {
      statistics.readsByIoThreads++;
    }
    running = true;
    try {
      if (first < end && decoder.takesWhole()) {
        decoder.feed(ahead, first, end, bytes, to, this);
      } else {
        decoder.feed(bytes, from, to, this);
      }
    } catch (RuntimeException | Error failure) {
      failed(failure);
    } finally {
      running = false;
    }
    finish();
  }

  @Override
  public ByteBuf allocate(int length) {
    return channel.alloc().directBuffer(length, length);
  }

  @Override
  public void proceed(Request first) {
    if (client == null || !client.mayContinue()) {
      return;
    }
    running = true;
    try {
      if (first == null || request(first)) {
        decoder.resume(this);
      }
    } catch (RuntimeException | Error failure) {
      failed(failure);
    } finally {
      running = false;
    }
    finish();
  }

  /** The stream has lost its place: what was answered so far is sent, nothing else runs. */
  private void failed(Throwable failure) {
    LOGGER.error("Closing {}", address(), failure);
    client.closeAfterReply();
  }

  /** Requests have run: sends their replies, and sees what the connection does next. */
  private void finish() {
    write(engine.reply());
    if (client.isClosing()) {
      decoder.close();
      closeAfterSending();
    }
    boolean tooMuch = decoder.isStopped() && decoder.bufferedBytes() > WAITING_INPUT_BYTES;
    if (tooMuch != sentTooMuch) {
      sentTooMuch = tooMuch;
      applyReading();
    }
    closeIfDone();
  }

  @Override
  public void upcoming(Request[] requests, int count) {
    engine.upcoming(this, requests, count);
  }

  @Override
  public boolean request(Request request) {
    boolean goOn = engine.run(this, request);
    if (engine.reply().size() > FLUSH_BYTES) {
      write(engine.reply());
      flush();
    }
    return goOn;
  }

  @Override
  public void protocolError(String message) {
    if (client.isAnswered()) {
      engine.reply().error(message);
    }
    gatekeeper.statistics().error("ERR");
    client.closeAfterReply();
  }

  @Override
  public void queryBufferExceeded() {
    LOGGER.warn("Closing {}: it reached client-query-buffer-limit", address());
    close();
  }

  /** Hands replies to the channel; they are sent when the engine says {@link #flush}. */
  private void write(ReplyWriter reply) {
    int size = reply.size();
    if (size == 0) {
      return;
    }
    ByteBuf bytes = reply.take();
    if (size < SMALL_REPLY_BYTES && queuedOutputBytes() > 0) {
      ByteBuf fitting = channel.alloc().directBuffer(size, size).writeBytes(bytes);
      bytes.release();
      bytes = fitting;
    }
    write(bytes);
  }

  private void write(ByteBuf bytes) {
    ServerStatistics statistics = gatekeeper.statistics();
    statistics.outputBytes += bytes.readableBytes();
    if (!channel.eventLoop().inEventLoop()) {
      statistics.writes++;
      statistics.writesByIoThreads++;
      channel.writeAndFlush(bytes, channel.voidPromise());
      enforceOutputLimit();
      return;
    }
    channel.write(bytes, channel.voidPromise());
    if (!unflushed) {
      unflushed = true;
      engine.flushLater(this);
    }
  }

  @Override
  public void flush() {
    unflushed = false;
    send();
  }

  /** As in Redis, much at once counts for the limit even where the socket takes all of it. */
  private void send() {
    if (queuedOutputBytes() > SMALL_REPLY_BYTES) {
      enforceOutputLimit();
    }
    channel.flush();
    gatekeeper.statistics().writes++;
    enforceOutputLimit();
  }

  /** What a client that does not read its replies may have waiting. */
  void enforceOutputLimit() {
    long queued = queuedOutputBytes();
    if (queued == 0) {
      softLimitSinceMillis = 0;
      return;
    }
    softLimitSinceMillis = gatekeeper.checkOutput(this, queued, softLimitSinceMillis);
  }

  @Override
  public void ended() {
    if (!channel.isActive()) {
      closed();
      return;
    }
    open();
    inputEnded = true;
    applyReading();
    closeIfDone();
  }

  /**
   * Who sends no more is disconnected once everything is answered. Who waits for keys is at once:
   * if nobody is there any more, what it waits for is others'.
   */
  private void closeIfDone() {
    if (!inputEnded || client == null) {
      return;
    }
    if (client.isBlocked()) {
      client.closeAfterReply();
      closeAfterSending();
    } else if (!client.isWaiting() && !decoder.isStopped()) {
      closeAfterSending();
    }
  }

  @Override
  public void closed() {
    opened = true;
    decoder.close();
    if (client != null && !closed) {
      gatekeeper.dismiss(this);
      engine.forget(this);
    }
    closed = true;
  }

  @Override
  public void stopReading() {
    channel.config().setAutoRead(false);
  }

  @Override
  public void reading(boolean on) {
    readingAllowed = on;
    applyReading();
  }

  private void applyReading() {
    channel.config().setAutoRead(readingAllowed && !sentTooMuch && !inputEnded);
  }

  // ---- The way back

  @Override
  public void send(Consumer<ReplyWriter> write) {
    if (running) {
      engine.reply().protocol(client.protocol());
      write.accept(engine.reply());
      return;
    }
    ReplyWriter aside = engine.replyAside();
    aside.protocol(client.protocol());
    write.accept(aside);
    write(aside);
  }

  @Override
  public void push(byte[] message) {
    if (running) {
      engine.pushToRunning(message);
      return;
    }
    write(
        message.length < SMALL_REPLY_BYTES
            ? channel.alloc().directBuffer(message.length, message.length).writeBytes(message)
            : Unpooled.wrappedBuffer(message));
    if (queuedOutputBytes() > FLUSH_BYTES) {
      send();
    }
  }

  @Override
  public void resume() {
    engine.proceed(this);
  }

  @Override
  public void closeAfterSending() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void close() {
    decoder.close();
    channel.close();
  }

  @Override
  public void authenticated(boolean authenticated) {
    decoder.authenticated(authenticated);
  }

  @Override
  public int queuedInputBytes() {
    return decoder.bufferedBytes();
  }

  @Override
  public long queuedOutputBytes() {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return queue == null ? 0 : queue.totalPendingWriteBytes();
  }

  @Override
  public int freeInputBytes() {
    return decoder.freeBytes();
  }

  @Override
  public int queuedOutputPieces() {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return queue == null ? 0 : queue.size();
  }

  @Override
  public boolean isReading() {
    return channel.config().isAutoRead();
  }

  @Override
  public int fileDescriptor() {
    return channel instanceof UnixChannel unix ? unix.fd().intValue() : -1;
  }

  @Override
  public String address() {
    return text(channel.remoteAddress());
  }

  @Override
  public boolean isLocal() {
    return !(channel.remoteAddress() instanceof InetSocketAddress remote)
        || remote.getAddress().isLoopbackAddress();
  }

  @Override
  public String localAddress() {
    return text(channel.localAddress());
  }

  private static String text(SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet)) {
      return "?:0";
    }
    String host = inet.getAddress().getHostAddress();
    int zone = host.indexOf('%');
    String plain = zone < 0 ? host : host.substring(0, zone);
    return (plain.indexOf(':') < 0 ? plain : "[" + plain + "]") + ":" + inet.getPort();
  }
}
