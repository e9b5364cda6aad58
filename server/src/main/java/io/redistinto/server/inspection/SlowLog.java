package io.redistinto.server.inspection;

import io.redistinto.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntPredicate;

/** The last commands that took long, newest first. The engine thread's alone. */
public final class SlowLog {
  private static final int MOST_ARGUMENTS = 32;
  private static final int MOST_ARGUMENT_BYTES = 128;
  private static final byte[] REDACTED = ascii("(redacted)");

  private final Deque<Entry> entries = new ArrayDeque<>();
  private long nextId;

  /**
   * A command that took long.
   *
   * @param id a number that no other entry of this server has or had
   * @param args its arguments, cut
   * @param address the client's
   * @param name the client's, or empty
   */
  public record Entry(
      long id, long unixSeconds, long micros, List<byte[]> args, String address, String name) {}

  /** Adds a command, and lets go of the oldest where there are more than {@code maxEntries}. */
  public void add(
      long unixSeconds,
      long micros,
      List<byte[]> args,
      String address,
      String name,
      long maxEntries) {
    entries.addFirst(new Entry(nextId++, unixSeconds, micros, args, address, name));
    while (entries.size() > maxEntries) {
      entries.removeLast();
    }
  }

  /** All entries, newest first; not to be changed. */
  public Iterable<Entry> entries() {
    return entries;
  }

  public int size() {
    return entries.size();
  }

  public void clear() {
    entries.clear();
  }

  /**
   * A request's arguments as they are kept: so many, so many bytes of each, and what is missing
   * said.
   *
   * @param secret which arguments are not to be shown
   */
  public static List<byte[]> cut(Request request, IntPredicate secret) {
    int argc = request.argc();
    int shown = argc > MOST_ARGUMENTS ? MOST_ARGUMENTS - 1 : argc;
    List<byte[]> args = new ArrayList<>();
    for (int arg = 0; arg < shown; arg++) {
      args.add(secret.test(arg) ? REDACTED : cut(request, arg));
    }
    if (shown < argc) {
      args.add(ascii("... (" + (argc - shown) + " more arguments)"));
    }
    return args;
  }

  private static byte[] cut(Request request, int arg) {
    int more = request.length(arg) - MOST_ARGUMENT_BYTES;
    return more <= 0
        ? request.toBytes(arg)
        : (request.toText(arg, MOST_ARGUMENT_BYTES) + "... (" + more + " more bytes)")
            .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
