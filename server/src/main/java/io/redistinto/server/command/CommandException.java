package io.redistinto.server.command;

/** A request that is wrong; the message is the error reply. Frequent, so it has no stack trace. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public static final String SYNTAX = "ERR syntax error";
  public static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";
  public static final String NOT_A_FLOAT = "ERR value is not a valid float";
  public static final String OUT_OF_RANGE = "ERR value is out of range";
  public static final String NOT_POSITIVE = "ERR value is out of range, must be positive";
  public static final String WRONG_TYPE =
      "WRONGTYPE Operation against a key holding the wrong kind of value";
  public static final String NO_SUCH_KEY = "ERR no such key";

  public CommandException(String message) {
    super(message, null, false, false);
  }
}
