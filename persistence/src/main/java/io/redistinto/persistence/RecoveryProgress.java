package io.redistinto.persistence;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how far a recovery is: on a terminal a bar, drawn again ten times a second, elsewhere a log
 * line a second. One thread loads; any thread may ask.
 */
public final class RecoveryProgress {
  private static final Logger LOGGER = LoggerFactory.getLogger(RecoveryProgress.class);
  private static final long BAR_INTERVAL_MILLIS = 100;
  private static final long LOG_INTERVAL_MILLIS = 1000;
  private static final int BAR_WIDTH = 30;

  private final LongSupplier clockMillis;
  private final PrintStream terminal;
  private final Consumer<String> log;
  private final long intervalMillis;
  private long startMillis;
  private long nextMillis;
  private volatile long total;
  private volatile long loaded;

  /**
   * @param clockMillis milliseconds since any moment
   * @param terminal where to draw the bar; null to write log lines instead
   */
  public RecoveryProgress(LongSupplier clockMillis, PrintStream terminal) {
    this(clockMillis, terminal, LOGGER::info);
  }

  RecoveryProgress(LongSupplier clockMillis, PrintStream terminal, Consumer<String> log) {
    this.clockMillis = clockMillis;
    this.terminal = terminal;
    this.log = log;
    intervalMillis = terminal == null ? LOG_INTERVAL_MILLIS : BAR_INTERVAL_MILLIS;
  }

  /** Draws on the terminal if this process has one. */
  public static RecoveryProgress onTerminalOrLog(LongSupplier clockMillis) {
    return new RecoveryProgress(clockMillis, isOnTerminal(System.console()) ? System.err : null);
  }

  /** Since JDK 22 there is a console without a terminal too, and a method to tell. */
  private static boolean isOnTerminal(Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** How many keys there are to load. */
  public long total() {
    return total;
  }

  /** How many keys are loaded. */
  public long loaded() {
    return loaded;
  }

  void start(long keys) {
    total = keys;
    loaded = 0;
    startMillis = clockMillis.getAsLong();
    nextMillis = startMillis + intervalMillis;
  }

  void keyLoaded() {
    long count = loaded + 1;
    loaded = count;
    long nowMillis = clockMillis.getAsLong();
    if (nowMillis >= nextMillis) {
      nextMillis = nowMillis + intervalMillis;
      show(count, nowMillis - startMillis);
    }
  }

  /** The last word: also after a failure, so that what follows stands on a line of its own. */
  void end() {
    long elapsedMillis = clockMillis.getAsLong() - startMillis;
    if (terminal != null && elapsedMillis >= intervalMillis) {
      show(loaded, elapsedMillis);
      terminal.println();
    }
    log.accept(text("%,d keys loaded in %.3f s", loaded, elapsedMillis / 1000.0));
  }

  private void show(long count, long elapsedMillis) {
    long perSecond = Math.round(count * 1000.0 / Math.max(1, elapsedMillis));
    long secondsLeft =
        (long) Math.ceil(Math.max(0, total - count) / (double) Math.max(1, perSecond));
    String figures =
        text("%,d of %,d keys, %,d keys/s, %d s left", count, total, perSecond, secondsLeft);
    if (terminal == null) {
      log.accept("Loading: " + figures);
    } else {
      int filled = (int) (BAR_WIDTH * Math.min(count, total) / Math.max(1, total));
      String bar = "#".repeat(filled) + " ".repeat(BAR_WIDTH - filled);
      terminal.print(text("\rLoading [%s] %-60s", bar, figures));
      terminal.flush();
    }
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
