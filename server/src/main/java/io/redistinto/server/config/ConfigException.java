package io.redistinto.server.config;

/**
 * A configuration that cannot be used. The message is complete: for a start it names the file, the
 * line and what would be right; for CONFIG it is the error reply without its code {@code ERR}.
 */
public final class ConfigException extends Exception {
  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
