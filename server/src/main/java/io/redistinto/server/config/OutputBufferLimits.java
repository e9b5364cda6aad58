package io.redistinto.server.config;

/** How many reply bytes may wait for a client that does not read, by class of client. */
public record OutputBufferLimits(Limit normal, Limit replica, Limit pubsub) {

  /** The limit of a client that is no replica. */
  public Limit of(boolean subscriber) {
    return subscriber ? pubsub : normal;
  }

  /**
   * The client is closed at once past {@code hardBytes}, and after {@code softSeconds} in a row
   * past {@code softBytes}. 0 means no such limit.
   */
  public record Limit(long hardBytes, long softBytes, long softSeconds) {
    String shown() {
      return hardBytes + " " + softBytes + " " + softSeconds;
    }

    String written() {
      return MemorySize.written(hardBytes)
          + " "
          + MemorySize.written(softBytes)
          + " "
          + softSeconds;
    }
  }
}
