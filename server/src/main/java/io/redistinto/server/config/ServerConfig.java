package io.redistinto.server.config;

import io.redistinto.server.command.GlobPattern;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of all directives in one server.
 *
 * <p>Any thread may read values. {@link #onChange}, {@link #set} and {@link #rewrite} belong to the
 * engine's thread, and to the starting thread before there is an engine.
 *
 * <p>Values are one immutable {@link Settings} behind a volatile field: a set of several directives
 * becomes visible all at once, and going back is putting the old object back.
 */
public final class ServerConfig {
  private final Optional<Path> confFile;
  private final Map<Directive<?>, List<ChangeListener<?>>> listeners = new HashMap<>();
  private volatile Settings settings;

  ServerConfig(Settings settings, Optional<Path> confFile) {
    this.settings = settings;
    this.confFile = confFile;
  }

  /** Every directive at its default, no conf file. */
  public static ServerConfig defaults() {
    return new ServerConfig(Settings.DEFAULTS, Optional.empty());
  }

  /**
   * A configuration for a server inside another program, no conf file.
   *
   * @param namesAndValues a directive's name, its value, and so on
   * @throws IllegalArgumentException for what a conf file would be refused for
   */
  public static ServerConfig of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a directive without a value");
    }
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      assignments.add(Assignment.inProgram(namesAndValues[i], namesAndValues[i + 1]));
    }
    try {
      return new ServerConfig(
          Assignment.applyAll(assignments, Settings.DEFAULTS), Optional.empty());
    } catch (ConfigException bad) {
      throw new IllegalArgumentException(bad.getMessage(), bad);
    }
  }

  /** Lets the operating system choose the port; {@link #listeningOn} then says which it is. */
  public ServerConfig onEphemeralPort() {
    settings = settings.with(Directives.PORT, 0L);
    return this;
  }

  /** Makes {@code port} answer the port that the server in fact listens on. */
  public void listeningOn(int port) {
    settings = settings.with(Directives.PORT, (long) port);
  }

  /** The value in force. Constant time; allocates nothing except for a default that is computed. */
  public <T> T get(Directive<T> directive) {
    return settings.get(directive);
  }

  /**
   * The value in force as an int.
   *
   * @throws ArithmeticException if the value exceeds an int
   */
  public int intValue(Directive<Long> directive) {
    return Math.toIntExact(get(directive));
  }

  /** The value as CONFIG GET answers it. */
  public String shown(Directive<?> directive) {
    return settings.shown(directive);
  }

  /**
   * The answer to CONFIG GET: name and value of each directive that one of the arguments asks for.
   * An argument without any of {@code [*?} is a name, which is answered as it was written.
   */
  public Map<String, String> matching(List<byte[]> namesAndPatterns) {
    Map<Directive<?>, String> asked = new LinkedHashMap<>();
    for (byte[] argument : namesAndPatterns) {
      String text = new String(argument, StandardCharsets.ISO_8859_1);
      if (text.chars().noneMatch(c -> "[*?".indexOf(c) >= 0)) {
        Directives.named(text).ifPresent(directive -> asked.putIfAbsent(directive, text));
        continue;
      }
      GlobPattern pattern = GlobPattern.ignoringCase(argument);
      for (Directive<?> directive : Directives.ALL) {
        if (pattern.matches(directive.name().getBytes(StandardCharsets.ISO_8859_1))) {
          asked.putIfAbsent(directive, directive.name());
        }
      }
    }
    Settings now = settings;
    Map<String, String> answer = new LinkedHashMap<>();
    asked.forEach((directive, name) -> answer.put(name, now.shown(directive)));
    return answer;
  }

  /** Has the listener carry out changes of a directive that holds a value of its own. */
  public <T> void onChange(Directive<T> directive, ChangeListener<T> listener) {
    if (directive.isEquivalent() || !directive.canChangeWhileRunning()) {
      throw new IllegalArgumentException(directive + " does not change by itself");
    }
    listeners.computeIfAbsent(directive, d -> new ArrayList<>()).add(listener);
  }

  /**
   * CONFIG SET: all of the assignments or none.
   *
   * @param namesAndValues a directive's name, its value, and so on
   * @throws ConfigException with the error reply, without its code; nothing has changed then
   */
  public void set(List<String> namesAndValues) throws ConfigException {
    if (namesAndValues.size() % 2 != 0) {
      throw new ConfigException("syntax error");
    }
    List<Assignment> assignments = new ArrayList<>();
    Set<Directive<?>> named = new HashSet<>();
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      Assignment assignment =
          Assignment.byConfigSet(namesAndValues.get(i), namesAndValues.get(i + 1));
      Directive<?> directive = changeable(assignment);
      if (!named.add(directive)) {
        throw assignment.refuse("duplicate parameter");
      }
      if (hasOwner(directive)) {
        assignments.add(assignment);
      } else if (!assignment.changesNothing(directive, settings)) {
        throw assignment.refuse(directive.change().refusal());
      }
    }
    carryOut(assignments, Assignment.applyAll(assignments, settings));
  }

  private Directive<?> changeable(Assignment assignment) throws ConfigException {
    Directive<?> directive = Directives.named(assignment.name()).orElse(null);
    if (directive == null) {
      throw new ConfigException(
          "Unknown option or number of arguments for CONFIG SET - '%s'"
              .formatted(assignment.name()));
    }
    if (!directive.change().possible()) {
      throw assignment.refuse(directive.change().refusal());
    }
    return directive;
  }

  /** Whether somebody can carry a change out. */
  private boolean hasOwner(Directive<?> directive) {
    return !directive.change().needsOwner() || listeners.containsKey(directive.target());
  }

  private void carryOut(List<Assignment> assignments, Settings changed) throws ConfigException {
    Settings before = settings;
    settings = changed;
    List<Directive<?>> carriedOut = new ArrayList<>();
    for (Assignment assignment : assignments) {
      Directive<?> directive = assignment.directive().target();
      if (changed.sameAs(before, directive) || carriedOut.contains(directive)) {
        continue;
      }
      carriedOut.add(directive);
      try {
        tellListeners(directive);
      } catch (InvalidValueException refused) {
        goBackTo(before, carriedOut);
        throw assignment.refuse(refused.getMessage());
      } catch (RuntimeException broken) {
        goBackTo(before, carriedOut);
        throw broken;
      }
    }
  }

  private void goBackTo(Settings before, List<Directive<?>> carriedOut) throws ConfigException {
    settings = before;
    for (Directive<?> directive : carriedOut) {
      try {
        tellListeners(directive);
      } catch (InvalidValueException refused) {
        throw new ConfigException(
            "'%s' took neither its new value nor its old one back: %s"
                .formatted(directive, refused.getMessage()),
            refused);
      }
    }
  }

  @SuppressWarnings("unchecked") // onChange put listeners of T there
  private <T> void tellListeners(Directive<T> directive) throws InvalidValueException {
    for (ChangeListener<?> listener : listeners.getOrDefault(directive, List.of())) {
      ((ChangeListener<T>) listener).changed(get(directive));
    }
  }

  /** The conf file the server was started with. */
  public Optional<Path> confFile() {
    return confFile;
  }

  /**
   * CONFIG REWRITE: makes the conf file say what is in force, touching no other line.
   *
   * @throws ConfigException with the error reply, without its code
   */
  public void rewrite() throws ConfigException {
    Path file =
        confFile.orElseThrow(
            () -> new ConfigException("The server is running without a config file"));
    ConfFile.rewrite(file, settings);
  }
}
