package io.redistinto.storage.replacement;

import io.redistinto.storage.expiry.Clock;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * How often values are used, in a word each: a Morris counter that a use raises with a probability
 * that falls as it grows, and that time lowers.
 *
 * <pre>
 *   | unused (8) | minute of the last change (16) | counter (8) |
 * </pre>
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/eviction/#lfu-eviction">The LFU
 *     eviction</a>
 */
public final class UseCounts {
  /** The counter of a value after its first write, so that it is not the next to go. */
  public static final int INITIAL = 5;

  /** The largest counter. */
  public static final int MOST = 255;

  private static final int MINUTE_MASK = 0xffff;

  private final Clock clock;
  private final SplittableRandom random;
  private int logFactor = 10;
  private int decayMinutes = 1;

  public UseCounts(Clock clock, SplittableRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /** Sets how much harder each further step of a counter is: 0 counts every use up to the most. */
  public void logFactor(int factor) {
    logFactor = factor;
  }

  /** Sets after how many minutes without a change a counter falls by one; 0 is never. */
  public void decayMinutes(int minutes) {
    decayMinutes = minutes;
  }

  /** The word of a counter, as of now. */
  public int word(int counter) {
    return minute() << 8 | counter;
  }

  /** The counter of a word, lowered for the time that has passed. */
  public int counter(int word) {
    int counter = word & 0xff;
    if (decayMinutes == 0) {
      return counter;
    }
    int minutes = (minute() - (word >>> 8)) & MINUTE_MASK;
    return Math.max(0, counter - minutes / decayMinutes);
  }

  /** The word after a use more. */
  public int used(int word) {
    int counter = counter(word);
    if (counter < MOST) {
      double steps = Math.max(0, counter - INITIAL);
      if (random.nextDouble() * (steps * logFactor + 1) < 1) {
        counter++;
      }
    }
    return word(counter);
  }

  private int minute() {
    return (int) TimeUnit.MILLISECONDS.toMinutes(clock.millis()) & MINUTE_MASK;
  }
}
