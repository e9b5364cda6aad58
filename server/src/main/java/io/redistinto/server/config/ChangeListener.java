package io.redistinto.server.config;

/** Makes a directive's new value take effect while the server runs. */
@FunctionalInterface
public interface ChangeListener<T> {
  /**
   * Called after the new value is visible through {@link ServerConfig#get}.
   *
   * @throws InvalidValueException when the value cannot take effect: every directive of the same
   *     CONFIG SET goes back to what it was, and the message becomes part of the error reply
   */
  void changed(T value) throws InvalidValueException;
}
