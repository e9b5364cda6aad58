package io.redistinto.server;

import io.redistinto.server.config.ConfigException;
import io.redistinto.server.config.ConfigLoader;
import io.redistinto.server.config.Directives;
import io.redistinto.server.config.ServerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The command {@code redistinto}. */
public final class Main {
  static final int OK = 0;
  static final int FAILED = 1;

  private static final long BETWEEN_ATTEMPTS_SECONDS = 5;

  private static final String USAGE =
      """
      Usage: redistinto [/path/to/redistinto.conf] [--directive value ...] [-]
             redistinto - (read directives from standard input)
             redistinto -v or --version
             redistinto -h or --help

      Examples:
             redistinto (with the defaults)
             redistinto conf/redistinto.conf
             redistinto --port 7000
             redistinto --port 7000 --entries 8 --entry-size 10 --replacement-policy bsu
             redistinto conf/classic.conf --dir /var/lib/redistinto --loglevel verbose
             echo 'maxmemory 128mb' | redistinto -

      Every directive is explained in conf/redistinto.conf.
      """;

  private Main() {}

  public static void main(String[] args) {
    int status = run(args, System.in, System.out, System.err);
    if (status != OK) {
      System.exit(status);
    }
  }

  /** Returns the exit code, once the server has ended. */
  static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
    String only = args.length == 1 ? args[0] : "";
    switch (only) {
      case "-h", "--help" -> out.print(USAGE);
      case "-v", "--version" -> out.println(version());
      default -> {
        return start(args, in, err);
      }
    }
    return OK;
  }

  private static int start(String[] args, InputStream in, PrintStream err) {
    ServerConfig config;
    try {
      config = ConfigLoader.load(args, in);
    } catch (ConfigException bad) {
      err.printf(
          "%n*** BAD CONFIGURATION (Redistinto %s) ***%n%s%n",
          Version.REDISTINTO, bad.getMessage());
      return FAILED;
    }
    if (config.get(Directives.DAEMONIZE) && !Background.isHere()) {
      return Background.start(args, err);
    }
    Logging.configure(config.get(Directives.LOGLEVEL), config.get(Directives.LOGFILE));
    config.onChange(Directives.LOGLEVEL, Logging::change);
    return serve(config, err);
  }

  /** Runs a server until SHUTDOWN or a signal ends it. */
  private static int serve(ServerConfig config, PrintStream err) {
    RedistintoServer server;
    try {
      server = RedistintoServer.start(config);
    } catch (IOException | IllegalStateException failure) {
      err.println("Cannot start: " + failure.getMessage());
      return FAILED;
    }
    PidFile pidFile = PidFile.write(config.get(Directives.PIDFILE));
    if (Background.isHere()) {
      Background.listening();
    }
    Thread onSignal = new Thread(() -> endBySignal(server, pidFile), "redistinto-signal");
    Runtime.getRuntime().addShutdownHook(onSignal);
    try {
      server.loaded().join();
    } catch (CancellationException ended) {
      // SHUTDOWN, or a signal, while the files were read
    } catch (CompletionException failure) {
      Runtime.getRuntime().removeShutdownHook(onSignal);
      server.abort();
      pidFile.close();
      err.println("Cannot start: " + failure.getCause().getMessage());
      return FAILED;
    }
    if (Boolean.getBoolean("redistinto.keep-heap")) {
      HeapKeeper.ofThisProcess().keepUntil(server.stopped());
    }
    server.stopped().join();
    pidFile.close();
    return OK;
  }

  /**
   * A signal is as good as SHUTDOWN, and so is the exit code. As with SHUTDOWN the server runs on
   * while it cannot dump what changed: this thread is all that keeps the JVM from ending.
   */
  private static void endBySignal(RedistintoServer server, PidFile pidFile) {
    if (server.stopped().isDone()) {
      return;
    }
    while (!server.closeIfDumped().join()) {
      LoggerFactory.getLogger(Main.class)
          .error(
              "Not ended, since not all could be dumped: trying again in {} s, unless told otherwise"
                  + " by SHUTDOWN NOSAVE",
              BETWEEN_ATTEMPTS_SECONDS);
      server
          .stopped()
          .copy()
          .completeOnTimeout(null, BETWEEN_ATTEMPTS_SECONDS, TimeUnit.SECONDS)
          .join();
    }
    pidFile.close();
    Runtime.getRuntime().halt(OK);
  }

  private static String version() {
    return "Redistinto server v=%s redis_version=%s bits=%s java=%s"
        .formatted(
            Version.REDISTINTO,
            Version.REDIS,
            System.getProperty("sun.arch.data.model"),
            System.getProperty("java.version"));
  }
}
