package io.redistinto.server.command;

import io.redistinto.resp.Request;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where some of a command's arguments are keys, and what becomes of them: a place to begin at, and
 * how to find the keys from there.
 *
 * @param flags what is done to the keys
 * @param notes what cannot be said by flags, or null
 */
record KeySpec(Begin begin, Find find, Set<Flag> flags, String notes) {
  /** What is done to a key, in the order in which COMMAND INFO lists them. */
  enum Flag {
    /** The key is read only. */
    RO,
    /** The key is read and written. */
    RW,
    /** The key is written over, whatever it held. */
    OW,
    /** The key is removed. */
    RM,
    /** Data of the value are returned or copied. */
    ACCESS,
    /** Data of the value are changed. */
    UPDATE,
    /** Data are added, none are changed. */
    INSERT,
    /** Data are removed on purpose. */
    DELETE,
    /** It is not a key at all, but goes to the same shard as a key of that name: a channel. */
    NOT_KEY,
    /** The spec may miss keys. */
    INCOMPLETE,
    /** The other flags depend on the request. */
    VARIABLE_FLAGS;

    String wireName() {
      return compareTo(ACCESS) < 0 ? name() : name().toLowerCase(Locale.ROOT);
    }
  }

  // ---- Where to begin

  /** Which argument the search for keys begins at. */
  sealed interface Begin permits Index, Keyword, Unknown {
    /** That argument in a request, or {@link #NOWHERE}. */
    int in(Request request);
  }

  /** At the same argument in every request. */
  record Index(int index) implements Begin {
    @Override
    public int in(Request request) {
      return index;
    }
  }

  /**
   * After a word.
   *
   * @param startFrom the first argument that may be it; a negative one is counted from the end, and
   *     the word is then looked for backwards
   */
  record Keyword(String keyword, int startFrom) implements Begin {
    @Override
    public int in(Request request) {
      int argc = request.argc();
      int step = startFrom > 0 ? 1 : -1;
      int from = startFrom > 0 ? startFrom : argc + startFrom;
      for (int arg = from; arg > 0 && arg < argc - 1; arg += step) {
        if (request.is(arg, keyword)) {
          return arg + 1;
        }
      }
      return NOWHERE;
    }
  }

  // ---- How to find the keys from there

  /** Which arguments are keys, once it is known where to begin. */
  sealed interface Find permits Range, KeyNum, Unknown {
    /** The first key's argument. */
    int first(int begin);

    /** The last key's argument, or {@link #NOWHERE}. */
    int last(Request request, int begin);

    /** The distance between two keys. */
    int step();
  }

  /**
   * From where it begins to a last one.
   *
   * @param last the last key's argument, counted from the first; -1 for the request's last
   * @param limit if not 0, then only that part of the arguments up to there: half of them for 2
   */
  record Range(int last, int step, int limit) implements Find {
    @Override
    public int first(int begin) {
      return begin;
    }

    @Override
    public int last(Request request, int begin) {
      if (last >= 0) {
        return begin + last;
      }
      int argc = request.argc();
      return limit == 0 ? argc + last : begin + (argc - begin) / limit + last;
    }
  }

  /**
   * As many as an argument says.
   *
   * @param number the argument that has their number, counted from where it begins
   * @param firstKey the first key's argument, counted likewise
   */
  record KeyNum(int number, int firstKey, int step) implements Find {
    @Override
    public int first(int begin) {
      return begin + firstKey;
    }

    @Override
    public int last(Request request, int begin) {
      int arg = begin + number;
      if (arg >= request.argc() || !request.isLong(arg)) {
        return NOWHERE;
      }
      long number = request.toLong(arg);
      int keys = (int) number; // as Redis does, for whom 2^32 + 1 keys are one
      return number < 1 || keys < 1 || keys > request.argc() ? NOWHERE : first(begin) + keys - 1;
    }
  }

  /** What no rule can say, only a {@link KeyExtractor}. */
  enum Unknown implements Begin, Find {
    UNKNOWN;

    @Override
    public int in(Request request) {
      return NOWHERE;
    }

    @Override
    public int first(int begin) {
      return NOWHERE;
    }

    @Override
    public int last(Request request, int begin) {
      return NOWHERE;
    }

    @Override
    public int step() {
      return 1;
    }
  }

  /** No argument: before the first key there is always the command's name. */
  static final int NOWHERE = 0;

  static KeySpec of(Begin begin, Find find, Flag... flags) {
    return new KeySpec(begin, find, EnumSet.copyOf(List.of(flags)), null);
  }

  /** After an argument that says how many there are. */
  static KeySpec counted(int numberArg, Flag... flags) {
    return of(new Index(numberArg), new KeyNum(0, 1, 1), flags);
  }

  /** Where only a {@link KeyExtractor} can say. */
  static KeySpec unknown(Flag... flags) {
    return of(Unknown.UNKNOWN, Unknown.UNKNOWN, flags);
  }

  KeySpec noting(String text) {
    return new KeySpec(begin, find, flags, text);
  }

  boolean has(Flag flag) {
    return flags.contains(flag);
  }

  /**
   * Adds the keys of a request that this spec finds.
   *
   * @return false if the request does not fit the spec, or the spec may have missed some
   */
  boolean addTo(List<KeyReference> keys, Request request) {
    int from = begin.in(request);
    if (from == NOWHERE) { // a word that is not there names no key
      return begin instanceof Keyword && !has(Flag.INCOMPLETE);
    }
    int first = find.first(from);
    int last = find.last(request, from);
    if (last < first || last >= request.argc()) {
      return false;
    }
    for (int arg = first; arg <= last; arg += find.step()) {
      keys.add(new KeyReference(arg, flags));
    }
    return !has(Flag.INCOMPLETE);
  }

  // ---- All specs of a command as one range

  /**
   * The keys that any request of a command has, as clients before key specs read it.
   *
   * @param first the first key's argument, 0 if there is none
   * @param last the last key's argument, negative from the end
   * @param complete whether these are all keys that a request may have
   */
  record PlainRange(int first, int last, int step, boolean complete) {

    /** One range alone may have any step; several have to follow each other without a gap. */
    static PlainRange of(List<KeySpec> specs) {
      int first = 0;
      int last = 0;
      int step = 0;
      boolean complete = true;
      for (KeySpec spec : specs) {
        if (spec.begin instanceof Index begin
            && spec.find instanceof Range range
            && (specs.size() == 1 || range.step == 1)
            && (last == 0 || last == begin.index - 1)) {
          first = first == 0 ? begin.index : first;
          last = range.last < 0 ? range.last : begin.index + range.last;
          step = range.step;
          complete &= !spec.has(Flag.INCOMPLETE);
        } else {
          complete = false;
        }
      }
      return new PlainRange(first, last, step, complete);
    }
  }
}
