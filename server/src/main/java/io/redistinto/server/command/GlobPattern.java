package io.redistinto.server.command;

import java.nio.ByteBuffer;

/**
 * A glob over bytes, as KEYS, SCAN, CONFIG GET and PSUBSCRIBE take it, with Redis's meaning to the
 * letter.
 *
 * <ul>
 *   <li>{@code *} any bytes, {@code ?} one byte, {@code \x} the byte x itself
 *   <li>{@code [abc]} one of these bytes, {@code [a-z]} one of this range, which may stand in
 *       either order, {@code [^...]} one byte that the class has not; bytes compare as signed; a
 *       class that is not closed ends with the pattern
 *   <li>an empty text matches only an empty pattern, not even {@code *}
 * </ul>
 *
 * Matching allocates nothing and takes at most time proportional to the product of the lengths.
 */
public final class GlobPattern {
  /*
   * Two positions walk along; on a mismatch the text goes back to one byte after where the last '*'
   * began to take bytes. Earlier stars need no second try: what stood between them matched as far
   * left as possible, which leaves the most to what follows.
   */
  private static final int NO_MATCH = -1;

  private final byte[] pattern;
  private final boolean ignoreCase;

  private GlobPattern(byte[] pattern, boolean ignoreCase) {
    this.pattern = pattern.clone();
    this.ignoreCase = ignoreCase;
  }

  public static GlobPattern of(byte[] pattern) {
    return new GlobPattern(pattern, false);
  }

  /** A pattern for which the ASCII letters of both cases are the same. */
  public static GlobPattern ignoringCase(byte[] pattern) {
    return new GlobPattern(pattern, true);
  }

  /** Whether it is {@code *}, which KEYS and SCAN take for no pattern at all. */
  public boolean isStar() {
    return pattern.length == 1 && pattern[0] == '*';
  }

  /** As {@link #matches(ByteBuffer, int, int)}, for all of an array. */
  public boolean matches(byte[] text) {
    return matches(ByteBuffer.wrap(text), 0, text.length);
  }

  /**
   * Whether the pattern matches these bytes as a whole.
   *
   * @param text its position and limit do not matter and stay as they are
   * @param offset index of the first byte
   * @param length how many bytes
   */
  public boolean matches(ByteBuffer text, int offset, int length) {
    if (length == 0) {
      return pattern.length == 0;
    }
    int end = offset + length;
    int at = 0;
    int i = offset;
    int afterStar = NO_MATCH;
    int starTook = offset;
    while (i < end) {
      if (at < pattern.length && pattern[at] == '*') {
        afterStar = ++at;
        starTook = i;
        if (at == pattern.length) {
          return true;
        }
        continue;
      }
      int next = at < pattern.length ? afterOne(at, text.get(i)) : NO_MATCH;
      if (next != NO_MATCH) {
        at = next;
        i++;
      } else if (afterStar != NO_MATCH) {
        at = afterStar;
        i = ++starTook;
      } else {
        return false;
      }
    }
    while (at < pattern.length && pattern[at] == '*') {
      at++;
    }
    return at == pattern.length;
  }

  /** Where the pattern goes on if what is at {@code at} matches this byte, else NO_MATCH. */
  private int afterOne(int at, byte b) {
    return switch (pattern[at]) {
      case '?' -> at + 1;
      case '[' -> afterClass(at + 1, b);
      case '\\' -> afterLiteral(Math.min(at + 1, pattern.length - 1), b);
      default -> afterLiteral(at, b);
    };
  }

  private int afterLiteral(int at, byte b) {
    return same(pattern[at], b) ? at + 1 : NO_MATCH;
  }

  private int afterClass(int first, byte b) {
    int at = first;
    boolean negated = at < pattern.length && pattern[at] == '^';
    if (negated) {
      at++;
    }
    boolean found = false;
    while (at < pattern.length && pattern[at] != ']') {
      int left = pattern.length - at;
      if (pattern[at] == '\\' && left >= 2) {
        found |= pattern[at + 1] == b;
        at += 2;
      } else if (left >= 3 && pattern[at + 1] == '-') {
        found |= inRange(pattern[at], pattern[at + 2], b);
        at += 3;
      } else {
        found |= same(pattern[at], b);
        at++;
      }
    }
    return found != negated ? Math.min(at + 1, pattern.length) : NO_MATCH;
  }

  /** The ends are put in order before, not after, their case is folded: [Z-a] folds to nothing. */
  private boolean inRange(byte from, byte to, byte b) {
    byte low = fold(from <= to ? from : to);
    byte high = fold(from <= to ? to : from);
    byte c = fold(b);
    return low <= c && c <= high;
  }

  private boolean same(byte a, byte b) {
    return fold(a) == fold(b);
  }

  private byte fold(byte b) {
    return ignoreCase && b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
  }
}
