package io.redistinto.server.command;

import static io.redistinto.server.command.KeySpec.Flag.ACCESS;
import static io.redistinto.server.command.KeySpec.Flag.DELETE;
import static io.redistinto.server.command.KeySpec.Flag.OW;
import static io.redistinto.server.command.KeySpec.Flag.RO;
import static io.redistinto.server.command.KeySpec.Flag.RW;
import static io.redistinto.server.command.KeySpec.Flag.UPDATE;

import io.redistinto.resp.Request;
import io.redistinto.server.command.KeySpec.Flag;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How Redis finds keys where a command's specs do not fit a request or cannot say what becomes of
 * them. A table row names its own: {@code .keysBy(KeyExtractors::sort)}.
 */
final class KeyExtractors {
  private static final Set<Flag> READ = Set.of(RO, ACCESS);
  private static final Set<Flag> READ_AND_UPDATED = Set.of(RW, ACCESS, UPDATE);
  private static final Set<Flag> OVERWRITTEN = Set.of(OW, UPDATE);
  private static final Set<Flag> MOVED = Set.of(RW, ACCESS, DELETE);

  /** Of a key that is found without its spec, Redis says nothing. */
  private static final Set<Flag> UNSAID = Set.of();

  private static final Map<String, Integer> SORT_OPTIONS = Map.of("LIMIT", 2, "GET", 1, "BY", 1);
  private static final Map<String, Integer> MIGRATE_OPTIONS = Map.of("AUTH", 1, "AUTH2", 2);
  private static final Map<String, Integer> XREAD_OPTIONS =
      Map.of("BLOCK", 1, "COUNT", 1, "GROUP", 2, "NOACK", 0);

  private KeyExtractors() {}

  // ---- Strings and bits: what becomes of the one key

  /** {@code SET key value [GET] ...} */
  static List<KeyReference> set(Request request) {
    boolean reads = IntStream.range(3, request.argc()).anyMatch(arg -> request.is(arg, "GET"));
    return List.of(new KeyReference(1, reads ? READ_AND_UPDATED : OVERWRITTEN));
  }

  /** {@code BITFIELD key [GET type offset] [OVERFLOW rule] ...}; what is not known may write. */
  static List<KeyReference> bitfield(Request request) {
    int arg = 2;
    while (arg < request.argc()) {
      int more = request.argc() - 1 - arg;
      if (request.is(arg, "GET") && more >= 2) {
        arg += 3;
      } else if (request.is(arg, "OVERFLOW") && more >= 1) {
        arg += 2;
      } else {
        return List.of(new KeyReference(1, READ_AND_UPDATED));
      }
    }
    return List.of(new KeyReference(1, READ));
  }

  // ---- Options that name a key

  /** {@code SORT key [BY pattern] [LIMIT offset count] [GET pattern ...] [STORE destination]} */
  static List<KeyReference> sort(Request request) {
    int destination = 0;
    for (int arg = 2; arg < request.argc(); arg++) {
      if (request.is(arg, "STORE") && arg + 1 < request.argc()) {
        destination = arg + 1;
      }
      arg += skipped(request, arg, SORT_OPTIONS);
    }
    return readAndStored(destination);
  }

  /** {@code SORT_RO key ...}: the patterns' keys depend on what the key holds. */
  static List<KeyReference> sortRo(Request request) {
    return readAndStored(0);
  }

  private static List<KeyReference> readAndStored(int destination) {
    KeyReference read = new KeyReference(1, READ);
    return destination == 0
        ? List.of(read)
        : List.of(read, new KeyReference(destination, OVERWRITTEN));
  }

  /** {@code MIGRATE host port key|"" database timeout ... [KEYS key ...]} */
  static List<KeyReference> migrate(Request request) {
    for (int arg = 6; arg < request.argc(); arg++) {
      if (request.is(arg, "KEYS")) {
        return request.length(3) > 0
            ? List.of()
            : keys(IntStream.range(arg + 1, request.argc()), MOVED);
      }
      arg += skipped(request, arg, MIGRATE_OPTIONS);
    }
    return List.of(new KeyReference(3, MOVED));
  }

  /** {@code XREAD [COUNT n] [BLOCK ms] STREAMS key ... id ...}, and XREADGROUP. */
  static List<KeyReference> xread(Request request) {
    int arg = 1;
    while (arg < request.argc() && !request.is(arg, "STREAMS")) {
      String option = request.toText(arg).toUpperCase(Locale.ROOT);
      if (!XREAD_OPTIONS.containsKey(option)) {
        return List.of();
      }
      arg += 1 + XREAD_OPTIONS.get(option);
    }
    int more = request.argc() - 1 - arg;
    return more < 2 || more % 2 != 0
        ? List.of()
        : keys(IntStream.rangeClosed(arg + 1, arg + more / 2), UNSAID);
  }

  /** By how many arguments an option's own are to be skipped. */
  private static int skipped(Request request, int arg, Map<String, Integer> options) {
    return options.entrySet().stream()
        .filter(option -> request.is(arg, option.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  // ---- As many keys as an argument says, which here need not be a proper number

  /** The number of keys in an argument, the keys after it: {@code ZUNION numkeys key ...}. */
  static KeyExtractor countedAt(int number) {
    return request -> counted(request, number);
  }

  /** {@code ZUNIONSTORE destination numkeys key ...} */
  static List<KeyReference> storedAndCounted(Request request) {
    List<KeyReference> counted = counted(request, 2);
    return counted.isEmpty()
        ? counted
        : Stream.concat(counted.stream(), Stream.of(new KeyReference(1, UNSAID))).toList();
  }

  private static List<KeyReference> counted(Request request, int number) {
    int first = number + 1;
    int count = leadingNumber(request.toText(number));
    return count < 1 || count > request.argc() - first
        ? List.of()
        : keys(IntStream.range(first, first + count), UNSAID);
  }

  /**
   * What C's atoi reads as a number: blanks, a sign, digits, and whatever follows; the low 32 bits
   * of what 64 bits hold.
   */
  static int leadingNumber(String text) {
    String number = text.stripLeading();
    boolean isNegative = number.startsWith("-");
    int at = isNegative || number.startsWith("+") ? 1 : 0;
    long negated = 0;
    for (; at < number.length() && Character.isDigit(number.charAt(at)); at++) {
      int digit = Character.digit(number.charAt(at), 10);
      negated = negated < (Long.MIN_VALUE + digit) / 10 ? Long.MIN_VALUE : negated * 10 - digit;
    }
    return (int) (isNegative ? negated : -Math.max(negated, -Long.MAX_VALUE));
  }

  private static List<KeyReference> keys(IntStream args, Set<Flag> flags) {
    return args.mapToObj(arg -> new KeyReference(arg, flags)).toList();
  }
}
