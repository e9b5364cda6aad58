package io.redistinto.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code [conf-file] [--directive value ...] [-]}: the conf file first, then standard input
 * if there is a {@code -}, then the options; of several values for a directive the last wins.
 *
 * <p>The word after a directive's name is its value whatever it looks like; more values follow
 * until the next word that starts with {@code --}. {@code --save} alone means {@code --save ""}.
 */
public final class ConfigLoader {
  private static final String STDIN = "-";

  private final String[] args;
  private final InputStream stdin;
  private int at;

  private ConfigLoader(String[] args, InputStream stdin) {
    this.args = args;
    this.stdin = stdin;
  }

  /**
   * Reads everything the command line names, and checks it.
   *
   * @param args the command line
   * @param stdin read to its end if the command line has a {@code -}
   * @throws ConfigException whose message names the file, the line and what would be right
   */
  public static ServerConfig load(String[] args, InputStream stdin) throws ConfigException {
    return new ConfigLoader(args, stdin).load();
  }

  private ServerConfig load() throws ConfigException {
    List<Assignment> assignments = new ArrayList<>();
    Optional<Path> confFile = Optional.empty();
    if (args.length > 0 && !args[0].startsWith("-")) {
      confFile = Optional.of(path(args[at++]));
      assignments.addAll(ConfFile.read(confFile.get()).assignments());
    }
    List<Assignment> options = new ArrayList<>();
    while (at < args.length) {
      if (args[at].equals(STDIN) && (at == 0 || at == args.length - 1)) {
        at++;
        assignments.addAll(readStdin().assignments());
      } else {
        options.add(option());
      }
    }
    assignments.addAll(options);
    return new ServerConfig(
        Assignment.applyAll(assignments, Settings.DEFAULTS), confFile.map(Path::toAbsolutePath));
  }

  private static Path path(String name) throws ConfigException {
    try {
      return Path.of(name);
    } catch (InvalidPathException notAPath) {
      throw new ConfigException("can't open config file '%s': not a path".formatted(name));
    }
  }

  private ConfFile readStdin() throws ConfigException {
    try {
      return ConfFile.read("standard input", stdin);
    } catch (IOException failed) {
      throw new ConfigException("can't read the configuration on standard input", failed);
    }
  }

  private Assignment option() throws ConfigException {
    int from = at;
    List<String> words = optionName();
    boolean nameAlone = words.size() == 1;
    boolean nextIsOption = at == args.length || args[at].startsWith("--");
    if (nameAlone && nextIsOption && words.get(0).equalsIgnoreCase(Directives.SAVE.name())) {
      words.add("");
    } else if (nameAlone && at < args.length) {
      words.add(args[at++]);
    }
    while (at < args.length && !args[at].startsWith("--") && !isLastStdin()) {
      words.add(args[at++]);
    }
    return Assignment.onCommandLine(written(from), words);
  }

  /** The name, and what follows it in the same argument, as in {@code "--port 7000"}. */
  private List<String> optionName() throws ConfigException {
    String argument = args[at++];
    if (!argument.startsWith("--")) {
      throw Assignment.onCommandLine(argument, List.of(argument))
          .refuse("a directive starts with --: redistinto [conf-file] [--directive value ...]");
    }
    try {
      return new ArrayList<>(ConfWords.split(argument.substring(2)));
    } catch (InvalidValueException bad) {
      throw Assignment.onCommandLine(argument, List.of()).refuse(bad.getMessage());
    }
  }

  private boolean isLastStdin() {
    return at == args.length - 1 && args[at].equals(STDIN);
  }

  private String written(int from) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < at; i++) {
      text.append(i == from ? args[i] : " " + ConfWords.quote(args[i]));
    }
    return text.toString();
  }
}
