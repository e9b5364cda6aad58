package io.redistinto.server.command;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.server.client.Client;
import io.redistinto.server.client.KeyTracking;
import io.redistinto.server.client.KeyTracking.Mode;
import io.redistinto.server.client.Name;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** CLIENT TRACKING and what belongs to it: caches in clients, and word of what they must drop. */
final class TrackingCommands {
  private static final long NOT_TRACKING = -1;

  private TrackingCommands() {}

  /** What CLIENT TRACKING was given. */
  private static final class Options {
    final Set<Mode> modes = EnumSet.noneOf(Mode.class);
    final List<Name> prefixes = new ArrayList<>();
    boolean noLoop;
    long redirect = KeyTracking.NO_REDIRECT;

    Options(Call call) {
      for (int arg = 3; arg < call.argc(); arg++) {
        boolean hasMore = arg + 1 < call.argc();
        if (call.is(arg, "REDIRECT") && hasMore) {
          redirect(call, ++arg);
        } else if (call.is(arg, "BCAST")) {
          modes.add(Mode.BCAST);
        } else if (call.is(arg, "OPTIN")) {
          modes.add(Mode.OPTIN);
        } else if (call.is(arg, "OPTOUT")) {
          modes.add(Mode.OPTOUT);
        } else if (call.is(arg, "NOLOOP")) {
          noLoop = true;
        } else if (call.is(arg, "PREFIX") && hasMore) {
          prefixes.add(Name.of(call.request().toBytes(++arg)));
        } else {
          throw call.syntaxError();
        }
      }
    }

    private void redirect(Call call, int arg) {
      if (redirect != KeyTracking.NO_REDIRECT) {
        throw new CommandException("ERR A client can only redirect to a single other client");
      }
      redirect = call.integer(arg);
      if (call.services().clients().get(redirect) == null) {
        throw new CommandException("ERR The client ID you want redirect to does not exist");
      }
    }

    Mode mode() {
      return modes.isEmpty() ? Mode.READ : modes.iterator().next();
    }
  }

  static void tracking(Call call) {
    Options options = new Options(call);
    Client client = call.client();
    if (call.is(2, "ON")) {
      check(options, client.tracking());
      KeyTracking wanted = new KeyTracking(options.mode(), options.noLoop, options.redirect);
      options.prefixes.forEach(wanted::addPrefix);
      if (options.mode() == Mode.BCAST && options.prefixes.isEmpty()) {
        wanted.addPrefix(Name.of(new byte[0]));
      }
      call.services().tracking().turnOn(client, wanted);
    } else if (call.is(2, "OFF")) {
      call.services().tracking().turnOff(client);
    } else {
      throw call.syntaxError();
    }
    call.reply().ok();
  }

  /** Refuses options that do not go with one another or with those of before. */
  private static void check(Options options, KeyTracking before) {
    boolean broadcasts = options.modes.contains(Mode.BCAST);
    if (!broadcasts && !options.prefixes.isEmpty()) {
      throw new CommandException("ERR PREFIX option requires BCAST mode to be enabled");
    }
    if (before != null && broadcasts != (before.mode() == Mode.BCAST)) {
      throw new CommandException(
          "ERR You can't switch BCAST mode on/off before disabling tracking for this client, and"
              + " then re-enabling it with a different mode.");
    }
    if (broadcasts && options.modes.size() > 1) {
      throw new CommandException("ERR OPTIN and OPTOUT are not compatible with BCAST");
    }
    if (options.modes.size() > 1) {
      throw new CommandException("ERR You can't specify both OPTIN mode and OPTOUT mode");
    }
    boolean switches =
        before != null
            && EnumSet.of(Mode.OPTIN, Mode.OPTOUT)
                .equals(EnumSet.of(before.mode(), options.mode()));
    if (switches) {
      throw new CommandException(
          "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and"
              + " then re-enabling it with a different mode.");
    }
    checkPrefixes(options.prefixes, before == null ? List.of() : before.prefixes());
  }

  private static void checkPrefixes(List<Name> prefixes, Collection<Name> before) {
    for (int i = 0; i < prefixes.size(); i++) {
      checkPrefix(prefixes.get(i), before, "an existing");
      checkPrefix(prefixes.get(i), prefixes.subList(i + 1, prefixes.size()), "another provided");
    }
  }

  private static void checkPrefix(Name prefix, Collection<Name> others, String which) {
    for (Name other : others) {
      int common = Math.min(prefix.bytes().length, other.bytes().length);
      if (Arrays.equals(prefix.bytes(), 0, common, other.bytes(), 0, common)) {
        throw new CommandException(
            "ERR Prefix '"
                + prefix
                + "' overlaps with "
                + which
                + " prefix '"
                + other
                + "'. Prefixes for a single client must not overlap.");
      }
    }
  }

  static void caching(Call call) {
    KeyTracking tracking = call.client().tracking();
    if (tracking == null) {
      throw new CommandException(
          "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or"
              + " OPTOUT mode enabled");
    }
    boolean yes = call.is(2, "YES");
    if (!yes && !call.is(2, "NO")) {
      throw call.syntaxError();
    }
    Mode needed = yes ? Mode.OPTIN : Mode.OPTOUT;
    if (tracking.mode() != needed) {
      throw new CommandException(
          "ERR CLIENT CACHING "
              + (yes ? "YES" : "NO")
              + " is only valid when tracking is enabled in "
              + needed
              + " mode.");
    }
    tracking.caching(true);
    call.reply().ok();
  }

  static void getRedir(Call call) {
    call.reply().integer(redirect(call.client().tracking()));
  }

  private static long redirect(KeyTracking tracking) {
    return tracking == null ? NOT_TRACKING : tracking.redirect();
  }

  static void trackingInfo(Call call) {
    KeyTracking tracking = call.client().tracking();
    List<String> flags = flags(tracking);
    Collection<Name> prefixes = tracking == null ? List.of() : tracking.prefixes();
    ReplyWriter reply = call.reply();
    reply.map(3);
    reply.bulkText("flags");
    reply.set(flags.size());
    flags.forEach(reply::bulkText);
    reply.bulkText("redirect");
    reply.integer(redirect(tracking));
    reply.bulkText("prefixes");
    reply.array(prefixes.size());
    prefixes.forEach(prefix -> reply.bulk(prefix.bytes()));
  }

  private static List<String> flags(KeyTracking tracking) {
    if (tracking == null) {
      return List.of("off");
    }
    List<String> flags = new ArrayList<>(List.of("on"));
    switch (tracking.mode()) {
      case READ -> {}
      case BCAST -> flags.add("bcast");
      case OPTIN ->
          flags.addAll(tracking.caching() ? List.of("optin", "caching-yes") : List.of("optin"));
      case OPTOUT ->
          flags.addAll(tracking.caching() ? List.of("optout", "caching-no") : List.of("optout"));
    }
    if (tracking.noLoop()) {
      flags.add("noloop");
    }
    if (tracking.redirectBroken()) {
      flags.add("broken_redirect");
    }
    return flags;
  }
}
