package io.redistinto.bench.versus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A loader for what redis-benchmark cannot send: both operations at once, values of several
 * lengths, keys in order or skewed. One thread; each connection sends its next pipeline when the
 * last one is answered, as redis-benchmark's do.
 */
final class MixedLoader implements Loader {
  private static final int RECEIVE_BYTES = 1 << 18;
  private static final long MOST_LATENCY_NANOS = Duration.ofMinutes(5).toNanos();

  @Override
  public Result run(Load load, long commands, Duration limit, int port) throws IOException {
    try (Run run = new Run(load, commands, limit, port)) {
      return run.untilDone();
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  /** One run: its connections and what was sent and answered so far. */
  private static final class Run implements AutoCloseable {
    private final Load load;
    private final long commands;
    private final Requests requests;
    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();
    private final ByteBuffer received = ByteBuffer.allocateDirect(RECEIVE_BYTES);
    private final byte[] receivedBytes = new byte[RECEIVE_BYTES];
    private final Histogram latencies = new Histogram(MOST_LATENCY_NANOS, 3);
    private final long limitNanos;
    private long deadlineNanos;
    private long sent;
    private long answered;

    Run(Load load, long commands, Duration limit, int port) throws IOException {
      this.load = load;
      this.commands = commands;
      this.limitNanos = limit.toNanos();
      requests = new Requests(load);
      selector = Selector.open();
      try {
        for (int i = 0; i < Load.CONNECTIONS; i++) {
          connections.add(new Connection(this, port));
        }
      } catch (IOException failed) {
        close();
        throw failed;
      }
    }

    Result untilDone() throws IOException {
      long startNanos = System.nanoTime();
      deadlineNanos = startNanos + limitNanos;
      long giveUpNanos = deadlineNanos + GRACE.toNanos();
      for (Connection connection : connections) {
        connection.sendNext();
      }
      while (answered < sent) {
        selector.select(this::turn, GRACE.toMillis());
        if (System.nanoTime() - giveUpNanos > 0) {
          throw new IOException((sent - answered) + " commands were not answered in time");
        }
      }
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      long errors = connections.stream().mapToLong(each -> each.replies.errors()).sum();
      return new Result(
          answered, seconds, errors, new Latency(millis(50), millis(99), millis(99.9)));
    }

    private void turn(SelectionKey key) {
      ((Connection) key.attachment()).onReady();
    }

    /** How many commands a connection may send now. */
    private int nextPipeline() {
      if (System.nanoTime() - deadlineNanos >= 0) {
        return 0;
      }
      return (int) Math.min(load.pipeline(), commands - sent);
    }

    private double millis(double percentile) {
      return latencies.getValueAtPercentile(percentile) / 1e6;
    }

    @Override
    public void close() throws IOException {
      for (Connection connection : connections) {
        connection.channel.close();
      }
      selector.close();
    }
  }

  private static final class Connection {
    private final Run run;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer pipeline;
    private final ReplyCounter replies = new ReplyCounter();
    private long expectedReplies;
    private int pipelined;
    private long sentNanos;

    Connection(Run run, int port) throws IOException {
      this.run = run;
      pipeline = ByteBuffer.allocateDirect(run.requests.longestPipeline());
      channel = SocketChannel.open();
      try {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        key = channel.register(run.selector, SelectionKey.OP_READ, this);
      } catch (IOException failed) {
        channel.close();
        throw failed;
      }
    }

    void onReady() {
      try {
        if (key.isWritable()) {
          write();
        }
        if (key.isReadable()) {
          read();
        }
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    void sendNext() throws IOException {
      pipelined = run.nextPipeline();
      if (pipelined == 0) {
        return;
      }
      pipeline.clear();
      run.requests.append(pipelined, pipeline);
      pipeline.flip();
      run.sent += pipelined;
      expectedReplies += pipelined;
      sentNanos = System.nanoTime();
      write();
    }

    private void write() throws IOException {
      channel.write(pipeline);
      int wanted =
          pipeline.hasRemaining()
              ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
              : SelectionKey.OP_READ;
      if (key.interestOps() != wanted) {
        key.interestOps(wanted);
      }
    }

    private void read() throws IOException {
      run.received.clear();
      int byteCount = channel.read(run.received);
      if (byteCount < 0) {
        throw new IOException("the server closed a connection");
      }
      run.received.flip().get(run.receivedBytes, 0, byteCount);
      long before = replies.replies();
      replies.read(run.receivedBytes, byteCount);
      run.answered += replies.replies() - before;
      if (replies.replies() > expectedReplies) {
        throw new IOException("more replies than commands");
      }
      if (pipelined > 0 && replies.replies() == expectedReplies) {
        long nanos = Math.min(System.nanoTime() - sentNanos, MOST_LATENCY_NANOS);
        run.latencies.recordValueWithCount(nanos, pipelined);
        sendNext();
      }
    }
  }
}
