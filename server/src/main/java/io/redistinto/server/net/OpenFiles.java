package io.redistinto.server.net;

import com.sun.management.UnixOperatingSystemMXBean;
import io.redistinto.server.config.ConfigException;
import io.redistinto.server.config.Directives;
import io.redistinto.server.config.InvalidValueException;
import io.redistinto.server.config.ServerConfig;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps {@code maxclients} within what the operating system lets this process open. */
public final class OpenFiles {
  private static final Logger LOGGER = LoggerFactory.getLogger(OpenFiles.class);

  /** Kept for what is not a client: listening sockets, event loops, dump files, the log. */
  private static final int RESERVED = 32;

  private OpenFiles() {}

  /**
   * Lowers {@code maxclients} to what is possible, with a warning, and refuses more from then on.
   *
   * @throws IllegalStateException if not even one client is possible
   */
  public static void fit(ServerConfig config) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long limit = system.getMaxFileDescriptorCount();
      fit(config, limit, limit - system.getOpenFileDescriptorCount() - RESERVED);
    }
  }

  static void fit(ServerConfig config, long limit, long mostClients) {
    long wanted = config.get(Directives.MAXCLIENTS);
    if (mostClients < 1) {
      throw new IllegalStateException(
          "this process may open only " + limit + " files, which leaves none for clients");
    }
    if (wanted > mostClients) {
      LOGGER.warn(
          "maxclients was {} and is {} now: this process may open only {} files (see ulimit -n)",
          wanted,
          mostClients,
          limit);
      lower(config, mostClients);
    }
    config.onChange(
        Directives.MAXCLIENTS,
        most -> {
          if (most > mostClients) {
            throw new InvalidValueException(
                "The operating system is not able to handle the specified number of clients, try"
                    + " with "
                    + mostClients);
          }
        });
  }

  private static void lower(ServerConfig config, long mostClients) {
    try {
      config.set(List.of(Directives.MAXCLIENTS.name(), Long.toString(mostClients)));
    } catch (ConfigException refused) {
      throw new IllegalStateException(refused);
    }
  }
}
