package io.redistinto.server.config;

/** A value that a directive, or the owner of a directive, does not take; the message says why. */
public final class InvalidValueException extends Exception {
  public InvalidValueException(String reason) {
    super(reason);
  }
}
