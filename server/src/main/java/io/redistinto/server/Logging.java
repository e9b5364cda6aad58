package io.redistinto.server;

import io.redistinto.server.config.LogLevel;

/**
 * How the runnable server logs: slf4j-simple, which reads these properties when the first logger is
 * made. An application that embeds a server has its own logging.
 */
final class Logging {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private Logging() {}

  static void configure(LogLevel level, String file) {
    set("defaultLogLevel", level(level));
    set("logFile", file.isEmpty() ? "System.out" : file);
    set("showDateTime", "true");
    set("dateTimeFormat", "yyyy-MM-dd HH:mm:ss.SSS");
    set("showThreadName", "false");
    set("showShortLogName", "true");
  }

  private static String level(LogLevel level) {
    return switch (level) {
      case DEBUG -> "trace";
      case VERBOSE -> "debug";
      case NOTICE -> "info";
      case WARNING -> "warn";
    };
  }

  private static void set(String property, String value) {
    if (System.getProperty(PREFIX + property) == null) {
      System.setProperty(PREFIX + property, value);
    }
  }
}
