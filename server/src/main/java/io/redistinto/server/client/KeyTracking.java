package io.redistinto.server.client;

import java.util.Collection;
import java.util.Collections;
import java.util.TreeSet;

/** How the keys that a client may keep copies of are tracked: the options of CLIENT TRACKING ON. */
public final class KeyTracking {
  /** Which keys are tracked. */
  public enum Mode {
    /** Those that it reads. */
    READ,
    /** Those that it reads with the command after CLIENT CACHING YES. */
    OPTIN,
    /** Those that it reads, but not with the command after CLIENT CACHING NO. */
    OPTOUT,
    /** All that begin with one of its prefixes. */
    BCAST
  }

  /** What {@link #redirect} is if messages go to the client itself. */
  public static final long NO_REDIRECT = 0;

  private final Mode mode;
  private final boolean noLoop;
  private final long redirect;
  private final TreeSet<Name> prefixes = new TreeSet<>();
  private long prefixBytes;
  private boolean caching;
  private boolean redirectBroken;

  /**
   * @param noLoop whether it hears nothing of what it changes itself
   * @param redirect the id of the client that gets its messages, or {@link #NO_REDIRECT}
   */
  public KeyTracking(Mode mode, boolean noLoop, long redirect) {
    this.mode = mode;
    this.noLoop = noLoop;
    this.redirect = redirect;
  }

  public Mode mode() {
    return mode;
  }

  public boolean noLoop() {
    return noLoop;
  }

  public long redirect() {
    return redirect;
  }

  /** The prefixes of BCAST in their order, to look at. */
  public Collection<Name> prefixes() {
    return Collections.unmodifiableCollection(prefixes);
  }

  public void addPrefix(Name prefix) {
    if (prefixes.add(prefix)) {
      prefixBytes += prefix.memoryBytes();
    }
  }

  /** About how much memory it takes. */
  long memoryBytes() {
    return prefixBytes;
  }

  /** Whether CLIENT CACHING was given for the command that comes next. */
  public boolean caching() {
    return caching;
  }

  public void caching(boolean given) {
    caching = given;
  }

  /** Whether what is read now is tracked. */
  public boolean tracksReads() {
    return switch (mode) {
      case READ -> true;
      case OPTIN -> caching;
      case OPTOUT -> !caching;
      case BCAST -> false;
    };
  }

  /** Whether a message was lost since the client that it was for is gone. */
  public boolean redirectBroken() {
    return redirectBroken;
  }

  public void breakRedirect() {
    redirectBroken = true;
  }
}
