package io.redistinto.server;

import io.redistinto.server.config.InvalidValueException;
import io.redistinto.server.config.LogLevel;
import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Map;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

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

  /**
   * Changes the level of all loggers, those to come included. slf4j-simple decides it when it makes
   * a logger, and has no other way to those that there are.
   */
  static void change(LogLevel level) throws InvalidValueException {
    System.setProperty(PREFIX + "log.io", level(level));
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    try {
      Field loggers = accessible(factory.getClass().getDeclaredField("loggerMap"));
      for (Object logger : ((Map<?, ?>) loggers.get(factory)).values()) {
        accessible(logger.getClass().getDeclaredField("currentLogLevel"))
            .setInt(logger, Level.valueOf(level(level).toUpperCase(Locale.ROOT)).toInt());
      }
    } catch (ReflectiveOperationException | ClassCastException notSimple) {
      throw new InvalidValueException("what logs here has its own configuration");
    }
  }

  private static Field accessible(Field field) {
    field.setAccessible(true);
    return field;
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
